"""Notes on a report's findings: found by key, marked where the finding changed, kept where gone."""

from __future__ import annotations

from typing import Any

import pytest

from checker.errors import InputError
from checker.found import Finding
from checker.kept_report import Report
from checker.notes.records import Notes, add_note
from checker.notes.standing import Words
from tests.support.sample_report import make_report


def noted_on(report: Report, id_: str, **said: Any) -> Notes:
    words = Words(report, Notes())
    return add_note(Notes(), words.new_note(finding_of(report, id_), **said))


def finding_of(report: Report, id_: str) -> Finding:
    return next(each for each in report.findings if each.id == id_)


def with_finding(report: Report, id_: str, **changes: Any) -> Report:
    changed = (
        each.model_copy(update=changes) if each.id == id_ else each for each in report.findings
    )
    return report.model_copy(update={"findings": tuple(changed)})


def test_a_note_is_found_by_key_whatever_the_id() -> None:
    report = with_finding(make_report(), "f1", key="abc123")
    notes = noted_on(report, "f1", status="checked", text="called the ministry", by="Anna")
    later = with_finding(report, "f1", id="f99")
    word = Words(later, notes).on(finding_of(later, "f99"))
    assert (word.statuses, word.changed, word.text) == (
        ("checked",),
        False,
        "Anna: called the ministry",
    )


@pytest.mark.parametrize(
    "changes",
    [{"question": "Another?"}, {"severity": "none"}, {"relation": "unsure"}, {"positions": ()}],
)
def test_a_finding_that_changed_says_so(changes: dict[str, Any]) -> None:
    report = with_finding(make_report(), "f1", key="abc123")
    notes = noted_on(report, "f1", status="checked")
    later = with_finding(report, "f1", **changes)
    assert Words(later, notes).on(finding_of(later, "f1")).changed


def test_order_and_ids_are_no_change() -> None:
    report = with_finding(make_report(), "f1", key="abc123")
    notes = noted_on(report, "f1", status="checked")
    finding = finding_of(report, "f1")
    turned = tuple(
        each.model_copy(update={"claim_ids": each.claim_ids[::-1]}) for each in finding.positions
    )
    later = with_finding(report, "f1", positions=turned, topic_id="t9", id="f7")
    assert not Words(later, notes).on(finding_of(later, "f7")).changed


def test_a_note_on_a_finding_that_is_gone_is_kept() -> None:
    report = with_finding(make_report(), "f1", key="abc123")
    notes = noted_on(report, "f1", status="dismissed", text="a rumour")
    later = report.model_copy(update={"findings": report.findings[1:]})
    (gone,) = Words(later, notes).gone
    assert (gone.finding, gone.text) == (finding_of(report, "f1").question, "a rumour")


def test_a_finding_is_named_by_the_beginning_of_its_key() -> None:
    report = with_finding(with_finding(make_report(), "f1", key="abc123x"), "f2", key="abc123y")
    words = Words(report, Notes())
    found = words.find("abc123x")
    assert found is not None
    assert found.id == "f1"
    assert words.find("f1") is None
    with pytest.raises(InputError, match=r"several findings .*: f1, f2"):
        words.find("abc123")
