"""Stories as tasks of a real Ray cluster: two nodes on this machine, of a worker process each."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.errors import InputError, InterruptError, ModelError
from checker.intake.case import Case
from checker.model.calls import request_key
from checker.pipeline.runs import Outcome, Settings, run_case
from checker.stories import builds
from checker.stories.folders import read_list
from checker.stories.reporting import StoryRun
from checker.stories.tasks import Cluster
from tests.pipeline.test_resume import wait_for
from tests.stories.test_side_by_side import (
    end_by_ctrl_c,
    goes_on,
    make_folder,
    report,
    town_folder,
    word,
    written,
)
from tests.support.endpoint import Body, Reply, closed_address, page, serving
from tests.support.ray_cluster import LocalCluster, local_cluster
from tests.support.small_case import answering, name_of, write_pages
from tests.support.town import QUARTER, Town
from tests.support.town import name_of as fire_name

ROOT = Path(__file__).parents[2]
KEY = "sk-marked-key-7f3a-that-nobody-may-see"
LONG_S = 100
PROGRESS = re.compile(r"\d of \d stories, \d+ conflicts, .*")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and sends signals")


@pytest.fixture(scope="module")
def ray_cluster() -> Iterator[LocalCluster]:
    with local_cluster() as made:
        yield made


@contextmanager
def started(where: LocalCluster, folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """``checker report`` of a folder, asked from the cluster, in a process of its own."""
    command = [sys.executable, "-P", "-m", "checker", "report", folder.name, "--model", "m"]
    flags = ["--engine", "ray", "--cache", "all.sqlite3", "--workers", "2"]
    settings = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url, "RAY_ADDRESS": where.address}
    with subprocess.Popen(
        [*command, *flags],
        cwd=folder.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def worker_at(story: str, where: LocalCluster) -> int:
    """The process that asks about a story, among those of one cluster: Ray names it so."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            title = (path / "cmdline").read_bytes()
            parent = re.search(r"^PPid:\s(\d+)$", (path / "status").read_text(), re.MULTILINE)
            above = Path(f"/proc/{parent[1]}/cmdline").read_bytes() if parent else b""
        except OSError:  # it ended
            continue
        if title.startswith(f"ray::story {story}".encode()) and bytes(where.session) in above:
            return int(path.name)
    raise AssertionError(f"no worker is at {story}")


def keys_of(bodies: list[Body]) -> Counter[str]:
    return Counter(map(request_key, bodies))


class Killer:
    """Answers as the town does, and kills a story's worker as it asks what is new."""

    def __init__(self, where: LocalCluster, story: int) -> None:
        self._where, self._story = where, story
        self._town, self._lock = Town(), threading.Lock()
        self.killed: list[int] = []

    def __call__(self, body: Body) -> Reply:
        extending = name_of(body) == "extend_findings"
        with self._lock:
            if extending and not self.killed and self._is_of_story(body):
                self.killed.append(worker_at(f"s{self._story}", self._where))
                os.kill(self.killed[0], signal.SIGKILL)
            return self._town.answer(body)

    def _is_of_story(self, body: Body) -> bool:
        return fire_name(self._story * QUARTER) in json.dumps(body)


