"""Pairs of articles that share words, found by an index, and why two are held to be one story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from checker.data import Certainty, OriginKind

CANDIDATE_CONTAINMENT = 0.05
COMMON_SHINGLE = 50
HUBS = 3

Pair = tuple[str, str]


@dataclass(frozen=True)
class Likeness:
    """Why two articles are held to be one report.

    ``holder`` is the one that contains the other. ``close``: so much of both is shared that two
    articles which are close to a third share text with each other too. ``shared``: how many words
    they have in common runs; 0 where that was not measured.
    """

    kind: OriginKind
    certainty: Certainty
    reason: str
    holder: str | None = None
    close: bool = False
    shared: int = 0


def candidate_pairs(tokens: Mapping[str, Sequence[str]]) -> Iterator[Pair]:
    """Pairs of texts that share enough word 3-grams to be worth a closer look.

    An inverted index (Broder 1997). A 3-gram that stands in more than `COMMON_SHINGLE` texts is
    language, boilerplate, or a story that everybody reprints: it pairs neighbours in its list, and
    all with the first few, which is enough to join the reprints and keeps the work linear.
    """
    shingles = {key: set(zip(row, row[1:], row[2:], strict=False)) for key, row in tokens.items()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, grams in shingles.items():
        for gram in grams:
            holders[gram].append(key)
    shared: Counter[Pair] = Counter()
    for keys in holders.values():
        if len(keys) > 1:
            shared.update(combinations(keys, 2) if len(keys) <= COMMON_SHINGLE else _few(keys))
    for (one, other), count in shared.items():
        if count >= CANDIDATE_CONTAINMENT * min(len(shingles[one]), len(shingles[other])):
            yield one, other


def _few(keys: Sequence[str]) -> set[Pair]:
    hubs = {(hub, key) for n, hub in enumerate(keys[:HUBS]) for key in keys[n + 1 :]}
    return hubs | set(pairwise(keys))
