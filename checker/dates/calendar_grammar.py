"""What a row of codes means: an interval of days, seen from the day of publication.

``_GRAMMAR``, at the end, is tried from the top; the first line that fits the whole row decides.
A row that fits no line means nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hijridate import Hijri

Days = tuple[date, date]
DAY = timedelta(days=1)
HALF_A_YEAR = 183 * DAY
YEARS = range(1600, 2200)  # a number outside is no year of ours; Hijri years lie below
STEPS = {"LAST": -1, "THIS": 0, "NEXT": 1}
MINUTES = {"i": 1, "h": 60}


def one_day(day: date) -> Days:
    """The interval of a single day."""
    return day, day


def weeks_from(day: date, steps: int) -> Days:
    """The week ``steps`` after that of ``day``, whether it begins on Saturday, Sunday or Monday.

    Those are three weeks; the interval covers them all (9 to 13 days).
    """
    starts = [day - DAY * ((day.weekday() - first) % 7) + DAY * 7 * steps for first in (5, 6, 0)]
    return min(starts), max(starts) + 6 * DAY


def months_from(day: date, steps: int) -> Days:
    """The whole month that lies ``steps`` after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def years_from(day: date, steps: int) -> Days:
    """The whole year that lies ``steps`` after that of ``day``."""
    return date(day.year + steps, 1, 1), date(day.year + steps, 12, 31)


_SHIFTS: dict[str, Callable[[date, int], Days]] = {
    "d": lambda day, steps: one_day(day + steps * DAY),
    "w": weeks_from,
    "m": months_from,
    "y": years_from,
}


@dataclass(frozen=True)
class Parts:
    """A date as far as it is written."""

    year: int | None
    month: int | None
    day: int | None

    @classmethod
    def of(cls, codes: str) -> Parts | None:
        """From "N10", "N10 M7", "M7 N10 N2025", "M7 N2025", "N2025" …, or None."""
        row = r"(?:N(\d\d?) )?(?:M(\d+) )?(?:N(\d\d?) )?(?:N(\d{4}) )?"
        match = re.fullmatch(row, f"{codes} ")
        if not match or (match[1] and match[3]):
            return None
        year, month, day = (int(found) if found else None for found in match.group(4, 2, 3))
        return cls(year, month, int(match[1]) if match[1] else day)

    def filled(self, other: Parts) -> Parts:
        """What is missing here, from the other end of a range."""
        month = self.month or (other.month if self.day else None)
        return Parts(self.year or other.year, month, self.day)

    def days(self) -> Days | None:
        """The day, month or year it names; None without a year, or with a day of no month."""
        if self.year not in YEARS or (self.day and not self.month):
            return None
        first = date(self.year or 0, self.month or 1, self.day or 1)
        if self.day:
            return one_day(first)
        return months_from(first, 0) if self.month else years_from(first, 0)


def days_in_figures(figures: str, language: str | None) -> list[date]:
    """The days that 12-7-2025 or 2025-7-12 can be: two in English, where no order is usual."""
    first, second, last = map(int, figures.split("-"))
    if first > 31:
        return _existing((first, second, last))
    day_first = _existing((last, second, first))
    if day_first and language != "en":
        return day_first
    return sorted({*day_first, *_existing((last, first, second))})


def _existing(year_month_day: tuple[int, int, int]) -> list[date]:
    try:
        return [date(*year_month_day)]
    except ValueError:
        return []


@dataclass(frozen=True)
class Reader:
    """Reads codes as of ``published``; ``language`` says in which order figures stand."""

    published: date | None
    language: str | None

    def days(self, codes: str) -> Days | None:
        """Both ends inclusive. ValueError or OverflowError: no such day, such as 31 February."""
        for pattern, read in _GRAMMAR:
            if match := re.fullmatch(pattern, codes):
                return read(self, match)
        for pattern, read_relative in _RELATIVE:
            if match := re.fullmatch(pattern, codes):
                return read_relative(self.published, match) if self.published else None
        return None

    def from_to(self, match: re.Match[str]) -> Days | None:
        """From the beginning of one time to the end of another."""
        start, end = self._ends(match)
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None

    def neighbours(self, match: re.Match[str]) -> Days | None:
        """Times named side by side are one interval only if nothing lies between them."""
        start, end = self._ends(match)
        return (start[0], end[1]) if start and end and end[0] - start[1] == DAY else None

    def same(self, match: re.Match[str]) -> Days | None:
        """Two names of one time: the days both allow."""
        one, other = self.days(match[1]), self.days(match[2])
        if not one or not other:
            return None
        start, end = max(one[0], other[0]), min(one[1], other[1])
        return (start, end) if start <= end else None

    def parts(self, match: re.Match[str]) -> Days | None:
        """A date in words, or in figures with the year first; with no year the latest one."""
        parts = Parts.of(match[0])
        if not parts or parts.year:
            return parts.days() if parts else None
        return _nearest(self.published, parts, "") if self.published and parts.month else None

    def figures(self, match: re.Match[str]) -> Days | None:
        """A date in figures, if it can be read in one way only."""
        possible = days_in_figures(match[1], self.language)
        return one_day(possible[0]) if len(possible) == 1 else None

    def on_weekday(self, match: re.Match[str]) -> Days | None:
        """A weekday beside a date must agree with it, and so may settle which date is meant."""
        beside = f"{match[1] or ''}{match[3] or ''}".strip()
        possible = [day for day in self._candidates(beside) if day.weekday() == int(match[2])]
        return one_day(possible[0]) if len(possible) == 1 else None

    def _ends(self, match: re.Match[str]) -> tuple[Days | None, Days | None]:
        """Each end borrows what only the other says: "from 10 to 12 July 2025"."""
        one, other = Parts.of(match[1]), Parts.of(match[2])
        if not one or not other:
            return self.days(match[1]), self.days(match[2])
        ends = one.filled(other), other.filled(one)
        start, end = (
            _nearest(self.published, parts, "")
            if self.published and parts.month and not parts.year
            else parts.days()
            for parts in ends
        )
        return start, end

    def _candidates(self, codes: str) -> list[date]:
        if codes.startswith("X"):
            return days_in_figures(codes[1:], self.language)
        parts = Parts.of(codes)
        found = [self.days(codes)]
        if self.published and parts and parts.month and not parts.year:
            coming = _nearest(self.published, parts, "NEXT")
            if coming and coming[0] - self.published <= HALF_A_YEAR:
                found.append(coming)
        return [days[0] for days in found if days and days[0] == days[1]]


