"""Quotation marks: which parts of a text are somebody's words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

LONGEST_QUOTATION = 600  # characters; what is longer lacks its closing mark
# The last two were opened and closed by different hands.
_MARKS = (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'), ('"', "”"), ("“", '"'))
QUOTATION = re.compile(
    "|".join(
        rf"{opening}[^{opening}{closing}\n]{{1,{LONGEST_QUOTATION}}}{closing}"
        for opening, closing in _MARKS
    )
)


@lru_cache(maxsize=256)
def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of a text between quotation marks, in order, as code points with the marks."""
    return tuple(match.span() for match in QUOTATION.finditer(text))


def is_quoted(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a part of a text stands within one of its quotations."""
    place = bisect_right(spans, (start, end)) - 1
    return place >= 0 and spans[place][0] < start and end < spans[place][1]
