from __future__ import annotations

import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.dates.calendar_codes import codes_of
from checker.dates.publication_days import possible_days
from checker.dates.times import (
    DayAnchor,
    Days,
    conflicting_dates,
    day_anchors,
    overlaps,
    resolve_when,
)

SATURDAY = date(2025, 7, 26)
SAMPLE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"


def interval(written: str) -> Days | None:
    """From "2025-07-12", "2025-07-12 2025-07-13" or "-" for None."""
    if written == "-":
        return None
    ends = [date.fromisoformat(day) for day in written.split()]
    return ends[0], ends[-1]


# Phrase and interval, the same with a day of publication and without one.
ABSOLUTE = [
    ("12/07/2025", "2025-07-12"),
    ("2025-07-12", "2025-07-12"),
    ("2025/7/12", "2025-07-12"),
    ("12.07.2025", "2025-07-12"),
    ("07/25/2025", "2025-07-25"),
    ("2025-07-12T12:30:00Z", "2025-07-12"),
    ("2024-12", "2024-12-01 2024-12-31"),
    ("12/2024", "2024-12-01 2024-12-31"),
    ("1967", "1967-01-01 1967-12-31"),
    ("عام 1974", "1974-01-01 1974-12-31"),
    ("في عام 2013", "2013-01-01 2013-12-31"),
    ("عام ١٩٧٤", "1974-01-01 1974-12-31"),
    ("سنة 1974م", "1974-01-01 1974-12-31"),
    ("في حرب 1967", "1967-01-01 1967-12-31"),
    ("أحداث 7 أكتوبر 2023", "2023-10-07"),
    ("in 2024", "2024-01-01 2024-12-31"),
    ("October 7, 2023", "2023-10-07"),
    ("Oct. 7, 2023", "2023-10-07"),
    ("the 7th of October 2023", "2023-10-07"),
    ("July 2025", "2025-07-01 2025-07-31"),
    ("February 2024", "2024-02-01 2024-02-29"),
    ("early July 2025", "2025-07-01 2025-07-31"),
    ("the end of 2017", "2017-09-01 2017-12-31"),
    ("by the end of 2017", "2017-09-01 2017-12-31"),
    ("early 2017", "2017-01-01 2017-04-30"),
    ("mid-2017", "2017-04-01 2017-09-30"),
    ("منتصف عام 2017", "2017-04-01 2017-09-30"),
    ("نهاية عام 2017", "2017-09-01 2017-12-31"),
    ("7 أكتوبر 2023", "2023-10-07"),
    ("السابع من أكتوبر 2023", "2023-10-07"),
    ("السابع والعشرين من نوفمبر 2024", "2024-11-27"),
    ("١٢ يوليو ٢٠٢٥", "2025-07-12"),
    ("۱۲ یولیو ۲۰۲۵", "2025-07-12"),
    ("يومَ 12 يوليو 2025", "2025-07-12"),
    ("12 تموز/يوليو 2025", "2025-07-12"),
    ("كانون الثاني/يناير 2018", "2018-01-01 2018-01-31"),
    ("شهر يوليو 2025", "2025-07-01 2025-07-31"),
    ("السبت 12/07/2025", "2025-07-12"),
    ("السبت 12/07/2025 - 12:30 بتوقيت نيويورك", "2025-07-12"),
    ("12:30 بتوقيت مكة المكرمة، السبت 12 يوليو 2025", "2025-07-12"),
    ("Saturday, July 12, 2025 at 5 p.m.", "2025-07-12"),
    ("10 محرم 1447 هـ", "2025-07-05"),
    ("10 محرم 1447", "2025-07-05"),
    ("١٠ محرّم ١٤٤٧هـ", "2025-07-05"),
    ("محرم 1447", "2025-06-26 2025-07-25"),
    ("عام 1447 هـ", "2025-06-26 2026-06-15"),
    ("السبت 10 محرم 1447 هـ الموافق 5 يوليو 2025", "2025-07-05"),
    ("من 10 إلى 12 يوليو 2025", "2025-07-10 2025-07-12"),
    ("بين 10 و12 يوليو 2025", "2025-07-10 2025-07-12"),
    ("من 28 يونيو إلى 3 يوليو 2025", "2025-06-28 2025-07-03"),
    ("between 10 and 12 July 2025", "2025-07-10 2025-07-12"),
    ("10-12 July 2025", "2025-07-10 2025-07-12"),
    ("July 10–12, 2025", "2025-07-10 2025-07-12"),
    ("بين عامي 2011 و2024", "2011-01-01 2024-12-31"),
    ("2011-2024", "2011-01-01 2024-12-31"),
    ("12 و13 يوليو 2025", "2025-07-12 2025-07-13"),
    ("منذ عام 1948", "1948-01-01 1948-12-31"),
    ("since 1948", "1948-01-01 1948-12-31"),
    ("since October 7, 2023", "2023-10-07"),
    ("12 juillet 2025", "2025-07-12"),
]

