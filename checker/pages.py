"""Files and folders to pages, with no model.

A page's text is the file's text as decoded, code point for code point, save for two things: a
byte order mark at the start is dropped, and CRLF and CR become LF. It is not normalised: quotes
and offsets stand on it. ``Page.sha256`` is of the file's bytes, before any of this.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from checker.case import (
    CASE_FILE,
    Case,
    PageEntry,
    did_you_mean,
    existing,
    inside,
    names_in,
    read_case_file,
)
from checker.data import Page, Problem
from checker.decoding import CONVERSIONS, decode_page
from checker.errors import InputError

MAX_BYTES = 10_000_000
SUFFIXES = (".txt", ".md")
_NAMES_SHOWN = 5
_LINK_OUT = "is a link that leads out of the case folder; copy the file itself into the folder"
_OWN_REPORT = "report.html"  # this package writes it, perhaps beside the pages


class _Source(NamedTuple):
    """A file to read, the path to show for it, and what ``case.toml`` says of it."""

    file: Path
    path: str
    entry: PageEntry | None = None
    refused: str | None = None


def read_case(paths: Sequence[str | Path]) -> Case:
    """Read files (.txt, .md), folders, patterns such as ``pages/*.txt``, or one case folder.

    A folder gives its own files, not those of its sub-folders, which only a pattern (``**/*.md``)
    reaches; a pattern's match is read as if it had been given. ``~`` is expanded. Pages stand in
    the order of ``paths``, within one of them sorted by name, numbers by value, the same on every
    system. ``Page.path`` is relative to the case folder or else as given, with forward slashes.
    Files with the same bytes are one page.

    A file in a folder that cannot be read as text is a problem while other pages remain. Raises
    InputError where nothing remains, and for a path that does not exist, a pattern or folder with
    no page, another suffix given by name, and any mistake in ``case.toml``.
    """
    given = [found for path in paths for found in _expand(path)]
    if not given:
        raise InputError("no pages were given; name .txt or .md files, a folder or a pattern")
    for path in given:
        if (path / CASE_FILE).is_file():
            if len(given) == 1:
                return _read_case_folder(path)
            raise InputError(f"{str(path)!r} holds a {CASE_FILE}; give a case folder alone")
    return _read_loose(given)


def _expand(given: str | Path) -> list[Path]:
    path = Path(os.path.expanduser(given))
    if os.path.isdir(path):  # unlike Path.is_dir, no error for a name that is too long
        return [path]
    if os.path.lexists(path):
        if path.suffix.lower() not in SUFFIXES:
            raise InputError(f"{str(given)!r} {_unsupported(path)}")
        return [path]
    if glob.has_magic(str(path)):
        return _matches(str(path))
    hint = did_you_mean(path.name, names_in(path.parent)) or "; check the path"
    raise InputError(f"{str(given)!r} does not exist{hint}")


def _matches(pattern: str) -> list[Path]:
    """Expand as a shell would, but without files and folders that hold no article."""
    found = (Path(match) for match in glob.glob(pattern, recursive=True))
    kept = {path for path in found if (_own_files(path) if path.is_dir() else _is_document(path))}
    if not kept:
        raise InputError(
            f"the pattern {pattern!r} matches no .txt or .md file; check the spelling, and the "
            "folder it starts from"
        )
    return sorted(kept, key=_natural)


def _natural(path: PurePath) -> tuple[object, ...]:
    """Sort key: folder by folder, numbers by value; the spelling decides between equals."""
    parts = [unicodedata.normalize("NFC", part).casefold() for part in path.parts]
    pieces = [[piece for piece in re.split(r"(\d+)", part) if piece] for part in parts]
    values = [[(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in part] for part in pieces]
    return values, path.as_posix()


def _own_files(folder: Path) -> list[Path]:
    """Give the documents of a folder itself, sorted; a link to nothing is among them."""
    try:
        children = [path for path in folder.iterdir() if _is_document(path) and not path.is_dir()]
    except OSError as error:
        raise InputError(f"{str(folder)!r} cannot be read: {error.strerror}") from error
    return sorted(children, key=_natural)


def _is_document(path: Path) -> bool:
    suffix = path.suffix.lower()
    hidden = path.name.startswith(".")
    return (suffix in SUFFIXES or suffix in CONVERSIONS) and not hidden and path.name != _OWN_REPORT


def _unsupported(path: Path) -> str:
    if path.name == CASE_FILE:
        return "is no page; give the folder it is in"
    how = CONVERSIONS.get(path.suffix.lower(), "save it as text in UTF-8")
    return f"is not read, only .txt and .md files are; {how}"


def _read_loose(given: Sequence[Path]) -> Case:
    files: dict[Path, None] = {}  # in order, each once: a pattern may name what its folder holds
    for path in given:
        files |= dict.fromkeys(_files_of(path) if path.is_dir() else [path])
    pages, problems = _read_pages([_Source(file, file.as_posix()) for file in files])
    if len(given) == 1 and given[0].is_dir():
        name = given[0].resolve().name or "pages"
    else:
        name = pages[0].path.rpartition("/")[2]
        name += f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    return Case(name=name, pages=pages, problems=problems)


def _files_of(folder: Path) -> list[Path]:
    files = _own_files(folder)
    if not files:
        raise InputError(
            f"the folder {str(folder)!r} holds no .txt or .md file; its sub-folders are read only "
            f"where a pattern names them: '{folder.as_posix()}/**/*.txt'"
        )
    return files


def _read_case_folder(folder: Path) -> Case:
    settings = read_case_file(folder)
    cassette = inside(folder, settings.cassette) if settings.cassette else None
    expected = existing(folder, settings.expected) if settings.expected else None
    pages, problems = _read_pages(_case_sources(folder, settings.page))
    return Case(
        name=settings.title or folder.resolve().name or "pages",
        pages=pages,
        problems=problems,
        cassette=cassette,
        model=settings.model,
        expected=expected,
    )


def _case_sources(folder: Path, entries: Sequence[PageEntry]) -> list[_Source]:
    """Give the listed files, wherever in the folder, and the other files of the folder itself."""
    # In NFC, since some file systems decompose the names they are given (أ, é).
    sources = {_composed(path): _unlisted(folder, path) for path in _own_files(folder)}
    listed: set[Path] = set()
    for entry in entries:
        file = inside(folder, entry.file)
        key = _composed(file)
        if key in listed:
            raise InputError(f"{str(folder / CASE_FILE)!r} lists {entry.file!r} twice; keep one")
        listed.add(key)
        if key not in sources:
            existing(folder, entry.file)
            sources[key] = _Source(file, file.relative_to(folder).as_posix())
        if file.suffix.lower() not in SUFFIXES:
            raise InputError(f"{str(file)!r} {_unsupported(file)}")
        sources[key] = sources[key]._replace(entry=entry)
    if not sources:
        _files_of(folder)
    return sorted(sources.values(), key=lambda source: _natural(PurePath(source.path)))


def _unlisted(folder: Path, path: Path) -> _Source:
    try:
        if path.is_symlink():
            inside(folder, path.name)
    except InputError:
        return _Source(path, path.name, refused=_LINK_OUT)
    return _Source(path, path.name)


def _composed(path: Path) -> Path:
    return Path(unicodedata.normalize("NFC", str(path)))


def _read_pages(sources: Sequence[_Source]) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    copies: dict[str, list[_Source]] = {}
    decoded: dict[str, tuple[str, str]] = {}
    problems = []
    for source in sources:
        try:
            raw = _read_bytes(source)
            digest = hashlib.sha256(raw).hexdigest()
            if digest not in decoded:
                decoded[digest] = decode_page(raw)
        except InputError as error:
            problems.append(Problem(stage="read", subject=source.path, reason=str(error)))
        else:
            copies.setdefault(digest, []).append(source)
    if not copies:
        reasons = [f"{problem.subject!r} {problem.reason}" for problem in problems[:_NAMES_SHOWN]]
        more = len(problems) - len(reasons)
        rest = f"; and {more} more files" if more else ""
        raise InputError(f"no page could be read: {'; '.join(reasons)}{rest}")
    pages = []
    for number, (digest, same) in enumerate(copies.items(), start=1):
        entry = next((source.entry for source in same if source.entry), None)
        pages.append(_page(f"p{number}", same, entry, (digest, *decoded[digest])))
        problems += [_copy_problem(source, pages[-1], entry) for source in same[1:]]
    return tuple(pages), tuple(problems)


def _page(
    page_id: str, same: Sequence[_Source], entry: PageEntry | None, read: tuple[str, str, str]
) -> Page:
    digest, text, encoding = read
    given = entry.model_dump(exclude={"file"}) if entry else {}
    return Page(
        id=page_id,
        path=same[0].path,
        sha256=digest,
        encoding=encoding,
        text=text,
        also=tuple(source.path for source in same[1:]),
        **given,
    )


def _copy_problem(copy: _Source, page: Page, entry: PageEntry | None) -> Problem:
    lost = ""
    if copy.entry and entry:
        said, used = copy.entry.model_dump(exclude={"file"}), entry.model_dump()
        keys = [key for key, value in said.items() if value not in (None, used[key])]
        lost = f"; what {CASE_FILE} says of its {', '.join(keys)} is not used" if keys else ""
    reason = f"holds the same bytes as {page.path!r}, so it is read once, as page {page.id}{lost}"
    return Problem(stage="read", subject=copy.path, reason=reason)


def _read_bytes(source: _Source) -> bytes:
    """Read one file; raises InputError with a reason that does not repeat the file's name."""
    if source.refused:
        raise InputError(source.refused)
    if source.file.suffix.lower() not in SUFFIXES:
        raise InputError(_unsupported(source.file))
    try:
        if not source.file.is_file():  # opening a named pipe would wait for ever
            raise InputError("is no ordinary file, or a link to nothing; give the file itself")
        with source.file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}; check its permissions") from error
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"is larger than {MAX_BYTES // 1_000_000} MB; split it into files of a few articles"
        )
    return raw
