"""Runs that are killed, interrupted or doubled: what came is kept, and asked no second time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from checker.errors import InterruptError
from checker.model.cache import AnswerCache
from checker.model.calls import request_key
from checker.model.watching import Watch
from checker.pipeline.crew import Crew
from checker.pipeline.trail import Trail
from checker.pipeline.workers import Workers
from tests.model.test_faults import NAMES, good_reply, own_words
from tests.support.endpoint import Body, LocalEndpoint, Reply, serving

ROOT = Path(__file__).parents[2]
PAGES = 12
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


class Stalling:
    """Answers ``free`` requests, and the others only once it is let go."""

    def __init__(self, free: int) -> None:
        self.free, self.asked = free, Counter[str]()
        self.answered = Counter[str]()
        self._lock = threading.Lock()
        self.stalls, self._go = threading.Event(), threading.Event()
        self.gone_on = threading.Event()

    def __call__(self, body: Body) -> Reply:
        key = request_key(body)
        with self._lock:
            self.asked[key] += 1
            stall = self.asked.total() > self.free
        if stall:
            self.stalls.set()
            self._go.wait(200)
            self.gone_on.set()
        reply = good_reply(body)
        with self._lock:
            self.answered[key] += not stall or self._go.is_set()
        return reply

    def let_go(self) -> None:
        self._go.set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for n in range(PAGES):
        verb = "نفى" if n % 2 else "أكد"
        text = f"{verb} المصدر {n} أن المحادثات في {NAMES[n % 3]} كانت مباشرة {own_words(n)}."
        (tmp_path / "pages" / f"{n:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@contextmanager
def started(folder: Path, url: str, *flags: str) -> Iterator[subprocess.Popen[str]]:
    """``checker report pages`` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": url}
    settings = ["--model", "m", "-q", "--cache", "answers.sqlite3", "--workers", "4", *flags]
    with subprocess.Popen(
        [sys.executable, "-m", "checker", "report", "pages", *settings],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def finish(folder: Path, endpoint: LocalEndpoint, *flags: str) -> str:
    with started(folder, endpoint.url, *flags) as process:
        out, error = process.communicate(timeout=150)
    assert process.returncode == 0, error
    return out


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 150
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def count_kept(folder: Path) -> int:
    path = folder / "answers.sqlite3"
    if not path.exists():
        return 0
    with closing(AnswerCache(path)) as cache:
        return int(cache.describe().split()[0])


def count_rows(folder: Path) -> int:
    """The answers in the cache, or in the journal of a recording: lines of the run record."""
    record = folder / "report.run.jsonl"
    if not record.exists():
        return 0
    return sum(line.endswith("\n") for line in record.read_text(encoding="utf-8").splitlines(True))


def test_a_killed_run_asks_only_for_what_is_missing(folder: Path) -> None:
    script = Stalling(free=5)
    with serving(script) as endpoint:
        with started(folder, endpoint.url) as process:
            wait_for(lambda: count_kept(folder) == 5)
            process.send_signal(signal.SIGKILL)
            process.wait(150)
        assert not (folder / "report.json").exists()
        script.let_go()
        first = Counter(script.answered)
        script.asked.clear()
        finish(folder, endpoint)
    assert sum(count == 1 for count in first.values()) >= 5
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert len(report["claims"]) == PAGES
    record = (folder / "report.run.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in record.splitlines()]
    # By the run's own record: what the killed run had sent may reach the endpoint after its end.
    fresh = [row["request"] for row in rows if not row["cached"]]
    assert len(fresh) == len(set(fresh)) == count_kept(folder) - 5
    assert {row["attempts"] for row in rows if not row["cached"]} == {1}
    assert sum(row["cached"] for row in rows) == 5


def test_runs_at_once_share_a_cache_and_pay_for_each_answer_once(folder: Path) -> None:
    names = ("one", "two", "three")
    with serving(good_reply) as endpoint:
        with ExitStack() as stack:
            runs = [
                stack.enter_context(started(folder, endpoint.url, "-o", f"{name}.json"))
                for name in names
            ]
            ended = [process.communicate(timeout=150)[1] for process in runs]
        assert [(process.returncode, said) for process, said in zip(runs, ended, strict=True)] == [
            (0, "")
        ] * 3
        asked = Counter(request_key(body) for body in endpoint.bodies)
        assert asked.total() == len(asked) == count_kept(folder)
        finish(folder, endpoint, "-o", "four.json")
        assert len(endpoint.bodies) == asked.total()
    texts = {(folder / f"{name}.json").read_bytes() for name in (*names, "four")}
    assert len(texts) == 1


@pytest.mark.parametrize("flags", [(), ("--partial",), ("--record", "tape.yaml")])
def test_ctrl_c_stops_at_once_and_keeps_what_came(folder: Path, flags: tuple[str, ...]) -> None:
    script = Stalling(free=5)
    with serving(script) as endpoint:
        with started(folder, endpoint.url, *flags) as process:
            wait_for(script.stalls.is_set)
            wait_for(lambda: count_rows(folder) == 5)
            process.send_signal(signal.SIGINT)
            # At once: it does not wait for the answers that are still to come, for minutes.
            _, error = process.communicate(timeout=150)
            assert not script.gone_on.is_set()
        assert process.returncode == 130
        assert error.count("\n") == 1
        assert "interrupted; every answer so far is kept, and the same command goes on" in error
        partial = "--partial" in flags
        assert (folder / "report.json").exists() == partial
        if partial:
            report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
            assert len(report["claims"]) == 5
            assert "7 of 12 requests were not answered" in report["problems"][0]["reason"]
        script.let_go()
        script.asked.clear()
        finish(folder, endpoint, *flags)
        assert sum(name == 1 for name in script.asked.values()) == len(script.asked)
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        assert len(report["claims"]) == PAGES
        total = sum(each["calls"] for each in report["run"]["usage"].values())
        assert script.asked.total() == total - 5


def test_an_interrupt_keeps_the_results_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()

    def interrupt(futures: object, timeout: float) -> None:
        wait_for(lambda: len(done) == 2)
        raise KeyboardInterrupt

    def work(n: int) -> int:
        if n > 2:
            never.wait(150)
        done.append(n)
        return n

    done: list[int] = []
    monkeypatch.setattr("checker.pipeline.crew.wait", interrupt)
    pool = Workers(3)
    crew = Crew(pool, Watch(), Trail(()))
    rows = crew.map("claims", work, range(1, 7), lambda n: -n)
    assert rows == [(1, 1), (2, 2)]
    assert isinstance(crew.trail.stopped, InterruptError)
    assert "4 of 6 requests" in crew.trail.problems[0].reason
    assert crew.map("topics", work, [1], lambda n: n) == []
    never.set()
    pool.shutdown()
    assert 6 not in done


def test_workers_pass_results_and_errors_on_and_end() -> None:
    with Workers(2) as pool:
        good, bad = pool.submit(lambda n: n + 1, 1), pool.submit(int, "x")
        assert good.result() == 2
        with pytest.raises(ValueError, match="invalid literal"):
            bad.result()
    assert not any(thread.is_alive() for thread in pool._threads)