# Phrase and interval as of Saturday, 26 July 2025; None without a day of publication.
RELATIVE = [
    ("نهاية العام", "2025-09-01 2025-12-31"),
    ("by the end of this year", "2025-09-01 2025-12-31"),
    ("أمس", "2025-07-25"),
    ("امس", "2025-07-25"),
    ("يوم أمس", "2025-07-25"),
    ("اليوم", "2025-07-26"),
    ("غدا", "2025-07-27"),
    ("غدًا", "2025-07-27"),
    ("أول أمس", "2025-07-24"),
    ("أمس الأول", "2025-07-24"),
    ("the day before yesterday", "2025-07-24"),
    ("this morning", "2025-07-26"),
    ("الخميس", "2025-07-24"),
    ("يوم الخميس", "2025-07-24"),
    ("on Thursday", "2025-07-24"),
    ("السبت", "2025-07-26"),
    ("الخميس الماضي", "2025-07-24"),
    ("السبت الماضي", "2025-07-19"),
    ("last Thursday", "2025-07-24"),
    ("last Saturday", "2025-07-19"),
    ("الخميس المقبل", "2025-07-31"),
    ("الخميس القادم", "2025-07-31"),
    ("السبت المقبل", "2025-08-02"),
    ("next Saturday", "2025-08-02"),
    ("مساء الخميس", "2025-07-24"),
    ("فجر الأحد", "2025-07-20"),
    ("في ساعة متأخرة مساء الأحد", "2025-07-20"),
    ("الساعة الخامسة مساء الخميس", "2025-07-24"),
    ("ليل السبت الأحد", "2025-07-19 2025-07-20"),
    ("ليل الأحد السبت", "-"),
    ("أمس الجمعة", "2025-07-25"),
    ("الجمعة، أمس", "2025-07-25"),
    ("أمس الخميس", "-"),
    ("اليوم السبت", "2025-07-26"),
    ("اليوم الجمعة", "-"),
    ("yesterday, Friday", "2025-07-25"),
    ("غدا الأحد", "2025-07-27"),
    ("يوم الخميس الماضي (24 يوليو)", "2025-07-24"),
    ("يوم الخميس الماضي (23 يوليو)", "-"),
    ("الأسبوع الماضي", "2025-07-13 2025-07-25"),
    ("last week", "2025-07-13 2025-07-25"),
    ("هذا الأسبوع", "2025-07-20 2025-08-01"),
    ("الأسبوع المقبل", "2025-07-27 2025-08-08"),
    ("هذا الشهر", "2025-07-01 2025-07-31"),
    ("الشهر الماضي", "2025-06-01 2025-06-30"),
    ("العام الماضي", "2024-01-01 2024-12-31"),
    ("this year", "2025-01-01 2025-12-31"),
    ("next month", "2025-08-01 2025-08-31"),
    ("ديسمبر", "2024-12-01 2024-12-31"),
    ("في ديسمبر", "2024-12-01 2024-12-31"),
    ("ديسمبر الماضي", "2024-12-01 2024-12-31"),
    ("في مارس الماضي", "2025-03-01 2025-03-31"),
    ("يوليو", "2025-07-01 2025-07-31"),
    ("يوليو الماضي", "2024-07-01 2024-07-31"),
    ("يوليو الجاري", "2025-07-01 2025-07-31"),
    ("أغسطس المقبل", "2025-08-01 2025-08-31"),
    ("ديسمبر من العام الماضي", "2024-12-01 2024-12-31"),
    ("July last year", "2024-07-01 2024-07-31"),
    ("12 يوليو", "2025-07-12"),
    ("12 July", "2025-07-12"),
    ("July 12", "2025-07-12"),
    ("26 يوليو", "2025-07-26"),
    ("27 يوليو", "2024-07-27"),
    ("27 يوليو المقبل", "2025-07-27"),
    ("26 يوليو الماضي", "2024-07-26"),
    ("10 آذار", "2025-03-10"),
    ("12 من الشهر الجاري", "2025-07-12"),
    ("12 الجاري", "2025-07-12"),
    ("الخميس 24 يوليو", "2025-07-24"),
    ("الخميس 31 يوليو", "2025-07-31"),
    ("الجمعة 24 يوليو", "-"),
    ("من 10 إلى 12 يوليو", "2025-07-10 2025-07-12"),
    ("from Thursday to Saturday", "2025-07-24 2025-07-26"),
    ("منذ الخميس", "2025-07-24"),
    ("قبل ثلاثة أيام", "2025-07-23"),
    ("قبل يوم واحد", "2025-07-25"),
    ("منذ يومين", "2025-07-24"),
    ("قبل 15 يوما", "2025-07-11"),
    ("قبل أسبوعين", "2025-07-06 2025-07-18"),
    ("قبل سبعة أشهر", "2024-12-01 2024-12-31"),
    ("منذ سبعة أشهر", "2024-12-01 2024-12-31"),
    ("قبل 7 أشهر", "2024-12-01 2024-12-31"),
    ("seven months ago", "2024-12-01 2024-12-31"),
    ("قبل شهرين", "2025-05-01 2025-05-31"),
    ("قبل شهر", "2025-06-01 2025-06-30"),
    ("قبل عامين", "2023-01-01 2023-12-31"),
    ("قبل اثني عشر عاما", "2013-01-01 2013-12-31"),
    ("قبل عشرين عاما", "2005-01-01 2005-12-31"),
    ("قبل خمسة وثلاثين عاما", "1990-01-01 1990-12-31"),
    ("twenty-five years ago", "2000-01-01 2000-12-31"),
    ("a year ago", "2024-01-01 2024-12-31"),
    ("قبل ساعتين", "2025-07-25 2025-07-26"),
    ("24 hours ago", "2025-07-25"),
    ("hier", "2025-07-25"),
    ("jeudi dernier", "2025-07-24"),
    ("décembre dernier", "2024-12-01 2024-12-31"),
]

