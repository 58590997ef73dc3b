"""Quotation marks: which parts of a text are somebody's words."""

from __future__ import annotations

import re

LONGEST_QUOTATION = 600  # characters; what is longer lacks its closing mark
QUOTATION = re.compile(
    "|".join(
        rf"{opening}[^{opening}{closing}\n]{{1,{LONGEST_QUOTATION}}}{closing}"
        for opening, closing in ("“”", "«»", "„“", '""')
    )
)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """The parts of a text between quotation marks, in order, as code points with the marks."""
    return [match.span() for match in QUOTATION.finditer(text)]


def is_quoted(place: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place of a text stands in one of its quotations."""
    return any(start < place < end for start, end in spans)
