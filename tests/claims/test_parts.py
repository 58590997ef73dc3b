"""Pages cut into parts: everything once and in order, of even sizes, in linear time."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.claims.parts import (
    CONTEXT_CHARACTERS,
    PART_CHARACTERS,
    SMALLEST_PIECE_CHARACTERS,
    Part,
    cut_page,
    sentence_start,
)
from checker.data import Page
from tests.support.growth import growth
from tests.support.stories import make_page
from tests.support.tampering import read_pages

few = settings(max_examples=200, deadline=None)
PIECES = st.sampled_from(
    ["كلمة ", "word. ", "سؤال؟ «", "\n", "\n\n", " ", "x" * 30, "\u00a0", "\r\n", 'a…" ', " " * 90]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join)


def spans(parts: Iterable[Part]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for part in parts for each in part.paragraphs]


def left_out(page: Page, parts: list[Part]) -> str:
    """What stands in no paragraph; fails where paragraphs overlap or are out of order."""
    rest, done = [], 0
    for start, end in spans(parts):
        assert done <= start < end
        rest.append(page.text[done:start])
        done = end
    return "".join((*rest, page.text[done:]))


@few
@given(TEXTS, st.integers(5, 80))
def test_all_that_is_written_stands_in_one_paragraph(text: str, limit: int) -> None:
    page = make_page(1, text)
    parts = cut_page(page, limit)
    assert not left_out(page, parts).strip()
    assert all(page.text[start:end].strip() for start, end in spans(parts))
    numbers = [each.number for part in parts for each in part.paragraphs]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [(part.index, part.count) for part in parts] == [
        (index, len(parts)) for index in range(len(parts))
    ]


@few
@given(TEXTS, st.integers(5, 80))
def test_no_part_is_far_above_the_limit(text: str, limit: int) -> None:
    parts = cut_page(make_page(1, text), limit)
    lengths = [sum(each.end - each.start for each in part.paragraphs) for part in parts]
    assert all(each.end - each.start <= limit for part in parts for each in part.paragraphs)
    assert all(length <= 2 * limit for length in lengths)
    assert len(parts) <= -(-sum(lengths) // limit)


@pytest.mark.parametrize("text", ["", " \n\t\n\u00a0 "])
def test_a_page_of_no_text_has_no_parts(text: str) -> None:
    assert cut_page(make_page(1, text)) == []


def test_parts_of_even_paragraphs_are_even() -> None:
    page = make_page(1, "\n".join("w" * 99 for _ in range(100)))
    lengths = [part.end - part.start for part in cut_page(page, 2_000)]
    assert len(lengths) == 5
    assert max(lengths) - min(lengths) <= 100


def test_the_pages_of_the_sample_case_are_cut_at_paragraphs() -> None:
    for name, text in read_pages().items():
        parts = cut_page(make_page(1, text))
        assert len(parts) == max(1, -(-len(text) // PART_CHARACTERS)), name
        assert {line.strip() for line in text.split("\n") if line.strip()} == {
            row for part in parts for _, row in part.rows()
        }


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("one two. three four five", "one two. "),
        ("one two three four five six", "one two three "),
        ("ab. one two three four five", "ab. one two "),
        ("onetwothreefourfivesix", "onetwothreefour"),
        ("قال: «نعم.» ثم ذهب إلى بيته", "قال: «نعم.» "),
    ],
)
def test_a_long_paragraph_is_cut_where_it_hurts_least(text: str, first: str) -> None:
    page = make_page(1, text)
    start, end = spans(cut_page(page, 15))[0]
    assert page.text[start:end] == first


@pytest.mark.parametrize(
    "line",
    ["كلمة أخرى. " * 91_000, "x" * 1_000_000, "." * 1_000_000, "a" + " " * 1_000_000 + "b"],
    ids=["sentences", "one word", "dots", "spaces"],
)
def test_a_line_of_a_million_characters(line: str) -> None:
    assert growth(lambda n: cut_page(make_page(1, line[:n])), 100_000, 400_000) < 3
    page = make_page(1, line)
    parts = cut_page(page)
    assert not left_out(page, parts).strip()
    for part in parts:
        assert all(row.strip() for _, row in part.rows())
        assert sum(len(row) for _, row in part.rows()) <= 2 * PART_CHARACTERS


def test_a_million_short_paragraphs() -> None:
    assert growth(lambda n: cut_page(make_page(1, "ab\n" * n)), 30_000, 120_000) < 3
    parts = cut_page(make_page(1, "ab\n" * 1_000_000))
    assert sum(len(part.paragraphs) for part in parts) == 1_000_000
    assert len(parts) == 2_000_000 // PART_CHARACTERS


def test_a_part_brings_what_stands_before_it() -> None:
    page = make_page(1, "\n".join(f"{n:02}" + "w" * 98 for n in range(40)))
    first, second, *_, last = cut_page(page, 500)
    assert first.before() is None
    assert second.before() == page.text[: second.start].strip()
    before = last.before()
    assert before is not None
    assert before.startswith(page.text[:CONTEXT_CHARACTERS])
    assert before.endswith(page.text[: last.start].strip()[-CONTEXT_CHARACTERS:])
    assert len(before) < 2 * CONTEXT_CHARACTERS + 10


def test_a_part_says_which_it_is() -> None:
    page = make_page(1, "one\n" * 30, path="news/a.txt")
    assert cut_page(page)[0].subject == "'news/a.txt'"
    assert cut_page(page, 50)[1].subject == "'news/a.txt', part 2 of 2"


@few
@given(TEXTS.filter(str.strip), st.integers(1, 40))
def test_halves_hold_all_that_the_part_holds(text: str, times: int) -> None:
    [part] = cut_page(make_page(1, f"{text}\n" * times), limit=10**9)
    halves = part.halves()
    if halves is None:
        assert part.end - part.start < 2 * SMALLEST_PIECE_CHARACTERS
        return
    page = part.page.text
    whole, cut = ("".join(page[slice(*span)] for span in spans(each)) for each in ([part], halves))
    assert cut == whole
    assert halves[0].end <= halves[1].start
    numbers = [each.number for half in halves for each in half.paragraphs]
    assert sorted(set(numbers)) == [each.number for each in part.paragraphs]
    assert min(half.end - half.start for half in halves) > 0


def test_a_single_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    [part] = cut_page(make_page(1, "One sentence of some length stands here. " * 20))
    halves = part.halves()
    assert halves is not None
    assert [half.rows()[0][1].strip()[-5:] for half in halves] == ["here.", "here."]
    assert [half.paragraphs[0].number for half in halves] == [1, 1]
    assert halves[1].before() is not None
    assert (halves[1].index, halves[1].count) == (0, 1)


@pytest.mark.parametrize(
    ("text", "quote", "first"),
    [
        ("He came. J. Doe left.", "Doe left", "J. Doe"),
        ("He came. J. Doe left.", "J. Doe left", "J. Doe"),
        ("He came. Mr. Doe left.", "left", "Mr. Doe"),
        ("He came.   They left.", "They", "They"),
        ("He came\nThey left.", "left", "They"),
        ("He came. They left. All did.", "left", "They"),
    ],
)
def test_where_a_sentence_begins(text: str, quote: str, first: str) -> None:
    assert text[sentence_start(text, text.index(quote)) :].startswith(first)
