"""report.notes.json: read back as it was written, and named where it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.notes.files import load_notes, notes_path, read_notes, render_notes
from checker.notes.records import Notes, add_note
from tests.notes.test_records import word

NOTE = add_note(Notes(), word("k1", "checked")).notes[0].model_dump(mode="json")


def test_notes_come_back_as_they_were_written(tmp_path: Path) -> None:
    notes = add_note(Notes(case="المحادثات"), word("k1", "checked", "اتصلت بالوزارة\n<b>", "آنا"))
    path = notes_path(tmp_path / "report.json")
    assert path.name == "report.notes.json"
    path.write_text(render_notes(notes), encoding="utf-8")
    assert read_notes(path) == notes
    assert "اتصلت" in path.read_text(encoding="utf-8")


def test_no_file_is_no_notes(tmp_path: Path) -> None:
    assert read_notes(tmp_path / "report.notes.json") == Notes()
    with pytest.raises(InputError, match="cannot be read"):
        load_notes(tmp_path / "report.notes.json")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("{", "was it cut off"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "holds no notes"),
        ('{"schema_version": "2"}', "holds no notes"),
        ('{"version": 2, "notes": []}', "wrong at version"),
        ('{"notes": [{}]}', r"wrong at notes\.0\.id"),
        (json.dumps({"notes": [{**NOTE, "status": "true"}]}), r"wrong at notes\.0\.status"),
        (json.dumps({"notes": [{**NOTE, "text": "x" * 10_001}]}), r"wrong at notes\.0\.text"),
        (json.dumps({"notes": [{**NOTE, "key": "../x"}]}), r"wrong at notes\.0\.key"),
        (json.dumps({"notes": [{**NOTE, "at": "2026-03-01T12:00:00"}]}), r"wrong at notes\.0\.at"),
        (json.dumps({"notes": [{**NOTE, "more": 1}]}), r"wrong at notes\.0\.more"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "report.notes.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_notes(path)
    assert "report.notes.json" in str(caught.value)


def test_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "report.notes.json"
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(InputError, match="not UTF-8"):
        read_notes(path)
