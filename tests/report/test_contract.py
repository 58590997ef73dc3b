from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.errors import InputError
from checker.files import write_whole
from checker.kept_report import Report
from checker.report.contract import load_report, render_json, report_schema
from tests.support.sample_report import make_report

KEPT = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks" / "report.json"


def test_a_report_survives_writing_and_reading(tmp_path: Path) -> None:
    report = load_report(KEPT)
    again = tmp_path / "report.json"
    write_whole(again, render_json(report))
    assert load_report(again) == report


def test_the_schema_names_the_contract() -> None:
    schema = json.loads(report_schema())
    wanted = "schema_version case run pages articles origins claims topics findings problems"
    assert set(wanted.split()) == set(schema["required"]) | {"schema_version"}
    conflict = schema["$defs"]["Conflict"]["properties"]
    assert {"a", "b", "relation", "type", "why"} <= set(conflict)
    position = schema["$defs"]["Position"]["properties"]
    assert {"answer", "claim_ids", "voices", "outlets", "report_count"} <= set(position)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[: len(text) // 2], "cut off"),
        (lambda text: text.replace('_version": "2"', '_version": "9"'), "version '9'"),
        (lambda text: text.replace('"findings": [', '"finds": ['), "breaks the contract at"),
        (lambda text: "[]", "version None"),
    ],
    ids=["cut", "version", "field", "shape"],
)
def test_a_damaged_report_is_refused(tmp_path: Path, change: object, message: str) -> None:
    path = tmp_path / "report.json"
    assert callable(change)
    path.write_text(change(KEPT.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        load_report(path)
    assert "report.json" in str(caught.value)


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.json"):
        load_report(tmp_path / "nowhere.json")


def test_a_file_is_never_half_written(tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(target, "text")
    assert list(tmp_path.iterdir()) == [target]


def as_version_1(report: Report) -> dict[str, Any]:
    """The JSON of a report as version 1 wrote it."""
    raw: dict[str, Any] = {**json.loads(render_json(report)), "schema_version": "1"}
    del raw["voices"]
    for finding in raw["findings"]:
        del finding["support"]
        for position in finding["positions"]:
            del position["sources"], position["source_count"]
            for name in ("ids", "count", "note"):
                position[f"origin_{name}"] = position.pop(f"report_{name}")
    return raw


def test_a_report_of_version_1_is_read_and_its_sources_are_counted_anew(tmp_path: Path) -> None:
    kept = tmp_path / "old.json"
    made = make_report()
    kept.write_text(json.dumps(as_version_1(made)), encoding="utf-8")
    report = load_report(kept)
    assert report.schema_version == "2"
    assert [voice.name for voice in report.voices][:3] == ["Diplomatic source", "AFP", "Outlet 1"]
    for old, new in zip(made.findings, report.findings, strict=True):
        assert new.support == old.support
        for before, after in zip(old.positions, new.positions, strict=True):
            assert after.report_ids == before.report_ids
            assert after.source_count == before.source_count == len(after.sources)
    assert report.problems[-1].stage == "voices"
    assert "counted by spelling alone" in report.problems[-1].reason
    # It is written as a report of today's version, and then is read as such.
    kept.write_text(render_json(report), encoding="utf-8")
    assert load_report(kept) == report