MONTH_NAMES = {
    1: "يناير|كانون الثاني|جانفي|January|janvier",
    2: "فبراير|شباط|فيفري|February|février",
    3: "مارس|آذار|اذار|March|mars",
    4: "أبريل|إبريل|نيسان|أفريل|April|avril",
    5: "مايو|أيار|ماي|May|mai",
    6: "يونيو|يونيه|حزيران|جوان|June|juin",
    7: "يوليو|يوليه|تموز|جويلية|يوليوز|July|juillet",
    8: "أغسطس|آب|أوت|غشت|August|août",
    9: "سبتمبر|أيلول|شتنبر|September|septembre",
    10: "أكتوبر|تشرين الأول|تشرين الاول|October|octobre",
    11: "نوفمبر|تشرين الثاني|نونبر|November|novembre",
    12: "ديسمبر|كانون الأول|دجنبر|December|décembre",
}

NOT_A_TIME = [
    "",
    " ",
    "30%",
    "30٪",
    "a",
    "10",
    "10:30",
    "12/13",
    "12/07/25",
    "99999",
    "31 فبراير 2025",
    "32 يوليو 2025",
    "الجمعة 12/07/2025",
    "Friday, 12 July 2025",
    "12 رمضان 2024",
    "عام 1447",
    "40 محرم 1447",
    "قبل عام 2011",
    "before 2011",
    "بعد 2011",
    "حتى الخميس",
    "the October war",
    "حرب أكتوبر",
    "7 October attacks",
    "القرن الماضي",
    "الأشهر الماضية",
    "last months",
    "قبل أكثر من ربع قرن",
    "12 و20 يوليو 2025",
    "من 12 إلى 10 يوليو 2025",
    "يوم خميس",
    "اليوم التالي",
    "قبل 99999999 عاما",
    "قبل 99999999999999 يوما",
    "Baku",
]


@pytest.mark.parametrize("published", [SATURDAY, None])
@pytest.mark.parametrize(("words", "days"), ABSOLUTE)
def test_absolute_time_needs_no_publication_day(
    words: str, days: str, published: date | None
) -> None:
    assert resolve_when(words, published, None) == interval(days)


@pytest.mark.parametrize(("words", "days"), RELATIVE)
def test_relative_time_hangs_on_the_publication_day(words: str, days: str) -> None:
    assert resolve_when(words, SATURDAY, None) == interval(days)
    assert resolve_when(words, None, None) is None


@pytest.mark.parametrize("words", NOT_A_TIME)
@pytest.mark.parametrize("language", [None, "ar", "en", "fr"])
def test_nothing_is_guessed(words: str, language: str | None) -> None:
    assert resolve_when(words, SATURDAY, language) is None
    assert resolve_when(words, None, language) is None


