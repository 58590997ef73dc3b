from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.report.contract import load_report
from checker.report.formats import FORMATS, format_of, render
from tests.support.sample_report import hostile_report, make_report

NAMES = [form.name for form in FORMATS]
STARTS = {
    "html": "<!DOCTYPE html>",
    "brief": "<!DOCTYPE html>",
    "markdown": "# Talks in Baku",
    "json": "{",
    "csv": "\ufefffinding_id,",
    "claims-csv": "\ufeffclaim_id,",
    "findings-csv": "\ufefffinding_id,",
    "claimreview": "{",
}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("report.html", "html"),
        ("REPORT.HTM", "html"),
        ("a/b.md", "markdown"),
        ("x.json", "json"),
        ("x.brief.html", "brief"),
        ("x.jsonld", "claimreview"),
        ("x.claimreview.json", "claimreview"),
        ("x.csv", "csv"),
        ("claims.csv", "claims-csv"),
        ("x.claims.csv", "claims-csv"),
        ("findings.csv", "findings-csv"),
    ],
)
def test_the_ending_of_a_name_tells_the_format(path: str, name: str) -> None:
    assert format_of(path) == name
    assert format_of(Path(path)) == name


@pytest.mark.parametrize("path", ["report", "report.pdf", "html"])
def test_an_unknown_ending_is_refused_with_those_that_are_known(path: str) -> None:
    with pytest.raises(InputError, match=r"\.html.*--format"):
        format_of(path)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_renders_and_can_be_written_as_utf_8(name: str) -> None:
    assert render(make_report(), name).startswith(STARTS[name])
    render(hostile_report(), name).encode()


def test_an_unknown_format_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(InputError, match="'pdf'; choose one of: html, markdown"):
        render(make_report(), "pdf")


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_report_gives_the_same_as_the_run_that_made_it(name: str, tmp_path: Path) -> None:
    report = make_report()
    kept = tmp_path / "report.json"
    kept.write_text(render(report, "json"), encoding="utf-8")
    assert render(load_report(kept), name) == render(report, name)
