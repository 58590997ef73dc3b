"""What a page is about, in weighed words and pairs of neighbouring words.

Words at the head of a page weigh most, as in the inverted pyramid in which news are written. What
stands on several pages of one outlet (menus, teasers, notices) says nothing about any of them, and
is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import log, sqrt
from operator import itemgetter

from checker.neighbours import Vector, unit
from checker.text import words

HALF_WEIGHT = 100  # words from the head at which a word weighs half
LONGEST = 1_500  # words looked at of one page
TERMS = 500  # kept of one page, the heaviest
RUN = 5  # words in a row that several pages of one outlet share
MOST_SHARED = 0.5  # of a page; beyond, it may be another version of one article, not its menus
MANY_PAGES = 5  # that share a run: no article has so many versions


@dataclass(frozen=True)
class Terms:
    """The words of a page, and its pairs of neighbouring words, each with how much it is told."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]


def tokens_of(text: str) -> list[str]:
    """The words of a page, as many as are looked at."""
    return words(text[: LONGEST * 12])[:LONGEST]


def without_furniture(pages: Sequence[Sequence[str]], outlets: Sequence[str]) -> list[list[str]]:
    """The words of each page without the runs that other pages of its outlet have too."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for row, outlet in zip(pages, outlets, strict=True):
        if outlet:
            seen[outlet].update(set(_runs(row)))
    return [
        _without_runs(row, seen[outlet]) if outlet else list(row)
        for row, outlet in zip(pages, outlets, strict=True)
    ]


def _runs(row: Sequence[str]) -> list[int]:
    """Each run of words by its hash: a million of them have to be held."""
    shifted = (row[start:] for start in range(RUN))
    return [hash(run) for run in zip(*shifted, strict=False)]


def _without_runs(row: Sequence[str], seen: Mapping[int, int]) -> list[str]:
    runs = _runs(row)
    for pages in (2, MANY_PAGES):
        shared = [False] * len(row)
        for start, run in enumerate(runs):
            if seen[run] >= pages:
                shared[start : start + RUN] = [True] * RUN
        if pages == MANY_PAGES or sum(shared) <= MOST_SHARED * len(row):
            break
    return [word for word, out in zip(row, shared, strict=True) if not out]


def terms_of(row: Sequence[str]) -> Terms:
    """Weigh the words of a page and their pairs by how often and how early they stand there."""
    single: dict[str, float] = defaultdict(float)
    double: dict[str, float] = defaultdict(float)
    for place, (word, following) in enumerate(pairwise((*row, ""))):
        weight = 1 / (1 + place / HALF_WEIGHT)
        single[word] += weight
        if following:
            double[f"{word} {following}"] += weight
    return Terms(_damped(single), _damped(double))


def _damped(weights: Mapping[str, float]) -> dict[str, float]:
    return {term: log(1 + 3 * weight) for term, weight in weights.items()}


def vector_of(terms: Terms, held: Mapping[str, int], pages: int) -> Vector:
    """A vector of length 1, half of it words, half of it pairs, of which the heaviest are kept.

    ``held`` counts the pages that hold a term, of ``pages`` in all.
    """
    halves = (
        unit({term: told * log((pages + 1) / held[term]) for term, told in each.items()})
        for each in (terms.words, terms.pairs)
    )
    whole = {term: value * sqrt(0.5) for half in halves for term, value in half.items()}
    met = [row for row in whole.items() if held[row[0]] > 1]  # others meet no page that is known
    return dict(nlargest(TERMS, met, key=itemgetter(1)))


def count_pages(rows: Iterable[Terms]) -> Counter[str]:
    """How many pages hold each term."""
    held: Counter[str] = Counter()
    for row in rows:
        held.update(row.words.keys())
        held.update(row.pairs.keys())
    return held
