"""One browser for all tests of the page, and reports that are drawn once and opened often."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from checker.kept_report import Report
from checker.notes.records import NO_NOTES, Notes
from checker.report import html
from checker.report.outputs import plan_outputs, write_outputs
from tests.support.browser import open_browser

WriteReport = Callable[..., None]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="package")
def write_report(tmp_path_factory: pytest.TempPathFactory) -> WriteReport:
    """Writes a page and its parts. What was drawn before is copied: it would be the same bytes."""
    drawn: dict[tuple[object, ...], Path] = {}

    def write(report: Report, path: Path, language: str = "en", notes: Notes = NO_NOTES) -> None:
        wanted = (report.model_dump_json(), path.name, language, notes, html.LARGEST_PAGE)
        if wanted not in drawn:
            folder = tmp_path_factory.mktemp("drawn")
            write_outputs(report, plan_outputs([folder / path.name]), language, notes)
            drawn[wanted] = folder
        shutil.copytree(drawn[wanted], path.parent, dirs_exist_ok=True)

    return write
