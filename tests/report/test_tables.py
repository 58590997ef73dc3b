from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.kept_report import Report
from checker.report.sections import sort_findings
from checker.report.tables import (
    BOM,
    CLAIM_COLUMNS,
    COMPLETE,
    FINDING_COLUMNS,
    FORMULA_STARTS,
    USE_COLUMNS,
    harmless,
    render_claims_csv,
    render_findings_csv,
    render_uses_csv,
)
from tests.support.sample_report import hostile_report, make_report


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(StringIO(text.removeprefix(BOM), newline="")))


def test_claims_one_row_each() -> None:
    report = make_report()
    text = render_claims_csv(report)
    rows = read(text)
    assert [row["claim_id"] for row in rows] == [claim.id for claim in report.claims]
    assert text.splitlines()[0] == BOM + ",".join((*CLAIM_COLUMNS, COMPLETE))
    second = rows[1]
    assert second["quote"] == "نفت دمشق عقد أي لقاء مباشر"
    assert second["chain"] == "Syrian government → AFP → Outlet 1"
    assert (second["stance"], second["origin_id"], second["main"]) == ("denies", "o1", "yes")
    page = report.pages[0].text
    assert page[int(second["start"]) : int(second["end"])] == second["quote"]


def test_findings_one_row_each_in_the_order_of_the_report() -> None:
    rows = read(render_findings_csv(make_report()))
    assert [row["finding_id"] for row in rows] == ["f1", "f4", "f5", "f6", "f2", "f3", "f7"]
    assert list(rows[0]) == [*FINDING_COLUMNS, COMPLETE]
    assert rows[0]["positions"] == (
        "A: Yes, in Baku.; B: No, Damascus denies it.; C: The talks are indirect."
    )
    assert [row["verified"] for row in rows] == ["yes", "yes", "yes", "no", "", "", "no"]


def test_uses_one_row_for_each_claim_in_a_position() -> None:
    report = make_report()
    rows = read(render_uses_csv(report))
    assert list(rows[0]) == [*USE_COLUMNS, *CLAIM_COLUMNS, COMPLETE]
    expected = [
        (finding.id, claim_id)
        for _, findings in sort_findings(report)
        for finding in findings
        for position in finding.positions
        for claim_id in position.claim_ids
    ]
    assert [(row["finding_id"], row["claim_id"]) for row in rows] == expected


def test_rows_end_as_the_standard_says_and_text_is_utf_8() -> None:
    text = render_claims_csv(make_report())
    assert text.endswith("\r\n")
    assert text.encode()[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\ufeff=1", "\0=1"],
)
def test_a_formula_is_made_text(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize(("cell", "shown"), [(True, "yes"), (False, "no"), (-5, "-5"), (None, "")])
def test_cells_that_are_no_text(cell: bool | int | None, shown: str) -> None:
    assert harmless(cell) == shown


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n \0'\"a,;ع＝")))
def test_no_text_cell_begins_as_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.lstrip(" \ufeff").startswith(FORMULA_STARTS)
    assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'") or cell == text


@pytest.mark.parametrize("render", [render_claims_csv, render_findings_csv, render_uses_csv])
def test_no_cell_of_a_hostile_report_is_a_formula(render: object) -> None:
    assert callable(render)
    report: Report = hostile_report()
    for row in read(render(report)):
        for cell in row.values():
            assert not cell.lstrip().startswith(FORMULA_STARTS)
