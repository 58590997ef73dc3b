"""A disk that is full, and a cache that was damaged: nothing crashes, nothing is paid in vain."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.model import cache as cache_module
from checker.model.cache import AnswerCache
from checker.model.completions import Completion
from tests.model.test_faults import NAMES, good_reply, own_words
from tests.support.endpoint import LocalEndpoint, completion, serving
from tests.support.small_case import answering, write_pages

ROOT = Path(__file__).parents[2]
PAGES, WORKERS = 40, 4
FULL = Path("/dev/full")
resource = pytest.importorskip("resource", reason="limits of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "many").mkdir()
    for n in range(PAGES):
        verb = "نفى" if n % 2 else "أكد"
        text = f"{verb} المصدر {n} أن المحادثات في {NAMES[n % 3]} كانت مباشرة {own_words(n)}."
        (tmp_path / "many" / f"{n:02}.txt").write_text(text, encoding="utf-8")
    write_pages(tmp_path / "pages")
    return tmp_path


@pytest.fixture
def endpoint() -> Iterator[LocalEndpoint]:
    with serving(good_reply) as running:
        yield running


def checker(*arguments: str, url: str) -> Result:
    env = {"OPENAI_BASE_URL": url, "CHECKER_MODEL": "m", "CHECKER_WORKERS": str(WORKERS)}
    result = CliRunner().invoke(main, arguments, env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def kept(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        return int(file.execute("SELECT count(*) FROM answers").fetchone()[0])


def test_a_full_cache_stops_new_requests_at_once(
    endpoint: LocalEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(path: Path) -> sqlite3.Connection:
        connection = opening(path)
        connection.execute("PRAGMA max_page_count=12")
        return connection

    opening = cache_module._open
    monkeypatch.setattr(cache_module, "_open", small)
    result = checker("report", "many", "-q", "--cache", "a.sqlite3", url=endpoint.url)
    assert result.exit_code == 3
    assert "database or disk is full; see that there is room" in result.stderr
    assert 0 < kept(Path("a.sqlite3")) <= len(endpoint.bodies) < PAGES
    assert len(endpoint.bodies) <= kept(Path("a.sqlite3")) + WORKERS
    # What was paid for is in the report all the same.
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert len(report["claims"]) == len(endpoint.bodies)
    monkeypatch.setattr(cache_module, "_open", opening)
    before = len(endpoint.bodies)
    there = kept(Path("a.sqlite3"))
    assert checker("report", "many", "-q", "--cache", "a.sqlite3", url=endpoint.url).exit_code == 0
    asked = len(endpoint.bodies) - before
    assert asked == kept(Path("a.sqlite3")) - there


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_log_on_a_full_disk_stops_the_run(endpoint: LocalEndpoint) -> None:
    flags = ("--cache", "a.sqlite3", "--log-json", str(FULL))
    result = checker("report", "many", "-q", *flags, url=endpoint.url)
    assert result.exit_code == 3
    assert "checker: '/dev/full' cannot be written: No space left on device" in result.stderr
    assert len(endpoint.bodies) <= WORKERS


LIMITED = """
import resource, sys
from checker.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(sys.argv[2:])
"""


CACHE = ("--cache", "a.sqlite3")


@pytest.mark.parametrize(
    ("limit", "flags"),
    [
        (0, CACHE),
        (80_000, CACHE),
        (30_000, ("--record", "tape.yaml")),
        (700, ("--record", "tape.jsonl")),
        (80_000, ("--record", "tape.jsonl")),
        (30_000, (*CACHE, "--log-json", "log.jsonl")),
    ],
)
def test_no_file_can_grow_any_more(
    endpoint: LocalEndpoint, flags: tuple[str, ...], limit: int
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    settings = ["--base-url", endpoint.url, "--model", "m", "--workers", str(WORKERS), "-q"]
    run = [sys.executable, "-c", LIMITED, str(limit), "report", "many", *settings, *flags]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ended = subprocess.run(
        run, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == before
    assert ended.returncode in (2, 3), ended.stderr
    assert "Traceback" not in ended.stderr
    lines = ended.stderr.splitlines()
    assert lines[-1].startswith("checker: "), ended.stderr
    # With room again the same command goes on, and nothing that was kept is paid for twice.
    first = {json.dumps(body, sort_keys=True) for body in endpoint.bodies}
    bought = len(endpoint.bodies)
    env = {"OPENAI_BASE_URL": endpoint.url, "CHECKER_MODEL": "m"}
    again = CliRunner().invoke(main, ["report", "many", "-q", *flags], env=env)
    assert again.exit_code == 0, again.output
    twice = [body for body in endpoint.bodies[bought:] if json.dumps(body, sort_keys=True) in first]
    assert len(twice) <= WORKERS


@pytest.mark.parametrize(
    "stored",
    ["{", "[]", "null", '{"choices": []}', "bad schema", "cut", "no JSON inside"],
)
def test_a_bad_entry_is_a_miss_with_a_problem(stored: str) -> None:
    made = {
        "bad schema": completion({"claims": 1}),
        "cut": completion({}, finish_reason="length"),
        "no JSON inside": completion("I would rather not."),
    }
    text = made[stored].content.decode() if stored in made else stored
    with serving(answering()) as endpoint:
        flags = ("report", "pages", "-q", "--cache", "a.sqlite3")
        assert checker(*flags, url=endpoint.url).exit_code == 0
        good = Path("report.json").read_bytes()
        with closing(sqlite3.connect("a.sqlite3")) as file, file:
            changed = file.execute(
                "UPDATE answers SET completion = ? WHERE prompt IN (?, ?)",
                (text, "extract_claims", "sort_events"),
            ).rowcount
        before = len(endpoint.bodies)
        assert checker(*flags, url=endpoint.url).exit_code == 0
        assert len(endpoint.bodies) == before + changed
        [problem] = json.loads(Path("report.json").read_text(encoding="utf-8"))["problems"]
        assert problem["stage"] == "cache"
        assert f"{changed} answers were damaged there" in problem["reason"]
        assert checker(*flags, url=endpoint.url).exit_code == 0
        assert len(endpoint.bodies) == before + changed
        assert Path("report.json").read_bytes() == good


def test_a_cache_that_is_a_link_is_refused(folder: Path) -> None:
    with closing(AnswerCache(folder / "real.sqlite3")) as real:
        real.put("k", "p", Completion.model_validate_json(completion({}).content).model_dump())
    (folder / "link.sqlite3").symlink_to(folder / "real.sqlite3")
    (folder / "planted.sqlite3").symlink_to(folder / "nothing-yet")
    for name in ("link", "planted"):
        result = checker(
            "report", "pages", "--cache", f"{name}.sqlite3", url="http://127.0.0.1:9/v1"
        )
        assert (result.exit_code, "it is a link" in result.stderr) == (2, True)
    assert not (folder / "nothing-yet").exists()
