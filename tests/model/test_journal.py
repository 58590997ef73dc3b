"""The run record and the log: a line for each thing that happened, and not a word of text."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.model.calls import Call
from checker.model.journal import EventLog, Lines, RunRecord
from checker.model.watching import Watches
from checker.prompts import Prompt

CALL = Call(
    Prompt("give_word", 2, "Give the word."), 10, 5, 0, False, "d1", "m", 2, 340, "asked again"
)


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_both_files_of_a_run(tmp_path: Path) -> None:
    record, log = tmp_path / "report.run.jsonl", tmp_path / "log.jsonl"
    with closing(Lines(record)) as one, closing(Lines(log)) as two:
        watch = Watches([RunRecord(one), EventLog(two)])
        watch.begin("claims", 1)
        watch.sent()
        watch.retry("give_word", "RateLimitError", 7.12345)
        watch.answer(CALL)
        watch.advance("claims")
        watch.stop("no more")
        assert len(rows(record)) == 1, "it is on disk at once"
    answer = {
        "request": "d1",
        "prompt": "give_word",
        "version": 2,
        "model": "m",
        "attempts": 2,
        "prompt_tokens": 10,
        "prefix_tokens": 0,
        "answer_tokens": 5,
        "milliseconds": 340,
        "cached": False,
        "outcome": "asked again",
    }
    assert rows(record) == [answer]
    events = rows(log)
    assert [row["event"] for row in events] == ["begin", "retry", "answer", "stop"]
    assert all(str(row.pop("time")).endswith("+00:00") for row in events)
    assert events[1] == {
        "event": "retry",
        "prompt": "give_word",
        "error": "RateLimitError",
        "seconds": 7.123,
    }
    assert events[2] == {"event": "answer", **answer}


def test_lines_of_many_threads_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with closing(Lines(path)) as lines, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: lines.write({"n": n, "text": "خبر" * 200}), range(200)))
    assert sorted(row["n"] for row in rows(path)) == list(range(200))  # type: ignore[type-var]


def test_nothing_is_written_before_the_first_line_or_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("older\n", encoding="utf-8")
    lines = Lines(path)
    lines.close()
    lines.write({"n": 1})
    assert path.read_text(encoding="utf-8") == "older\n"


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "log.jsonl"):
        with pytest.raises(InputError, match="name another file"):
            Lines(path)
