"""One finding or claim: the right record, and its quote in its own sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.data import Claim
from checker.errors import InputError
from checker.found import Finding
from checker.report.single import AROUND, around, find_record, render_record
from tests.support.sample_report import HOSTILE, hostile_report, make_report

TEXT = (
    "A headline\nFirst sentence. Second one! Third one? They met in Baku on Saturday. Fifth one. "
    "Sixth one. Seventh one.\nAnother paragraph."
)


def test_the_sentence_and_one_neighbour_on_each_side() -> None:
    start = TEXT.index("met in Baku")
    before, after = around(TEXT, start, start + len("met in Baku"))
    assert before == "Third one? They "
    assert after == " on Saturday. Fifth one."


def test_a_passage_stays_on_its_line() -> None:
    start = TEXT.index("Another")
    assert around(TEXT, start, start + 7) == ("", " paragraph.")


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "alpha " * 200 + "quote" + " omega" * 200
    start = text.index("quote")
    before, after = around(text, start, start + 5)
    assert before.startswith("… alpha ")
    assert after.endswith(" omega …")
    assert max(len(before), len(after)) <= AROUND + 2


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab .؟\nو", max_size=900), st.integers(0, 900), st.integers(1, 20))
def test_a_passage_is_the_text_of_the_page(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    if start < end:
        before, after = around(text, start, end)
        assert text[:start].endswith(before.removeprefix("… "))
        assert text[end:].startswith(after.removesuffix(" …"))


@pytest.mark.parametrize(("id_", "kind"), [("f1", Finding), ("F1", Finding), (" c9 ", Claim)])
def test_find(id_: str, kind: type) -> None:
    found = find_record(make_report(), id_)
    assert isinstance(found, kind)
    assert found.id == id_.strip().lower()


@pytest.mark.parametrize("id_", ["", "f0", "1", "c10", "finding 1", "\x1b[31m"])
def test_find_nothing(id_: str) -> None:
    with pytest.raises(InputError, match="no finding or claim"):
        find_record(make_report(), id_)


def test_a_claim_in_no_finding_is_shown_alone() -> None:
    report = make_report()
    text = render_record(report, find_record(report, "c9"), 100)
    assert "⟦🇸🇾 - A diplomatic source said⟧" in text
    assert "f1" not in text


def test_nothing_of_a_page_steers_the_terminal() -> None:
    report = hostile_report()
    ids = ("f1", *(f"c{n}" for n in range(1, len(HOSTILE) + 1)))
    for id_ in ids:
        text = render_record(report, find_record(report, id_))
        assert not set(text) & {"\x1b", "\x00", "\u202e", "\u2066"}
