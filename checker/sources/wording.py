"""Whether two claims are one sentence: one page has it from the other, or both from a third.

Two reports that differ in the rest may share a sentence, mostly an agency's. Two newsrooms that
know something by themselves do not find the same words for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

from checker.data import Claim
from checker.sources.tiling import SHORTEST_RUN, tile
from checker.text import words

SHARED = 0.5  # of the words of the shorter quote, in common runs
# Runs of five words that two articles have in common: some sentences of one agency.
ONE_TEXT = 12


@lru_cache(maxsize=10_000)
def same_words(one: str, other: str) -> bool:
    """Tell whether two quotes share half of the words of the shorter in runs of five or more.

    A quote of fewer words than that is the same only where the other one holds it whole.
    """
    first, second = words(one), words(other)
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < SHORTEST_RUN:
        return bool(shorter) and _holds(longer, shorter)
    shared = sum(each.length for each in tile(first, second))
    return shared >= SHARED * len(shorter)


def phrases_of(claims: Iterable[Claim]) -> Mapping[str, frozenset[int]]:
    """The runs of five words in the quotes of claims, as digests, by article id."""
    found: dict[str, set[int]] = defaultdict(set)
    for claim in claims:
        row = words(claim.quote)
        runs = zip(*(row[n:] for n in range(SHORTEST_RUN)), strict=False)
        found[claim.article_id].update(crc32(" ".join(run).encode()) for run in runs)
    return {id_: frozenset(held) for id_, held in found.items()}


def _holds(longer: list[str], shorter: list[str]) -> bool:
    size = len(shorter)
    return any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))
