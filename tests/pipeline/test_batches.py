"""The batch engine: the report of the threads, killed runs found again, faults asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from checker.cli import main
from checker.model import batch_endpoint
from checker.model.batch_files import cut_files, read_answers
from tests.support.batch_server import BatchServer, batching
from tests.support.endpoint import completion, failure, serving
from tests.support.small_case import ANSWERS, answering, name_of, write_pages


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch_endpoint, "FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(batch_endpoint, "LONGEST_PAUSE_S", 0.0)
    write_pages(tmp_path / "pages")


def checker(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def report(url: str, *flags: str, engine: str = "batch") -> Result:
    where = ("--model", "m", "--base-url", url, "--cache", f"{engine}.sqlite3")
    return checker("report", "pages", *where, "--engine", engine, "-o", f"{engine}.json", *flags)


def made(engine: str) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(Path(f"{engine}.json").read_text(encoding="utf-8"))
    return whole


def test_the_report_is_that_of_the_threads() -> None:
    with serving(answering()) as endpoint:
        assert report(endpoint.url, engine="threads").exit_code == 0
    with batching(answering()) as server:
        result = report(server.url)
        assert result.exit_code == 0, result.output
        assert "/v1/chat/completions" not in server.paths
        assert len(server.batches) == 5, "a batch a stage; names and events in one"
    assert Path("batch.json").read_bytes() == Path("threads.json").read_bytes()
    assert "answers: 7 of" in result.stderr


def test_a_killed_run_finds_its_batches_again() -> None:
    with batching(answering()) as server:
        server.polls = 10**9
        looks = 0

        def give_up(seconds: float) -> None:
            nonlocal looks
            looks += 1
            if looks > 3:
                raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(batch_endpoint.BatchEndpoint.__init__, "__defaults__", (give_up,))
            assert report(server.url).exit_code == 130
        assert len(server.batches) == 1
        server.polls = 2
        assert report(server.url).exit_code == 0
        assert len(server.batches) == 5
    assert not [path for path in Path().glob("*.batches-*") if path.read_text("utf-8")]


@pytest.mark.parametrize("fate", ["expired", "lost"])
def test_what_a_batch_did_not_answer_is_asked_again(fate: str) -> None:
    seen: set[str] = set()

    def once(row: dict[str, Any]) -> str | None:
        first = row["custom_id"] not in seen
        seen.add(row["custom_id"])
        return fate if first else None

    with batching(answering()) as server:
        server.fate = once
        assert report(server.url).exit_code == 0
        assert len(server.batches) == 10
    assert len(made("batch")["findings"]) == 1


def test_what_never_has_an_answer_is_a_problem_in_the_report() -> None:
    with batching(answering()) as server:
        server.fate = lambda row: "failed" if name_of(row["body"]) == "verify_conflict" else None
        result = report(server.url)
    assert result.exit_code == 3
    [conflict] = made("batch")["findings"][0]["conflicts"]
    assert "HTTP 400" in conflict["second_look"]["failed"]


def test_an_answer_of_no_use_is_asked_for_again_and_then_reported() -> None:
    bad = answering(sort_events=lambda about: completion("no JSON"))
    with batching(bad) as server:
        assert report(server.url).exit_code == 3
        asked = [json.loads(line) for text in server.files.values() for line in text.splitlines()]
        sorts = [row for row in asked if "body" in row and name_of(row["body"]) == "sort_events"]
    assert len(sorts) == 3
    assert any("sorted" in each["reason"] for each in made("batch")["problems"])


def test_a_batch_that_fails_as_a_whole_says_why_and_is_not_found_again() -> None:
    with batching(answering()) as server:
        server.end = "failed"
        first = report(server.url)
        assert (first.exit_code, "Line 1 is no JSON" in first.stderr) == (3, True)
        server.end = "completed"
        assert report(server.url).exit_code == 0


def test_an_endpoint_without_batches_and_a_budget_say_so_before_anything_is_sent() -> None:
    with serving([failure(400)]) as endpoint:
        result = report(endpoint.url)
        assert (result.exit_code, "has no Batch API" in result.stderr) == (3, True)
        assert endpoint.bodies == []
    with batching(answering()) as server:
        result = report(server.url, "--max-calls", "1")
        assert (result.exit_code, "--max-calls 1" in result.stderr) == (3, True)
        assert server.files == {}


def test_a_dry_run_shows_half_the_price() -> None:
    prices = ("--dry-run", "--price-in", "2", "--price-out", "8")
    whole = checker("report", "pages", *prices).stdout
    half = checker("report", "pages", *prices, "--engine", "batch").stdout
    assert "at 2 and 8 a million" in whole
    assert "at 1 and 4 a million" in half
    assert "half the prices" in half


# --- Files for endpoints that take them offline ---------------------------------------------------


def offline(server: BatchServer, path: Path) -> Path:
    """What `vllm run-batch` does with a file."""
    asked = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    answers = path.with_name("answers.jsonl")
    rows = [
        {
            "custom_id": row["custom_id"],
            "response": {
                "status_code": 200,
                "body": json.loads(completion(answer_to(row["body"])).content),
            },
            "error": None,
        }
        for row in asked
    ]
    answers.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return answers


def answer_to(body: dict[str, Any]) -> dict[str, Any]:
    return ANSWERS[name_of(body)](json.loads(body["messages"][1]["content"]))


def test_files_written_and_read_by_hand_come_to_the_same_report() -> None:
    where = ("--model", "m", "--base-url", "http://offline/v1", "--cache", "c.sqlite3")
    with batching(answering()) as server:
        for _ in range(5):
            written = checker("batch", "write", "pages", "-o", "requests.jsonl", *where)
            assert "written: requests.jsonl" in written.stdout
            answers = offline(server, Path("requests.jsonl"))
            assert checker("batch", "read", str(answers), "pages", *where).exit_code == 0
    assert "asks nobody" in checker("batch", "write", "pages", "-o", "r.jsonl", *where).stdout
    assert checker("report", "pages", *where, "-o", "offline.json").exit_code == 0
    with serving(answering()) as endpoint:
        report(endpoint.url, engine="threads")
    assert Path("offline.json").read_bytes() == Path("threads.json").read_bytes()


def test_a_file_that_holds_no_answers_is_refused() -> None:
    Path("answers.jsonl").write_text('{"custom_id": "x", "response": null}\nno\n', "utf-8")
    where = ("--model", "m", "--base-url", "http://offline/v1", "--cache", "c.sqlite3")
    result = checker("batch", "read", "answers.jsonl", "pages", *where)
    assert (result.exit_code, "line 2 of 'answers.jsonl'" in result.stderr) == (2, True)


@given(st.lists(st.text(max_size=9), max_size=20), st.integers(1, 5), st.integers(1, 30))
def test_files_keep_to_the_limits_and_lose_nothing(
    lines: list[str], requests: int, size: int
) -> None:
    files = list(cut_files(lines, requests, size))
    assert [line for part in files for line in part] == lines
    for part in files:
        assert len(part) <= requests
        assert len(part) == 1 or sum(len(line.encode("utf-8")) for line in part) <= size


def test_answers_that_failed_say_how() -> None:
    rows = [
        {"custom_id": "a", "response": {"status_code": 500, "body": {}}, "error": None},
        {"custom_id": "b", "response": None, "error": {"code": "batch_expired"}},
        {"custom_id": "c", "response": {"status_code": 200, "body": {"odd": 1}}},
    ]
    answers = read_answers([json.dumps(row) for row in rows], "file")
    assert [answer.again for answer in answers] == [True, True, True]
    assert [answer.completion for answer in answers] == [None, None, None]
    assert answers[1].fault == "batch_expired"
