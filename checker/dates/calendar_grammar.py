"""What a row of codes means: an interval of days, seen from the day of publication.

``_GRAMMAR``, at the end, is tried from the top; the first line that fits the whole row decides.
A row that fits no line means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from hijridate import Hijri

from checker.dates.intervals import (
    DAY,
    Days,
    Parts,
    Toward,
    days_in_figures,
    months_from,
    nearest,
    nearest_toward,
    one_day,
    part_of_year,
    weeks_from,
    years_from,
)

HALF_A_YEAR = 183 * DAY
STEPS = {"LAST": -1, "THIS": 0, "NEXT": 1}
MINUTES = {"i": 1, "h": 60}


_SHIFTS: dict[str, Callable[[date, int], Days]] = {
    "d": lambda day, steps: one_day(day + steps * DAY),
    "w": weeks_from,
    "m": months_from,
    "y": years_from,
}


@dataclass(frozen=True)
class Reader:
    """Reads codes as of ``published``; ``language`` says in which order figures stand.

    ``toward`` says where dates that leave out their year, and bare weekdays, lie.
    """

    published: date | None
    language: str | None
    toward: Toward = "past"

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
        """A date in words, or in figures with the year first; with no year the latest one.

        Where the words speak of what is to come, it is the coming one.
        """
        parts = Parts.of(match[0])
        if not parts or parts.year:
            return parts.days() if parts else None
        if not self.published or not parts.month:
            return None
        return nearest_toward(self.published, parts, self.toward)

    def figures(self, match: re.Match[str]) -> Days | None:
        """A date in figures, if it can be read in one way only."""
        possible = days_in_figures(match[1], self.language)
        return one_day(possible[0]) if len(possible) == 1 else None

    def on_weekday(self, match: re.Match[str]) -> Days | None:
        """A weekday beside a date must agree with it, and so may settle which date is meant."""
        beside = f"{match[1] or ''}{match[3] or ''}".strip()
        possible = [day for day in self._candidates(beside) if day.weekday() == int(match[2])]
        return one_day(possible[0]) if len(possible) == 1 else None

    def weekday(self, match: re.Match[str]) -> Days | None:
        """A bare weekday: the latest on or before publication, or the coming one."""
        if not self.published:
            return None
        back = (self.published.weekday() - int(match[1])) % 7
        return one_day(self.published + ((-back) % 7 if self.toward == "coming" else -back) * DAY)

    def _ends(self, match: re.Match[str]) -> tuple[Days | None, Days | None]:
        """Each end borrows what only the other says: "from 10 to 12 July 2025"."""
        one, other = Parts.of(match[1]), Parts.of(match[2])
        if not one or not other:
            return self.days(match[1]), self.days(match[2])
        ends = one.filled(other), other.filled(one)
        start, end = (
            nearest_toward(self.published, parts, self.toward)
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
            coming = nearest(self.published, parts, "NEXT")
            if coming and coming[0] - self.published <= HALF_A_YEAR:
                found.append(coming)
        return [days[0] for days in found if days and days[0] == days[1]]


def _weekday(today: date, match: re.Match[str]) -> Days:
    back = (today.weekday() - int(match[1])) % 7
    days = {"LAST": -(back or 7), "NEXT": 7 - back}[match[2]]
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
    return nearest(today, parts, match[2]) if parts else None


def _month_of_related_year(today: date, match: re.Match[str]) -> Days | None:
    parts = Parts.of(match[1])
    return replace(parts, year=today.year + STEPS[match[2]]).days() if parts else None


def _part_of_related_year(today: date, match: re.Match[str]) -> Days:
    return part_of_year(today.year + STEPS[match[2] or "THIS"], match[1])


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
_PART = "(EARLY|HALF|LATE)"
_MONTH = r"((?:N\d\d? )?M\d+(?: N\d\d?)?)"

_GRAMMAR: tuple[tuple[str, Callable[[Reader, re.Match[str]], Days | None]], ...] = (
    (r"(?:(?:FROM|SINCE|BETWEEN) )?(.+?) (?:AND )?TO (.+)", Reader.from_to),
    (r"BETWEEN (.+) AND (.+)", Reader.from_to),
    (r"(.+) EQUALS (.+)", Reader.same),
    (r"(?!W\d AND W\d$)(.+) AND (.+)", Reader.neighbours),
    (r"(?:SINCE|FROM) (?!N\d+ [UV])(.+)", lambda reader, match: reader.days(match[1])),
    (r"[NM]\d+(?: [NM]\d+)*", Reader.parts),
    (rf"{_PART} N(\d{{4}})", lambda _, match: part_of_year(int(match[2]), match[1])),
    (r"W(\d)", Reader.weekday),
    (r"X(.+)", Reader.figures),
    (r"(?:N(\d+) )?H(\d+) N(\d{4})(?: ERA)?", lambda _, match: _hijri(match)),
    (r"()()N(\d{4}) ERA", lambda _, match: _hijri(match)),
    (r"(?!W\d(?: LAST| NEXT| AND W\d)?$)(.+ )?W(\d)(?! LAST| NEXT)( .+)?", Reader.on_weekday),
)

_RELATIVE: tuple[tuple[str, Callable[[date, re.Match[str]], Days | None]], ...] = (
    (r"O(-?\d)", lambda today, match: one_day(today + int(match[1]) * DAY)),
    (r"W(\d) (LAST|NEXT)", _weekday),
    (rf"{_PART} Uy(?: {_RELATION})?", _part_of_related_year),
    (r"W(\d) AND W(\d)", _two_weekdays),
    (r"(?:AGO|SINCE) N(\d+) [UV](\w)", _ago),
    (f"U([wmy]) {_RELATION}", lambda today, match: _SHIFTS[match[1]](today, STEPS[match[2]])),
    (f"{_MONTH} {_RELATION}", _related_month),
    (f"{_MONTH} Uy {_RELATION}", _month_of_related_year),
    (rf"N(\d\d?) Um {_RELATION}", _day_of_related_month),
)
