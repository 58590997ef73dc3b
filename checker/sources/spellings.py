"""Each of many names under the first spelling that is met, without holding all against all.

Two names that are one share a word in two spellings at most `SAME_SPELLING` apart. Words are cut
into one piece more than the changes that this allows: one piece at least stands in the other word
unchanged, nearly where it was (Li, Deng, Wang and Feng 2011, *PASS-JOIN*). So an index of pieces
proposes spellings, an index of words proposes names, and `same_voice` alone decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from checker.sources.names import SAME_SPELLING, is_unnamed, plain_name, same_voice, sound_of

MISSPELT = 1 - SAME_SPELLING / 100  # of the letters of both words
SHORTEST = 5  # letters of a word that may be spelt otherwise
Piece = tuple[int, int, str]  # letters of the word, place of the piece, the piece


def first_spellings(voices: Iterable[str]) -> dict[str, str]:
    """Map each voice to the first of those before it that is the same voice, else to itself."""
    names = list(dict.fromkeys(voices))
    index = _Names(names)
    return {name: index.place(name) for name in names}


class _Names:
    """Names seen so far by their words; ``place`` is called with each name once, in order."""

    def __init__(self, names: Iterable[str]) -> None:
        rows = [_sounds(name) for name in names]
        self._common = Counter(word for row in rows for word in set(row))
        self._alike = _Spellings(self._common)
        self._by_plain: dict[str, int] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_rarest: dict[str, list[int]] = defaultdict(list)
        self._kept: list[str] = []

    def place(self, name: str) -> str:
        first = next((n for n in self._proposed(name) if same_voice(name, self._kept[n])), None)
        if first is not None:
            return self._kept[first]
        self._keep(name)
        return name

    def _proposed(self, name: str) -> list[int]:
        """Those that could be the same, in the order in which they were met."""
        equal = self._by_plain.get(plain_name(name))
        found = set() if equal is None else {equal}
        sounds = _sounds(name)
        if sounds:
            # The shorter of two names has all its words in the longer: also the rarest.
            for word in self._alike.of(self._rarest(sounds)):
                found.update(self._by_word.get(word, ()))
            for sound in sounds:
                for word in self._alike.of(sound):
                    found.update(self._by_rarest.get(word, ()))
        return sorted(found)

    def _keep(self, name: str) -> None:
        place, sounds = len(self._kept), _sounds(name)
        self._kept.append(name)
        self._by_plain.setdefault(plain_name(name), place)
        for word in set(sounds):
            self._by_word[word].append(place)
        if sounds:
            self._by_rarest[self._rarest(sounds)].append(place)

    def _rarest(self, sounds: Iterable[str]) -> str:
        return min(sounds, key=lambda word: (self._common[word], word))


class _Spellings:
    """The words of a vocabulary that are spelt alike, by pieces that changes leave whole."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._by_piece: dict[Piece, list[str]] = defaultdict(list)
        self._found: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= SHORTEST:
                for place, (start, end) in enumerate(_pieces(len(word))):
                    self._by_piece[len(word), place, word[start:end]].append(word)

    def of(self, word: str) -> list[str]:
        """The word itself, and those of the vocabulary that are spelt alike."""
        if word not in self._found:
            from rapidfuzz.fuzz import ratio

            others = {each for piece in _places(word) for each in self._by_piece.get(piece, ())}
            alike = {each for each in others if ratio(word, each) >= SAME_SPELLING}
            self._found[word] = sorted(alike | {word})
        return self._found[word]


def _sounds(name: str) -> list[str]:
    """The words of a name by their sounds; none of an unnamed source: its words are no name."""
    return [] if is_unnamed(name) else [sound_of(word) for word in plain_name(name).split()]


def _longest(letters: int) -> int:
    """The letters of the longest word that may be a spelling of a word of so many letters."""
    return int(letters * (1 + MISSPELT) / (1 - MISSPELT) + 1e-9)


@cache
def _pieces(letters: int) -> tuple[tuple[int, int], ...]:
    """Where a word is cut: into one piece more than the letters that may come or go."""
    count = min(letters, int(MISSPELT * (letters + _longest(letters)) + 1e-9) + 1)
    edges = [letters * n // count for n in range(count + 1)]
    return tuple(pairwise(edges))


def _places(word: str) -> Iterator[Piece]:
    """The pieces that words spelt like this one may have."""
    if len(word) < SHORTEST:
        return
    shortest = next(n for n in range(SHORTEST, len(word) + 1) if _longest(n) >= len(word))
    for letters in range(shortest, _longest(len(word)) + 1):
        moved = len(_pieces(letters)) - 1
        for place, (start, end) in enumerate(_pieces(letters)):
            length = end - start
            last = min(len(word) - length, start + moved)
            for at in range(max(0, start - moved), last + 1):
                yield letters, place, word[at : at + length]
