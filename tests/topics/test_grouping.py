"""Groups of bounded size of what is tied, and their order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from checker.neighbours import Edge
from checker.topics.grouping import chain_groups, group_tied

EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0.1, 1, allow_nan=False)),
    max_size=40,
)


@given(EDGES, st.integers(1, 5))
def test_everything_is_in_one_group_and_none_is_too_large(edges: list[Edge], limit: int) -> None:
    groups = group_tied(12, edges, limit)
    assert sorted(n for group in groups for n in group) == list(range(12))
    assert max(map(len, groups)) <= limit
    assert sorted(chain_groups(groups, edges)) == list(range(len(groups)))


def test_the_strongest_ties_come_first() -> None:
    ring = [(0, 1, 0.9), (1, 2, 0.2), (2, 3, 0.8), (3, 0, 0.1), (4, 5, 0.5)]
    assert group_tied(7, ring, 2) == [[0, 1], [2, 3], [4, 5], [6]]
    assert group_tied(7, ring, 4) == [[0, 1, 2, 3], [4, 5], [6]]


def test_cliques_stay_together_though_all_are_tied_weakly() -> None:
    chance = random.Random(1)
    edges = [(a, b, 0.5) for a in range(40) for b in range(a) if a % 4 == b % 4]
    edges += [(chance.randrange(40), chance.randrange(40), 0.05) for _ in range(80)]
    assert {frozenset(n % 4 for n in group) for group in group_tied(40, edges, 10)} == {
        frozenset([place]) for place in range(4)
    }


def test_each_group_is_followed_by_the_nearest() -> None:
    edges = [(0, 2, 0.1), (0, 4, 0.9), (4, 2, 0.3), (5, 3, 0.2)]
    groups = [[0, 1], [2], [3], [4], [5]]
    assert chain_groups(groups, edges) == [0, 3, 1, 2, 4]
