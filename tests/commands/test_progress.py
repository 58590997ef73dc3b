"""The line that says how far a run is, and the command that shows the cache."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.commands import progress
from checker.commands.progress import ProgressLine
from checker.model.account import Prices
from checker.model.cache import AnswerCache
from checker.model.calls import Call
from checker.prompts import Prompt
from checker.stories.progress import Progress

CALL = Call(Prompt("give_word", 1, "Give the word."), 1_000_000, 100_000, 0, False)
CACHED = Call(CALL.prompt, 5, 5, 0, True)


def busy(line: ProgressLine) -> None:
    line.begin("claims", 3)
    for _ in range(2):
        line.sent()
    line.answer(CALL)
    line.advance("claims")
    line.answer(CACHED)
    line.retry("give_word", "RateLimitError", 7)


def test_the_line_says_what_is_known() -> None:
    line = ProgressLine(Prices(2, 10), quiet=True)
    assert line.line() == ""
    busy(line)
    assert line.line().startswith(
        "claims: 1 of 3 done, 1 waiting, 1 retry, 1,100,000 tokens, 3.00 spent, about 0 s left"
    )
    line.advance("claims")
    line.advance("claims")
    assert "left" not in line.line()
    assert "spent" not in ProgressLine(Prices(), quiet=True).line()


def test_stages_that_overlap_are_shown_side_by_side() -> None:
    line = ProgressLine(Prices(), quiet=True)
    line.begin("voices", 1)
    line.begin("topics", 2)
    line.advance("topics")
    assert line.line().startswith("voices: 0 of 1 done, topics: 1 of 2 done, 0 tokens, about ")
    line.advance("topics")
    line.begin("second looks", 1)
    line.begin("second looks", 2)
    assert line.line().startswith("voices: 0 of 1 done, second looks: 0 of 3 done")
    line.advance("voices")
    for _ in range(3):
        line.advance("second looks")
    assert line.line().startswith("second looks: 3 of 3 done, 0 tokens")
    line.begin("claims", 4)
    assert line.line().startswith("claims: 0 of 4 done, 0 tokens")


def test_of_many_stories_the_whole_comes_first() -> None:
    line = ProgressLine(Prices(), quiet=True)
    line.title(Progress(3, 20, 12, 60.0, 3.2).line())
    line.begin("claims", 4)
    line.advance("claims")
    assert line.line() == (
        "3 of 20 stories, 12 conflicts, about 6 min for the rest, 3.20 left to spend, "
        "claims: 1 of 4 done, 0 tokens"
    )


def heard(capsys: pytest.CaptureFixture[str], words: str, times: int) -> str:
    """What standard error says until some words have come so often, however slow the machine."""
    error, deadline = "", time.monotonic() + 120
    while error.count(words) < times:
        assert time.monotonic() < deadline, error
        time.sleep(0.01)
        error += capsys.readouterr().err
    return error


@pytest.mark.parametrize(("unchanged", "repeated"), [(0.02, True), (60.0, False)])
def test_plain_lines_now_and_then(
    unchanged: float,
    repeated: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(progress, "FIRST_PLAIN_AFTER_S", 0.02)
    monkeypatch.setattr(progress, "PLAIN_EVERY_S", 0.02)
    monkeypatch.setattr(progress, "UNCHANGED_EVERY_S", unchanged)
    with ProgressLine(Prices()) as line:
        busy(line)
        error = heard(capsys, "claims: 1 of 3 done", 2 if repeated else 1)
        if not repeated:
            time.sleep(0.1)
    said = capsys.readouterr()
    error += said.err
    assert said.out == ""
    assert (error.count("claims: 1 of 3 done") > 1) is repeated
    assert "\r" not in error


def test_one_live_line_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LIVE_EVERY_S", 0.02)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "20")
    with ProgressLine(Prices()) as line:
        busy(line)
        error = heard(capsys, "claims: 1 of 3 done", 1)
    error += capsys.readouterr().err
    assert "\n" not in error
    assert error.endswith("\r\x1b[K")
    assert "claims: 1 of 3 done" in error
    assert "waiting" not in error


@pytest.mark.parametrize("quiet", [True, False])
def test_a_quick_run_and_a_quiet_one_say_nothing(
    quiet: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with ProgressLine(Prices(), quiet=quiet) as line:
        busy(line)
    assert capsys.readouterr().err == ""


def run_cache(path: Path, *flags: str) -> str:
    result = CliRunner().invoke(main, ["cache", "--cache", str(path), *flags])
    assert result.exit_code == 0
    return result.stdout


def test_the_cache_is_shown_pruned_and_cleared(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    assert run_cache(path) == f"{path}: no answers are kept here yet\n"
    assert not path.exists()
    with closing(AnswerCache(path)) as cache:
        cache.put("k", "prompt", {"n": 1})
    assert run_cache(path).startswith(f"{path}: 1 answer, 0.0 MB, from 20")
    assert run_cache(path, "--prune", "1").startswith("removed: 0\n")
    assert run_cache(path, "--clear") == f"removed: 1\n{path}: 0 answers, 0.0 MB\n"
    both = CliRunner().invoke(main, ["cache", "--clear", "--prune", "1"])
    assert (both.exit_code, "exclude each other" in both.stderr) == (2, True)
