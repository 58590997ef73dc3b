"""The command line: messages, exit statuses, and the report that is there whatever happens."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from checker.cli import main
from tests.support.endpoint import Reply, closed_address, completion, failure, page, serving
from tests.support.small_case import ANSWERS, CALLS, PAGES, Said, answering, write_pages

KEY = "sk-a-key-that-nobody-may-see"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two good pages under ``pages``, in an empty folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    write_pages(tmp_path / "pages")
    return tmp_path


def checker(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)


def ask(url: str, *arguments: str, **environment: str) -> Result:
    """``checker report`` on the pages, with an endpoint, a model, a key and a cache."""
    paths = [each for each in arguments if not each.startswith("-")] or ["pages"]
    flags = [each for each in arguments if each.startswith("-")]
    settings = {"OPENAI_BASE_URL": url, "CHECKER_MODEL": "m", "OPENAI_API_KEY": KEY}
    return checker(
        "report", *paths, *flags, "--cache", "answers.sqlite3", **{**settings, **environment}
    )


def kept_report() -> dict[str, Any]:
    report: dict[str, Any] = json.loads(Path("report.json").read_text(encoding="utf-8"))
    return report


def test_the_main_job() -> None:
    with serving(answering()) as endpoint:
        result = ask(endpoint.url)
        assert len(endpoint.bodies) == sum(CALLS.values())
    assert result.exit_code == 0
    assert "Were the talks direct?" in result.stdout
    assert "نفت دمشق أن تكون المحادثات" in result.stdout
    assert "written: report.json" in result.stdout
    assert result.stderr == ""
    report = kept_report()
    assert len(report["findings"]) == 1
    assert report["problems"] == []
    assert "\x1b" not in result.stdout
    assert KEY not in result.output + json.dumps(report)


def test_the_report_keeps_to_its_schema() -> None:
    schema = json.loads(checker("schema").stdout)
    Draft202012Validator.check_schema(schema)
    with serving(answering()) as endpoint:
        result = ask(endpoint.url, "--json")
    whole = json.loads(result.stdout)
    assert whole == kept_report()
    validator = Draft202012Validator(schema)
    validator.validate(whole)
    assert not validator.is_valid({**whole, "more": 1})
    del whole["findings"][0]["question"]
    assert not validator.is_valid(whole)


def test_quiet_prints_nothing() -> None:
    with serving(answering()) as endpoint:
        assert ask(endpoint.url, "-q").output == ""
    assert kept_report()["claims"]


def test_a_dry_run_asks_nothing() -> None:
    result = checker("report", "pages", "--dry-run")
    assert result.exit_code == 0
    assert "extract_claims" in result.stdout
    assert "verify_conflict" in result.stdout
    assert "verify_conflict" not in checker("report", "pages", "--dry-run", "--no-verify").stdout
    assert not Path("report.json").exists()


def test_record_then_replay() -> None:
    with serving(answering()) as endpoint:
        flags = ("--model", "m", "--base-url", endpoint.url, "--record", "tape.yaml")
        assert checker("report", "pages", *flags, "-o", "one.json").exit_code == 0
    result = checker("report", "pages", "--model", "m", "--replay", "tape.yaml", "-o", "two.json")
    assert result.exit_code == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    both = checker("report", "pages", "--replay", "tape.yaml", "--record", "other.yaml")
    assert (both.exit_code, "exclude each other" in both.stderr) == (2, True)


def put(name: str, content: str | bytes) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


@pytest.mark.parametrize(
    ("files", "path", "words"),
    [
        ({}, "page", "'page' does not exist; did you mean 'pages'"),
        ({}, "pages/*.md", "the pattern 'pages/*.md' matches no page"),
        ({"empty/a.txt": ""}, "empty", "'empty/a.txt' is empty or only white space; leave it out"),
        ({"bin/a.txt": b"\x00\x01\xfe\xff" * 40}, "bin/a.txt", "'bin/a.txt' is no text"),
        ({"bin/a.txt": b"\x89PNG\r\n\x1a\n..."}, "bin", "is a PNG image, not text; read the"),
        ({"a.pdf": b"%PDF-1.7"}, "a.pdf", "pdftotext -enc UTF-8"),
        ({"case/case.toml": "title = ", "case/a.txt": "خبر"}, "case", "case/case.toml'"),
        (
            {"case/case.toml": '[[page]]\nfile = "b.txt"', "case/a.txt": "خبر"},
            "case",
            "names 'b.txt', which is not in 'case'; did you mean 'a.txt'",
        ),
        (
            {"case/case.toml": '[[page]]\nfile = "a.txt"\ndate = 1', "case/a.txt": "خبر"},
            "case",
            "unknown key 'date'",
        ),
        ({"case/case.toml": "model = 1", "case/a.txt": "خبر"}, "case", "'model'"),
    ],
)
def test_bad_input(files: dict[str, str | bytes], path: str, words: str) -> None:
    for name, content in files.items():
        put(name, content)
    result = ask(closed_address(), path)
    assert result.exit_code == 2
    assert result.stderr.startswith("checker: ")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert not Path("report.json").exists()


def test_a_bad_file_among_good_ones_is_a_problem_of_the_report() -> None:
    put("pages/three.txt", b"")
    put("pages/four.txt", b"%PDF-1.7")
    put("pages/copy.txt", PAGES["one.txt"])
    with serving(answering()) as endpoint:
        result = ask(endpoint.url)
    assert result.exit_code == 0
    problems = {row["subject"]: row["reason"] for row in kept_report()["problems"]}
    assert "is empty" in problems["pages/three.txt"]
    assert "pdftotext" in problems["pages/four.txt"]
    assert any("the same bytes" in reason for reason in problems.values())
    assert "three.txt" in result.stdout


def test_a_page_with_no_article() -> None:
    def extract(about: Said) -> Reply:
        nothing: Said = {key: [] for key in ("articles", "voices", "events", "claims")}
        if "three" in str(about["paragraphs"]):
            return completion({"language": "en", **nothing})
        return completion(ANSWERS["extract_claims"](about))

    put("pages/three.txt", "three links: home | sport | weather")
    with serving(answering(extract_claims=extract)) as endpoint:
        result = ask(endpoint.url)
    assert result.exit_code == 0
    [problem] = kept_report()["problems"]
    assert problem["subject"] == "pages/three.txt"
    assert "no article was found on this page" in problem["reason"]
    assert len(kept_report()["findings"]) == 1


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CHECKER_MODEL": ""}, "no model was named; use --model NAME, set CHECKER_MODEL"),
        ({"OPENAI_BASE_URL": "", "OPENAI_API_KEY": ""}, "set OPENAI_API_KEY, or name another"),
    ],
)
def test_no_model_or_no_key(environment: dict[str, str], words: str) -> None:
    result = ask("http://127.0.0.1:1/v1", **environment)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not Path("report.json").exists()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (failure(401, f"incorrect key {KEY}"), "refused the key: incorrect key ***; set OPENAI_"),
        (failure(404, "no such model"), "does not know the model 'm' or this address"),
        (failure(429, "pay first", "insufficient_quota"), "allows no more requests now"),
        (page("<html>A search engine</html>"), "but not with a chat completion"),
        (None, "cannot be reached (ConnectError); check --base-url"),
    ],
    ids=["key", "model", "quota", "html", "connection"],
)
def test_an_endpoint_that_gives_nothing(reply: Reply | None, words: str) -> None:
    if reply:
        with serving(lambda body: reply) as endpoint:
            result = ask(endpoint.url)
            assert len(endpoint.bodies) <= 2
    else:
        result = ask(closed_address())
    assert result.exit_code == 3
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert KEY not in result.output
    report = kept_report()
    assert [row["path"] for row in report["pages"]] == ["pages/one.txt", "pages/two.txt"]
    assert "2 of 2 requests were not answered" in report["problems"][0]["reason"]
    assert KEY not in json.dumps(report)


def test_an_endpoint_that_fails_half_way() -> None:
    with serving(answering(compare_claims=lambda about: failure(401, "expired"))) as endpoint:
        result = ask(endpoint.url)
    assert result.exit_code == 3
    assert "refused the key: expired" in result.stderr
    assert len(kept_report()["claims"]) == 2
    assert "expired" in result.stdout


BROKEN: dict[str, Callable[[Said], Reply]] = {
    "is not JSON": lambda said: completion("Here are the claims:"),
    "cut off": lambda said: completion(said, finish_reason="length"),
    "breaks the schema at claims.0.stance": lambda said: completion(
        {**said, "claims": [{**said["claims"][0], "stance": "shrugs"}]}
    ),
    "refused: I would rather not.": lambda said: completion(
        "", message={"refusal": "I would rather not."}
    ),
    "too many tokens": lambda said: failure(400, "too many tokens"),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_an_answer_that_cannot_be_used(reason: str) -> None:
    def extract(about: Said) -> Reply:
        said = ANSWERS["extract_claims"](about)
        return BROKEN[reason](said) if "نفت" in str(about) else completion(said)

    with serving(answering(extract_claims=extract)) as endpoint:
        result = ask(endpoint.url)
    assert result.exit_code == 3
    [said] = [line for line in result.stderr.splitlines() if line.startswith("checker: ")]
    assert "1 answer could not be used; the problems in the report say which" in said
    report = kept_report()
    assert [claim["stance"] for claim in report["claims"]] == ["asserts"]
    [problem] = report["problems"]
    assert "two.txt" in problem["subject"]
    assert reason in problem["reason"]
    assert "two.txt" in result.stdout


def test_no_answer_can_be_used() -> None:
    with serving(answering(extract_claims=lambda about: completion("no"))) as endpoint:
        result = ask(endpoint.url)
    assert result.exit_code == 3
    assert "2 answers could not be used" in result.stderr
    assert len(kept_report()["problems"]) == 2


def test_a_quote_that_is_not_on_the_page_is_no_failure_of_the_run() -> None:
    def extract(about: Said) -> Reply:
        said = ANSWERS["extract_claims"](about)
        said["claims"][0]["quote"] = "كلمات أخرى تماما"
        return completion(said)

    with serving(answering(extract_claims=extract)) as endpoint:
        result = ask(endpoint.url)
    assert result.exit_code == 0
    assert all("quote is not on the page" in row["reason"] for row in kept_report()["problems"])


def test_a_cassette_that_does_not_fit() -> None:
    put("tape.yaml", "version: 1\ninteractions: []\n")
    for name, words in (("tape.yaml", "record it again"), ("none.yaml", "no cassette at")):
        result = checker("report", "pages", "--model", "m", "--replay", name)
        assert result.exit_code == 2
        assert words in result.stderr


@pytest.mark.parametrize("output", ["nowhere/report.json", "pages"])
def test_a_report_that_could_not_be_written_is_not_paid_for(output: str) -> None:
    with serving(answering()) as endpoint:
        result = ask(endpoint.url, f"--output={output}")
        assert endpoint.bodies == []
    assert result.exit_code == 2
    assert output.split("/")[0] in result.stderr


def test_a_cache_that_is_none() -> None:
    put("answers.sqlite3", "no data base\n" * 100)
    result = ask(closed_address())
    assert result.exit_code == 2
    assert "name another file with --cache" in result.stderr


@pytest.mark.parametrize("arguments", [["report"], ["report", "pages", "--workers", "0"], ["x"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert checker(*arguments).exit_code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["--version"]])
def test_help_is_quick_to_come(arguments: list[str]) -> None:
    program = (
        "import sys; from checker.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "heavy = {'openai', 'pydantic', 'rich', 'vcr', 'yaml', 'tenacity'}; "
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout


def test_help_names_every_option_and_the_exit_statuses() -> None:
    text = checker("report", "--help").stdout
    for words in ("--replay", "--record", "--base-url", "--dry-run", "OPENAI_API_KEY", "Exit"):
        assert words in text
    assert "Example: checker report israel-syria-talks\n" in text
