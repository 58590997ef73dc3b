from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.errors import InputError
from checker.report.formats import FORMATS, render
from checker.report.outputs import default_paths, plan_outputs, write_outputs
from tests.support.sample_report import make_report


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kept.json").write_text(render(make_report(), "json"), encoding="utf-8")


def checker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_several_files_are_written_by_their_endings() -> None:
    names = ["r.html", "r.md", "r.json", "r.csv", "claims.csv", "findings.csv", "r.jsonld"]
    result = checker("render", "kept.json", *(f"--output={name}" for name in names))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    for name, form in zip(names, FORMATS_IN_ORDER, strict=True):
        # Bytes: line ends of CSV and the byte order mark must reach the file.
        assert Path(name).read_bytes().decode() == render(make_report(), form)
    assert not list(Path().glob("*.part"))


FORMATS_IN_ORDER = (
    "html",
    "markdown",
    "json",
    "csv",
    "claims-csv",
    "findings-csv",
    "claimreview",
)


def test_a_format_alone_is_printed() -> None:
    result = checker("render", "kept.json", "--format", "json")
    assert json.loads(result.stdout)["case"] == make_report().case


def test_a_format_overrules_the_ending_and_the_interface_can_be_arabic() -> None:
    checker("render", "kept.json", "-o", "page.txt", "--format", "html", "--lang", "ar")
    assert '<html lang="ar" dir="rtl">' in Path("page.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["kept.json"], "use -o FILE, --format NAME or --brief"),
        (["kept.json", "-o", "r.pdf"], "'r.pdf' cannot be told from its name"),
        (["kept.json", "--format", "pdf"], "there is no format 'pdf'"),
        (["kept.json", "-o", "r.html", "--lang", "xx"], "no interface in 'xx'"),
        (["kept.json", "-o", "none/r.html"], "'none'"),
        (["none.json", "-o", "r.html"], "'none.json' cannot be read"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(arguments: list[str], words: str) -> None:
    result = checker("render", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert [path.name for path in Path().iterdir()] == ["kept.json"]


def test_a_form_that_fails_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_outputs([Path("r.json"), Path("r.md")])

    def failing(report: object, name: str, language: str, notes: object) -> str:
        if name == "markdown":
            raise InputError("no page")
        return "{}"

    monkeypatch.setattr("checker.report.outputs.render", failing)
    with pytest.raises(InputError):
        write_outputs(make_report(), planned)
    assert not Path("r.json").exists()


def test_where_a_report_goes_if_nothing_is_said() -> None:
    assert default_paths() == (Path("report.html"), Path("report.json"))
    assert default_paths("markdown") == (Path("report.md"),)
    assert all(default_paths(form.name) for form in FORMATS)
