"""What a text says of the weekday on which it was published, and where it contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from checker.dates.calendar_words import OFFSETS, PARTS_OF_DAY, WEEKDAYS
from checker.text import fold

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

    The two words stand on one line with nothing but a part of the day between them.
    """
    folded = fold(text)
    found = []
    for match in _anchor_pattern().finditer(folded.text):
        start, end = folded.starts[match.start("offset")], folded.ends[match.end() - 1]
        offset = _offsets().get(match["offset"].lower())
        weekday = _weekdays().get(match["weekday"].lower())
        if offset is None or weekday is None or "\n" in text[start:end]:
            continue  # None: re.IGNORECASE also takes the Turkish dotless i for an i
        found.append(DayAnchor(text[start:end], start, end, (weekday - offset) % 7))
    return tuple(found)


def conflicting_dates(
    text: str, published: date | None
) -> tuple[tuple[DayAnchor, DayAnchor | date], ...]:
    """What the text says of its own day that cannot all be right.

    The first anchor of each weekday against ``published``, where it is another weekday, then
    the first anchors of each two weekdays against each other.
    """
    firsts: dict[int, DayAnchor] = {}
    for anchor in day_anchors(text):
        firsts.setdefault(anchor.weekday, anchor)
    wrong = [
        (anchor, published)
        for weekday, anchor in firsts.items()
        if published and weekday != published.weekday()
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
