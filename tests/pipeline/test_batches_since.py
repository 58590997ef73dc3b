"""Batches for a report that goes on: what is new goes out in batches, the report is the same."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.model import batch_endpoint
from checker.report.contract import load_report
from tests.support.batch_server import BatchServer, batching
from tests.support.endpoint import serving
from tests.support.small_case import name_of
from tests.support.town import Town, filler, told


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch_endpoint, "FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(batch_endpoint, "LONGEST_PAUSE_S", 0.0)
    write_page("a", told(1, 5, "mayor"), told(2, 7))
    write_page("b", told(1, 6), told(2, 7, "police"))
    write_page("c", told(11, 3), told(1, 5))


def write_page(name: str, *lines: str) -> None:
    Path("pages").mkdir(exist_ok=True)
    text = "\n\n".join([*lines, filler(name)])
    Path("pages", f"{name}.txt").write_text(text, encoding="utf-8")


def report(url: str, engine: str, *flags: str, pages: str = "pages") -> Result:
    where = ("--model", "town", "--base-url", url, "--cache", f"{engine}.sqlite3")
    command = ["report", pages, *where, "--engine", engine, *flags]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def first_report() -> None:
    """A report to go on with, and a page more."""
    with serving(Town().answer) as endpoint:
        assert report(endpoint.url, "threads", "-o", "old.json").exit_code == 0
    write_page("d", told(1, 9), told(12, 4), told(30, 2))


def asked(server: BatchServer) -> Counter[str]:
    rows = [json.loads(line) for text in server.files.values() for line in text.splitlines()]
    return Counter(name_of(row["body"]) for row in rows if "body" in row)


def test_what_is_new_goes_out_in_batches_and_the_report_is_that_of_the_threads() -> None:
    first_report()
    town = Town()
    since = ("--since", "old.json")
    with serving(town.answer) as endpoint:
        assert report(endpoint.url, "threads", *since, "-o", "threads.json").exit_code == 0
    with batching(Town().answer) as server:
        result = report(server.url, "batch", *since, "-o", "batch.json")
        assert result.exit_code == 0, result.output
        assert "/v1/chat/completions" not in server.paths
        assert asked(server) == town.asked
        again = report(server.url, "batch", *since, "-o", "again.json")
        assert again.exit_code == 0
        assert asked(server) == town.asked, "nothing is asked twice"
    assert Path("batch.json").read_bytes() == Path("threads.json").read_bytes()
    assert load_report(Path("batch.json")).since


def test_an_edited_page_and_a_page_that_vanished_go_on_in_batches() -> None:
    first_report()
    Path("pages/d.txt").unlink()
    Path("pages/c.txt").unlink()
    write_page("b", told(1, 8), told(2, 7, "police"))
    with serving(Town().answer) as endpoint:
        report(endpoint.url, "threads", "--since", "old.json", "-o", "threads.json")
    with batching(Town().answer) as server:
        assert report(server.url, "batch", "--since", "old.json", "-o", "b.json").exit_code == 0
    assert Path("b.json").read_bytes() == Path("threads.json").read_bytes()
    made = load_report(Path("b.json"))
    assert made.since
    assert (made.since.pages_gone, made.since.pages_edited) == (("p3",), ("p2",))


def test_a_run_that_is_stopped_leaves_the_old_report_and_goes_on() -> None:
    first_report()
    before = Path("old.json").read_bytes()
    to = ("--since", "old.json", "-o", "old.json")
    with batching(Town().answer) as server:
        stopped = report(server.url, "batch", *to, "--max-calls", "2")
        assert stopped.exit_code == 3
        assert Path("old.json").read_bytes() == before
        paid = asked(server)
        assert report(server.url, "batch", *to).exit_code == 0
        assert asked(server) >= paid
        assert asked(server)["extract_claims"] == 1
    assert Path("old.json").read_bytes() != before


def test_a_report_of_another_story_is_refused_before_its_questions_are_lost() -> None:
    first_report()
    for path in Path("pages").glob("*.txt"):
        path.unlink()
    write_page("x", told(900, 4), told(901, 5))
    with batching(Town().answer) as server:
        result = report(server.url, "batch", "--since", "old.json", "-o", "n.json")
    assert (result.exit_code, "is of another story" in result.stderr) == (2, True)
    assert not Path("n.json").exists()


def test_a_question_that_no_batch_answers_is_a_problem_of_the_report() -> None:
    first_report()
    with batching(Town().answer) as server:
        server.fate = lambda row: "failed" if name_of(row["body"]) == "extend_findings" else None
        result = report(server.url, "batch", "--since", "old.json", "-o", "batch.json")
    assert result.exit_code == 3
    made = load_report(Path("batch.json"))
    assert not made.complete
    assert any("held against nothing" in each.reason for each in made.problems)


# --- Folders of stories ---------------------------------------------------------------------------


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """Two stories of two pages each."""
    rows = []
    for number in (1, 2):
        folder = tmp_path / "all" / f"s{number}"
        folder.mkdir(parents=True)
        for name in ("a", "b"):
            lines = [told(number, 5 if name == "a" else 6), filler(f"{number}{name}")]
            (folder / f"{name}.txt").write_text("\n\n".join(lines), encoding="utf-8")
        rows.append(entry(number, ("a", "b")))
    write_list(tmp_path / "all", rows)
    return tmp_path / "all"


def entry(number: int, names: tuple[str, ...]) -> dict[str, Any]:
    pages = [
        {"file": f"{n}.txt", "path": f"{n}.txt", "sha256": f"{number}{n}{len(names)}"}
        for n in names
    ]
    told_of = {"outlets": ["A"], "languages": [], "first": None, "last": None}
    return {"id": f"s{number}", "title": f"Story {number}", "pages": pages, **told_of}


def write_list(folder: Path, rows: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "stories.jsonl").write_text(text, encoding="utf-8")


def test_stories_that_grew_go_on_with_their_reports_in_batches(stories: Path) -> None:
    with batching(Town().answer) as server:
        assert report(server.url, "batch", pages="all").exit_code == 0
    first = load_report(stories / "s1" / "report.json")
    grow(stories)
    with batching(Town().answer) as server:
        result = report(server.url, "batch", pages="all")
        assert result.exit_code == 0, result.output
        assert asked(server)["extract_claims"] == 1
        assert asked(server)["extend_findings"] == 1
        assert "compare_claims" not in asked(server)
    made = load_report(stories / "s1" / "report.json")
    assert made.since
    assert made.since.pages_new == ("p3",)
    assert {each.key for each in first.findings} <= {each.key for each in made.findings}
    assert load_report(stories / "s2" / "report.json").since is None


def grow(stories: Path) -> None:
    (stories / "s1" / "c.txt").write_text(f"{told(1, 9)}\n\n{filler('c')}", encoding="utf-8")
    write_list(stories, [entry(1, ("a", "b", "c")), entry(2, ("a", "b"))])


@pytest.mark.parametrize("engine", ["threads", "batch"])
def test_a_story_that_stops_while_it_goes_on_keeps_its_whole_report(
    stories: Path, engine: str
) -> None:
    kept = stories / "s1" / "report.json"
    with serving(Town().answer) as endpoint:
        assert report(endpoint.url, "threads", pages="all").exit_code == 0
    before = kept.read_bytes()
    grow(stories)
    flags = ("--max-calls", "2")
    if engine == "threads":
        with serving(Town().answer) as endpoint:
            stopped = report(endpoint.url, "threads", *flags, pages="all")
            again = report(endpoint.url, "threads", pages="all")
    else:
        with batching(Town().answer) as server:
            stopped = report(server.url, "batch", *flags, pages="all")
            again = report(server.url, "batch", pages="all")
    assert stopped.exit_code == 3
    assert again.exit_code == 0, again.output
    assert kept.read_bytes() != before
    made = load_report(kept)
    assert made.since
    assert (made.complete, made.since.run, made.since.afresh) == (True, 2, None)


def test_all_stories_are_read_anew_where_that_is_said(stories: Path) -> None:
    with serving(Town().answer) as endpoint:
        report(endpoint.url, "threads", pages="all")
        town = Town()
    with serving(town.answer) as endpoint:
        result = report(endpoint.url, "threads", "--afresh", "--cache", "b.sqlite3", pages="all")
    assert result.exit_code == 0
    assert town.asked["extract_claims"] == 4
    made = load_report(stories / "s1" / "report.json")
    assert made.since
    assert made.since.afresh
    assert made.since.findings_new == ()


def test_one_report_is_not_that_of_many_stories(stories: Path) -> None:
    result = report("http://127.0.0.1:9/v1", "batch", "--since", "old.json", pages="all")
    assert (result.exit_code, "leave out --since" in result.stderr) == (2, True)


def test_a_damaged_report_fails_its_story_alone(stories: Path) -> None:
    (stories / "s1" / "report.json").write_text("{", encoding="utf-8")
    with batching(Town().answer) as server:
        result = report(server.url, "batch", pages="all")
    assert result.exit_code == 3, result.output
    assert "s1: " in result.stdout
    assert "is not JSON" in result.stdout
    assert load_report(stories / "s2" / "report.json").findings


# --- Files for endpoints that take them offline ---------------------------------------------------


def test_files_hold_what_a_report_that_goes_on_asks() -> None:
    first_report()
    where = ["--model", "town", "--base-url", "http://offline/v1", "--cache", "c.sqlite3"]
    since = ["--since", "old.json"]
    town, rounds = Town(), 0
    while True:
        command = ["batch", "write", "pages", "-o", "requests.jsonl", *where, *since]
        written = CliRunner().invoke(main, command, catch_exceptions=False)
        assert written.exit_code == 0, written.output
        if "asks nobody" in written.stdout:
            break
        rounds += 1
        rows = [json.loads(line) for line in Path("requests.jsonl").read_text("utf-8").splitlines()]
        answers = [
            {
                "custom_id": row["custom_id"],
                "response": {
                    "status_code": 200,
                    "body": json.loads(town.answer(row["body"]).content),
                },
            }
            for row in rows
        ]
        text = "".join(f"{json.dumps(row)}\n" for row in answers)
        Path("answers.jsonl").write_text(text, encoding="utf-8")
        command = ["batch", "read", "answers.jsonl", "pages", *where, *since]
        assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    assert rounds > 2
    command = ["report", "pages", *where, *since, "-o", "offline.json"]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    with serving(Town().answer) as endpoint:
        report(endpoint.url, "threads", *since, "-o", "threads.json")
    assert town.asked["extract_claims"] == 1
    assert Path("offline.json").read_bytes() == Path("threads.json").read_bytes()
