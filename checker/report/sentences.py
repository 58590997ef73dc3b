"""One sentence that many outlets print, shown once: quotes of a position joined by their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.data import Claim
from checker.sources.names import same_voice
from checker.text import words

# A quote inside a longer one is the same sentence where it is at least this part of its words.
SAME_SENTENCE = 0.6


@dataclass(frozen=True)
class Sentence:
    """Claims with one sentence, the one with the longest quote first.

    ``partial`` holds the ids of those whose quotes are only a part of that one's words.
    """

    claims: tuple[Claim, ...]
    partial: frozenset[str] = frozenset()

    @property
    def others(self) -> tuple[Claim, ...]:
        """All but the first, whose quote is shown."""
        return self.claims[1:]


def unite_sentences(claims: Iterable[Claim]) -> list[Sentence]:
    """Join claims whose quotes are of the same words, or one the greater part of the other.

    Words are compared as `checker.text.words` gives them; a claim that denies is never joined
    with one that asserts. Sentences come in the order in which the first of each was met.
    """
    met: list[tuple[list[Claim], tuple[str, ...]]] = []
    by_words: dict[tuple[object, ...], int] = {}
    for claim in claims:
        said = tuple(words(claim.quote))
        key = (*_stance_of(claim), *said)
        place = by_words.get(key)
        if place is None:
            place = next((n for n, row in enumerate(met) if _same(row, claim, said)), len(met))
            by_words[key] = place
        if place == len(met):
            met.append(([claim], said))
        else:
            met[place][0].append(claim)
            if len(said) > len(met[place][1]):
                met[place] = (met[place][0], said)
    return [_sentence(row, said) for row, said in met]


def same_speakers(one: Claim, other: Claim) -> bool:
    """Whether two claims have the same chain up to the outlet."""
    first, second = one.chain[:-1], other.chain[:-1]
    return len(first) == len(second) and all(map(same_voice, first, second))


def _same(row: tuple[list[Claim], tuple[str, ...]], claim: Claim, said: tuple[str, ...]) -> bool:
    known, longest = row
    if _stance_of(known[0]) != _stance_of(claim):
        return False
    short, long = sorted((said, longest), key=len)
    if not short or len(short) < SAME_SENTENCE * len(long):
        return False
    starts = range(len(long) - len(short) + 1)
    return any(long[n : n + len(short)] == short for n in starts)


def _stance_of(claim: Claim) -> tuple[str, str]:
    return claim.stance, claim.modality


def _sentence(claims: Sequence[Claim], said: tuple[str, ...]) -> Sentence:
    partial = frozenset(each.id for each in claims if len(words(each.quote)) < len(said))
    whole = next(each for each in claims if each.id not in partial)
    return Sentence((whole, *(each for each in claims if each is not whole)), partial)
