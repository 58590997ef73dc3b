"""Stories reported side by side: what the endpoint sees, and what comes of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.model.calls import request_key
from checker.pipeline.workers import Share, Workers
from checker.stories.side_by_side import SideBySide
from tests.pipeline.test_resume import wait_for
from tests.support.endpoint import Body, LocalEndpoint, Reply, failure, serving
from tests.support.small_case import PAGES, answering, name_of, write_pages
from tests.support.town import QUARTER, Town, filler, told

ROOT = Path(__file__).parents[2]
STORIES = 5
LONG_S = 100


def make_folder(folder: Path, stories: int = STORIES) -> Path:
    """Stories of two pages each, which differ in a word."""
    rows = []
    for number in range(1, stories + 1):
        pages = {name: text.strip() + f" {word(number)}.\n" for name, text in PAGES.items()}
        write_pages(folder / f"s{number}", pages)
        rows.append(row_of(number, pages))
    (folder / "stories.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


def row_of(number: int, pages: Sequence[str] | dict[str, str]) -> str:
    listed = [{"file": name, "path": name, "sha256": f"{number}{name}"} for name in pages]
    row: dict[str, Any] = {"id": f"s{number}", "title": f"Story {number}", "pages": listed}
    row |= {"outlets": ["A"], "languages": [], "first": None, "last": None}
    return json.dumps(row) + "\n"


def word(number: int) -> str:
    return "story" + "abcdefghij"[number]


def report(folder: Path, url: str, *flags: str) -> Result:
    command = ["report", str(folder), "--model", "m", "--base-url", url, *flags]
    cache = ["--cache", str(folder.parent / f"{folder.name}.sqlite3")]
    return CliRunner().invoke(main, [*command, *cache], catch_exceptions=False)


def written(folder: Path) -> dict[str, bytes]:
    """All that a run left, but for the record of its requests, which is in the order of answers."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in files if path.suffix in (".html", ".json", ".jsonl"))
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in kept
        if path.name != "report.run.jsonl"
    }


class Crowd:
    """Answers, and knows which stories ask at once, and how many requests there are at most."""

    def __init__(self, gather: int = 0) -> None:
        self.most = 0
        self.seen: set[str] = set()
        self._gather, self._under_way = gather, 0
        self._lock, self._all = threading.Lock(), threading.Event()

    def __call__(self, body: Body) -> Reply:
        text = json.dumps(body, ensure_ascii=False)
        with self._lock:
            self._under_way += 1
            self.most = max(self.most, self._under_way)
            self.seen |= {word(n) for n in range(10) if word(n) in text}
            if len(self.seen) >= self._gather:
                self._all.set()
        if name_of(body) == "sort_events":  # held back until so many stories have asked
            assert self._all.wait(LONG_S)
        reply = answering()(body)
        with self._lock:
            self._under_way -= 1
        return reply


def test_stories_ask_side_by_side_within_the_workers(tmp_path: Path) -> None:
    folder, crowd = make_folder(tmp_path / "all"), Crowd(gather=4)
    with serving(crowd) as endpoint:
        result = report(folder, endpoint.url, "--workers", "6")
    assert result.exit_code == 0, result.output
    assert f"{STORIES} of {STORIES} stories reported, 0 failed" in result.stdout
    assert 1 < crowd.most <= 6


def town_folder(folder: Path, pages: int) -> Path:
    """Stories of two pages each, but for two of them."""
    return town_stories(folder, [pages if n in (2, 4) else 2 for n in range(1, STORIES + 1)])


