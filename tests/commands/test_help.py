"""The help text of each command: one example, and it does what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main

SAMPLE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"
COMMANDS = sorted(main.commands)
NEEDS_THE_NETWORK = {"doctor", "watch"}


def example_of(name: str) -> list[str]:
    """The words of a command's example, without what the shell does with its output."""
    text = CliRunner().invoke(main, [name, "--help"], terminal_width=200).output
    [line] = re.findall(r"^ *Example: checker (.*)$", text, re.MULTILINE)
    return shlex.split(line.partition(" > ")[0])


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_is_one_of_the_command_with_options_it_has(name: str) -> None:
    first, *arguments = example_of(name)
    assert first == name
    main.commands[name].make_context(name, arguments)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NEEDS_THE_NETWORK))
def test_the_example_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHECKER_CACHE", str(tmp_path / "answers.sqlite3"))
    for folder in (tmp_path, tmp_path / "kept", tmp_path / "my-pages"):
        folder.mkdir(exist_ok=True)
        shutil.copy(SAMPLE / "report.json", folder)
    (tmp_path / "checker.toml").write_text('cache = "answers.sqlite3"\n', encoding="utf-8")
    shutil.copy(next(SAMPLE.glob("*.txt")), tmp_path / "my-pages")
    (tmp_path / "my-pages" / "report.json").unlink()
    result = CliRunner().invoke(main, example_of(name), catch_exceptions=False)
    # Where this machine is slow, a run says how far it is.
    said = re.sub(r"^[a-z ]+: \d+ of \d+ done.*\n", "", result.stderr, flags=re.MULTILINE)
    assert (result.exit_code, said) == (0, "")
    assert result.stdout or name == "render"
