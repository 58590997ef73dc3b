"""What a text says of the weekday on which it was published, and where it contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import combinations

from checker.dates.calendar_words import OFFSETS, PARTS_OF_DAY, WEEKDAYS
from checker.quotations import is_quoted, quoted_spans
from checker.text import fold

# A time in UTC may be told by the clock of any place, from UTC-12 to UTC+14.
EARLIEST_ZONE, LATEST_ZONE = timedelta(hours=-12), timedelta(hours=14)
SMALL_HOURS = timedelta(hours=6)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class DayAnchor:
    """``text[start:end]`` (code points) ties the day of publication to a weekday, Monday 0.

    "yesterday, Friday" says that the text was written on a Saturday: ``weekday`` is 5.
    """

    words: str
    start: int
    end: int
    weekday: int

    def __str__(self) -> str:
        return f"{self.words!r} (published on a {DAY_NAMES[self.weekday]})"


def day_anchors(text: str) -> tuple[DayAnchor, ...]:
    """Every "today, Friday", `أمس الجمعة`, `غدا الأحد` of the text, in order.

    The two words stand on one line with nothing but a part of the day between them. What stands
    in quotation marks was said on another day, perhaps, and is left out.
    """
    folded = fold(text)
    quoted = quoted_spans(text)
    found = []
    for match in _anchor_pattern().finditer(folded.text):
        start, end = folded.starts[match.start("offset")], folded.ends[match.end() - 1]
        offset = _offsets().get(match["offset"].lower())
        weekday = _weekdays().get(match["weekday"].lower())
        if offset is None or weekday is None or "\n" in text[start:end]:
            continue  # None: re.IGNORECASE also takes the Turkish dotless i for an i
        if is_quoted(start, end, quoted):
            continue
        found.append(DayAnchor(text[start:end], start, end, (weekday - offset) % 7))
    return tuple(found)


def possible_days(published: str | None) -> tuple[date, ...]:
    """The days on which a text that came out then (ISO 8601) was written, the likeliest first.

    A time in UTC may be any zone's, where it is another day; and what comes out before six in the
    morning may have been written the evening before. A day without an hour is that day.
    """
    moment = read_moment(published)
    if moment is None:
        return ()
    days = [moment.date()]
    if len(published or "") > len("2025-01-31"):
        if moment.utcoffset() == timedelta(0):
            days += [(moment + zone).date() for zone in (EARLIEST_ZONE, LATEST_ZONE)]
        days += [(moment - SMALL_HOURS).date()]
    return tuple(dict.fromkeys(days))


def read_moment(published: str | None) -> datetime | None:
    """A publication time as it was given, or None for what is no time."""
    try:
        return datetime.fromisoformat(published) if published else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def day_written(text: str, published: str | None) -> date | None:
    """The day from which a text counts its *yesterday*: of the possible ones, as it says itself."""
    days = possible_days(published)
    named = {anchor.weekday for anchor in day_anchors(text)}
    fitting = [day for day in days if named == {day.weekday()}]
    return next(iter((*fitting, *days)), None)


def conflicting_dates(
    text: str, published: date | None, also: Sequence[date] = ()
) -> tuple[tuple[DayAnchor, DayAnchor | date], ...]:
    """What the text says of its own day that cannot all be right.

    The first anchor of each weekday against ``published``, where it is another weekday than that
    and those of ``also``, then the first anchors of each two weekdays against each other.
    """
    firsts: dict[int, DayAnchor] = {}
    for anchor in day_anchors(text):
        firsts.setdefault(anchor.weekday, anchor)
    wrong = [
        (anchor, published)
        for weekday, anchor in firsts.items()
        if published and weekday not in {day.weekday() for day in (published, *also)}
    ]
    return (*wrong, *combinations(firsts.values(), 2))


@cache
def _offsets() -> dict[str, int]:
    return {_folded(name): days for days, names in OFFSETS.items() for name in names.split("|")}


@cache
def _weekdays() -> dict[str, int]:
    """The names written out in full: "Sat" and "Sun" are words of their own."""
    named = ((day, name) for day, names in enumerate(WEEKDAYS) for name in names.split("|"))
    return {_folded(name): day for day, name in named if len(name) >= 5}


@cache
def _anchor_pattern() -> re.Pattern[str]:
    offset, weekday = _any_of(_offsets()), _any_of(_weekdays())
    between = _any_of((*map(_folded, PARTS_OF_DAY.split("|")), "يوم", "on"))
    return re.compile(
        rf"\bو?(?P<offset>{offset})\b(?: -)? ?\(?(?:{between} )*(?P<weekday>{weekday})\b",
        re.IGNORECASE,
    )


def _any_of(names: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")"


def _folded(name: str) -> str:
    return fold(name).text.lower()
