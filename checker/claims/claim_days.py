"""The time words of a claim to days: from which day they count, and which way they look."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from checker.data import Article, Modality, Page, When
from checker.dates.calendar_words import OFFSETS, WEEKDAYS
from checker.dates.intervals import DAY, Days, Toward
from checker.dates.publication_days import day_written
from checker.dates.times import resolve_when
from checker.quotations import is_quoted, quoted_spans
from checker.text import fold

TO_COME: tuple[Modality, ...] = ("planned", "hoped", "demanded")
# In a statement: what is told lies ahead. "Hit by a missile" does not; a date with "by" does.
AHEAD = re.compile(
    r"\b(?:will|would|shall|upcoming|(?:is|are|was|were) to"
    r"|(?:due|set|expected|scheduled) (?:to|for|on|in)|expect(?:s|ed|ing)?(?: \S+){1,4} to)\b",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:since|from|منذ|من)\b", re.IGNORECASE)
AHEAD_OF_A_DATE = re.compile(r"\b(?:by|until|till|بحلول|حتى)\b", re.IGNORECASE)
_DAY_WORDS = [name for row in (*WEEKDAYS, *OFFSETS.values()) for name in row.split("|")]
# Names of days in full: "Sat" and "mon" are words of their own.
_DAY_NAMED = re.compile(
    r"\b(?:" + "|".join(sorted({fold(each).text.lower() for each in _DAY_WORDS
                                if len(each) > 3 and " " not in each})) + r")\b",
    re.IGNORECASE,
)  # fmt: skip


class Said(NamedTuple):
    """What a claim says and how: its statement, its modality, and whether it is the news."""

    statement: str
    modality: Modality
    main: bool


def date_claim(words: str, quote: tuple[int, int], said: Said, where: tuple[Page, Article]) -> When:
    """Resolve the time words of a claim whose quote stands at ``quote`` of its page.

    A plan or demand that is background may be an old one: where what it leaves out could lie
    behind as well as ahead, nobody knows. Words inside a quotation count from the day on which
    they were spoken; where the sentence does not name that, from any of the day of publication
    and the day before.
    """
    page, article = where
    text = page.text[article.start : article.end]
    day = day_written(text, article.published)
    toward = look_toward(words, said.statement, said.modality)
    days = resolve_when(words, day, article.language, toward)
    if toward == "coming" and not said.main and days != resolve_when(words, day, article.language):
        return When(words=words)
    if day and (line := _line_if_quoted(words, quote, page.text)) is not None:
        spoken = _days_named(line, day, article.language)
        bases = spoken if len(spoken) == 1 else [day - DAY, day]
        days = _cover([resolve_when(words, each, article.language, toward) for each in bases])
    return When(words=words, start=days[0] if days else None, end=days[1] if days else None)


def look_toward(words: str, statement: str, modality: Modality) -> Toward:
    """Whether what leaves out its year lies behind, ahead, or wherever it is nearer."""
    if modality in TO_COME:
        return "coming"
    ahead = AHEAD.search(statement) or AHEAD_OF_A_DATE.search(words)
    # Who "is a candidate in the primary on June 3" is so before that day.
    holds = modality == "ongoing" and not SINCE.search(words)
    return "near" if ahead or holds else "past"


def _cover(found: list[Days | None]) -> Days | None:
    known = [days for days in found if days]
    if not known or len(known) < len(found):
        return None
    return min(start for start, _ in known), max(end for _, end in known)


def _line_if_quoted(words: str, quote: tuple[int, int], text: str) -> str | None:
    """The line of a quotation that holds the words, without its quotations; None: they are free."""
    start = text.rfind("\n", 0, quote[0]) + 1
    end = text.find("\n", quote[1])
    line = text[start : len(text) if end < 0 else end]
    spans = quoted_spans(line)
    place = line.find(words, max(0, quote[0] - start))
    if place < 0 or not is_quoted(place, place + len(words), spans):
        return None
    ends = [0, *(end for _, end in spans)]
    starts = [*(first for first, _ in spans), len(line)]
    return " ".join(line[end:first] for end, first in zip(ends, starts, strict=True))


def _days_named(line: str, day: date, language: str | None) -> list[date]:
    """The single days that the words around a quotation name: when it was spoken."""
    named = (match.group() for match in _DAY_NAMED.finditer(fold(line).text))
    found = (resolve_when(each, day, language) for each in named)
    return list(dict.fromkeys(days[0] for days in found if days and days[0] == days[1]))
