"""The files that a report is written to: planned before anything is spent, written whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import InputError
from checker.files import refuse_link, refuse_special, write_whole
from checker.kept_report import Report
from checker.notes.files import notes_path, read_notes
from checker.notes.records import NO_NOTES, Notes
from checker.report.catalogue import load_catalogue
from checker.report.formats import find_format, format_of, render


@dataclass(frozen=True)
class Output:
    """A file, and the form of the report that it is to hold."""

    path: Path
    format_name: str


def default_paths(format_name: str | None = None) -> tuple[Path, ...]:
    """Where a report goes if nothing is said: into the current folder, as a page and as JSON.

    Raises:
        InputError: there is no such format.
    """
    if format_name is None:
        return (Path("report.html"), Path("report.json"))
    return (Path("report" + find_format(format_name).endings[0]),)


def plan_outputs(
    paths: Iterable[Path], format_name: str | None = None, language: str = "en"
) -> tuple[Output, ...]:
    """Say what each path is to hold: ``format_name``, else what its ending means.

    Raises:
        InputError: a folder is missing or closed, a path is a folder, a format cannot be told or
            does not exist, or there is no interface in ``language``.
    """
    load_catalogue(language)
    if format_name:
        find_format(format_name)
    planned = []
    for path in paths:
        _check_writable(path)
        planned.append(Output(path, format_name or format_of(path)))
    return tuple(planned)


def write_outputs(
    report: Report, outputs: Sequence[Output], language: str = "en", notes: Notes = NO_NOTES
) -> None:
    """Make all forms first, then write them, so that an error leaves no file behind.

    Raises:
        InputError: a file cannot be written.
    """
    for files in [_files_of(report, output, language, notes) for output in outputs]:
        for path, text in files.items():
            write_whole(path, text)


def brief_path(output: Path) -> Path:
    """Where the brief of a report goes: ``report.brief.html`` beside ``report.html``."""
    return output.with_name(output.stem + ".brief.html")


def parts_folder(page: Path) -> Path:
    """Where the parts of a large page stand: ``report.parts`` beside ``report.html``."""
    return page.with_name(page.stem + ".parts")


def notes_of(outputs: Sequence[Output]) -> Notes:
    """What people have said of the findings: beside the report as JSON, or the first output.

    Raises:
        InputError: the file of notes is damaged.
    """
    paths = [output.path for output in outputs]
    kept = next((path for path in paths if path.suffix == ".json"), paths[0])
    return read_notes(notes_path(kept))


def _files_of(report: Report, output: Output, language: str, notes: Notes) -> dict[Path, str]:
    """What an output is made of: one file; for a large page its parts too, which come first."""
    if output.format_name != "html":
        return {output.path: render(report, output.format_name, language, notes)}
    from checker.report.html import render_html_page

    folder = parts_folder(output.path)
    page = render_html_page(report, language, folder.name, notes)
    if page.beside:
        _make_folder(folder)
    return {**{folder / name: text for name, text in page.beside.items()}, output.path: page.text}


def _make_folder(folder: Path) -> None:
    refuse_link(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"{str(folder)!r} cannot be made: {error.strerror}") from error


def _check_writable(output: Path) -> None:
    folder = output.parent
    if not folder.is_dir():
        raise InputError(f"the folder {str(folder)!r} for the report is not there; make it first")
    if output.is_dir() or not os.access(folder, os.W_OK):
        raise InputError(f"the report cannot be written to {str(output)!r}; name another with -o")
    refuse_special(output)
    if output.suffix.lower() in (".html", ".htm"):
        refuse_link(parts_folder(output))
