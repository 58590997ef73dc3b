"""The words of the calendar: which word stands for which weekday, month, number or unit.

Pure data: Arabic (Egyptian and Gulf, Levantine, Maghrebi and Moroccan month names), English and
some French. ``codes_of_words`` gives each word or phrase, as people write it, with the *code* that
``checker/dates/calendar_grammar.py`` reads:

    W0..W6   weekday, Monday first     Ud Uw Um Uy   unit: day, week, month, year
    M1..M12  month                     Uh Ui         unit: hour, minute
    H1..H12  Hijri month               Vd Vw …       the same units in the plural
    C7       number word               EQUALS        "corresponding to" (another calendar)
    O-1      days from publication     ERA           Hijri era
    CLOCK    "at", "o'clock"           ZONE          "in the time zone of"
    DROP     says nothing of the day (part of the day, article, preposition)
    EARLY HALF LATE   part of a year; of a shorter span they say nothing
    NAME     an event that is called by its year
    LAST THIS NEXT AGO SINCE FROM TO BETWEEN AND   as they say
"""

from __future__ import annotations

from collections.abc import Iterator

WEEKDAYS = (
    "الاثنين|الإثنين|monday|mon|lundi",
    "الثلاثاء|الثلاثا|tuesday|tue|tues|mardi",
    "الأربعاء|الاربعا|wednesday|wed|mercredi",
    "الخميس|thursday|thu|thur|thurs|jeudi",
    "الجمعة|friday|fri|vendredi",
    "السبت|saturday|sat|samedi",
    "الأحد|sunday|sun|dimanche",
)

MONTHS = (
    "يناير|كانون الثاني|كانون ثاني|كانون ثان|جانفي|january|jan|janvier",
    "فبراير|شباط|فيفري|february|feb|février|fevrier",
    "مارس|آذار|اذار|march|mar|mars",
    "أبريل|إبريل|نيسان|أفريل|april|apr|avril",
    "مايو|أيار|ماي|may|mai",
    "يونيو|يونيه|حزيران|جوان|june|jun|juin",
    "يوليو|يوليه|تموز|جويلية|يوليوز|july|jul|juillet",
    "أغسطس|آب|أوت|غشت|august|aug|août",
    "سبتمبر|أيلول|شتنبر|september|sep|sept|septembre",
    "أكتوبر|تشرين الأول|تشرين أول|october|oct|octobre",
    "نوفمبر|تشرين الثاني|تشرين ثاني|تشرين ثان|نونبر|november|nov|novembre",
    "ديسمبر|كانون الأول|كانون أول|دجنبر|december|dec|décembre|decembre",
)

HIJRI_MONTHS = (
    "محرم|المحرم|محرم الحرام|muharram",
    "صفر|صفر الخير|safar",
    "ربيع الأول|ربيع أول|rabi al-awwal",
    "ربيع الآخر|ربيع الثاني|ربيع ثاني|rabi al-thani",
    "جمادى الأولى|جمادى الأول|جمادى أولى|jumada al-awwal",
    "جمادى الآخرة|جمادى الثانية|جمادى الثاني|jumada al-thani",
    "رجب|rajab",
    "شعبان|shaban|sha'ban",
    "رمضان|رمضان المبارك|ramadan",
    "شوال|shawwal",
    "ذو القعدة|ذي القعدة|ذو قعدة|dhu al-qadah",
    "ذو الحجة|ذي الحجة|ذو حجة|dhu al-hijjah",
)

NUMBERS = {
    1: "واحد|واحدة|الأول|one|a|an",
    2: "اثنان|اثنتين|اثنتان|الثاني|two|second",
    3: "ثلاثة|ثلاث|الثالث|three|third",
    4: "أربعة|أربع|الرابع|four|fourth",
    5: "خمسة|خمس|الخامس|five|fifth",
    6: "ستة|ست|السادس|six|sixth",
    7: "سبعة|سبع|السابع|seven|seventh",
    8: "ثمانية|ثماني|ثمان|الثامن|eight|eighth",
    9: "تسعة|تسع|التاسع|nine|ninth",
    10: "عشرة|عشر|العاشر|ten|tenth",
    11: "أحد عشر|إحدى عشرة|الحادي عشر|eleven|eleventh",
    12: "اثني عشر|اثنا عشر|اثنتي عشرة|الثاني عشر|twelve|twelfth",
    13: "ثلاثة عشر|ثلاث عشرة|الثالث عشر|thirteen|thirteenth",
    14: "أربعة عشر|أربع عشرة|الرابع عشر|fourteen|fourteenth",
    15: "خمسة عشر|خمس عشرة|الخامس عشر|fifteen|fifteenth",
    16: "ستة عشر|ست عشرة|السادس عشر|sixteen|sixteenth",
    17: "سبعة عشر|سبع عشرة|السابع عشر|seventeen|seventeenth",
    18: "ثمانية عشر|ثماني عشرة|الثامن عشر|eighteen|eighteenth",
    19: "تسعة عشر|تسع عشرة|التاسع عشر|nineteen|nineteenth",
    20: "عشرين|عشرون|العشرين|العشرون|twenty|twentieth",
    30: "ثلاثين|ثلاثون|الثلاثين|الثلاثون|thirty|thirtieth",
    40: "أربعين|أربعون|forty",
    50: "خمسين|خمسون|fifty",
    60: "ستين|ستون|sixty",
    70: "سبعين|سبعون|seventy",
    80: "ثمانين|ثمانون|eighty",
    90: "تسعين|تسعون|ninety",
    100: "مئة|مائة|hundred",
}

