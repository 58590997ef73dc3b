from __future__ import annotations

from pathlib import Path

import pytest

from checker.kept_report import Report
from checker.report import terminal
from checker.report.contract import load_report
from checker.report.terminal import render_terminal
from tests.support.sample_report import make_report

KEPT = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks" / "report.json"


@pytest.fixture(scope="module")
def report() -> Report:
    return load_report(KEPT)


def test_conflicts_come_before_agreements_before_problems(report: Report) -> None:
    text = render_terminal(report)
    marks = ["Conflicts:", "Drift between", "Agreements on background", "Problems:"]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_the_gravest_conflict_comes_first(report: Report) -> None:
    first = next(each for each in report.findings if each.conflicts)
    text = render_terminal(report, width=200)
    assert text.index(first.question) < text.index("Agreements on background")
    assert text.index("HIGH") < text.index("LOW")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int) -> None:
    from rich.cells import cell_len

    assert max(cell_len(line) for line in render_terminal(report, width).splitlines()) <= width


def test_arabic_quotes_stand_on_lines_of_their_own_in_logical_order(report: Report) -> None:
    claims = {claim.id: claim for claim in report.claims}
    first = next(each for each in report.findings if each.conflicts)
    quote = claims[first.positions[0].claim_ids[0]].quote
    lines = [line.strip() for line in render_terminal(report, width=1000).splitlines()]
    assert f"“{' '.join(quote.split())}”" in [" ".join(line.split()) for line in lines]


def test_every_finding_and_problem_is_shown(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "FINDINGS_SHOWN", len(report.findings))
    text = " ".join(render_terminal(report, width=10_000).split())
    assert all(" ".join(each.question.split()) in text for each in report.findings)
    assert all(" ".join(each.reason.split()) in text for each in report.problems)


def test_of_many_findings_the_gravest_are_shown_and_the_rest_is_counted(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "FINDINGS_SHOWN", 3)
    whole = [each for each in report.findings if each.part_of is None]
    text = " ".join(render_terminal(report, width=10_000).split())
    shown, counted, _ = text.partition(f"{len(whole) - 3} more findings")
    assert counted
    assert [" ".join(each.question.split()) in shown for each in whole[:4]] == [True] * 3 + [False]


def test_plain_output_holds_no_escape_codes(report: Report) -> None:
    assert "\x1b" not in render_terminal(report)
    assert "\x1b" in render_terminal(report, color=True)


def test_control_characters_of_a_page_do_not_reach_the_terminal(report: Report) -> None:
    hostile = report.model_copy(update={"case": "a\x1b[31mb\x07\u202ec"})
    text = render_terminal(hostile)
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.mark.parametrize("aside", ["background", "common_ground"])
def test_agreements_on_background_and_common_ground_take_a_line_each(aside: str) -> None:
    made = make_report()
    claims = [each.model_copy(update={"main": False}) for each in made.claims]
    findings = [
        each.model_copy(update={aside: not each.conflicts, "parts": (), "part_of": None})
        for each in made.findings
    ]
    report = made.model_copy(update={"claims": tuple(claims), "findings": tuple(findings)})
    text = render_terminal(report, width=200)
    told = text[text.index("Agreements on background and what goes without saying") :]
    agreed = [each for each in findings if not each.conflicts]
    assert len(agreed) > 1
    for each in agreed:
        (line,) = [row for row in told.splitlines() if row.startswith(f"{each.id} ")]
        assert f"{each.question} {each.positions[0].answer} · " in line
    assert "Confirmed by independent sources" not in text