def _nearest(today: date, parts: Parts, relation: str) -> Days | None:
    """A month, or a day of a month: "" the latest begun, LAST the latest over, NEXT the coming."""
    days = replace(parts, year=today.year).days()
    if not days:
        return None
    fits = {"": days[0] <= today, "LAST": days[1] < today, "NEXT": days[0] > today, "THIS": True}
    if fits[relation]:
        return days
    return replace(parts, year=today.year + (1 if relation == "NEXT" else -1)).days()


def _weekday(today: date, match: re.Match[str]) -> Days:
    back = (today.weekday() - int(match[1])) % 7
    days = {None: -back, "LAST": -(back or 7), "NEXT": 7 - back}[match[2]]
    return one_day(today + days * DAY)


def _two_weekdays(today: date, match: re.Match[str]) -> Days | None:
    """`ليل السبت الأحد`, the night between two days: the latest such, if they are neighbours."""
    end = today - (today.weekday() - int(match[2])) % 7 * DAY
    start = end - DAY
    return (start, end) if start.weekday() == int(match[1]) else None


def _ago(today: date, match: re.Match[str]) -> Days:
    number, unit = int(match[1]), match[2]
    if unit not in MINUTES:
        return _SHIFTS[unit](today, -number)
    whole_days, rest = divmod(number * MINUTES[unit], 24 * 60)
    latest = today - whole_days * DAY
    return (latest - DAY if rest else latest), latest  # the hour of publication is not known


def _related_month(today: date, match: re.Match[str]) -> Days | None:
    parts = Parts.of(match[1])
    return _nearest(today, parts, match[2]) if parts else None


def _month_of_related_year(today: date, match: re.Match[str]) -> Days | None:
    parts = Parts.of(match[1])
    return replace(parts, year=today.year + STEPS[match[2]]).days() if parts else None


def _day_of_related_month(today: date, match: re.Match[str]) -> Days:
    first, _ = months_from(today, STEPS[match[2]])
    return one_day(first.replace(day=int(match[1])))


def _hijri(match: re.Match[str]) -> Days:
    """A day, month or year of the Umm al-Qura calendar, which hijridate holds for 1343 to 1500."""
    day, month, year = (int(found) if found else None for found in match.groups())
    start = Hijri(year or 0, month or 1, day or 1)
    end = start if day else Hijri(start.year, month or 12, 1)
    last_day = end.day if day else end.month_length()
    first, last = start.to_gregorian(), Hijri(end.year, end.month, last_day).to_gregorian()
    return date(*first.datetuple()), date(*last.datetuple())


_RELATION = "(LAST|THIS|NEXT)"
_MONTH = r"((?:N\d\d? )?M\d+(?: N\d\d?)?)"

_GRAMMAR: tuple[tuple[str, Callable[[Reader, re.Match[str]], Days | None]], ...] = (
    (r"(?:(?:FROM|SINCE|BETWEEN) )?(.+?) (?:AND )?TO (.+)", Reader.from_to),
    (r"BETWEEN (.+) AND (.+)", Reader.from_to),
    (r"(.+) EQUALS (.+)", Reader.same),
    (r"(?!W\d AND W\d$)(.+) AND (.+)", Reader.neighbours),
    (r"(?:SINCE|FROM) (?!N\d+ [UV])(.+)", lambda reader, match: reader.days(match[1])),
    (r"[NM]\d+(?: [NM]\d+)*", Reader.parts),
    (r"X(.+)", Reader.figures),
    (r"(?:N(\d+) )?H(\d+) N(\d{4})(?: ERA)?", lambda _, match: _hijri(match)),
    (r"()()N(\d{4}) ERA", lambda _, match: _hijri(match)),
    (r"(?!W\d(?: LAST| NEXT| AND W\d)?$)(.+ )?W(\d)(?! LAST| NEXT)( .+)?", Reader.on_weekday),
)

_RELATIVE: tuple[tuple[str, Callable[[date, re.Match[str]], Days | None]], ...] = (
    (r"O(-?\d)", lambda today, match: one_day(today + int(match[1]) * DAY)),
    (r"W(\d)(?: (LAST|NEXT))?", _weekday),
    (r"W(\d) AND W(\d)", _two_weekdays),
    (r"(?:AGO|SINCE) N(\d+) [UV](\w)", _ago),
    (f"U([wmy]) {_RELATION}", lambda today, match: _SHIFTS[match[1]](today, STEPS[match[2]])),
    (f"{_MONTH} {_RELATION}", _related_month),
    (f"{_MONTH} Uy {_RELATION}", _month_of_related_year),
    (rf"N(\d\d?) Um {_RELATION}", _day_of_related_month),
)
