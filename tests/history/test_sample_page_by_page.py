"""The sample case read page by page, its claims as recorded: what is shown side by side.

What the model would say of it is not recorded. That it can say it is what is held here: claims
which the kept report sets against each other stand in one question, however events are sorted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.intake.pages import read_case
from checker.kept_report import Report
from checker.library import check
from checker.model.answer import T
from checker.pipeline.options import Options
from checker.prompts import Prompt
from checker.report.contract import load_report

CASE = Path("fixtures/israel-syria-talks")
Said = dict[str, Any]
Pair = frozenset[str]


@pytest.fixture(scope="module")
def recorded() -> dict[str, Said]:
    """The recorded answers about parts, by what was asked."""
    with (CASE / "cassette.yaml").open(encoding="utf-8") as file:
        rows = yaml.load(file, Loader=yaml.CSafeLoader)["interactions"]
    found = {}
    for row in rows:
        body, reply = row["request"]["body"]["json"], row["response"]["body"]["json"]
        if body["response_format"]["json_schema"]["name"] == "extract_claims":
            about = json.loads(body["messages"][1]["content"])
            found[json.dumps(about)] = json.loads(reply["choices"][0]["message"]["content"])
    return found


class Reader:
    """Reads pages as recorded, makes a storyline of each new page, and finds nothing."""

    model = "reader"

    def __init__(self, recorded: Mapping[str, Said]) -> None:
        self._recorded = recorded
        self.asked: list[tuple[str, Said]] = []

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        told = json.loads(json.dumps(about))
        self.asked.append((prompt.name, told))
        return answer_type.model_validate(self._say(prompt.name, told))

    def _say(self, name: str, about: Said) -> Said:
        if name == "extract_claims":
            return self._recorded[json.dumps(about)]
        if name == "unite_voices":
            return {"voices": [], "bodies": []}
        events = [row[0] for row in about.get("events", ())]
        if name == "sort_events":
            return {"storylines": [{"label": "first", "events": events}]}
        if name == "place_events":
            line = f"page {len(about['storylines'])}"
            return {"placed": [], "new": [{"label": line, "events": events}]}
        weighed = [{"n": row[0], "why": "-", "conflict": False} for row in about.get("open", ())]
        rows = [{"n": row[0], "why": "-", "meets": "nothing"} for row in about.get("weigh", ())]
        answers: dict[str, Said] = {
            "compare_claims": {"findings": []},
            "find_overlooked": {"weighed": weighed, "meets": [], "across": [], "findings": []},
            "extend_findings": {"weighed": rows, "extended": [], "findings": []},
        }
        return answers[name]


def build_up(recorded: Mapping[str, Said]) -> list[tuple[str, Said]]:
    """The requests of five runs, each with a page more."""
    pages = read_case([str(CASE)]).pages
    asked, report = [], None
    for count in range(1, len(pages) + 1):
        reader = Reader(recorded)
        report = check(pages[:count], reader, options=Options(since=report))
        asked += reader.asked
    return asked


def statements(about: Said) -> dict[int, str]:
    return {
        row["id"]: row["says"]
        for article in about["articles"]
        for claim in article["claims"]
        for row in (claim, *claim.get("reprint", ()))
    }


def opposed(kept: Report, level: str | None = None) -> Iterator[set[Pair]]:
    """For each conflict the pairs of statements that show it."""
    says = {claim.id: claim.statement for claim in kept.claims}
    for finding in kept.findings:
        for conflict in finding.conflicts:
            sides = [finding.positions[n].claim_ids for n in (conflict.a, conflict.b)]
            if level in (None, conflict.level):
                yield {frozenset({says[a], says[b]}) for a, b in product(*sides)}


def test_nearly_every_conflict_of_the_kept_report_is_shown_in_one_question(
    recorded: dict[str, Said],
) -> None:
    shown = [
        {*statements(about).values()} for _, about in build_up(recorded) if "articles" in about
    ]
    kept = load_report(CASE / "report.json")
    conflicts = list(opposed(kept))
    assert len(conflicts) > 10
    lost = [
        pairs for pairs in conflicts if not any(pair <= told for pair in pairs for told in shown)
    ]
    assert len(lost) <= len(conflicts) / 7, lost


def test_nearly_every_drift_of_the_kept_report_is_put_side_by_side(
    recorded: dict[str, Said],
) -> None:
    weighed: set[Pair] = set()
    for name, about in build_up(recorded):
        if name == "extend_findings":
            says = statements(about)
            weighed |= {
                frozenset({says[row[1]], says[n]}) for row in about["weigh"] for n in row[2]
            }
    drifts = list(opposed(load_report(CASE / "report.json"), "same_origin"))
    assert len(drifts) >= 3
    lost = [pairs for pairs in drifts if not pairs & weighed]
    assert len(lost) <= len(drifts) / 5, lost
