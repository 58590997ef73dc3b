"""The sample case read page by page, replayed: it holds what it holds when it is read at once."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from checker.kept_report import Report
from checker.pipeline.options import Options
from checker.pipeline.runs import Settings, open_case, run_case
from checker.report.contract import load_report, render_json
from checker.scoring.expectations import score_report
from checker.scoring.labels import read_expectations

CASE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"
PAGES = sorted(CASE.glob("*.txt"))
# Names, events, quotes, conflicts, ranking: one each beside the parts of a page, and one for the
# topic; two where it is new.
CALLS_BESIDE_PARTS = 7


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    """The report after each page."""
    case = tmp_path_factory.mktemp("steps") / "case"
    case.mkdir()
    (case / "case.toml").write_text('title = "Israel–Syria talks, page by page"\n', "utf-8")
    made: list[Report] = []
    for page in PAGES:
        shutil.copy(page, case)
        options = Options(since=made[-1] if made else None)
        settings = Settings(model="relay", replay=CASE / "page_by_page.yaml", options=options)
        kept = case.parent / "report.json"
        kept.write_text(render_json(run_case(open_case([str(case)]), settings).report), "utf-8")
        made.append(load_report(kept))
    return made


def test_all_that_is_labelled_is_found_or_kept_out(steps: list[Report]) -> None:
    scores = score_report(steps[-1], read_expectations(CASE / "expected.toml"))
    assert len(scores) == 36
    assert [each.name for each in scores if not each.met] == []


def test_a_page_costs_its_parts_and_what_it_touches(steps: list[Report]) -> None:
    for report in steps:
        assert report.complete
        usage = report.run.usage
        parts = usage["extract_claims"].calls
        assert sum(each.calls for each in usage.values()) <= parts + CALLS_BESIDE_PARTS


def test_what_stands_keeps_its_key(steps: list[Report]) -> None:
    for before, after in pairwise(steps):
        kept = {each.key for each in before.findings}
        ended = {each.key for each in after.past}
        assert kept <= {each.key for each in after.findings} | ended
