"""The words that two texts have in common in long runs: greedy string tiling.

Each run is the longest that is left, and no word is in two runs (Wise 1993; METER, Clough et al.,
ACL 2002). What is found can be checked by eye, as a measure over n-grams cannot.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SHORTEST_RUN = 5  # words
# A run of five words that a text repeats this often is a pattern, not a passage.
REPEATED = 20


@dataclass(frozen=True)
class Tile:
    """A run of ``length`` words that begins at word ``one`` of a text and ``other`` of another."""

    one: int
    other: int
    length: int


def tile(one: Sequence[str], other: Sequence[str]) -> list[Tile]:
    """Cover two texts, as lists of words, with the runs they share, the longest first.

    Of runs of one length the first in ``one`` wins, then the first in ``other``.
    """
    waiting = [(-each.length, each.one, each.other) for each in _longest_runs(one, other)]
    heapq.heapify(waiting)
    covered = bytearray(len(one)), bytearray(len(other))
    tiles: list[Tile] = []
    while waiting:
        length, start, place = heapq.heappop(waiting)
        run = Tile(start, place, -length)
        pieces = list(_uncovered(run, covered))
        if pieces == [run]:
            tiles.append(run)
            covered[0][start : start - length] = b"\1" * -length
            covered[1][place : place - length] = b"\1" * -length
        else:
            for piece in pieces:
                heapq.heappush(waiting, (-piece.length, piece.one, piece.other))
    return tiles


def _longest_runs(one: Sequence[str], other: Sequence[str]) -> Iterator[Tile]:
    """Every shared run that cannot be made longer at either end."""
    starts = _places(other)
    often = Counter(_grams(one))
    reached: dict[int, int] = {}  # the end in ``one`` of the last run on each diagonal
    for start, gram in enumerate(_grams(one)):
        if often[gram] > REPEATED:
            continue
        for place in starts.get(gram, ()):
            if reached.get(start - place, 0) > start:
                continue
            length = SHORTEST_RUN
            while (
                start + length < len(one)
                and place + length < len(other)
                and one[start + length] == other[place + length]
            ):
                length += 1
            reached[start - place] = start + length
            yield Tile(start, place, length)


def _places(text: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start, gram in enumerate(_grams(text)):
        places[gram].append(start)
    return {gram: starts for gram, starts in places.items() if len(starts) <= REPEATED}


def _grams(text: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(text[n:] for n in range(SHORTEST_RUN)), strict=False)


def _uncovered(run: Tile, covered: tuple[bytearray, bytearray]) -> Iterator[Tile]:
    """The pieces of a run, long enough, of which no word is in a tile yet."""
    length = 0
    for n in range(run.length + 1):
        free = n < run.length and not covered[0][run.one + n] and not covered[1][run.other + n]
        if free:
            length += 1
        else:
            if length >= SHORTEST_RUN:
                yield Tile(run.one + n - length, run.other + n - length, length)
            length = 0
