"""Runs that do not come to their end: what they write says so, and takes nothing away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from tests.support.endpoint import Body, Reply, completion, failure, serving
from tests.support.small_case import answering, name_of, write_pages

NONE_FOUND = "No conflicts were found"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("checker.model.pacing.wait_for_endpoint", lambda error, attempt: 0.0)
    write_pages(tmp_path / "pages")
    return tmp_path


def report(url: str, *flags: str, pages: str = "pages", cache: str = "a.sqlite3") -> Result:
    env = {"OPENAI_BASE_URL": url, "CHECKER_MODEL": "m"}
    arguments = ["report", pages, "--cache", cache, *flags]
    result = CliRunner().invoke(main, arguments, env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def read(name: str = "report.json") -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
    return kept


def missing(name: str = "report.json") -> list[tuple[str, int | None, int | None]]:
    rows = read(name)["missing"]
    return [(row["what"], row["count"], row["total"]) for row in rows]


def failing_at(*prompts: str, status: int = 400) -> Any:
    good = answering()

    def script(body: Body) -> Reply:
        return failure(status, "no") if name_of(body) in prompts else good(body)

    return script


@pytest.mark.parametrize(
    ("calls", "lacking"),
    [
        (0, [("parts", 2, 2), ("events", None, None)]),
        (1, [("parts", 1, 2), ("events", None, None)]),
        (2, [("events", 1, 1), ("names", 1, 1)]),
        (3, [("events", 1, 1)]),
        (4, [("comparisons", 1, 1)]),
        (6, [("second_looks", 1, 1)]),
        (7, []),
    ],
)
def test_a_limit_leaves_a_report_that_says_what_is_missing(
    calls: int, lacking: list[tuple[str, int | None, int | None]]
) -> None:
    with serving(answering()) as endpoint:
        result = report(endpoint.url, "--max-calls", str(calls), "--workers", "1")
    assert result.exit_code == (3 if lacking else 0)
    assert missing() == lacking
    assert read()["complete"] == (not lacking)
    page = Path("report.html").read_text(encoding="utf-8")
    assert ("This report is incomplete." in page) == bool(lacking)
    assert ("This report is incomplete." in result.stdout) == bool(lacking)
    assert NONE_FOUND not in page + result.stdout


@pytest.mark.parametrize(
    ("prompt", "lacking"),
    [
        ("extract_claims", ("parts", 2, 2)),
        ("unite_voices", ("names", 1, None)),
        ("sort_events", ("events", 1, None)),
        ("compare_claims", ("comparisons", 1, None)),
        ("check_evidence", ("evidence", 1, None)),
        ("verify_conflict", ("second_looks", 1, 1)),
    ],
)
def test_answers_of_no_use_leave_it_incomplete_too(
    prompt: str, lacking: tuple[str, int | None, int | None]
) -> None:
    with serving(failing_at(prompt)) as endpoint:
        assert report(endpoint.url).exit_code == 3
        assert missing() == [lacking]
        assert NONE_FOUND not in Path("report.html").read_text(encoding="utf-8")
    with serving(answering()) as endpoint:
        env = {"OPENAI_BASE_URL": endpoint.url}
        assert report(env["OPENAI_BASE_URL"], cache="b.sqlite3").exit_code == 0
        assert (missing(), read()["complete"]) == ([], True)


def test_a_failed_run_leaves_a_good_report_and_writes_beside_it() -> None:
    with serving(answering()) as endpoint:
        assert report(endpoint.url).exit_code == 0
    good = {name: Path(name).read_bytes() for name in ("report.html", "report.json")}
    with serving(lambda body: failure(401, "no")) as endpoint:
        failed = report(endpoint.url, cache="b.sqlite3")
        assert failed.exit_code == 3
        assert (
            "checker: report.html holds a complete report on this story, and this one is "
            "incomplete; written beside it: report-2.html, report-2.json (--force replaces)"
        ) in failed.stderr.replace("report.json holds", "report.html holds")
        assert {name: Path(name).read_bytes() for name in good} == good
        assert read("report-2.json")["complete"] is False
        assert "written: report-2.html" in failed.stdout
        assert report(endpoint.url, "--force", cache="b.sqlite3").exit_code == 3
    assert read()["complete"] is False


def test_a_report_on_another_story_goes_beside_it(folder: Path) -> None:
    (folder / "others").mkdir()
    (folder / "others" / "x.txt").write_text("خبر آخر عن أمر آخر تمامًا.\n", encoding="utf-8")
    with serving(answering()) as endpoint:
        assert report(endpoint.url).exit_code == 0
        good = Path("report.json").read_bytes()
        record = Path("report.run.jsonl").read_bytes()
        beside = report(endpoint.url, pages="others")
        assert "holds a report on another story, 'pages'" in beside.stderr
        assert Path("report.json").read_bytes() == good
        assert Path("report.run.jsonl").read_bytes() == record
        assert read("report-2.json")["case"] == "others"
        assert Path("report-2.run.jsonl").exists()
        again = report(endpoint.url, pages="others")
        assert "report-2.json" in again.stderr
        assert not Path("report-3.json").exists()
        assert report(endpoint.url, "--force", pages="others").stderr == ""
    assert read()["case"] == "others"


def test_escape_sequences_of_an_endpoint_reach_no_terminal() -> None:
    attack = "\x1b]0;taken\x07\x1b[2J\u009b31m\r stop"
    for reply in (
        failure(401, attack),
        failure(400, attack),
        failure(500, attack),
        failure(404, attack),
        Reply(200, json.dumps({"error": {"message": attack}}).encode()),
        completion({"claims": attack}),
    ):
        with serving([reply] * 40) as endpoint:
            said = report(endpoint.url, cache=f"{id(reply)}.sqlite3").output
        assert not set("\x1b\x07\x9b\r") & set(said)


def test_escape_sequences_of_pages_are_in_no_table(folder: Path) -> None:
    (folder / "pages" / "one.txt").write_text(
        "قالت إسرائيل إن المحادثات \x1b[2Jمع سوريا في باريس كانت مباشرة.\n", encoding="utf-8"
    )
    with serving(answering()) as endpoint:
        env = {"OPENAI_BASE_URL": endpoint.url, "CHECKER_MODEL": "m", "CHECKER_CACHE": "a.sqlite3"}
        for form in ("csv", "jsonl", "table"):
            result = CliRunner().invoke(main, ["claims", "pages", "--format", form], env=env)
            assert result.exit_code == 0
            assert "\x1b" not in result.output
        for form in ("csv", "claims-csv", "findings-csv", "markdown", "html"):
            flags = ["report", "pages", "-q", "-o", "made.txt", "--format", form, "--force"]
            assert CliRunner().invoke(main, flags, env=env).exit_code == 0
            if form.endswith("csv"):
                assert "\x1b" not in Path("made.txt").read_text(encoding="utf-8")
