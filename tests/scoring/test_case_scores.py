"""A report against a labelled file: recall, precision, and what is wrong in its own words."""

from __future__ import annotations

from typing import Any

import pytest

from checker.kept_report import Report
from checker.scoring.case_scores import CaseEvaluation, evaluate_report
from checker.scoring.labels import Expectations
from tests.support.sample_report import make_conflict, make_report

REPORT = make_report()
HELD = {"page": "p3", "words": "a direct meeting was held in Baku"}
DENIED = {"page": "p1", "words": "ونفت"}
FIFTEEN = {"page": "p1", "words": "وقُتل 15 شخصًا"}
SEVENTEEN = {"page": "p2", "words": "وقُتل 17 شخصًا"}
GOLAN = {"page": "p3", "words": "The Golan was occupied in 1967"}
MEETING: dict[str, Any] = {
    "name": "the meeting",
    "a": [HELD],
    "b": [DENIED],
    "types": ["denial", "status"],
    "relations": ["attributed_conflict"],
}
TOLL: dict[str, Any] = {"name": "the toll", "a": [FIFTEEN], "b": [SEVENTEEN], "types": ["number"]}


def evaluate(report: Report = REPORT, **expected: Any) -> CaseEvaluation:
    return evaluate_report("case", report, Expectations.model_validate(expected))


def recall(found: CaseEvaluation) -> dict[tuple[str, str], str]:
    return {(row.grouping, row.value): f"{row.met}/{row.expected}" for row in found.recall}


def precision(found: CaseEvaluation) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        (row.grouping, row.value): (row.right, row.judged, row.not_judged)
        for row in found.precision
    }


def test_all_right() -> None:
    found = evaluate(conflict=[MEETING, TOLL])
    assert found.wrong == ()
    assert recall(found) == {
        ("group", "conflict"): "2/2",
        ("relation", "any"): "1/1",
        ("relation", "attributed_conflict"): "1/1",
        ("type", "denial or status"): "1/1",
        ("type", "number"): "1/1",
        ("level", "any"): "2/2",
    }
    assert found.measures() == {"recall_conflict": 1.0, "precision_conflict": 1.0}


def test_what_the_file_says_nothing_of_is_not_judged() -> None:
    found = evaluate(conflict=[MEETING])
    rows = precision(found)
    assert rows["group", "conflict"][:2] == (1, 1)
    assert rows["type", "number"] == (0, 0, 1)
    [number] = [row for row in found.precision if row.value == "number"]
    assert number.precision is None


def test_what_is_missed_is_listed_with_its_words() -> None:
    missed = {"name": "the Golan", "a": [GOLAN], "b": [DENIED]}
    found = evaluate(conflict=[MEETING, missed])
    [wrong] = found.wrong
    assert (wrong.group, wrong.name) == ("conflict", "the Golan")
    assert wrong.why.startswith("missed")
    assert wrong.a == ("p3: The Golan was occupied in 1967",)
    assert found.measures()["recall_conflict"] == 0.5


def test_what_is_invented_is_listed_with_the_reports_quotes() -> None:
    found = evaluate(apart=[{"name": "two tolls", "a": [FIFTEEN], "b": [SEVENTEEN]}])
    [wrong] = found.wrong
    assert wrong.why == "invented: contradict, number, same_origin"
    assert wrong.a == ("قُتل 15 شخصًا في الاشتباكات",)
    assert found.measures() == {"recall_apart": 0.0, "precision_conflict": 0.0}


def test_a_conflict_called_otherwise_is_wrong_and_missed() -> None:
    found = evaluate(conflict=[{**TOLL, "types": ["cause"]}])
    assert sorted(wrong.why for wrong in found.wrong) == [
        "called otherwise: contradict, number, same_origin",
        "missed: its claims share no topic",
    ]
    assert precision(found)["group", "conflict"][:2] == (0, 1)


def test_what_the_report_takes_back_is_no_mistake() -> None:
    taken_back = make_conflict(relation="unsure", type="number")
    findings = tuple(
        each.model_copy(update={"conflicts": (taken_back,)}) if each.id == "f4" else each
        for each in REPORT.findings
    )
    report = REPORT.model_copy(update={"findings": findings})
    assert evaluate(report, apart=[{"name": "x", "a": [FIFTEEN], "b": [SEVENTEEN]}]).wrong == ()


@pytest.mark.parametrize("group", ["agreement", "furniture"])
def test_other_groups(group: str) -> None:
    expected: Any = {
        "agreement": [{"name": "x", "groups": [[HELD], [GOLAN]]}],
        "furniture": [GOLAN],
    }
    found = evaluate(REPORT, **{group: expected[group]})
    assert found.measures() == {f"recall_{group}": 0.0}
    assert [wrong.group for wrong in found.wrong] == [group]