def town_stories(folder: Path, counts: Sequence[int]) -> Path:
    """Stories of so many pages, each on the fires of a quarter of a town of its own."""
    rows = []
    for number, count in enumerate(counts, start=1):
        fires = range(number * QUARTER, (number + 1) * QUARTER)
        texts = {
            f"{n}.txt": "\n\n".join(
                [*(told(f, 10 + n % 2) for f in fires), filler(f"{number} {n}")]
            )
            for n in range(count)
        }
        write_pages(folder / f"s{number}", texts)
        rows.append(row_of(number, texts))
    (folder / "stories.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


def test_the_same_bytes_as_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name, workers in (("one", "1"), ("many", "8")):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)  # reports hold the paths of their pages
        with serving(Town().answer) as endpoint:
            for pages in (2, 3):  # a page more in two stories, which go on with their reports
                folder = town_folder(Path("all"), pages)
                assert report(folder, endpoint.url, "--workers", workers, "-q").exit_code == 0
        made.append(written(folder))
        assert json.loads(made[-1]["s2/report.json"])["since"]["pages_new"]
        assert len(json.loads(made[-1]["s1/report.json"])["findings"]) == QUARTER
    assert made[0] == made[1]
    assert len(made[0]) == 2 + 1 + 2 * STORIES  # the lists, the index, and two files a story


def test_one_budget_for_stories_side_by_side(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "all")
    with serving(Crowd()) as endpoint:
        stopped = report(folder, endpoint.url, "--max-calls", "20")
        assert stopped.exit_code == 3
        assert "--max-calls 20" in stopped.stderr
        assert len(endpoint.bodies) <= 20
        rows = (folder / "reported.jsonl").read_text(encoding="utf-8").splitlines()
        done = [row for row in map(json.loads, rows) if not row["incomplete"]]
        assert len(done) >= 2, "not spent on stories that are half done"
        assert report(folder, endpoint.url).exit_code == 0
        asked = Counter(request_key(body) for body in endpoint.bodies)
        assert set(asked.values()) == {1}


class Quota:
    """Answers ``left`` requests, and then says to all that the quota is used up."""

    def __init__(self, left: int) -> None:
        self.left, self._lock = left, threading.Lock()

    def __call__(self, body: Body) -> Reply:
        with self._lock:
            self.left -= 1
            used_up = self.left < 0
        return (
            failure(429, "You used it all.", "insufficient_quota") if used_up else answering()(body)
        )


def test_a_quota_that_is_used_up_is_told_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, quota = make_folder(tmp_path / "all"), Quota(7)
    with serving(quota) as endpoint:
        result = report(folder, endpoint.url, "--workers", "6")
        assert len(endpoint.bodies) <= 7 + 6  # no worker asks again once it is known
        quota.left, first = 1000, len(endpoint.bodies)
        again = report(folder, endpoint.url, "--workers", "6")
        asked = Counter(request_key(body) for body in endpoint.bodies)
    assert result.exit_code == 3
    assert result.stderr.count("allows no more requests now: You used it all.") == 1
    assert "the same command goes on with the stories that are left" in result.stderr
    assert again.exit_code == 0
    assert f"{STORIES} of {STORIES} stories reported, 0 failed" in again.stdout
    assert sum(asked.values()) - len(asked) <= first - 7  # only what was refused is asked again


def test_a_folder_is_recorded_on_one_cassette_and_replayed(tmp_path: Path) -> None:
    folder, tape = make_folder(tmp_path / "all", 3), str(tmp_path / "tape.jsonl")
    with serving(Crowd()) as endpoint:
        assert report(folder, endpoint.url, "--record", tape).exit_code == 0
        first = written(folder)
    for name in ("reported.jsonl", "s1/report.json", "s2/report.json", "s3/report.json"):
        (folder / name).unlink()
    replayed = CliRunner().invoke(main, ["report", str(folder), "--model", "m", "--replay", tape])
    assert replayed.exit_code == 0, replayed.output
    assert written(folder) == first