@pytest.mark.parametrize(
    ("number", "name"),
    [(number, name) for number, names in MONTH_NAMES.items() for name in names.split("|")],
)
def test_every_name_of_every_month(number: int, name: str) -> None:
    day = date(2024, number, 17)
    assert resolve_when(f"17 {name} 2024", None, None) == (day, day)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("5/6/2025", "-"),
        ("Thursday 5/6/2025", "2025-06-05"),
        ("Tuesday 5/6/2025", "2025-05-06"),
        ("Friday 5/6/2025", "-"),
        ("25/6/2025", "2025-06-25"),
        ("6/25/2025", "2025-06-25"),
        ("6/6/2025", "2025-06-06"),
    ],
)
def test_figures_of_two_readings_are_ambiguous_in_english(words: str, days: str) -> None:
    assert resolve_when(words, SATURDAY, "en") == interval(days)
    assert resolve_when("5/6/2025", SATURDAY, "en-GB") is None
    assert resolve_when("5/6/2025", SATURDAY, "ar") == interval("2025-06-05")


@pytest.mark.parametrize(
    ("words", "language", "days"),
    [
        ("il y a sept mois", "fr", "2024-12-01 2024-12-31"),
        ("la semaine dernière", "fr", "2025-07-13 2025-07-25"),
        ("la semaine dernière", None, "2025-07-13 2025-07-25"),
        ("il y a deux heures", "fr", "2025-07-25 2025-07-26"),
        ("12. Juli 2025", "de", "2025-07-12"),
        ("im Dezember 2024", "de", "2024-12-01 2024-12-31"),
        ("12 Temmuz 2025", "tr", "2025-07-12"),
        ("12 июля 2025 года", None, "2025-07-12"),
        ("в субботу", "ru", "2025-07-26"),
        ("в четверг", "ru", "2025-07-24"),
        ("אתמול", None, "2025-07-25"),
        ("۱۲ ژوئیه ۲۰۲۵", None, "2025-07-12"),
        ("Sommer", "de", "-"),
        ("bonjour", "xx", "-"),
    ],
)
def test_other_languages_through_dateparser(words: str, language: str | None, days: str) -> None:
    assert resolve_when(words, SATURDAY, language) == interval(days)


def test_dateparser_gives_only_absolute_times_without_publication_day() -> None:
    assert resolve_when("12 июля 2025 года", None, "ru") == interval("2025-07-12")
    assert resolve_when("июль 2025", None, "ru") == interval("2025-07-01 2025-07-31")
    assert resolve_when("12 июля", None, "ru") is None
    assert resolve_when("в четверг", None, "ru") is None


@settings(deadline=None, max_examples=50)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from((5, 6, 0)))
def test_last_week_holds_it_under_every_first_day(published: date, first_day: int) -> None:
    days = resolve_when("last week", published, "en")
    start = published - timedelta((published.weekday() - first_day) % 7 + 7)
    assert days
    assert days[0] <= start
    assert start + timedelta(6) <= days[1] < published + timedelta(7)
    assert 9 <= (days[1] - days[0]).days + 1 <= 13


_PIECES = [
    *" ".join(words for words, _ in ABSOLUTE + RELATIVE).split(),
    *("-", "/", "٪", "99999", "هـ", "il y a", "mois", "в", "\ud800"),
]


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_PIECES), max_size=7).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.sampled_from((None, "ar", "en", "fr", "ru", "zh", "pt-BR", "", "no such language")),
)
def test_any_text_gives_an_interval_or_none(
    words: str, published: date | None, language: str | None
) -> None:
    days = resolve_when(words, published, language)
    assert days is None or days[0] <= days[1]
    if published is None and days:
        assert resolve_when(words, SATURDAY, language) == days


def test_long_text_is_no_time() -> None:
    assert resolve_when("12 July 2025" + " " * 109, None, "en") is None
    assert resolve_when("12 July 2025" + " " * 108, None, "en")


