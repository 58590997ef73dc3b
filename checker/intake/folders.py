"""Which files of a folder, or that a pattern matches, are read, and in which order."""

from __future__ import annotations

import glob
import re
import unicodedata
from pathlib import Path, PurePath

from checker.errors import InputError
from checker.intake.decoding import CONVERSIONS
from checker.intake.forms import (
    MANY_SUFFIXES,
    PAGE_SUFFIXES,
    RECORD_SUFFIXES,
    look_of,
    suffix_of,
)

# This package writes them, perhaps beside the pages.
_OWN_REPORTS = ("report.html", "report.brief.html")


def matches(pattern: str) -> list[Path]:
    """Expand as a shell would, but without files and folders that hold no article."""
    records = pattern.lower().endswith(RECORD_SUFFIXES)
    found = (Path(match) for match in glob.glob(pattern, recursive=True))
    kept = {
        path
        for path in found
        if (own_files(path) if path.is_dir() else records or is_document(path))
    }
    if not kept:
        raise InputError(
            f"the pattern {pattern!r} matches no page; check the spelling, and the "
            "folder it starts from"
        )
    return sorted(kept, key=natural)


def root_of(pattern: str) -> Path:
    """The folder that a pattern starts from: what stands before its first wildcard."""
    fixed = []
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a link leads from ``path`` to a place outside of ``folder``.

    A folder may come from anyone, and what stands in it is sent to a model.
    """
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle; reading the file says so
        return False


def natural(path: PurePath) -> tuple[object, ...]:
    """Sort key: folder by folder, numbers by value; the spelling decides between equals."""
    parts = [unicodedata.normalize("NFC", part).casefold() for part in path.parts]
    pieces = [[piece for piece in re.split(r"(\d+)", part) if piece] for part in parts]
    values = [[(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in part] for part in pieces]
    return values, path.as_posix()


def own_files(folder: Path) -> list[Path]:
    """Give the documents of a folder itself, sorted; a link to nothing is among them."""
    try:
        children = [path for path in folder.iterdir() if is_document(path) and not path.is_dir()]
    except OSError as error:
        raise InputError(f"{str(folder)!r} cannot be read: {error.strerror}") from error
    return sorted(children, key=natural)


def is_document(path: Path) -> bool:
    """Whether a file of a folder is read, or said not to be in a word of its own."""
    if path.name.startswith(".") or path.name in _OWN_REPORTS:
        return False
    suffix = suffix_of(path)
    if not suffix:
        return looks_like_page(path)
    return suffix in PAGE_SUFFIXES or suffix in MANY_SUFFIXES or suffix in CONVERSIONS


def looks_like_page(path: Path) -> bool:
    """Whether a file without a suffix is a page as browsers and crawlers save it."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return look_of(stream.read(8_000)) in ("html", "mhtml", "feed", "pdf")
    except OSError:
        return False
