"""What a folder holds and is not read, so that nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.intake.documents import writable
from checker.intake.forms import RECORD_SUFFIXES, suffix_of
from checker.intake.records import problem_of
from checker.kept_report import Problem

_OWN_SUFFIXES = (".toml", ".yaml", ".yml")  # settings and recordings
_OWN_ENDINGS = (".run.jsonl", "report.json", "report.html", ".brief.html", ".notes.json")
_NAMES_SHOWN = 5


def find_leftovers(folder: Path, read: Sequence[Path], own: Sequence[Path] = ()) -> list[Problem]:
    """A problem for the files of a folder that are not ``read``, and one for its sub-folders.

    Hidden files, what this package writes itself, and ``own`` (what a case names beside its
    pages) are no leftovers. A sub-folder that holds something that is read is none either.
    """
    known = {path.absolute() for path in (*read, *own)}
    above = {parent for path in known for parent in path.parents}
    try:
        children = sorted(folder.iterdir())
    except OSError:
        return []  # reading the folder has said so
    shown = [each for each in children if not each.name.startswith((".", "__"))]
    files = [each for each in shown if not each.is_dir() and not _is_own(each)]
    left = [each for each in files if each.absolute() not in known]
    folders = [each for each in shown if each.is_dir() and each.absolute() not in above]
    return [*_files(folder, left), *_folders(folder, folders)]


def _is_own(path: Path) -> bool:
    return suffix_of(path) in _OWN_SUFFIXES or path.name.lower().endswith(_OWN_ENDINGS)


def _files(folder: Path, left: Sequence[Path]) -> Iterator[Problem]:
    records = [path for path in left if suffix_of(path) in RECORD_SUFFIXES]
    others = [path for path in left if path not in records]
    subject = writable(folder.as_posix())
    if others:
        yield problem_of(subject, f"holds files that are not read: {_names(others)}")
    if records:
        yield problem_of(
            subject,
            f"holds files of records, which are read only where they are named: {_names(records)}",
        )


def _folders(folder: Path, folders: Sequence[Path]) -> Iterator[Problem]:
    if folders:
        pattern = writable(f"{folder.as_posix()}/**/*.html")
        yield problem_of(
            writable(folder.as_posix()),
            f"has sub-folders, which are left out ({_names(folders)}); a pattern reaches them: "
            f"'{pattern}'",
        )


def _names(paths: Sequence[Path]) -> str:
    names = ", ".join(repr(writable(path.name)) for path in paths[:_NAMES_SHOWN])
    more = len(paths) - _NAMES_SHOWN
    return f"{names} and {more} more" if more > 0 else names
