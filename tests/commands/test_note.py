"""checker note: words on findings at the prompt, kept beside the report."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.memory import PastFinding
from checker.notes.files import load_notes
from checker.report.contract import render_json
from tests.support.sample_report import make_report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "report.json").write_text(render_json(make_report()), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


def note(*arguments: str, status: int = 0) -> str:
    return run("note", *arguments, status=status)


def test_a_finding_is_checked_and_the_word_is_shown_everywhere(folder: Path) -> None:
    said = note("F-1", "checked", "called the <ministry>", "--by", "Anna")
    assert "f1: checked" in said
    assert "report.notes.json" in said
    assert load_notes(folder / "report.notes.json").case == make_report().case
    for shown in (note(), note("f1"), run("show", "f1", "report.json")):
        assert "checked, Anna, " in shown
        assert "called the <ministry>" in shown
    markdown = run("render", "report.json", "--format", "markdown")
    assert "**checked** · Anna · " in markdown
    assert "called the &lt;ministry&gt;" in markdown
    page = run("render", "report.json", "--format", "html")
    assert "called the &lt;ministry&gt;" in page
    for form in ("findings-csv", "csv"):
        rows = csv.DictReader(io.StringIO(run("render", "report.json", "--format", form)))
        first = next(row for row in rows if row.get("finding_id", row.get("\ufefffinding_id")))
        assert (first["mark"], first["notes"]) == ("checked", "Anna: called the <ministry>")
        assert first["changed_since_noted"] == "no"
    assert json.loads(note("--json"))[0]["finding_id"] == "f1"


def test_a_new_word_says_what_it_replaces(folder: Path) -> None:
    note("f1", "checked", "by phone")
    assert "replaces: checked · by phone" in note("f1", "dismissed")
    assert "withdrawn" in note("f1", "withdraw")
    assert "nothing was noted yet" in note()
    assert "nothing was said of f1" in note("f1")
    assert "nothing was said of f1" in note("f1", "withdraw", status=2)


def test_two_files_are_joined_and_a_conflict_is_shown(folder: Path) -> None:
    note("f1", "checked", "--by", "Anna")
    mine = (folder / "report.notes.json").rename(folder / "anna.json")
    note("f1", "dismissed", "no such meeting\n\x1b[31m", "--by", "Ben")
    said = note("--join", str(mine))
    assert "joined: 1 new note, 2 in all" in said
    assert "in dispute: f1: " in said
    assert "checked · Anna" in said
    assert "dismissed · Ben · no such meeting" in said
    assert "\x1b" not in said
    assert "In dispute: one has checked" in note("f1")
    assert "In dispute: one has checked" in run("render", "report.json", "--format", "html")
    assert "joined: 0 new notes, 2 in all" in note("--join", str(mine))
    note("f1", "checked", "both of us looked")
    assert "in dispute" not in note("--join", str(mine))


def test_notes_of_another_case_are_refused(folder: Path) -> None:
    note("f1", "checked")
    path = folder / "report.notes.json"
    raw = json.loads(path.read_text("utf-8"))
    raw["case"], raw["notes"][0]["key"] = "Another", "123456"
    (folder / "other.json").write_text(json.dumps(raw), encoding="utf-8")
    before = path.read_bytes()
    assert "are on another case, 'Another'" in note("--join", "other.json", status=2)
    assert path.read_bytes() == before


def test_a_note_on_a_finding_that_is_gone_is_shown_as_such(folder: Path) -> None:
    note("f1", "dismissed", "a rumour")
    report = make_report()
    alone = {"disputed_by": (), "part_of": None, "parts": ()}
    others = tuple(each.model_copy(update=alone) for each in report.findings[1:])
    past = PastFinding(
        key=report.findings[0].key,
        question=report.findings[0].question,
        answers=(),
        relation="contradict",
        run=2,
        why="words_gone",
    )
    fewer = report.model_copy(update={"findings": others, "past": (past,)})
    (folder / "report.json").write_text(render_json(fewer), encoding="utf-8")
    for shown in (note(), run("render", "report.json", "--format", "markdown")):
        assert "Notes on findings that are gone" in shown
        assert report.findings[0].question in " ".join(shown.split())
        assert "No longer held: the words that it rests on" in " ".join(shown.split())
    table = run("render", "report.json", "--format", "findings-csv")
    last = [*csv.DictReader(io.StringIO(table.lstrip("\ufeff")))][-1]
    assert (last["finding_id"], last["section"], last["mark"]) == ("", "gone", "dismissed")
    assert last["notes"] == "a rumour"


def test_a_report_is_found_in_its_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    note("f1", "checked", "--report", str(folder))
    assert (folder / "report.notes.json").is_file()
    assert "cannot be read" in note("f1", "checked", status=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("f99", "checked"), "no finding or claim 'f99'"),
        (("c1", "checked"), "'c1' is a claim"),
        (("f1", "wrong"), "'wrong' is not one of"),
        (("f1", "note"), "nothing was noted"),
        (("f1", "withdraw"), "nothing was said of f1"),
        (("f1", "note", "x" * 10_001), "the note is too long"),
        (("--join", "none.json"), "cannot be read"),
        (("f1", "--join", "none.json"), "--join takes a file alone"),
        (("--lang", "xx"), "no interface in 'xx'"),
    ],
)
def test_mistakes_are_named(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in note(*arguments, status=2)
    assert not (folder / "report.notes.json").exists()


def test_a_damaged_file_is_named_before_anything_is_written(folder: Path) -> None:
    path = folder / "report.notes.json"
    path.write_text("{", encoding="utf-8")
    for command in (
        ("note", "f1", "checked"),
        ("render", "report.json", "--format", "html"),
        ("report", "israel-syria-talks", "--force"),
    ):
        assert "report.notes.json' is not JSON" in run(*command, status=2)
    assert path.read_text("utf-8") == "{"
    assert not (folder / "report.html").exists()


def test_notes_survive_a_run(folder: Path) -> None:
    run("report", "israel-syria-talks", "-q", "--force")
    note("f1", "checked", "called the ministry")
    before = (folder / "report.notes.json").read_bytes()
    run("report", "israel-syria-talks", "-q")
    assert (folder / "report.notes.json").read_bytes() == before
    assert "called the ministry" in (folder / "report.html").read_text("utf-8")
