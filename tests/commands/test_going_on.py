"""``checker report --since``, and a case that names its report, at the prompt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.report.contract import load_report
from tests.support.endpoint import Body, LocalEndpoint, Reply, failure, serving
from tests.support.small_case import name_of
from tests.support.town import Town, filler, told

PAGES = {
    "a.txt": [told(1, 5, "mayor"), told(2, 7)],
    "b.txt": [told(1, 6), told(2, 7, "police")],
}
Run = Callable[..., Result]


class Server:
    """The town's model at an address; ``broken`` prompts are refused."""

    def __init__(self) -> None:
        self.town, self.broken = Town(), set[str]()
        self.endpoint: LocalEndpoint | None = None

    def answer(self, body: Body) -> Reply:
        if name_of(body) in self.broken:
            return failure(401, "the key is not valid")
        return self.town.answer(body)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    with serving(made.answer) as made.endpoint:
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    case = tmp_path / "case"
    case.mkdir()
    for name, lines in PAGES.items():
        write(case / name, lines)
    (case / "case.toml").write_text('title = "Fires"\nreport = "report.json"\n', encoding="utf-8")
    return case


@pytest.fixture
def run(server: Server, tmp_path: Path) -> Run:
    def report(*given: object, cache: str = "cache") -> Result:
        assert server.endpoint
        flags = ["--model", "town", "--base-url", server.endpoint.url, "--workers", "1"]
        flags += ["--cache", str(tmp_path / f"{cache}.sqlite3")]
        return CliRunner().invoke(main, ["report", *map(str, given), *flags])

    return report


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n\n".join([*lines, filler(path.name)]), encoding="utf-8")


def test_a_case_that_names_its_report_goes_on_by_itself(
    folder: Path, run: Run, server: Server
) -> None:
    assert run(folder).exit_code == 0
    first = load_report(folder / "report.json")
    assert (folder / "report.html").is_file()
    assert first.since is None
    write(folder / "c.txt", [told(1, 9)])
    server.town.history.clear()
    result = run(folder, cache="another")
    assert result.exit_code == 0, result.output
    assert server.town.asked["extract_claims"] == 1
    assert "New since" in result.output
    second = load_report(folder / "report.json")
    assert second.since
    assert second.since.pages_new == ("p3",)
    assert {each.key for each in first.findings} <= {each.key for each in second.findings}
    assert not second.problems


def test_afresh_reads_all_and_keeps_the_keys(folder: Path, run: Run, server: Server) -> None:
    run(folder)
    first = load_report(folder / "report.json")
    server.town.history.clear()
    assert run(folder, "--afresh", cache="another").exit_code == 0
    assert server.town.asked["extract_claims"] == 2
    second = load_report(folder / "report.json")
    assert {each.key for each in first.findings} == {each.key for each in second.findings}


def test_since_names_a_report_and_json_begins_with_what_is_new(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    pages = [folder / "a.txt", folder / "b.txt"]
    run(*pages, "-o", tmp_path / "old.json", "-q")
    write(tmp_path / "c.txt", [told(2, 7)])
    result = run(
        *pages, tmp_path / "c.txt", "--since", tmp_path / "old.json", "-o", tmp_path / "n.json",
        "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert list(made)[:3] == ["schema_version", "case", "since"]
    assert made["since"]["findings_grown"]


def test_a_run_that_stops_leaves_the_old_report_whole_and_goes_on(
    folder: Path, run: Run, server: Server
) -> None:
    run(folder)
    before = (folder / "report.json").read_bytes()
    write(folder / "c.txt", [told(1, 9)])
    server.broken = {"extend_findings"}
    stopped = run(folder)
    assert stopped.exit_code == 3
    assert (folder / "report.json").read_bytes() == before
    server.broken = set()
    server.town.history.clear()
    assert run(folder).exit_code == 0
    assert "extract_claims" not in server.town.asked
    assert server.town.asked["extend_findings"] == 1
    assert load_report(folder / "report.json").since


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ('{"schema_version": "0"}', "version '0'"),
        ('{"schema_version": "2"}', "breaks the contract"),
    ],
)
def test_a_report_that_cannot_be_read_is_told(
    folder: Path, run: Run, text: str, words: str
) -> None:
    (folder / "report.json").write_text(text, encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 2
    assert words in result.output
    assert run(folder, "--since", folder / "none.json").exit_code == 2
    assert run(folder, "--since", folder / "report.json", "--afresh").exit_code == 2


def test_a_report_of_another_story_is_left_as_it_was(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    run(folder)
    kept = folder / "report.json"
    before = kept.read_bytes()
    write(tmp_path / "other.txt", [told(900, 4), told(901, 5)])
    result = run(tmp_path / "other.txt", "--since", kept, "-o", kept)
    assert result.exit_code == 2
    assert "is of another story" in result.output
    assert kept.read_bytes() == before


def test_a_report_may_not_lie_outside_its_case(folder: Path, run: Run) -> None:
    (folder / "case.toml").write_text('report = "../report.json"\n', encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 2
    assert "no plain path" in result.output


def test_an_estimate_counts_what_is_new(folder: Path, run: Run) -> None:
    run(folder)
    nothing = run(folder, "--dry-run").output
    assert total(nothing) == 0
    write(folder / "c.txt", [told(1, 9)])
    more = run(folder, "--dry-run").output
    assert {"extract_claims", "place_events", "extend_findings"} <= {*more.split()}
    assert not {"sort_events", "compare_claims"} & {*more.split()}
    assert "sort_events" in run(folder, "--dry-run", "--afresh").output.split()
    assert "sort_events" in run(folder, "--dry-run", "--pivot", "Arabic").output.split()


def total(estimate: str) -> int:
    """The calls of an estimate."""
    (line,) = [each for each in estimate.splitlines() if each.startswith("total")]
    return int(line.split()[1].strip("~"))
