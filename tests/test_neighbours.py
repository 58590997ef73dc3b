"""The nearest texts by their words: what an exact search finds, as far as few texts go."""

from __future__ import annotations

import random
from collections import Counter

from checker.neighbours import CHAMPIONS, cosine, find_neighbours, unit, weigh_words


def rows_of_fields(fields: int, each: int) -> list[Counter[str]]:
    """Texts of ``fields`` subjects; every text also holds words that all subjects share."""
    chance, rows = random.Random(3), []
    for n in range(fields * each):
        own = [f"f{n % fields}w{chance.randrange(12)}" for _ in range(8)]
        rows.append(Counter(own + [f"all{chance.randrange(5)}" for _ in range(8)]))
    return rows


def test_vectors_have_length_one_and_no_word_of_all() -> None:
    one, two, none = weigh_words([{"a": 1, "b": 2, "c": 1}, {"a": 3, "d": 1}, {"a": 1}])
    assert set(one) == {"b", "c"}
    assert abs(cosine(one, one) - 1) < 1e-9
    assert set(two) == {"d"}
    assert none == {}
    assert unit({}) == {}


def test_neighbours_are_those_of_an_exact_search_where_texts_are_few() -> None:
    vectors = weigh_words(rows_of_fields(3, 8))
    for n, other, score in find_neighbours(vectors, 2):
        better = sorted(cosine(vectors[n], each) for m, each in enumerate(vectors) if m != n)[-2]
        assert score >= better
        assert n % 3 == other % 3


def test_words_that_all_share_propose_no_more_than_their_champions() -> None:
    vectors = [unit({"all": 1.0, f"own{n}": 1.0 + n / 100}) for n in range(3 * CHAMPIONS)]
    edges = find_neighbours(vectors, 200)
    assert {other for _, other, _ in edges} <= set(range(CHAMPIONS))
    assert find_neighbours(vectors, 2) == find_neighbours(vectors, 2)
