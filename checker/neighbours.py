"""Which of many texts are most alike, by their words: TF-IDF vectors and nearest neighbours.

An exact answer holds every text against all that share a word with it, which grows with the
square of their number. Here each word proposes only the texts in which it weighs most (champion
lists, Manning, Raghavan and Schütze 2008, section 7.1.3), and the best of those proposed are then
measured exactly. Of the exact eight neighbours of 10,600 events of 3,000 real pages 96 % are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import log, sqrt
from operator import itemgetter

CHAMPIONS = 50  # texts that a word proposes
MEASURED = 30  # of the texts proposed, those measured exactly
WORDS_ASKED = 48  # of a text's words, the heaviest

Vector = Mapping[str, float]
Edge = tuple[int, int, float]


def weigh_words(rows: Sequence[Mapping[str, float]]) -> list[Vector]:
    """Counts of words, a row for each text, to TF-IDF vectors of length 1.

    A word that stands in every row weighs nothing and is left out.
    """
    held = Counter(word for row in rows for word in row)
    rarity = {word: log(len(rows) / count) for word, count in held.items() if count < len(rows)}
    return [
        unit({word: count * rarity[word] for word, count in row.items() if word in rarity})
        for row in rows
    ]


def unit(vector: Vector) -> Vector:
    """The vector at length 1; an empty one stays as it is."""
    length = sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else vector


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length 1."""
    # In a fixed order: sums of floats depend on it, and sets have none.
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum([value * large[word] for word, value in small.items() if word in large])


def find_neighbours(vectors: Sequence[Vector], count: int, first: int = 0) -> list[Edge]:
    """The ``count`` nearest of each vector by cosine, as (vector, neighbour, cosine).

    Those before the ``first`` are found as neighbours, but have none looked for.
    """
    champions = _champions(vectors)
    edges: list[Edge] = []
    for n, vector in enumerate(vectors[first:], start=first):
        proposed = _propose(n, vector, champions)
        near = [(cosine(vector, vectors[other]), -other) for other in proposed]
        near.sort(reverse=True)
        edges += [(n, -other, score) for score, other in near[:count]]
    return edges


def _champions(vectors: Sequence[Vector]) -> dict[str, list[tuple[int, float]]]:
    """For each word that two texts or more share, those in which it weighs most."""
    held: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, vector in enumerate(vectors):
        for word, value in vector.items():
            held[word].append((n, value))
    return {
        word: rows if len(rows) <= CHAMPIONS else nlargest(CHAMPIONS, rows, key=itemgetter(1))
        for word, rows in held.items()
        if len(rows) > 1
    }


def _propose(
    number: int, vector: Vector, champions: Mapping[str, list[tuple[int, float]]]
) -> Iterable[int]:
    """The texts that share most with a vector, as far as the champions tell."""
    scores: dict[int, float] = {}
    known = scores.get
    heaviest: Iterable[tuple[str, float]] = vector.items()
    if len(vector) > WORDS_ASKED:
        heaviest = nlargest(WORDS_ASKED, vector.items(), key=itemgetter(1))
    for word, value in heaviest:
        for other, weight in champions.get(word, ()):
            scores[other] = known(other, 0.0) + value * weight
    scores.pop(number, None)
    if len(scores) <= MEASURED:
        return scores
    return nlargest(MEASURED, scores, key=scores.__getitem__)
