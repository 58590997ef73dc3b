"""The cache of answers: what is in stays in, whoever writes, and whatever happens to the run."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.errors import InputError, StorageError
from checker.model import cache as cache_module
from checker.model.cache import AnswerCache, default_path

ANSWER = {"choices": [{"message": {"content": "سلام"}}], "usage": None}


def test_an_answer_is_found_by_its_key_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "answers.sqlite3"
    cache = AnswerCache(path)
    assert cache.get("k") is None
    cache.put("k", "prompt", ANSWER)
    cache.close()
    again = AnswerCache(path)
    assert again.get("k") == ANSWER
    assert again.get("K") is None
    again.close()


def test_the_first_answer_stays(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers.sqlite3")
    cache.put("k", "prompt", ANSWER)
    cache.put("k", "prompt", {"choices": []})
    assert cache.get("k") == ANSWER
    cache.close()


def test_many_threads_of_two_runs_share_a_file(tmp_path: Path) -> None:
    caches = [AnswerCache(tmp_path / "answers.sqlite3") for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: caches[n % 2].put(f"k{n}", "prompt", {"n": n}), range(60)))
    assert [caches[0].get(f"k{n}") for n in range(60)] == [{"n": n} for n in range(60)]
    for cache in caches:
        cache.close()


def test_a_killed_run_keeps_its_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    program = (
        "import os, sys; from pathlib import Path; from checker.model.cache import AnswerCache\n"
        "AnswerCache(Path(sys.argv[1])).put('k', 'prompt', {'n': 1}); os._exit(9)"
    )
    run = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert run.returncode == 9
    cache = AnswerCache(path)
    assert cache.get("k") == {"n": 1}
    cache.close()


def test_a_file_that_is_locked_for_a_moment_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PROTOCOL]

    def refuse_twice(connection: sqlite3.Connection) -> None:
        if refusals:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = refusals.pop()
            raise error
        prepare(connection)

    prepare = cache_module._prepare
    monkeypatch.setattr(cache_module, "_prepare", refuse_twice)
    with closing(AnswerCache(tmp_path / "answers.sqlite3")) as cache:
        cache.put("k", "prompt", ANSWER)
        assert cache.get("k") == ANSWER
    assert not refusals


OPENER = """
import sys, time
from pathlib import Path
from checker.model.cache import AnswerCache
for line in sys.stdin:
    path, moment = line.split("|")
    while time.time() < float(moment):
        pass
    cache = AnswerCache(Path(path))
    cache.put(sys.argv[1], "prompt", {"n": 1})
    cache.close()
    print("ok", flush=True)
"""


@contextmanager
def openers(number: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that open each a file that they are told, at the moment that they are told."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", OPENER, f"k{n}"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for n in range(number)
        ]


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(line)
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def test_many_processes_open_one_new_file_at_once(tmp_path: Path) -> None:
    with openers(6) as processes:
        for turn in range(40):
            path = tmp_path / f"{turn}.sqlite3"
            moment = time.time() + 0.01
            for process in processes:
                tell(process, f"{path}|{moment}\n")
            assert [hear(process) for process in processes] == ["ok\n"] * 6
            with closing(AnswerCache(path)) as cache:
                assert cache.describe().startswith("6 answers")


def test_a_file_that_is_no_cache(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes, and no data base\n" * 40, encoding="utf-8")
    with pytest.raises(InputError, match=r"notes\.txt.* name another file with --cache"):
        AnswerCache(path)
    assert path.read_text(encoding="utf-8").startswith("these are my notes")


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file" / "answers.sqlite3"):
        with pytest.raises(InputError, match="cannot be used"):
            AnswerCache(path)


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="other folders there")
def test_the_default_is_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert default_path() == Path("/somewhere/checker/answers.sqlite3")


def test_old_answers_are_pruned_and_the_file_shrinks(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    with closing(AnswerCache(path)) as cache:
        assert cache.describe() == "0 answers, 0.0 MB"
        for n in range(4):
            cache.put(f"k{n}", "prompt", {"n": n, "text": "x" * 500_000})
        days = [time.time() - n * 86_400 for n in range(4)]
        with closing(sqlite3.connect(path)) as other, other:
            other.executemany(
                "UPDATE answers SET stored = ? WHERE key = ?",
                [(day, f"k{n}") for n, day in enumerate(days)],
            )
        dates = [datetime.fromtimestamp(day, UTC).date().isoformat() for day in days]
        assert re.fullmatch(
            rf"4 answers, \d\.\d MB, from {dates[3]} to {dates[0]}", cache.describe()
        )
        assert cache.prune(1.5) == 2
        assert (cache.get("k1"), cache.get("k2")) != (None, None)
        assert cache.get("k3") is None
        assert cache.describe().startswith("2 answers, 1.0 MB")
        assert cache.prune(0) == 2
        assert cache.describe() == "0 answers, 0.0 MB"


def test_a_cache_that_breaks_says_so(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    cache = AnswerCache(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TABLE answers")
    uses: tuple[Callable[[], object], ...] = (
        lambda: cache.get("k"),
        lambda: cache.put("k", "p", {}),
        cache.describe,
    )
    for use in uses:
        with pytest.raises(
            (InputError, StorageError), match=r"no such table.* see that there is room"
        ):
            use()
    cache.close()
