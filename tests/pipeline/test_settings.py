"""Settings from flags, the environment and checker.toml, in that order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import InputError
from checker.pipeline.settings import KEYS, read_settings
from tests.support.endpoint import serving
from tests.support.small_case import answering, write_pages


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_pages(tmp_path / "pages")
    return tmp_path


def put(text: str, *, allowed: bool = True) -> None:
    Path("checker.toml").write_text(text, encoding="utf-8")
    if allowed:
        assert CliRunner().invoke(main, ["allow"]).exit_code == 0


def test_a_flag_wins_over_the_environment_and_that_over_the_file() -> None:
    asked = []
    with serving(answering()) as endpoint:
        put(f'model = "file"\nbase_url = "{endpoint.url}"\ncache = "a.sqlite3"\nworkers = 2\n')
        for environment, flags in (
            ({}, ()),
            ({"CHECKER_MODEL": "environment"}, ()),
            ({"CHECKER_MODEL": "environment"}, ("--model", "flag")),
        ):
            result = CliRunner().invoke(main, ["report", "pages", "-q", *flags], env=environment)
            assert (result.exit_code, result.output) == (0, "")
            asked.append(endpoint.bodies[-1]["model"])
    assert asked == ["file", "environment", "flag"]
    assert Path("a.sqlite3").is_file()


def test_it_is_said_where_a_file_of_the_folder_sends_the_key() -> None:
    with serving(answering()) as endpoint:
        put(f'model = "m"\nbase_url = "{endpoint.url}"\ncache = "a.sqlite3"\n')
        keyed = {"OPENAI_API_KEY": "secret-key"}
        said = CliRunner().invoke(main, ["report", "pages", "-q"], env=keyed).stderr
        flags = ("--base-url", endpoint.url)
        silent = CliRunner().invoke(main, ["report", "pages", "-q", *flags], env=keyed).stderr
    assert said == f"checker: the key goes to {endpoint.url}, as checker.toml here says\n"
    assert silent == ""


def test_every_key_is_an_option_with_a_variable() -> None:
    options = {param.name: param for param in main.commands["report"].params}
    for key in KEYS:
        assert options[key].envvar


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model = ", "'checker.toml' cannot be read"),
        ('key = "sk-1"', "'key' in 'checker.toml' is no setting; there are model, base_url"),
        ("workers = 0", "Invalid value for '--workers'"),
        ('max_cost = "much"', "Invalid value for '--max-cost'"),
    ],
)
def test_a_file_that_is_wrong(text: str, words: str) -> None:
    put(text, allowed=False)
    result = CliRunner().invoke(main, ["report", "pages"])
    assert result.exit_code == 2
    assert words in result.stderr


def test_no_file_is_no_setting(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "pages") == {}
    (tmp_path / "pages" / "checker.toml").write_bytes(b"\xff")
    with pytest.raises(InputError, match="cannot be read"):
        read_settings(tmp_path / "pages")


def test_limits_stop_a_run_which_goes_on_with_higher_ones() -> None:
    with serving(answering()) as endpoint:
        put(f'model = "m"\nbase_url = "{endpoint.url}"\ncache = "a.sqlite3"\n')
        for flags, status, words in (
            (("--max-calls", "3"), 3, "could pass --max-calls 3: this run has had 3 answers of 48"),
            (("--max-cost", "1"), 2, "needs prices"),
            (("--max-cost", "0.000001", "--price-in", "1", "--price-out", "2"), 3, "--max-cost"),
            (("--max-tokens", "10"), 3, "--max-tokens 10: this run has had 0 answers"),
            (("--max-calls", "4"), 0, ""),
            (("--max-calls", "0"), 0, ""),
        ):
            result = CliRunner().invoke(main, ["report", "pages", "-q", *flags])
            assert (result.exit_code, words in result.stderr) == (status, True), result.stderr
        assert len(endpoint.bodies) == 7
    assert len(json.loads(Path("report.json").read_text(encoding="utf-8"))["findings"]) == 1
