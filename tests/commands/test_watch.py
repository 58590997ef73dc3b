"""checker watch: rounds that read a case's addresses and report what is new."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.intake import fetching
from checker.intake.fetched import Limits
from tests.support.endpoint import Body, LocalEndpoint, Reply, completion, failure, serving
from tests.support.small_case import PAGES, answering
from tests.support.web import Answer, Site, site

ONE, TWO = PAGES.values()


def text(words: str) -> Answer:
    return Answer(words.encode(), content_type="text/plain; charset=utf-8")


@dataclass
class Watched:
    """A case on the disk, the site that it watches, and the model that is asked."""

    case: Path
    web: Site
    model: LocalEndpoint
    answers: list[Callable[[Body], Reply]]

    def arguments(self, *more: str) -> list[str]:
        cache = str(self.case.parent / "answers.sqlite")
        given = ("--base-url", self.model.url, "--model", "m", "--cache", cache)
        return ["watch", str(self.case), "--allow-private", *given, *more]

    def once(self, *more: str) -> Result:
        return CliRunner().invoke(main, self.arguments("--once", *more), catch_exceptions=False)

    @property
    def report(self) -> dict[str, object]:
        kept: dict[str, object] = json.loads((self.case / "report.json").read_text("utf-8"))
        return kept


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    # How long a host is left alone is the fetcher's, and tested with it.
    hurried = partial(fetching.Fetcher, limits=Limits(pause_s=0.0))
    monkeypatch.setattr(fetching, "Fetcher", hurried)
    case = tmp_path / "talks"
    case.mkdir()
    answers = [answering()]
    with site({"/1": text(ONE)}) as web, serving(lambda body: answers[-1](body)) as model:
        addresses = ", ".join(f'"{web.url}/{n}"' for n in (1, 2))
        (case / "case.toml").write_text(f"addresses = [{addresses}]\n", encoding="utf-8")
        yield Watched(case, web, model, answers)


def test_a_report_is_made_when_something_is_new_and_only_then(watched: Watched) -> None:
    first = watched.once()
    assert (first.exit_code, first.stdout.split(":")[0]) == (0, "new page")
    assert "/2 cannot be fetched" in first.stderr
    asked = len(watched.model.bodies)
    assert asked > 0
    again = watched.once()
    assert (again.exit_code, again.stdout) == (0, "")
    assert len(watched.model.bodies) == asked
    watched.web.pages["/2"] = text(TWO)
    third = watched.once()
    page, finding = third.stdout.splitlines()
    assert page.startswith("new page: ")
    assert finding == "new f1, high: Were the talks direct?"
    assert len(watched.report["pages"]) == 2  # type: ignore[arg-type]
    assert (watched.case / "report.html").is_file()


def test_a_report_that_stopped_replaces_none_and_is_tried_again(watched: Watched) -> None:
    watched.once()
    before = (watched.case / "report.json").read_bytes()
    watched.web.pages["/2"] = text(TWO)
    watched.answers.append(lambda body: failure(401, "wrong key"))
    stopped = watched.once()
    assert stopped.exit_code == 3
    assert (watched.case / "report.json").read_bytes() == before
    watched.answers.pop()
    assert watched.once().exit_code == 0
    assert len(watched.report["pages"]) == 2  # type: ignore[arg-type]


def test_an_edited_page_goes_on_with_the_report_and_a_note_outlives_its_finding(
    watched: Watched,
) -> None:
    watched.web.pages["/2"] = text(TWO)
    watched.once()
    CliRunner().invoke(main, ["note", "f1", "checked", "--report", str(watched.case)])
    watched.web.pages["/2"] = text("قالت دمشق إن المحادثات مع إسرائيل في باريس كانت مفيدة.\n")
    nothing: dict[str, list[object]] = {"weighed": [], "extended": [], "findings": []}
    watched.answers.append(answering(extend_findings=lambda about: completion(nothing)))
    edited = watched.once()
    assert edited.exit_code == 0
    page, finding = edited.stdout.splitlines()
    assert page.startswith("edited page: ")
    assert finding == "gone f1, high: Were the talks direct?"
    noted = CliRunner().invoke(main, ["note", "--report", str(watched.case)]).stdout
    assert "Notes on findings that are gone" in noted
    assert "No longer held: the words that it rests on" in " ".join(noted.split())


def test_nothing_that_answers_is_status_3(watched: Watched) -> None:
    watched.web.pages.clear()
    result = watched.once()
    assert result.exit_code == 3
    assert result.stderr.count("status 404") == 2
    assert not (watched.case / "report.json").exists()


def test_ones_own_network_is_refused_unless_it_is_allowed(watched: Watched) -> None:
    arguments = [each for each in watched.arguments("--once") if each != "--allow-private"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 3
    assert "loopback" in result.stderr
    assert watched.web.asked == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('title = "x"', "names nothing to watch"),
        ("addresses = 1", "'addresses' is a list of texts"),
        ("addresses = [", "is not valid TOML"),
    ],
)
def test_a_case_that_is_none_ends_at_once(watched: Watched, rows: str, said: str) -> None:
    (watched.case / "case.toml").write_text(rows, encoding="utf-8")
    result = CliRunner().invoke(main, watched.arguments(), catch_exceptions=False)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("every", ["59s", "0m", "soon", "30", "-5m"])
def test_hosts_are_not_hurried(watched: Watched, every: str) -> None:
    result = CliRunner().invoke(main, watched.arguments("--every", every))
    assert result.exit_code == 2
    assert "is no time of a minute or more" in result.stderr


def test_rounds_go_on_until_ctrl_c_whatever_is_wrong_in_between(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_file = watched.case / "case.toml"
    good = case_file.read_text("utf-8")
    between: list[Callable[[], object]] = [
        lambda: case_file.write_text("addresses = [", encoding="utf-8"),
        lambda: case_file.write_text(good, encoding="utf-8"),
        lambda: watched.web.pages.update({"/2": text(TWO)}),
    ]
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if not between:
            raise KeyboardInterrupt
        between.pop(0)()

    monkeypatch.setattr("checker.commands.watch.sleep", sleep)
    result = CliRunner().invoke(main, watched.arguments("--every", "2h"), catch_exceptions=False)
    assert result.exit_code == 0
    assert "is not valid TOML" in result.stderr
    assert result.stderr.count("/2 cannot be fetched") == 1
    assert result.stdout.count("new page: ") == 2
    assert "stopped" in result.stderr
    assert len(waited) == 4
    assert all(7_000 < seconds <= 7_200 for seconds in waited)


def started(watched: Watched) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "checker", *watched.arguments()]
    given = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=given
    )


def test_sigterm_in_the_middle_of_a_report_leaves_the_last_one_whole(watched: Watched) -> None:
    watched.once()
    before = (watched.case / "report.json").read_bytes()
    watched.web.pages["/2"] = text(TWO)
    held = threading.Event()
    asked = threading.Event()

    def waiting(body: Body) -> Reply:
        asked.set()
        held.wait(60)
        return answering()(body)

    watched.answers.append(waiting)
    with started(watched) as process:
        assert asked.wait(60)
        process.send_signal(signal.SIGTERM)
        held.set()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said.strip().endswith("checker: stopped")
    assert (watched.case / "report.json").read_bytes() == before
    watched.answers.pop()
    assert "new f1, high: " in watched.once().stdout


def test_sigterm_ends_it_cleanly(watched: Watched) -> None:
    watched.web.pages["/2"] = text(TWO)
    with started(watched) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        while not (watched.case / "report.json").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert [line.split(":")[0] for line in lines] == ["new page", "new page"]
    assert process.returncode == 0
    assert said.strip() == "checker: stopped"