def test_a_list_that_a_killed_run_left_half_a_line_in(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "all", 2)
    with serving(Crowd()) as endpoint:
        assert report(folder, endpoint.url).exit_code == 0
        whole = (folder / "reported.jsonl").read_text(encoding="utf-8")
        (folder / "reported.jsonl").write_text(whole[:-20], encoding="utf-8")
        asked = len(endpoint.bodies)
        again = report(folder, endpoint.url)
        assert (again.exit_code, len(endpoint.bodies)) == (0, asked)
        assert again.stdout.startswith("s2: ")
    assert (folder / "reported.jsonl").read_text(encoding="utf-8") == whole


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_all_stories_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, go = make_folder(tmp_path / "all"), threading.Event()
    stalled, left = threading.Semaphore(0), threading.Semaphore(3)  # one worker stays free

    def stall(body: Body) -> Reply:
        held = word(1) not in json.dumps(body) and name_of(body) == "extract_claims"
        if held and left.acquire(blocking=False):
            stalled.release()
            go.wait(2 * LONG_S)
        return answering()(body)

    with serving(stall) as endpoint:
        command = [sys.executable, "-m", "checker", "report", "all", "--model", "m"]
        flags = ["--base-url", endpoint.url, "--cache", "all.sqlite3", "--workers", "4"]
        with subprocess.Popen(
            [*command, *flags],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            for _ in range(3):
                assert stalled.acquire(timeout=LONG_S)
            wait_for((folder / "reported.jsonl").is_file)
            wait_for(lambda: '"s1"' in (folder / "reported.jsonl").read_text(encoding="utf-8"))
            out = end_by_ctrl_c(process, go)
        assert "s1: grave conflicts: 1\n" in out
        rows = (folder / "reported.jsonl").read_text(encoding="utf-8").splitlines()
        done = {json.loads(row)["id"] for row in rows}
        assert 1 <= len(done) <= STORIES - 2  # three requests are held, of two pages a story
        assert {each.parent.name for each in folder.glob("s*/report.json")} == done
        go.set()
        goes_on(folder, endpoint)


def end_by_ctrl_c(process: subprocess.Popen[str], go: threading.Event) -> str:
    """What it printed; it ends at once, though answers are held until ``go``."""
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=LONG_S)
    assert not go.is_set(), "it waits for no answer that is still to come"
    assert process.returncode == 130, error
    assert "interrupted; every answer so far is kept" in error
    assert "Traceback" not in error
    return out


def goes_on(folder: Path, endpoint: LocalEndpoint) -> None:
    """The next run does the rest: the first story is done, and nothing is asked twice."""
    before = Counter(map(request_key, endpoint.bodies))
    assert report(folder, endpoint.url).exit_code == 0
    after = Counter(map(request_key, endpoint.bodies)) - before
    assert not any(word(1) in json.dumps(body) for body in endpoint.bodies[before.total() :])
    assert set(after.values()) == {1}


def test_a_story_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "all")
    shutil.rmtree(folder / "s1")
    shutil.rmtree(folder / "s4")
    with serving(Crowd()) as endpoint:
        result = report(folder, endpoint.url)
    assert result.exit_code == 3
    assert "3 of 5 stories reported, 2 failed" in result.stdout


def test_without_a_model_or_a_key_nothing_begins(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "all")
    for flags, said in (([], "no model was named"), (["--model", "m"], "no key for")):
        result = CliRunner().invoke(main, ["report", str(folder), *flags])
        assert (result.exit_code, result.stderr.count(said)) == (2, 1)
    assert not (folder / "reported.jsonl").exists()


# --- Threads that several runs share -------------------------------------------------------------


def test_who_began_first_is_served_first() -> None:
    pool, held, order = Workers(1), threading.Event(), list[str]()
    first, second = Share(pool, 0), Share(pool, 1)
    pool.submit(held.wait, LONG_S)
    rows = [(second, "c"), (first, "a"), (second, "d"), (first, "b")]
    futures = [share.submit(order.append, name) for share, name in rows]
    assert not pool.has_room
    held.set()
    for future in futures:
        future.result(LONG_S)
    assert order == ["a", "b", "c", "d"]
    pool.shutdown()


def test_a_run_that_ends_gives_up_what_is_its_own() -> None:
    pool, held = Workers(1), threading.Event()
    pool.submit(held.wait, LONG_S)
    mine, other = Share(pool, 0), Share(pool, 1)
    left, kept = mine.submit(int, "1"), other.submit(int, "2")
    mine.shutdown()
    assert left.cancelled()
    held.set()
    assert kept.result(LONG_S) == 2
    pool.shutdown()


def test_an_error_of_the_program_is_not_swallowed() -> None:
    def run(job: int, *_: object) -> int:
        raise ZeroDivisionError(job)

    side = SideBySide(run, lambda job, beside: True, 2, 2)
    with pytest.raises(ZeroDivisionError):
        list(side.results([1, 2, 3], lambda: False))
