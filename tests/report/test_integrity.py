"""A report whose parts do not fit together is found out, whichever part was edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checker.kept_report import Report
from checker.report.integrity import find_faults
from tests.support.sample_report import make_report

Edit = Callable[[dict[str, Any]], object]


def test_a_report_as_it_was_made_has_no_faults() -> None:
    assert list(find_faults(make_report())) == []


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda r: r["claims"][0].update(quote="other words"), "does not stand at its place"),
        (lambda r: r["claims"][0].update(start=1), "does not stand at its place"),
        (lambda r: r["claims"][0].update(article_id="a99"), "does not stand at its place"),
        (lambda r: r["articles"][0].update(page_id="p99"), "does not stand at its place"),
        (lambda r: r["claims"][0].update(chain=[]), "its chain is empty"),
        (lambda r: r["origins"][0].update(article_ids=["a99"]), "names 'a99'"),
        (lambda r: r.update(topics=[{"id": "t1", "label": "x", "claim_ids": ["c999"]}]), "'c999'"),
        (lambda r: r["findings"][0]["positions"][0].update(claim_ids=["c999"]), "names 'c999'"),
        (lambda r: r["findings"][0]["positions"][0].update(report_ids=["o99"]), "names 'o99'"),
        (lambda r: r["findings"][0]["positions"][0].update(source_count=7), "counts other sources"),
        (
            lambda r: r["findings"][0]["positions"][0]["sources"][0].update(voice="v99"),
            "names 'v99'",
        ),
        (lambda r: r["voices"][0].update(speaks_for="v99"), "names 'v99'"),
        (
            lambda r: [r["voices"][n].update(speaks_for=f"v{2 - n}") for n in (0, 1)],
            "speaks for itself in a circle",
        ),
        (lambda r: r["findings"][0]["conflicts"][0].update(b=9), "does not have"),
        (lambda r: r["findings"][0]["conflicts"][0].update(a=-1), "does not have"),
    ],
)
def test_an_edit_is_found_out(edit: Edit, fault: str) -> None:
    record = make_report().model_dump(mode="json")
    edit(record)
    faults = list(find_faults(Report.model_validate(record)))
    assert any(fault in each for each in faults)
