"""The day that a dateline names in full: day, month and year, in many languages.

A dateline is a short line beside a headline: *Saturday, 12 July 2025 - 10:30*, `السبت 12 تموز
2025`, `۲۱ تیر ۱۴۰۴`, *2025年7月12日*. Nothing is completed or guessed: what lacks a year, or can
be two days, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from checker.dates.calendar_words import HIJRI_MONTHS, MONTHS
from checker.dates.intervals import days_in_figures
from checker.dates.month_names import MONTH_NAMES, SOLAR_HIJRI
from checker.text import fold

LONGEST_LINE = 200  # characters: beyond any dateline, and a bound on the work
FIRST_YEAR, LAST_YEAR = 1900, 2100
_WORD = r"[^\W\d_][^\s\d,./|()\[\]:;_-]*"  # vowel signs of India are no letters
_NAME = rf"{_WORD}(?:[ '-]{_WORD})?"
_FORMS = (
    ("ymd", r"(?<!\d)(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日"),
    ("ymd", r"(?<!\d)(?P<y>\d{4}) ?년 ?(?P<m>\d{1,2}) ?월 ?(?P<d>\d{1,2}) ?일"),
    ("ymd", r"(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? (?:năm )?(?P<y>\d{4})(?!\d)"),
    ("ymd", r"(?<![\d/.-])(?P<y>\d{4})(?P<s>[-/.]) ?(?P<m>\d{1,2})(?P=s) ?(?P<d>\d{1,2})(?!\d)"),
    (
        "dmy",
        r"(?<![\d/.:-])(?<!\d\. )(?P<f>\d{1,2}(?P<s>[-/.]) ?\d{1,2}(?P=s) ?(?:\d{4}|\d\d))"
        r"(?![\d/]|\.\d)",
    ),
    (
        "name",
        rf"(?<!\d)(?<!\d[:.])(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|ª|\.º)?,?[ /-]?\.?"
        rf"(?:de |del |of |من |di |d')?(?P<n>{_NAME})\.?,?[ /-]?(?:/ ?{_NAME} )?"
        rf"(?:de |del |of |лета )?(?P<y>\d{{4}})(?!\d)",
    ),
    (
        "name",
        rf"(?P<n>{_NAME})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?!\d)",
    ),
    ("name", rf"(?<!\d)(?P<y>\d{{4}})\.?,? (?P<n>{_NAME})\.? (?P<d>\d{{1,2}})(?!\d)"),
)
_OPENS = re.compile(r"(?:[^\W\d][\w .'/-]{1,40}[,،、/(] ?\(?|\()?")
_CLOSES = re.compile(r"\)?\.?:? ?[-–—|•·„“«]|\)|\. |: | \(")
_FROM = re.compile(r"(?<![\d.:/-])\d{1,2}\.? ?(?:[-–—]|bis|to|al|au|until|до) ?$")
_UNTIL = re.compile(r"[-–]\d{1,2}(?![\d:.h])")
# Where English is written with the day first; en-US is what many systems say by default.
_DAY_FIRST = frozenset(["en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"])
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _FORMS)


def find_dateline(line: str, language: str | None) -> date | None:
    """The one day that a short line names in full, or None where it names none, or several.

    ``language`` (a tag, or None) settles whether 5/6/2025 is ambiguous: in English it is.
    """
    if len(line) > LONGEST_LINE:
        return None
    folded = fold(line).text.lower().replace("ـ", "")
    days = {day for day in _days(folded, (language or "").lower()) if _is_ours(day)}
    return days.pop() if len(days) == 1 else None


def find_opening_day(line: str, language: str | None) -> date | None:
    """The day with which a story begins, as in *Berlin, 12. Juli 2025 -* or *(12.7.2025).*.

    Between it and the story stands a mark, else the day belongs to the first sentence.
    """
    folded = fold(line[:LONGEST_LINE])
    for _, pattern in _PATTERNS:
        match = pattern.search(folded.text)  # as it is: lower() may change its length
        if not match:
            continue
        before = line[: folded.starts[match.start() + _words_before(match)]]
        if _OPENS.fullmatch(before) and _CLOSES.match(line[folded.ends[match.end() - 1] :]):
            return find_dateline(match.group(), language)
    return None


def _words_before(match: re.Match[str]) -> int:
    """How many characters of a match are a word before its month: *Town, July 12, 2025*."""
    name = match.groupdict().get("n") or ""
    return name.rfind(" ") + 1 if match.group().startswith(name) else 0


def _is_range(line: str, match: re.Match[str]) -> bool:
    """Whether a day is one end of several: *9-23 Feb 2017*, *2020/7/11-12*."""
    return bool(_FROM.search(line[: match.start()]) or _UNTIL.match(line[match.end() :]))


def _is_ours(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _days(line: str, language: str) -> Iterator[date]:
    """Each day that is written out; one in the Hijri calendar only where no other stands."""
    found: dict[date, bool] = {}
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(line):
            if _is_range(line, match):
                continue
            for day, is_own in _read(kind, match, language):
                found[day] = found.get(day, False) or is_own
    own = [day for day, is_own in found.items() if is_own]
    yield from own or found


def _read(kind: str, match: re.Match[str], language: str) -> Iterator[tuple[date, bool]]:
    """The days of one match, each with whether it is written in the Gregorian calendar."""
    try:
        if kind == "ymd":
            yield _in_figures(int(match["y"]), int(match["m"]), int(match["d"]))
        elif kind == "dmy":
            yield from ((day, True) for day in _day_first(match["f"], match["s"], language))
        else:
            yield from _named(match, _months(language[:2]))
    except (ValueError, OverflowError):  # there is no such day
        return


def _in_figures(year: int, month: int, day: int) -> tuple[date, bool]:
    if 1300 <= year < 1420:
        return _from_solar_hijri(year, month, day), False
    return date(year, month, day), True


def _day_first(figures: str, between: str, language: str) -> Iterator[date]:
    day, month, year = (part.strip() for part in figures.split(between))
    if len(year) == 2:
        if between != "." and language[:2] in ("", "en"):
            return  # too many readings
        year = f"20{year}"
    day_first = between == "." or language in _DAY_FIRST
    order = "de" if day_first else language[:2] or "en"
    possible = days_in_figures(f"{day}-{month}-{year}", order)
    if len(possible) == 1:
        yield possible[0]


def _named(
    match: re.Match[str], calendars: dict[str, dict[str, int]]
) -> Iterator[tuple[date, bool]]:
    name, year, day = match["n"], int(match["y"]), int(match["d"])
    for words in (name, name.rpartition(" ")[2], name.partition(" ")[0]):
        for calendar, months in calendars.items():
            month = months.get(words)
            if month is None:
                continue
            if calendar == "gregorian" and year >= FIRST_YEAR:
                yield date(year, month, day), True
                return
            if calendar == "solar" and 1300 <= year < 1420:
                yield _from_solar_hijri(year, month, day), False
                return
            if calendar == "lunar" and 1400 <= year <= 1500:
                yield _from_lunar_hijri(year, month, day), False
                return


def _from_lunar_hijri(year: int, month: int, day: int) -> date:
    from hijridate import Hijri

    return date(*Hijri(year, month, day).to_gregorian().datetuple())


def _from_solar_hijri(year: int, month: int, day: int) -> date:
    """A day of the Persian calendar, by its 33-year rule, which holds for 1178 to 1633."""
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        raise ValueError("no such day")
    # 1 Farvardin 1400 was 21 March 2021; leap years are those with these rests.
    leaps = (1, 5, 9, 13, 17, 22, 26, 30)
    past = sum(1 if each % 33 in leaps else 0 for each in range(min(year, 1400), max(year, 1400)))
    days = (year - 1400) * 365 + (past if year >= 1400 else -past)
    days += (month - 1) * 31 - max(0, month - 7) + day - 1
    return date.fromordinal(date(2021, 3, 21).toordinal() + days)


@cache
def _months(language: str) -> dict[str, dict[str, int]]:
    """Names by calendar; a name of two months (listopad) counts where the language is known."""
    numbers: dict[str, set[int]] = {}
    for table in MONTH_NAMES.values():
        for name, number in _numbered(table.split()):
            numbers.setdefault(name, set()).add(number)
    gregorian = {name: found.copy().pop() for name, found in numbers.items() if len(found) == 1}
    gregorian |= dict(_numbered(MONTHS)) | dict(_numbered(MONTH_NAMES.get(language, "").split()))
    solar = dict(_numbered(SOLAR_HIJRI.split()))
    solar |= {f"{name}ماه": number for name, number in solar.items()}
    return {"gregorian": gregorian, "solar": solar, "lunar": dict(_numbered(HIJRI_MONTHS))}


def _numbered(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for number, spellings in enumerate(names, start=1):
        for spelling in spellings.split("|"):
            yield fold(spelling).text.lower(), number
