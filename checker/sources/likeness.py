"""Pairs of articles that share words, found by an index, and why two are held to be one story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from checker.data import Certainty, OriginKind

CANDIDATE_CONTAINMENT = 0.05
COMMON_SHINGLE = 50

Pair = tuple[str, str]


@dataclass(frozen=True)
class Likeness:
    """Why two articles are held to be one story."""

    kind: OriginKind
    certainty: Certainty
    reason: str


def candidate_pairs(tokens: Mapping[str, Sequence[str]]) -> Iterator[Pair]:
    """Pairs of texts that share enough word 3-grams to be worth a closer look.

    An inverted index (Broder 1997). A 3-gram that stands in more than `COMMON_SHINGLE` texts is
    language, boilerplate, or a story that everybody reprints: it pairs only neighbours in its
    list, which is enough to join the reprints and keeps the work linear.
    """
    shingles = {key: set(zip(row, row[1:], row[2:], strict=False)) for key, row in tokens.items()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, grams in shingles.items():
        for gram in grams:
            holders[gram].append(key)
    shared: Counter[Pair] = Counter()
    for keys in holders.values():
        if len(keys) > 1:
            shared.update(combinations(keys, 2) if len(keys) <= COMMON_SHINGLE else pairwise(keys))
    for (one, other), count in shared.items():
        if count >= CANDIDATE_CONTAINMENT * min(len(shingles[one]), len(shingles[other])):
            yield one, other
