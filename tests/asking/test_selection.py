"""Filters of claims: names by words and spellings, days by what a claim speaks of."""

from __future__ import annotations

import json
from datetime import date

import pytest

from checker.asking.selection import Filters, select_claims
from checker.report.claim_list import render_claims_jsonl
from tests.support.sample_report import make_report


def chosen(**filters: object) -> list[int]:
    report = select_claims(make_report(), Filters(**filters))  # type: ignore[arg-type]
    return [int(claim.id[1:]) for claim in report.claims]


def test_no_filter_keeps_all_claims_and_no_finding() -> None:
    report = select_claims(make_report(), Filters())
    assert report.claims == make_report().claims
    assert (report.findings, report.topics, report.problems) == ((), (), ())


@pytest.mark.parametrize("name", ["Syrian government", "the syrian Government", "Syrian goverment"])
def test_a_voice_in_any_spelling(name: str) -> None:
    assert chosen(voices=(name,)) == [2, 6]


def test_the_outlet_that_published_is_a_voice_only_where_it_speaks_itself() -> None:
    assert chosen(voices=("Outlet 1",)) == [3, 4]
    assert chosen(outlets=("Outlet 1",)) == [1, 2, 3, 4]


def test_any_of_one_filter_and_all_of_several() -> None:
    assert chosen(stances=("denies", "has_not_commented")) == [2, 6]
    assert chosen(stances=("denies",), outlets=("Outlet 2", "Outlet 3")) == [6]
    assert chosen(stances=("denies",), outlets=("Outlet 3",)) == []


def test_a_name_without_a_word_matches_nothing() -> None:
    assert chosen(voices=("…",)) == []


def test_days_are_those_of_the_claim_else_of_its_article() -> None:
    assert chosen(until=date(1967, 6, 1)) == [8]  # "in 1967" is the whole year
    assert chosen(since=date(2025, 7, 13)) == [9]  # no day of its own; published on the 13th
    assert chosen(since=date(1967, 12, 31), until=date(2025, 7, 12)) == [1, 2, 3, 4, 7, 8]
    assert 5 not in chosen(since=date(1, 1, 1))  # neither day is known


def test_all_words_of_a_text_on_one_side() -> None:
    assert chosen(text="direct MEETINGS") == [7]
    assert chosen(text="direct 1967") == []
    assert chosen(text="statement 5") == [5]


def test_what_a_page_says_cannot_break_a_line() -> None:
    report = make_report(case="a\nb")
    claim = report.claims[0].model_copy(update={"statement": "one\ntwo\u2028three"})
    text = render_claims_jsonl(report.model_copy(update={"claims": (claim,)}))
    assert len(text.splitlines()) == 1
    assert json.loads(text)["statement"] == claim.statement
