from __future__ import annotations

from pathlib import Path

import pytest

from checker.pipeline.estimate import estimate_run, render_estimate
from checker.pipeline.runs import open_case
from checker.report.contract import load_report

CASE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"


def test_the_calls_that_can_be_counted_are_counted() -> None:
    usage = load_report(CASE / "report.json").run.usage
    rows = {row.stage: row for row in estimate_run(open_case([str(CASE)]).pages)}
    for stage in ("extract_claims", "sort_events"):
        assert rows[stage].exact
        assert rows[stage].calls == usage[stage].calls


@pytest.mark.parametrize("name", ["prompt_tokens", "answer_tokens"])
def test_the_estimate_of_tokens_is_right_within_a_third_on_the_sample(name: str) -> None:
    usage = load_report(CASE / "report.json").run.usage
    rows = estimate_run(open_case([str(CASE)]).pages)
    spent = sum(getattr(each, name) for each in usage.values())
    assert sum(getattr(row, name) for row in rows) == pytest.approx(spent, rel=1 / 3)


def test_no_second_looks_are_counted_where_none_are_taken() -> None:
    pages = open_case([str(CASE)]).pages
    assert "verify_conflict" not in {row.stage for row in estimate_run(pages, verify=False)}


def test_twice_the_pages_cost_about_twice_as_much() -> None:
    pages = open_case([str(CASE)]).pages
    once, twice = (
        sum(row.answer_tokens for row in estimate_run(each)) for each in (pages, pages * 2)
    )
    assert twice == pytest.approx(2 * once, rel=0.1)


def test_the_lines_show_every_stage_and_the_total() -> None:
    rows = estimate_run(open_case([str(CASE)]).pages)
    text = render_estimate(rows)
    assert all(row.stage in text for row in rows)
    assert f"~{sum(row.calls for row in rows)}" in text
