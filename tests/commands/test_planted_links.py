"""Links under the names that a run will write: none is followed, whatever is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from tests.support.endpoint import serving
from tests.support.small_case import answering, write_pages

MINE = "what the user keeps elsewhere"
NAMES = (
    "report.html",
    "report.json",
    "report.json.part",
    "report.run.jsonl",
    "log.jsonl",
    "tape.yaml",
    "tape.part",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    write_pages(project / "pages")
    monkeypatch.chdir(project)
    return project


def report(url: str, *flags: str) -> Result:
    env = {"OPENAI_BASE_URL": url, "CHECKER_MODEL": "m"}
    result = CliRunner().invoke(main, ["report", "pages", "-q", *flags], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def plant(folder: Path, name: str) -> Path:
    target = folder.parent / f"target of {name}"
    target.write_text(MINE, encoding="utf-8")
    (folder / name).symlink_to(target)
    return target


def test_no_planted_link_is_followed(folder: Path) -> None:
    targets = [plant(folder, name) for name in NAMES]
    with serving(answering()) as endpoint:
        flags = ("--cache", "a.sqlite3", "--log-json", "log.jsonl", "--force")
        assert report(endpoint.url, *flags).exit_code == 0
        recorded = report(endpoint.url, "--record", "tape.yaml", "--force")
    assert recorded.exit_code in (0, 2)  # what the link leads to is no cassette
    assert [target.read_text(encoding="utf-8") for target in targets] == [MINE] * len(NAMES)
    for name in ("report.html", "report.json", "report.run.jsonl", "log.jsonl"):
        assert not Path(name).is_symlink()
        assert MINE not in Path(name).read_text(encoding="utf-8")


def test_a_journal_that_is_a_link_is_no_journal(folder: Path) -> None:
    target = plant(folder, "new.yaml.journal")
    target.write_text("", encoding="utf-8")
    with serving(answering()) as endpoint:
        result = report(endpoint.url, "--record", "new.yaml", "--workers", "1")
        assert len(endpoint.bodies) <= 1
    assert (result.exit_code, "it is a link" in result.stderr) == (3, True), result.output
    assert target.read_text(encoding="utf-8") == ""


def test_a_link_to_a_report_of_mine_is_told_apart_from_a_file(folder: Path) -> None:
    target = plant(folder, "report.json")
    with serving(answering()) as endpoint:
        said = report(endpoint.url, "--cache", "a.sqlite3").stderr
    assert "report.json is no report that can be read; written beside it" in said
    assert target.read_text(encoding="utf-8") == MINE


def test_parts_of_a_page_go_into_no_linked_folder(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "report.parts").symlink_to(folder.parent / "elsewhere")
    with serving(answering()) as endpoint:
        result = report(endpoint.url, "--cache", "a.sqlite3")
        assert endpoint.bodies == []
    assert (result.exit_code, "is a link to another place" in result.stderr) == (2, True)
