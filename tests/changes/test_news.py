"""What is new between two reports of one story."""

from __future__ import annotations

from typing import Any

from checker.changes.news import list_news
from checker.kept_report import Report
from tests.support.sample_report import make_report


def kinds(before: Report | None, after: Report) -> list[tuple[str, str]]:
    return [(each.kind, each.finding.id) for each in list_news(before, after)]


def with_first(report: Report, **changes: Any) -> Report:
    first = report.findings[0].model_copy(update=changes)
    return report.model_copy(update={"findings": (first, *report.findings[1:])})


def without_first(report: Report) -> Report:
    return report.model_copy(update={"findings": report.findings[1:]})


def test_of_a_first_report_the_conflicts_are_new() -> None:
    report = make_report()
    conflicts = {("new", each.id) for each in report.findings if each.conflicts}
    assert set(kinds(None, report)) == conflicts


def test_the_same_report_is_no_news() -> None:
    turned = make_report().model_copy(update={"findings": make_report().findings[::-1]})
    assert kinds(make_report(), turned) == []


def test_what_came_changed_and_went() -> None:
    report = make_report()
    assert kinds(without_first(report), report) == [("new", "f1")]
    assert kinds(report, without_first(report)) == [("gone", "f1")]
    assert kinds(report, with_first(report, severity="low")) == [("changed", "f1")]


def test_a_finding_that_was_renumbered_is_known_by_its_key() -> None:
    report = with_first(make_report(), key="k1")
    assert kinds(report, with_first(report, id="f77", topic_id="t9")) == []
