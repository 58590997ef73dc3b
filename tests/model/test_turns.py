"""One asks, the others wait, and nobody waits for one that is gone."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from checker.model import turns
from checker.model.cache import AnswerCache


class StoppedError(Exception):
    """Raised by a look that has seen enough."""


def look_and_stop() -> None:
    raise StoppedError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.sqlite3"


def test_many_threads_of_many_runs_ask_each_question_once(path: Path) -> None:
    asked, lock = Counter[str](), threading.Lock()

    def ask(n: int) -> None:
        key, cache = f"k{n % 10}", caches[n % 4]
        if cache.get(key) is None:
            with cache.turn(key, lambda: None):
                if cache.get(key) is None:
                    with lock:
                        asked[key] += 1
                    cache.put(key, "prompt", {"n": n})

    with ExitStack() as stack:
        caches = [stack.enter_context(closing(AnswerCache(path))) for _ in range(4)]
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(ask, range(200)))
    assert asked == {f"k{n}": 1 for n in range(10)}


def test_who_waits_can_be_stopped_and_others_are_not_in_the_way(path: Path) -> None:
    with closing(AnswerCache(path)) as one, closing(AnswerCache(path)) as two:
        with one.turn("k", look_and_stop):
            with pytest.raises(StoppedError), two.turn("k", look_and_stop):
                pass
            with two.turn("other", look_and_stop):
                pass
        with two.turn("k", look_and_stop):
            pass


def test_a_turn_ends_with_an_error_and_with_the_run(path: Path) -> None:
    with closing(AnswerCache(path)) as one, closing(AnswerCache(path)) as two:
        with pytest.raises(ZeroDivisionError), one.turn("k", look_and_stop):
            raise ZeroDivisionError
        with two.turn("k", look_and_stop):
            pass
        held = ExitStack()
        held.enter_context(one.turn("k", look_and_stop))
        one.close()
        with two.turn("k", look_and_stop):
            pass
        held.pop_all()


HOLDER = """
import os, sys
from pathlib import Path
from checker.model.cache import AnswerCache
cache = AnswerCache(Path(sys.argv[1]))
with cache.turn("k", lambda: None):
    os._exit(9)
"""


@pytest.mark.skipif(os.name != "posix", reason="whether a process lives is told on POSIX alone")
def test_nobody_waits_for_a_run_that_was_killed_here(path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", HOLDER, str(path)], check=False)
    assert run.returncode == 9
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM asking").fetchone() == (1,)
    with closing(AnswerCache(path)) as cache, cache.turn("k", look_and_stop):
        pass


def test_a_run_that_was_killed_elsewhere_is_waited_for_until_its_lease_ends(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(AnswerCache(path)) as cache, closing(sqlite3.connect(path)) as file:
        far = ("elsewhere.example:1:abcd", time.time() + turns.LEASE_S)
        with file:
            file.execute("INSERT INTO asking VALUES ('k', ?, ?)", far)
        with pytest.raises(StoppedError), cache.turn("k", look_and_stop):
            pass
        monkeypatch.setattr("checker.model.turns.time.time", lambda: far[1] + 1)
        with cache.turn("k", look_and_stop):
            pass


def test_a_turn_that_is_held_long_is_renewed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "RENEW_EVERY_S", 0.01)
    with closing(AnswerCache(path)) as cache, closing(sqlite3.connect(path)) as file:
        with cache.turn("k", look_and_stop):
            ends = {file.execute("SELECT until FROM asking").fetchone()}
            while len(ends) < 3:
                ends.add(file.execute("SELECT until FROM asking").fetchone())
        assert file.execute("SELECT count(*) FROM asking").fetchone() == (0,)


@pytest.mark.parametrize("owner", ["nonsense", "here:x:y", ""])
def test_in_doubt_an_owner_lives(owner: str) -> None:
    assert not turns._is_gone(f"{socket.gethostname()}:{owner}:z")
