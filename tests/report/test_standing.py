"""Who stands behind a position, in words that cannot be misread."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from checker.found import Finding, Position
from checker.report.brief import render_brief
from checker.report.catalogue import load_catalogue
from checker.report.claimreview import render_claimreview
from checker.report.html import render_html
from checker.report.markdown import render_markdown
from checker.report.single import render_record
from checker.report.standing import rests_on_one, say_standing
from checker.report.tables import render_findings_csv
from checker.report.terminal import render_terminal
from tests.support.sample_report import (
    make_conflict,
    make_finding,
    make_position,
    make_report,
    make_source,
)

ENGLISH, ARABIC = load_catalogue("en"), load_catalogue("ar")
STATE: dict[str, Any] = {
    "party": "United States",
    "speakers": ("Pentagon", "United States", "White House"),
}


def position(outlets: int, *sources: dict[str, Any]) -> Position:
    made = make_position("Yes.", (1,), ("X",))
    found = tuple(make_source("Pentagon", (1,), **each) for each in sources)
    return made.model_copy(
        update={
            "sources": found,
            "source_count": len(found),
            "outlets": tuple(f"Outlet {n}" for n in range(outlets)),
            "report_count": outlets,
        }
    )


def test_one_government_through_three_outlets_reads_as_one_source() -> None:
    assert say_standing(position(3, STATE), ENGLISH) == (
        "one source, in 3 outlets: United States (Pentagon, White House) · 3 reports"
    )
    assert say_standing(position(3, STATE), ARABIC) == (
        "مصدر واحد، في 3 منابر: United States (Pentagon، White House) · 3 تقارير"
    )


def test_two_sources_are_named() -> None:
    iran = {"speakers": ("Iran",)}
    assert say_standing(position(2, STATE, iran), ENGLISH) == (
        "2 sources, in 2 outlets: United States (Pentagon, White House); Iran · 2 reports"
    )


def test_a_count_in_doubt_says_probably_and_why() -> None:
    doubtful = {**STATE, "certainty": "probable", "doubts": ("own_words", "party_in_doubt")}
    told = say_standing(position(1, doubtful), ENGLISH)
    assert told.startswith("probably one source, in 1 outlet: United States")
    assert "(an outlet's own words counted with whom it quotes; some of these voices only " in told


def test_many_sources_are_cut_and_counted() -> None:
    told = say_standing(position(9, *({"speakers": (f"S{n}",)} for n in range(9))), ENGLISH)
    assert "S4; and 4 more · 9 reports" in told


@pytest.fixture(scope="module")
def two_accounts() -> Finding:
    one, other = (make_position(answer, (n,), ("AFP",)) for n, answer in ((1, "A"), (5, "B")))
    return make_finding(1, "Whose?", (one, other), make_conflict())


def test_a_conflict_whose_sides_rest_on_one_source_says_so(two_accounts: Finding) -> None:
    report = make_report(findings=(two_accounts,))
    assert rests_on_one(two_accounts)
    assert "all of this rests on one source" in render_terminal(report, 200)
    assert "all of this rests on one source" in render_markdown(report)


def test_a_conflict_of_two_sources_does_not(two_accounts: Finding) -> None:
    report = make_report()
    assert not rests_on_one(report.findings[0])
    shown = render_terminal(make_report(findings=(report.findings[0],)), 200)
    assert "all of this rests on one source" not in shown


def test_every_form_says_that_all_rests_on_one_source(two_accounts: Finding) -> None:
    report = make_report().model_copy(update={"findings": (two_accounts,)})
    assert rests_on_one(two_accounts)
    said = "all of this rests on one source"
    assert said in render_record(report, two_accounts, width=200)
    assert said in render_brief(report)
    assert said in render_html(report)
    assert said in render_claimreview(report).lower()
    head, row = csv.reader(io.StringIO(render_findings_csv(report).removeprefix("\ufeff")))
    assert row[head.index("rests_on_one_source")] == "yes"


def test_outlets_that_only_their_pages_name_are_said_to_be_that() -> None:
    report = make_report()
    assert "Only the pages themselves" not in render_terminal(report)
    pages = (report.pages[0].model_copy(update={"outlet": "BBC", "outlet_from": "page"}),)
    report = report.model_copy(update={"pages": (*pages, *report.pages[1:])})
    said = "Only the pages themselves say that they are of these outlets: BBC."
    assert said in render_terminal(report, width=200)
    assert said in render_markdown(report)
    assert "Only the pages themselves" in render_html(report)