UNITS = {
    "Ui": "دقيقة|minute",
    "Uh": "ساعة|hour",
    "Ud": "يوم|day",
    "Uw": "أسبوع|الأسبوع|week",
    "Um": "شهر|الشهر|month",
    "Uy": "عام|العام|سنة|السنة|year",
    "Vi": "دقائق|minutes",
    "Vh": "ساعات|hours",
    "Vd": "أيام|يوما|days",
    "Vw": "أسابيع|أسبوعا|weeks",
    "Vm": "أشهر|شهور|شهرا|months",
    "Vy": "أعوام|عاما|سنوات|years",
    "C2 Vi": "دقيقتين",
    "C2 Vh": "ساعتين",
    "C2 Vd": "يومين",
    "C2 Vw": "أسبوعين",
    "C2 Vm": "شهرين",
    "C2 Vy": "عامين|سنتين",
}

OFFSETS = {
    -2: "أول أمس|أول من أمس|أمس الأول|قبل أمس|day before yesterday|avant-hier|avant hier",
    -1: "أمس|بالأمس|البارحة|مبارح|yesterday|hier",
    0: "اليوم|هذا اليوم|today|tonight|الليلة|this morning|this afternoon|this evening|هذا الصباح"
    "|هذا المساء|هذه الليلة|aujourd'hui",
    1: "غدا|الغد|غد|بكرة|tomorrow|demain",
    2: "بعد غد|بعد الغد|day after tomorrow|après-demain|après demain",
}

RELATIONS = {
    "LAST": "الماضي|الماضية|الفائت|الفائتة|المنصرم|المنصرمة|المنقضي|last|dernier|dernière",
    "THIS": "هذا|هذه|الجاري|الجارية|الحالي|الحالية|this|current",
    "NEXT": "المقبل|المقبلة|القادم|القادمة|الآتي|الآتية|next|coming|prochain|prochaine",
    "AGO": "قبل|ago|il y a",
    "SINCE": "منذ|مذ|since|depuis|ابتداء من",
    "FROM": "من|from",
    "TO": "إلى|حتى|to|until|till|through",
    "BETWEEN": "بين|ما بين|between",
    "AND": "و|and|et",
    "EQUALS": "الموافق|الموافق ل|الموافق لـ|corresponding to",
    "ERA": "هـ|ه|هجري|هجرية|هجريا|للهجرة|ah",
    "CLOCK": "الساعة",
    "ZONE": "بتوقيت|بالتوقيت",
}

PARTS_OF_DAY = (
    "صباح|صباحا|مساء|ظهر|ظهرا|بعد ظهر|بعد الظهر|عصر|عصرا|فجر|فجرا|ليل|ليلا|ليلة|سحر|ضحى|نهار|عشية"
    "|منتصف ليل|منتصف ليلة|في وقت مبكر من|في وقت متأخر من|في ساعة متأخرة من|ساعة متأخرة"
    "|وقت متأخر من|morning|afternoon|evening|night|noon|midday|matin|soir|après-midi|nuit"
)

# Of a year. "Early July" is resolved to all of July: the wider interval holds the true day.
PARTS_OF_A_SPAN = {
    "EARLY": "أوائل|مطلع|بداية|early|start of|beginning of",
    "HALF": "منتصف|mid|middle of",
    "LATE": "أواخر|نهاية|late|end of",
}

# "The war of 1967" is a time only where the year stands beside it: "the October war" is none.
NAMES_OF_EVENTS = "حرب|أحداث|هجوم|هجمات|war|attack|attacks"

DROPPED = (
    "في|يوم|خلال|بتاريخ|يومي|عامي|شهري|ميلادي|ميلادية|الميلادي|م"
    "|بحلول|on|in|the|of|at|by|during|dated|le|la|en|du|au|gmt|utc|est|edt|bst|cet|cest|local time"
)


def codes_of_words() -> Iterator[tuple[str, str]]:
    """Every word or phrase with its code; where one word has two, the later one holds."""
    yield from _numbered(DROPPED, "DROP")
    yield from _numbered(PARTS_OF_DAY, "DROP")
    for code, names in PARTS_OF_A_SPAN.items():
        yield from _numbered(names, code)
    yield from _numbered(NAMES_OF_EVENTS, "NAME")
    for number, names in NUMBERS.items():
        yield from _numbered(names, f"C{number}")
    for prefix, table, first in (("W", WEEKDAYS, 0), ("M", MONTHS, 1), ("H", HIJRI_MONTHS, 1)):
        for place, names in enumerate(table, start=first):
            yield from _numbered(names, f"{prefix}{place}")
    for days, names in OFFSETS.items():
        yield from _numbered(names, f"O{days}")
    for code, names in (*UNITS.items(), *RELATIONS.items()):
        yield from _numbered(names, code)


def _numbered(names: str, code: str) -> Iterator[tuple[str, str]]:
    return ((name, code) for name in names.split("|"))
