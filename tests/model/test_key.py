"""The key of the endpoint stands in the header of a request, and nowhere else at all."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from checker.cli import main
from tests.support.endpoint import Body, Reply, closed_address, completion, failure, page, serving
from tests.support.small_case import ANSWERS, answering, write_pages

KEY = "sk-marked-key-7f3a+/=that-nobody-may-see"
MARK = "marked-key-7f3a"
FORMS = ("report.html", "report.json", "report.md", "report.csv", "claims.csv", "report.jsonld")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("checker.model.pacing.wait_for_endpoint", lambda error, attempt: 0.0)
    write_pages(tmp_path / "pages")
    return tmp_path


def checker(*arguments: str, url: str = "") -> str:
    """All that a command prints; a traceback is printed too."""
    environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url, "CHECKER_MODEL": "m"}
    result = CliRunner().invoke(main, arguments, env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def search(folder: Path, printed: str) -> tuple[list[Path], int]:
    """The files that were searched, and in how many places the key stands."""
    forms = {MARK, quote(KEY, safe=""), base64.b64encode(KEY.encode()).decode()[:40]}
    files = [path for path in folder.rglob("*") if path.is_file()]
    whole = [printed.encode("utf-8"), *(path.read_bytes() for path in files)]
    whole += [str(path).encode("utf-8") for path in files]
    return files, sum(form.encode("utf-8") in text for form in forms for text in whole)


def broken(body: Body) -> Reply:
    """A page without a usable answer; the first one is good."""
    about = json.loads(body["messages"][1]["content"])
    said = ANSWERS["extract_claims"](about)
    return completion("I would rather not.") if "نفت" in str(about) else completion(said)


def test_the_key_is_in_no_file_and_no_line_of_a_good_run(folder: Path) -> None:
    outputs = [part for name in FORMS for part in ("-o", name)]
    with serving(answering()) as endpoint:
        printed = [
            checker("report", "pages", *outputs, "--log-json", "log.jsonl", url=endpoint.url),
            checker("report", "pages", "--json", url=endpoint.url),
            checker("report", "pages", "--record", "tape.yaml", url=endpoint.url),
            checker("report", "pages", "--replay", "tape.yaml", url=endpoint.url),
            checker("report", "pages", "--dry-run", url=endpoint.url),
            checker("report", "pages", "--max-calls", "1", "--cache", "b", url=endpoint.url),
            checker("render", "report.json", "--format", "markdown"),
            checker("cache"),
            checker("schema"),
        ]
        assert set(endpoint.keys) == {f"Bearer {KEY}"}
    files, found = search(folder, "".join(printed))
    names = {path.name for path in files}
    assert names >= {*FORMS, "report.run.jsonl", "log.jsonl", "tape.yaml", "answers.sqlite3", "b"}
    assert "Were the talks direct?" in printed[0]
    assert found == 0


@pytest.mark.parametrize(
    "script",
    [
        lambda body: failure(401, f"incorrect key {KEY}", "invalid_api_key"),
        lambda body: failure(404, f"{KEY} has no such model"),
        lambda body: failure(400, f"{'long ' * 58} {KEY}"),
        lambda body: failure(500, f"trace: Bearer {KEY}"),
        lambda body: failure(429, f"{KEY} is over its limit", retry_after="0"),
        lambda body: page(f"<html>{KEY}</html>"),
        lambda body: Reply(200, f'{{"error": "{KEY}"}}'.encode()),
        lambda body: Reply(200, KEY.encode(), cut=5),
        broken,
    ],
    ids=["401", "404", "400", "500", "429", "html", "json", "short", "unusable"],
)
@pytest.mark.parametrize("record", [False, True])
def test_the_key_is_in_no_file_and_no_line_of_a_failing_run(
    folder: Path, script: Callable[[Body], Reply], record: bool
) -> None:
    flags = ["--log-json", "log.jsonl", *(["--record", "tape.yaml"] if record else [])]
    with serving(script) as endpoint:
        printed = checker("report", "pages", *flags, url=endpoint.url)
        assert set(endpoint.keys) == {f"Bearer {KEY}"}
    files, found = search(folder, printed)
    assert "checker: " in printed
    assert {"report.json", "log.jsonl"} <= {path.name for path in files}
    assert found == 0


@pytest.mark.parametrize(
    "address",
    ["{}", "http://user:{key}@{host}", "http://{key}@{host}", "http://{host}?api-key={key}"],
)
def test_the_key_in_an_address_is_not_shown(folder: Path, address: str) -> None:
    closed = closed_address()
    host = closed.removeprefix("http://")
    for key in (quote(KEY), quote(KEY, safe="")):
        printed = checker("report", "pages", url=address.format(closed, key=key, host=host))
        assert "127.0.0.1" in printed
        assert search(folder, printed)[1] == 0


def test_a_key_with_a_letter_too_many_is_not_quoted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.model.test_key.KEY", f"“{KEY}”")
    printed = checker("report", "pages", url=closed_address())
    assert "holds a character that no key has" in printed
    assert MARK not in printed


def test_white_space_around_the_key_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.model.test_key.KEY", f" {KEY}\n")
    with serving(answering()) as endpoint:
        checker("report", "pages", url=endpoint.url)
        assert set(endpoint.keys) == {f"Bearer {KEY.strip()}"}


def test_the_search_finds_a_key(folder: Path) -> None:
    (folder / "leak.bin").write_bytes(b"\x00" + KEY.encode() + b"\x00")
    assert search(folder, "")[1] == 1
    assert search(folder, f"Bearer {KEY}")[1] == 2