def test_common_phrases_are_fast_and_leave_dateparser_alone() -> None:
    code = "import sys; from checker.dates.times import resolve_when; import datetime;" + (
        "resolve_when('الخميس الماضي', datetime.date(2025, 7, 26), 'ar');"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    codes_of("")
    start = time.perf_counter()
    for words, _ in RELATIVE[:60]:
        resolve_when(words, SATURDAY, "ar")
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("text", "words", "weekday"),
    [
        ("قال أمس الجمعة إن", "أمس الجمعة", 5),
        ("قال امس الجمعة إن", "امس الجمعة", 5),
        ("وأمسِ الجمعة", "أمسِ الجمعة", 5),
        ("اليوم الجمعة", "اليوم الجمعة", 4),
        ("مساء اليوم (الجمعة)", "اليوم (الجمعة", 4),
        ("أمس، مساء الجمعة", "أمس، مساء الجمعة", 5),
        ("غدا الأحد", "غدا الأحد", 5),
        ("غدًا الأحد", "غدًا الأحد", 5),
        ("أول أمس الخميس", "أول أمس الخميس", 5),
        ("He said today, Friday, that", "today, Friday", 4),
        ("He said yesterday, Friday.", "yesterday, Friday", 5),
        ("🇸🇾 tomorrow, Monday", "tomorrow, Monday", 6),
    ],
)
def test_anchor(text: str, words: str, weekday: int) -> None:
    start = text.index(words)
    assert day_anchors(text) == (DayAnchor(words, start, start + len(words), weekday),)


@pytest.mark.parametrize(
    "text",
    [
        "اليوم أحد أعضاء الوفد",
        "اليوم\nالجمعة 25 يوليو",
        "اليوم. الجمعة",
        "اليوم التالي، الجمعة",
        "today Sun newspapers",
        "today, Frıday",
        "",
    ],
)
def test_no_anchor(text: str) -> None:
    assert day_anchors(text) == ()


def test_sample_page_contradicts_itself() -> None:
    (page,) = SAMPLE.glob("003*.txt")
    text = page.read_text(encoding="utf-8")
    anchors = day_anchors(text)
    assert [(one.words, one.weekday) for one in anchors] == [("امس الجمعة", 5), ("اليوم الجمعة", 4)]
    assert all(text[one.start : one.end] == one.words for one in anchors)
    assert conflicting_dates(text, None) == (anchors,)
    assert conflicting_dates(text, SATURDAY) == ((anchors[1], SATURDAY), anchors)
    assert str(anchors[0]) == "'امس الجمعة' (published on a Saturday)"


def test_what_stands_in_a_quotation_is_no_anchor() -> None:
    text = "قال: «اتفقنا أمس الأربعاء». وأعلن اليوم الجمعة"
    assert [one.words for one in day_anchors(text)] == ["اليوم الجمعة"]


@pytest.mark.parametrize(
    ("published", "days"),
    [
        (None, []),
        ("soon", []),
        ("2025-07-12", ["2025-07-12"]),
        ("2025-07-12T12:30:00-04:00", ["2025-07-12"]),
        ("2025-07-12T00:03:00+03:00", ["2025-07-12", "2025-07-11"]),
        ("2025-07-12T00:03:00", ["2025-07-12", "2025-07-11"]),
        ("2025-07-12T00:03:00Z", ["2025-07-12", "2025-07-11"]),
        ("2025-07-12T23:50:00Z", ["2025-07-12", "2025-07-13"]),
    ],
)
def test_days_that_a_publication_time_can_mean(published: str | None, days: list[str]) -> None:
    assert [each.isoformat() for each in possible_days(published)] == days


def test_a_clash_is_told_only_where_no_reading_fits() -> None:
    text = "Talks failed yesterday (Wednesday)."
    assert conflicting_dates(text, date(2025, 7, 18), possible_days("2025-07-18T00:03:00Z")) == ()
    assert len(conflicting_dates(text, date(2025, 7, 18), possible_days("2025-07-18"))) == 1
    assert len(conflicting_dates(text, date(2025, 7, 19), possible_days("2025-07-19T03:00Z"))) == 1


def test_anchors_that_agree_are_no_conflict() -> None:
    text = "أمس الجمعة، وقال اليوم السبت، ثم أمس الجمعة"
    assert len(day_anchors(text)) == 3
    assert conflicting_dates(text, None) == ()
    assert conflicting_dates(text, SATURDAY) == ()
    assert len(conflicting_dates(text, date(2025, 7, 27))) == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([*_PIECES, "\n"]), max_size=12).map(" ".join))
def test_anchors_stand_in_the_text(text: str) -> None:
    for one in day_anchors(text):
        assert text[one.start : one.end] == one.words


def test_overlaps() -> None:
    july, twelfth = interval("2025-07-01 2025-07-31"), interval("2025-07-12")
    assert overlaps(july, twelfth) is True
    assert overlaps(twelfth, interval("2025-07-13")) is False
    assert overlaps(july, None) is None
