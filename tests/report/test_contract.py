from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.report.contract import load_report, render_json, report_schema, write_whole

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
    assert {"answer", "claim_ids", "voices", "outlets", "origin_count"} <= set(position)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[: len(text) // 2], "cut off"),
        (lambda text: text.replace('_version": "1"', '_version": "9"'), "version '9'"),
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
