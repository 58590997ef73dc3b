"""Runs of common words: the longest first, none twice, each the same words on both sides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.sources.tiling import REPEATED, SHORTEST_RUN, Tile, tile

WORDS = st.lists(st.sampled_from("abcd"), max_size=40)


def text(letters: str) -> list[str]:
    return letters.split()


def test_a_common_run_is_found_wherever_it_stands() -> None:
    one, other = text("x a b c d e f y"), text("p q a b c d e f")
    assert tile(one, other) == [Tile(1, 2, 6)]


def test_a_run_of_four_words_is_none() -> None:
    assert tile(text("x a b c d y"), text("a b c d")) == []


def test_the_order_of_passages_does_not_matter() -> None:
    first, second = "a b c d e f g", "1 2 3 4 5 6"
    found = tile(text(f"{first} x {second}"), text(f"{second} y {first}"))
    assert found == [Tile(0, 7, 7), Tile(8, 0, 6)]


def test_a_passage_that_stands_twice_counts_once() -> None:
    passage = "a b c d e"
    assert tile(text(f"{passage} x {passage}"), text(passage)) == [Tile(0, 0, 5)]


def test_what_a_longer_run_leaves_is_still_a_run() -> None:
    # Both texts have the long run; the short one overlaps it in ``one`` and keeps five words.
    one = text("1 2 3 4 5 6 7 8 a b c d e f g h i")
    other = text("6 7 8 a b c d e f g h i . 1 2 3 4 5 6 7 8 z")
    assert tile(one, other) == [Tile(5, 0, 12), Tile(0, 13, 5)]


def test_a_pattern_that_is_repeated_is_no_passage() -> None:
    pattern = text("a b c d e") * (REPEATED + 5)
    assert tile(pattern, pattern) == []


@given(WORDS, WORDS)
def test_runs_are_common_long_enough_and_apart(one: list[str], other: list[str]) -> None:
    tiles = tile(one, other)
    for side, name in ((one, "one"), (other, "other")):
        places = [getattr(each, name) + n for each in tiles for n in range(each.length)]
        assert len(places) == len(set(places))
        assert all(place < len(side) for place in places)
    for each in tiles:
        assert each.length >= SHORTEST_RUN
        assert one[each.one : each.one + each.length] == other[each.other :][: each.length]
    lengths = [each.length for each in tiles]
    assert lengths == sorted(lengths, reverse=True)


@given(st.lists(st.integers(), min_size=SHORTEST_RUN, max_size=60, unique=True))
def test_a_text_is_covered_by_itself(one: list[int]) -> None:
    words = [str(n) for n in one]
    assert tile(words, words) == [Tile(0, 0, len(words))]
