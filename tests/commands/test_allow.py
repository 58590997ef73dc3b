"""A file of a folder decides where something goes only after the user has allowed it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from tests.support.endpoint import LocalEndpoint, serving
from tests.support.endpoint_kinds import STRONG, kind_serving
from tests.support.small_case import answering, write_pages

KEY = {"OPENAI_API_KEY": "secret-key"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    project = tmp_path / "project"
    write_pages(project / "pages")
    monkeypatch.chdir(project)
    return project


def checker(*arguments: str, env: dict[str, str] | None = None) -> Result:
    result = CliRunner().invoke(main, arguments, env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def put(**settings: object) -> None:
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    Path("checker.toml").write_text("".join(lines), encoding="utf-8")


COMMANDS = [
    ("report", "pages", "-q"),
    ("claims", "pages", "-q"),
    ("ask", "Were the talks direct?", "pages", "-q"),
    ("batch", "write", "pages", "-o", "requests.jsonl"),
    ("doctor",),
]


@pytest.mark.parametrize("key", [KEY, {}], ids=["with a key", "without"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_nothing_goes_to_an_address_that_nobody_allowed(
    command: tuple[str, ...], key: dict[str, str]
) -> None:
    with serving(answering()) as endpoint:
        put(model="m", base_url=endpoint.url)
        result = checker(*command, env=key)
        assert (endpoint.bodies, endpoint.keys) == ([], [])
    assert result.exit_code == 2
    assert "'checker.toml' in this folder says where key and pages go" in result.stderr
    assert endpoint.url in result.stderr
    assert "run `checker allow`" in result.stderr
    assert "give --base-url yourself" in result.stderr


@pytest.mark.parametrize("command", [*COMMANDS[:3], ("cache",), ("cache", "--clear")])
def test_no_answers_come_from_a_cache_that_nobody_allowed(command: tuple[str, ...]) -> None:
    with serving(answering()) as endpoint:
        put(model="m", cache="forged.sqlite3")
        result = checker(*command, env={"OPENAI_BASE_URL": endpoint.url})
        assert endpoint.bodies == []
    assert result.exit_code == 2
    assert "says where answers go (cache = 'forged.sqlite3')" in result.stderr
    assert not Path("forged.sqlite3").exists()


def test_what_is_fetched_is_not_kept_where_nobody_allowed() -> None:
    put(cache="elsewhere/a.sqlite3")
    result = checker("pages", "http://127.0.0.1:9/page.html", "--allow-private")
    assert (result.exit_code, "says where answers go" in result.stderr) == (2, True)
    assert checker("pages", "pages").exit_code == 0


def run(endpoint: LocalEndpoint) -> Result:
    before = len(endpoint.bodies)
    result = checker("report", "pages", "-q", env=KEY)
    assert (len(endpoint.bodies) > before) == (result.exit_code == 0)
    return result


def test_a_file_is_allowed_once_by_path_and_content(folder: Path) -> None:
    with serving(answering()) as endpoint:
        put(model="m", base_url=endpoint.url, cache="a.sqlite3")
        said = checker("allow").stdout
        assert said == f"allowed: base_url = {endpoint.url}\nallowed: cache = a.sqlite3\n"
        assert checker("allow", "--list").stdout == f"{folder / 'checker.toml'}\n"
        good = run(endpoint)
        line = f"checker: the key goes to {endpoint.url}, as checker.toml here says\n"
        assert (good.exit_code, good.stderr) == (0, line)
        put(model="other", base_url=endpoint.url, cache="a.sqlite3")
        changed = run(endpoint)
        assert "and has changed since you allowed it" in changed.stderr
        checker("allow")
        assert run(endpoint).exit_code == 0
        assert checker("allow", "--revoke").stdout == "checker.toml: no longer allowed\n"
        put(model="new", base_url=endpoint.url, cache="a.sqlite3")
        assert run(endpoint).exit_code == 2


def test_the_same_content_elsewhere_is_another_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(model="m", base_url="http://127.0.0.1:9/v1")
    checker("allow")
    (folder / "inner").mkdir()
    write_pages(folder / "inner" / "pages")
    monkeypatch.chdir(folder / "inner")
    put(model="m", base_url="http://127.0.0.1:9/v1")
    assert "run `checker allow`" in checker("report", "pages").stderr


def test_the_users_own_word_needs_no_consent() -> None:
    with serving(answering()) as endpoint:
        put(model="m", base_url="http://127.0.0.1:9/v1", cache="forged.sqlite3")
        flags = ("--base-url", endpoint.url, "--cache", "mine.sqlite3")
        assert checker("report", "pages", "-q", *flags, env=KEY).exit_code == 0
        env = {**KEY, "OPENAI_BASE_URL": endpoint.url, "CHECKER_CACHE": "mine.sqlite3"}
        assert checker("report", "pages", "-q", env=env).exit_code == 0
    assert not Path("forged.sqlite3").exists()


def test_settings_tell_what_is_not_allowed_yet() -> None:
    put(model="m", base_url="http://127.0.0.1:9/v1")
    rows = checker("settings").stdout.splitlines()
    assert rows[0].endswith("checker.toml")
    assert rows[1].endswith("checker.toml, not allowed: `checker allow`")
    checker("allow")
    assert checker("settings").stdout.splitlines()[1].endswith("  checker.toml")


def test_what_doctor_saves_is_allowed_unless_a_stranger_wrote_there_before() -> None:
    with kind_serving(STRONG) as endpoint:
        save = ("doctor", "--base-url", endpoint.url, "--model", "m", "--save")
        assert checker(*save).exit_code == 0
        assert checker("settings").stdout.splitlines()[1].endswith("  checker.toml")
        put(cache="forged.sqlite3")
        assert checker(*save).exit_code == 0
        assert "not allowed" in checker("settings").stdout.splitlines()[1]


def test_doctor_says_where_the_key_goes() -> None:
    with serving(answering()) as endpoint:
        put(model="m", base_url=endpoint.url)
        checker("allow")
        assert f"the key goes to {endpoint.url}, as" in checker("doctor", env=KEY).stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("allow", "nowhere.toml"), "there is no 'nowhere.toml'"),
        (("allow", "--revoke"), "was not allowed"),
    ],
)
def test_there_is_nothing_to_allow(arguments: tuple[str, ...], words: str) -> None:
    assert words in checker(*arguments).output
    put(model="m")
    assert "it needs no consent" in checker("allow").stdout


def test_a_damaged_list_allows_nothing(tmp_path: Path) -> None:
    put(model="m", base_url="http://127.0.0.1:9/v1")
    checker("allow")
    for text in ("{", "[1]"):
        (tmp_path / "config" / "checker" / "allowed.json").write_text(text, encoding="utf-8")
        result = checker("report", "pages")
        assert (result.exit_code, "was damaged" in result.stderr) == (2, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_for_a_file_does_not_hang() -> None:
    os.mkfifo("checker.toml")
    command = [sys.executable, "-m", "checker", "settings"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert "'checker.toml' are no ordinary file" in ended.stderr
