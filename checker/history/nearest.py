"""What known claims are nearest to new ones by words, in whatever storyline they stand.

Storylines are the model's; where it puts two accounts of one happening into two of them, their
claims would never be shown together. Words find such accounts, and do no more than show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from checker.data import Claim
from checker.findings.story import number_of
from checker.neighbours import find_neighbours, weigh_words
from checker.text import words

LOOKED_AT = 12  # the nearest of each new claim
EMPTY_TEXTS = 3
LEAST_LIKE = 0.2  # cosine; below it two claims are hardly of one matter
Near = tuple[float, str]


@dataclass(frozen=True)
class Nearest:
    """For each new claim (id) the nearest others, as (likeness from 0 to 1, id), the best first."""

    of_claim: Mapping[str, tuple[Near, ...]] = field(default_factory=dict)

    def of(self, id_: str) -> tuple[Near, ...]:
        """The nearest of one new claim, the best first; none of what only it tells."""
        return self.of_claim.get(id_, ())


def find_nearest(new: Collection[str], claims: Mapping[str, Claim]) -> Nearest:
    """Look for the nearest of each new claim among all claims of a story."""
    fresh = sorted((id_ for id_ in new if id_ in claims), key=number_of)
    if not fresh:
        return Nearest()
    ids = [*(id_ for id_ in claims if id_ not in new), *fresh]
    # With empty texts before them, words that the claims of a small story share weigh something.
    padding = [Counter[str]() for _ in range(EMPTY_TEXTS)]
    vectors = weigh_words([*padding, *(words_of(claims[id_]) for id_ in ids)])[EMPTY_TEXTS:]
    found: dict[str, list[Near]] = {}
    for n, other, likeness in find_neighbours(vectors, LOOKED_AT, first=len(ids) - len(fresh)):
        if likeness >= LEAST_LIKE:
            found.setdefault(ids[n], []).append((likeness, ids[other]))
    return Nearest({id_: tuple(rows) for id_, rows in found.items()})


def words_of(claim: Claim) -> Counter[str]:
    """The words of a claim and of its event, by which it is near to others."""
    return Counter(words(f"{claim.statement} {claim.event.label}"))
