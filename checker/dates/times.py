"""The text's own date words, resolved to intervals of days, in code and never by a model.

``calendar_codes`` turns words into codes, ``calendar_grammar`` turns codes into days; dateparser
is asked only about languages that the tables of ``calendar_words`` do not hold. A phrase that is
not understood as a whole stays None.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from checker.dates.calendar_codes import codes_of
from checker.dates.calendar_grammar import Reader
from checker.dates.intervals import (
    DAY,
    Days,
    Toward,
    months_from,
    one_day,
    weeks_from,
    years_from,
)
from checker.dates.publication_days import DayAnchor, conflicting_dates, day_anchors
from checker.word_breaks import is_unspaced

__all__ = ["DayAnchor", "Days", "conflicting_dates", "day_anchors", "overlaps", "resolve_when"]

LONGEST_PHRASE = 120  # characters: beyond any time phrase, and a bound on the work
_OWN_TABLES = ("ar", "en")  # whole languages: what these tables do not know is not a time
# Two days that share no year, month, day or weekday: what holds seen from both is absolute.
_ANY_DAYS = (date(1971, 11, 23), date(2004, 2, 12))
# On three days in a row a day of the calendar is two at most, and a duration three.
_NEAR_DAYS = (date(2024, 6, 11), date(2024, 6, 12), date(2024, 6, 13))
_LANGUAGE_OF_LETTERS = (
    ("[\u0590-\u05ff]", "he"),
    ("[ٹڈڑےں]", "ur"),
    ("[پچژگ]", "fa"),
    ("[\u0400-\u04ff]", "ru"),
    ("[àâçéèêîôûùœ]", "fr"),
)
_HAS_WORDS = re.compile(r"[a-zA-Z]{3}|[^\W\d_a-zA-Z]")
_ODD = re.compile(r"[^\w\s.,:'’-]|\d{5}|\d[.,-]\d|_")
# "Three days" is a duration: it names no day, though dateparser counts it back from the base.
_COUNTED = re.compile(
    r"(?:\d+|eine?n?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|une?|deux|trois|quatre|cinq|six"
    r"|sept|huit|neuf|dix|una|dos|tres|cuatro|seis|siete|ocho|nueve|diez|due|tre|quattro|cinque|sei"
    r"|sette|otto|nove|dieci|uma?|dois|duas|três|quatro|oito|dez|один|одна|два|две|три|четыре|пять"
    r"|шесть|семь|восемь|девять|десять|дві|чотири|п'ять|bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on"
    r"|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|ایک|تین|چار|پانچ|een|twee|drie|vier|vijf|tien) ?[^\W\d]+",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(
    r"(?:(?P<y>\d{4}) ?[年년] ?)?(?:(?P<m>\d{1,2}) ?[月월] ?)?(?:(?P<d>\d{1,2}) ?[日号號일] ?)?"
    r"(?:[(（]?[月火水木金土日一二三四五六월화수목금토일][)）]?(?:曜日|요일)?)?"
)
_EAST_ASIAN_COUNT = re.compile(
    r"\d+ ?(?:[日天週周年分] ?間?|時間|小時|小时|か月|ヶ月|カ月|個月|个月|秒|일|주|개월|년|시간|분)"
    r" ?[间間]?(?:동안)?"
)
_ENGLISH = "january february march april may june july august september october november december"
_MONTHS_IN_ENGLISH = _ENGLISH.split()
_SETTINGS = {
    "DATE_ORDER": "DMY",
    "PREFER_DATES_FROM": "past",
    "RETURN_TIME_AS_PERIOD": True,
    "PARSERS": ["relative-time", "absolute-time"],
}
_WHOLE = {"week": weeks_from, "month": months_from, "year": years_from}


def resolve_when(
    words: str, published: date | None, language: str | None, toward: Toward = "past"
) -> Days | None:
    """The days that ``words`` speak of, both ends inclusive, or None where they do not say.

    ``published`` is the article's own day; without it relative words and dates with no year stay
    None. ``language`` (ISO 639) settles two things: whether 5/6/2025 is ambiguous (in English
    alone; elsewhere the day stands first), and which of dateparser's languages to ask.

    Conventions: a bare weekday, month or day and month is the latest on or before ``published``;
    "last Thursday" and "last December" are never the day or month of publication. ``toward`` turns
    what leaves out its year to the nearer or the coming one, unless it was over for a week at most,
    and with "coming" a bare weekday too. A weekday beside a date must agree with it, and settles an
    ambiguous one. Weeks begin on Saturday, Sunday or Monday depending on the country, so "last
    week" is every day of the previous week under any of the three (9 to 13 days): it cannot leave
    the true day out. "Seven months ago" is the whole month that lies seven back, and likewise weeks
    and years; hours ago may reach into the day before. Parts of the day, clock times and zones are
    dropped, "early July" is July, the end of 2017 its last four months, and "since X" and "by X"
    are X itself.
    """
    if len(words) > LONGEST_PHRASE:
        return None
    language = language.lower().replace("_", "-").split("-")[0] if language else None
    if east_asian := _in_english(unicodedata.normalize("NFKC", words).strip()):
        words = east_asian
    codes = codes_of(words)
    if "?" in codes:
        return None if language in _OWN_TABLES else _ask_dateparser(words, published, language)
    try:
        return Reader(published, language, toward).days(codes)
    except (ValueError, OverflowError):  # there is no such day: 31 February, the year 0
        return None


def _in_english(words: str) -> str | None:
    """A date of Chinese, Japanese or Korean in words that the tables know; None for no such date.

    A day of a month that is not named (12日) stays as it is, and so means nothing.
    """
    match = _EAST_ASIAN.fullmatch(words)
    if not match or not (match["y"] or match["m"]) or (match["d"] and not match["m"]):
        return None
    month = int(match["m"] or 0)
    if month > 12:
        return None
    name = _MONTHS_IN_ENGLISH[month - 1] if month else ""
    return " ".join(part for part in (match["d"], name, match["y"]) if part)


def overlaps(one: Days | None, other: Days | None) -> bool | None:
    """Whether two intervals share a day; None where one of them is not known."""
    if one is None or other is None:
        return None
    return one[0] <= other[1] and other[0] <= one[1]


def _ask_dateparser(words: str, published: date | None, language: str | None) -> Days | None:
    """What dateparser makes of the words, if it may be trusted; a language may be guessed.

    It gives a day for every phrase, and its ``period`` says how much of that day was meant. It
    also reads "30%" as a day and 12/13 as December 2013, so it sees only phrases that hold words.
    """
    language = language or _guessed_language(words)
    if not language or not _HAS_WORDS.search(words) or _ODD.search(words):
        return None
    if _EAST_ASIAN_COUNT.fullmatch(words.strip()):
        return None
    counted = _COUNTED.fullmatch(words.strip()) and not any(map(is_unspaced, words))
    if counted and not _is_absolute(words, language):
        return None
    days = (published,) if published else _ANY_DAYS
    try:
        answers = {_seen_from(day, words, language) for day in days}
    except (ValueError, OverflowError):  # a language dateparser does not know, or no such day
        return None
    return answers.pop() if len(answers) == 1 else None


def _is_absolute(words: str, language: str) -> bool:
    """Whether the words name a day of the calendar: the same whatever day they are read on."""
    try:
        answers = [_answer(datetime.combine(day, time.min), words, language)[0]
                   for day in _NEAR_DAYS]  # fmt: skip
    except (ValueError, OverflowError):
        return False
    return None not in answers and len(set(answers)) < len(answers)


def _guessed_language(words: str) -> str | None:
    for letters, language in _LANGUAGE_OF_LETTERS:
        if re.search(letters, words, re.IGNORECASE):
            return language
    return None


def _seen_from(published: date, words: str, language: str) -> Days | None:
    """What it says from both ends of the day: "two hours ago" may be the day before."""
    first, period = _answer(datetime.combine(published, time.min), words, language)
    last, _ = _answer(datetime.combine(published, time.max), words, language)
    if not first or not last:
        return None
    if period in _WHOLE:
        return _WHOLE[period](first, 0)
    if first == published - 7 * DAY:  # a weekday? dateparser skips the day of publication itself
        next_day = datetime.combine(published + DAY, time.min)
        if _answer(next_day, words, language)[0] == published:
            return one_day(published)
    return first, last


def _answer(base: datetime, words: str, language: str) -> tuple[date | None, str]:
    # Here and not above: the import takes 150 ms, and most runs never need it.
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    parser = DateDataParser(languages=[language], settings={**_SETTINGS, "RELATIVE_BASE": base})
    answer = parser.get_date_data(words)
    return (answer.date_obj.date() if answer.date_obj else None), str(answer.period)
