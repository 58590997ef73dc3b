"""A date as far as it is written, and the interval of days that it names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

# Where a date without a year lies: behind, ahead, or wherever it is nearer.
Toward = Literal["past", "near", "coming"]
Days = tuple[date, date]
DAY = timedelta(days=1)
# What is said to come, on a day that is over by no more than this, was said on that day.
JUST_OVER = 7 * DAY
YEARS = range(1600, 2200)  # a number outside is no year of ours; Hijri years lie below


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


def nearest(today: date, parts: Parts, relation: str) -> Days | None:
    """A month, or a day of a month: "" the latest begun, LAST the latest over, NEXT the coming."""
    days = replace(parts, year=today.year).days()
    if not days:
        return None
    fits = {"": days[0] <= today, "LAST": days[1] < today, "NEXT": days[0] > today, "THIS": True}
    if fits[relation]:
        return days
    return replace(parts, year=today.year + (1 if relation == "NEXT" else -1)).days()


def nearest_toward(today: date, parts: Parts, toward: Toward) -> Days | None:
    """A month or a day of a month without its year, where the words speak of what is to come."""
    past = nearest(today, parts, "")
    if toward == "past" or past is None or past[1] >= today:
        return past
    coming = nearest(today, parts, "NEXT")
    over = today - past[1]
    ahead = toward == "coming" or (coming is not None and coming[0] - today < over)
    return coming if ahead and over > JUST_OVER else past


def part_of_year(year: int, part: str) -> Days:
    """Months that hold the true day of ``EARLY`` 2017, the ``HALF`` of it, or ``LATE`` in it."""
    first, last = {"EARLY": (1, 4), "HALF": (4, 9), "LATE": (9, 12)}[part]
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
