"""A small case with its recording and its kept report, made in a folder of its own."""

from __future__ import annotations

import re
from pathlib import Path

from checker.changes.regression import update_case
from checker.pipeline.runs import Settings, open_case, run_case
from tests.support.endpoint import serving
from tests.support.small_case import answering, write_pages

CASE_FILE = 'title = "Talks in Paris"\nmodel = "m"\ncassette = "cassette.yaml"\n'


def make_case(folder: Path) -> Path:
    """Pages, case.toml, cassette, and report.json."""
    write_pages(folder)
    (folder / "case.toml").write_text(CASE_FILE, encoding="utf-8")
    with serving(answering()) as endpoint:
        settings = Settings("m", endpoint.url, "key", record=folder / "cassette.yaml")
        assert run_case(open_case([str(folder)]), settings).failure is None
    update_case(folder)
    return folder


def change_recorded_prompt(case: Path) -> None:
    """As if the first prompt had been another when the cassette was recorded."""
    cassette = case / "cassette.yaml"
    text = cassette.read_text(encoding="utf-8")
    assert "You turn one part of a news page" in text
    text = text.replace("You turn one part of a news page", "You turn a news page")
    text = re.sub(r"checker-request: \w+", "checker-request: '0'", text)
    cassette.write_text(text, encoding="utf-8")