def grow(folder: Path) -> None:
    """Two of the stories have a page more and go on, two are to be read anew, one is done."""
    town_folder(folder, 3)
    rows = (folder / "reported.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if '"s5"' in row]
    (folder / "reported.jsonl").write_text("".join(kept), encoding="utf-8")
    for story in ("s1", "s3"):
        (folder / story / "report.json").unlink()
        (folder / story / "report.html").unlink()


@linux
def test_a_killed_workers_story_is_done_again_and_all_is_as_with_threads(
    ray_cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    monkeypatch.chdir(here)  # reports hold the paths of their pages
    with serving(Town().answer) as endpoint:
        assert report(town_folder(Path("all"), 2), endpoint.url, "-q").exit_code == 0
        for cache in here.glob("all.sqlite3*"):
            cache.unlink()
        shutil.copytree(here, there)
        for top in (here, there):
            grow(top / "all")
        before = keys_of(endpoint.bodies)
        by_threads = report(Path("all"), endpoint.url)
        needed = keys_of(endpoint.bodies) - before
    (there / "openai.py").write_text("raise ImportError('planted')", encoding="utf-8")
    with (
        serving(killer := Killer(ray_cluster, 2)) as endpoint,
        started(ray_cluster, there / "all", endpoint.url) as process,
    ):
        out, error = process.communicate(timeout=LONG_S)
    assert (process.returncode, len(killer.killed)) == (0, 1), error

    assert written(there / "all") == written(here / "all")
    assert json.loads((there / "all/s2/report.json").read_bytes())["since"]["pages_new"]
    assert sorted(out.splitlines()) == sorted(by_threads.stdout.splitlines())
    assert [line for line in error.splitlines() if not PROGRESS.match(line)] == []

    asked = keys_of(endpoint.bodies)
    again = {name_of(body) for body in endpoint.bodies if asked[request_key(body)] > 1}
    assert set(asked) == set(needed)
    assert "extend_findings" in again, "it was under way"
    assert "extract_claims" not in again, "these were answered"
    rows = (there / "all/report.run.jsonl").read_text(encoding="utf-8").splitlines()
    sent = [row["outcome"] for row in map(json.loads, rows) if not row["cached"]]
    assert Counter(sent).keys() == {"usable", "failed"}
    # Of two requests under way the other may have been answered, and nobody there to note it.
    assert needed.total() - 1 <= sent.count("usable") <= needed.total()

    assert set(endpoint.keys) == {f"Bearer {KEY}"}
    files = [path for path in ray_cluster.session.rglob("*") if path.is_file()]
    assert any("python-core-worker" in path.name for path in files)
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []


@linux
def test_ctrl_c_ends_all_stories_and_the_next_run_goes_on(
    ray_cluster: LocalCluster, tmp_path: Path
) -> None:
    folder, go, stalled = make_folder(tmp_path / "all"), threading.Event(), threading.Event()

    def stall(body: Body) -> Reply:
        if word(1) not in json.dumps(body) and name_of(body) == "extract_claims":
            stalled.set()
            go.wait(2 * LONG_S)
        return answering()(body)

    with serving(stall) as endpoint:
        with started(ray_cluster, folder, endpoint.url) as process:
            assert stalled.wait(LONG_S)
            wait_for((folder / "s1" / "report.json").is_file)
            out = end_by_ctrl_c(process, go)
        assert out.startswith("s1: grave conflicts: 1\n")
        assert [each.parent.name for each in folder.glob("s*/report.json")] == ["s1"]
        go.set()
        goes_on(folder, endpoint)


# --- Without a cluster ---------------------------------------------------------------------------


def refused(folder: Path, *flags: str, url: str = "http://127.0.0.1:9/v1") -> str:
    """Why nothing is done; nothing is written either."""
    result = report(folder, url, "--engine", "ray", *flags)
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (folder / "reported.jsonl").exists()
    return result.stderr


def test_a_cluster_that_is_not_there_is_said_before_anything_is_spent(tmp_path: Path) -> None:
    folder, nobody = make_folder(tmp_path / "all"), closed_address().split("/")[2]
    with serving(lambda body: page("I am no Ray")) as endpoint:
        url = endpoint.url
        other = url.split("/")[2]
        assert "none is named; start one with `ray start --head`" in refused(folder, url=url)
        said = refused(folder, "--ray-address", nobody, url=url)
        assert f"no Ray cluster answers at '{nobody}'" in said
        assert "ray start --head" in said
        assert "is no Ray cluster" in refused(folder, "--ray-address", other, url=url)
        for address in ("auto", "local", "ray://h:1", "h", "h:x", "a@h:1", "h:1/x", "h:0"):
            assert "is no address" in refused(folder, "--ray-address", address, url=url)
    assert endpoint.bodies == []


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert "pip install 'checker[ray]'" in refused(make_folder(tmp_path / "all"))


def test_what_makes_no_sense_on_a_cluster(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "all")
    assert "a cassette is of one machine" in refused(folder, "--record", str(tmp_path / "t.yaml"))
    assert "a cassette is of one machine" in refused(folder, "--replay", str(tmp_path / "t.yaml"))
    assert "OPENAI_BASE_URL" in refused(folder, url="http://me:secret@127.0.0.1:9/v1")
    pages = write_pages(tmp_path / "pages")
    result: Result = CliRunner().invoke(main, ["report", str(pages), "--engine", "ray"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "checker stories" in result.stderr


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (None, "has no checker"),
        (("3.10", "0.0.1", "x"), "has Python 3.10 and checker 0.0.1, not"),
        ((*builds.own_build()[:2], "x"), "has checker 0.1.0 too, but with other code or prompts"),
    ],
)
def test_a_node_with_another_checker_is_named(there: builds.Build | None, said: str) -> None:
    builds.compare_builds("10.0.0.7", builds.own_build())
    with pytest.raises(InputError, match=f"'10.0.0.7' of the Ray cluster {said}"):
        builds.compare_builds("10.0.0.7", there)


class Elsewhere(Cluster):
    """A cluster that does everything here, and loses a story, or is ended at one."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def run_case(self, name: str, case: Case, settings: Settings) -> Outcome:
        if name == "s2":
            raise self._error
        return run_case(case, settings)


@pytest.mark.parametrize(
    ("error", "failed"), [(ModelError("lost"), "lost"), (InterruptError("ended"), None)]
)
def test_a_story_that_is_lost_for_good_fails_and_the_rest_goes_on(
    error: Exception, failed: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.stories.tasks.places", lambda: 2)
    folder = make_folder(tmp_path / "all", 3)

    @contextmanager
    def no_books(*_: object) -> Iterator[None]:
        yield

    elsewhere = Elsewhere(error)
    monkeypatch.setattr(elsewhere, "books", no_books)
    with serving(answering()) as endpoint:
        settings = Settings(model="m", base_url=endpoint.url, cache=tmp_path / "a.sqlite3")
        run = StoryRun(folder, settings, lambda made, case: None, elsewhere)
        told = {each.id: each.failed for each in run.report(read_list(folder))}
    assert told == {"s1": None, "s3": None} | ({"s2": failed} if failed else {})
