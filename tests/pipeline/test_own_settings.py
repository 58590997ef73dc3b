"""The user's own configuration: settings for every folder, and keys by endpoint."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import InputError
from checker.pipeline.own_settings import OwnSettings, config_folder, read_own_settings
from tests.support.endpoint import serving
from tests.support.small_case import answering, write_pages


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    write_pages(tmp_path / "pages")
    return tmp_path


def put(text: str, mode: int = 0o600) -> Path:
    path = config_folder() / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("base_url", "key"),
    [
        ("https://a.example/v1", "whole"),
        ("https://A.example:443/v1/", "whole"),
        ("https://a.example/v1/deployments/x?api-version=1", "whole"),
        ("https://a.example/v2", "host"),
        ("https://a.example/v10", "host"),
        ("http://a.example/v1", None),
        ("https://a.example:444/v1", None),
        ("https://a.example.stranger.example/v1", None),
        ("https://stranger.example/?https://a.example/v1", None),
        ("https://a.example@stranger.example/v1", None),
        ("https://[", None),
        ("nothing", None),
    ],
)
def test_a_key_goes_to_the_address_it_is_for_and_nowhere_else(
    base_url: str, key: str | None
) -> None:
    keys = {"https://a.example/v1": "whole", "https://a.example": "host"}
    assert OwnSettings(Path(), {}, keys).key_for(base_url) == key


def test_a_run_takes_the_key_of_its_endpoint_before_that_of_the_environment() -> None:
    with serving(answering()) as endpoint:
        put(f'model = "own"\n[keys]\n"{endpoint.url}" = "own-key"\n')
        flags = ("--base-url", endpoint.url, "--cache", "a.sqlite3")
        result = CliRunner().invoke(
            main, ["report", "pages", "-q", *flags], env={"OPENAI_API_KEY": "of another"}
        )
        assert (result.exit_code, result.output) == (0, "")
        assert set(endpoint.keys) == {"Bearer own-key"}
        assert {body["model"] for body in endpoint.bodies} == {"own"}


def test_settings_show_what_comes_from_there_but_no_key(folder: Path) -> None:
    path = put('model = "own"\nworkers = 3\n[keys]\n"https://api.openai.com" = "own-key"\n')
    (folder / "checker.toml").write_text("workers = 4\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["settings"]).stdout
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line}
    assert rows["model"] == ["own", "config.toml"]
    assert rows["workers"] == ["4", "checker.toml"]
    assert rows["key"] == ["set", "config.toml"]
    assert rows["config.toml"] == [str(path), "read"]
    assert "own-key" not in said


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o602])
def test_keys_that_others_can_read_are_refused(mode: int) -> None:
    put('[keys]\n"https://api.openai.com" = "own-key"\n', mode)
    result = CliRunner().invoke(main, ["settings"])
    assert result.exit_code == 2
    assert "holds keys and others can read or change it; run chmod 600" in result.stderr
    assert "own-key" not in result.output
    put('model = "m"\n', mode)
    assert CliRunner().invoke(main, ["settings"]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model = ", "cannot be read"),
        ('modell = "m"', "did you mean 'model'"),
        ("keys = 1", r"stand under \[keys\]"),
        ('[keys]\n"sk-secret" = "https://a.example"', r"row 1 of \[keys\] is no address"),
        ('[keys]\n"https://a.example" = 1', r"row 1 of \[keys\] is no address"),
        ('[keys]\n"https://a.example" = " "', r"row 1 of \[keys\] is no address"),
    ],
)
def test_a_file_that_is_wrong_is_named_and_no_key_is_quoted(text: str, words: str) -> None:
    path = put(text)
    with pytest.raises(InputError, match=words) as raised:
        read_own_settings()
    assert str(path) in str(raised.value)
    assert "sk-secret" not in str(raised.value)


def test_no_file_is_no_setting() -> None:
    found = read_own_settings()
    assert (found.values, found.keys) == ({}, {})
    assert CliRunner().invoke(main, ["settings"]).stdout.endswith("  not there\n")
