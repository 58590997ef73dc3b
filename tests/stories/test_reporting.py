"""A folder of stories reported: one budget, resumed, and no story that stops the rest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from tests.support.endpoint import LocalEndpoint, Reply, completion, failure, serving
from tests.support.small_case import PAGES, answering, write_pages


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three stories of two pages each, which differ in a word."""
    monkeypatch.setenv("CHECKER_CACHE", str(tmp_path / "answers.sqlite3"))
    monkeypatch.chdir(tmp_path)
    rows = []
    for number in (1, 2, 3):
        pages = {name: text.strip() + f" {number}.\n" for name, text in PAGES.items()}
        write_pages(tmp_path / "all" / f"s{number}", pages)
        told = [{"file": name, "path": name, "sha256": f"{number}{name}"} for name in pages]
        row: dict[str, Any] = {"id": f"s{number}", "title": f"Story {number}", "pages": told}
        rows.append({**row, "outlets": ["A"], "languages": [], "first": None, "last": None})
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "all" / "stories.jsonl").write_text(text, encoding="utf-8")
    return tmp_path / "all"


def report(url: str, *flags: str) -> Result:
    command = ["report", "all", "--model", "m", "--base-url", url, *flags]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def done(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "reported.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def calls(endpoint: LocalEndpoint) -> int:
    return len(endpoint.bodies)


def test_each_story_has_its_report_and_the_list_its_gravest_conflicts(folder: Path) -> None:
    with serving(answering()) as endpoint:
        result = report(endpoint.url)
    assert result.exit_code == 0, result.output
    assert "3 of 3 stories reported, 0 failed" in result.stdout
    assert {row["conflict_count"] for row in done(folder).values()} == {1}
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="s2/report.html#f-1"' in page
    assert "Were the talks direct?" in page
    assert (folder / "s3" / "report.html").is_file()


def test_what_is_done_is_not_done_again_unless_its_pages_change(folder: Path) -> None:
    with serving(answering()) as endpoint:
        report(endpoint.url)
        first = calls(endpoint)
        report(endpoint.url)
        assert calls(endpoint) == first
        text = (folder / "stories.jsonl").read_text(encoding="utf-8")
        (folder / "stories.jsonl").write_text(text.replace("2one", "2changed"), encoding="utf-8")
        result = report(endpoint.url)
        assert "s2: grave conflicts: 1" in result.stdout
        assert "s1:" not in result.stdout
        assert calls(endpoint) == first, "the answers are in the cache"


def test_one_budget_for_all_and_the_next_run_goes_on(folder: Path) -> None:
    with serving(answering()) as endpoint:
        stopped = report(endpoint.url, "--max-calls", "7")
        assert stopped.exit_code == 3
        assert calls(endpoint) <= 7
        assert done(folder)["s1"]["incomplete"] is False
        assert done(folder)["s2"]["incomplete"] is True
        assert "s3" not in done(folder)
        assert report(endpoint.url).exit_code == 0
        assert {row["incomplete"] for row in done(folder).values()} == {False}
        assert calls(endpoint) > 7


def test_a_story_that_fails_does_not_stop_the_rest(folder: Path) -> None:
    shutil.rmtree(folder / "s2")
    with serving(answering()) as endpoint:
        result = report(endpoint.url)
    assert result.exit_code == 3
    assert "does not exist" in done(folder)["s2"]["failed"]
    assert "2 of 3 stories reported, 1 failed" in result.stdout
    assert "could not be reported" in (folder / "index.html").read_text(encoding="utf-8")


def test_an_endpoint_that_fails_stops_all_at_once(folder: Path) -> None:
    with serving(lambda body: failure(401, "no")) as endpoint:
        assert report(endpoint.url).exit_code == 3
        assert calls(endpoint) <= 2
    assert set(done(folder)) == {"s1"}


def test_a_dry_run_adds_the_stories_up_and_outputs_are_refused(folder: Path) -> None:
    result = CliRunner().invoke(main, ["report", "all", "--dry-run"])
    assert "3 stories" in result.stdout
    assert "extract_claims           6" in result.stdout
    refused = report("http://127.0.0.1:9/v1", "-o", "report.md")
    assert (refused.exit_code, "leave out" in refused.stderr) == (2, True)


def ask(url: str, question: str) -> Result:
    where = ["--model", "m", "--base-url", url]
    return CliRunner().invoke(main, ["ask", question, "all", *where], catch_exceptions=False)


def test_a_question_goes_to_the_stories_it_is_about(folder: Path) -> None:
    def by_story(about: dict[str, Any]) -> Reply:
        return completion({"assumptions": [], "positions": [], "unsaid": ["this"]})

    with serving(answering(answer_question=by_story)) as endpoint:
        assert "has a report yet" in ask(endpoint.url, "talks?").stderr
        report(endpoint.url)
        made = json.loads((folder / "s2" / "report.json").read_text(encoding="utf-8"))
        made["claims"][0]["statement"] = "The ferry sank."
        (folder / "s2" / "report.json").write_text(json.dumps(made), encoding="utf-8")
        before = calls(endpoint)
        result = ask(endpoint.url, "Did a ferry sink?")
        assert result.exit_code == 1, "the pages do not say"
        assert calls(endpoint) == before + 1
        assert "ferry" in json.dumps(endpoint.bodies[-1])
        assert ask(endpoint.url, "xylophone").exit_code == 2
    assert (folder / "claims.sqlite3").is_file()
