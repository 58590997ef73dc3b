"""Files, folders, standard input and addresses to pages, with no model.

The text of a page from a .txt or .md file is the file's text as decoded, code point for code
point, save for two things: a byte order mark at the start is dropped, and CRLF and CR become LF.
It is not normalised: quotes and offsets stand on it. Of HTML and of records it is the text that
was drawn out of them. ``Page.sha256`` is of the bytes, before any of this.
"""

from __future__ import annotations

import glob
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePath

from checker.errors import InputError
from checker.intake.case import (
    CASE_FILE,
    Case,
    PageEntry,
    did_you_mean,
    existing,
    inside,
    names_in,
    read_case_file,
)
from checker.intake.documents import http_address, show_address, writable
from checker.intake.folders import leads_out, matches, natural, own_files, root_of
from checker.intake.followed import followed_sources
from checker.intake.forms import (
    MANY_SUFFIXES,
    PAGE_SUFFIXES,
    RECORD_SUFFIXES,
    SUFFIXES,
    suffix_of,
)
from checker.intake.leftovers import find_leftovers
from checker.intake.reading import (
    STDIN,
    STDIN_NAME,
    Intake,
    Source,
    read_sources,
    unsupported,
)

_LINK_OUT = "is a link that leads out of the folder; copy the file itself into it, or name it"
# Two letters at least, since one is a drive of Windows.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Address(str):
    """A web address that was given in the place of a path."""


class Outside(str):
    """What a pattern matches but lies elsewhere, through a link."""


Given = Path | Address | Outside


def read_case(paths: Sequence[str | Path], intake: Intake | None = None) -> Case:
    """Read files, folders, patterns such as ``pages/*.txt``, addresses, or one case folder.

    Files are of the forms in `checker.intake.forms`, by their suffix, or by their look where they
    have none; ``-`` is standard input, in any of these forms; an address begins with https:// or
    http://. A folder gives its own files, not those of its sub-folders, which only a pattern
    (``**/*.md``) reaches; files of JSON must be named, or matched by a pattern that ends in their
    suffix. What a folder holds and was not read is a problem. ``~`` is expanded. Pages stand in
    the order of ``paths``, within one of them sorted by name, numbers by value, the same on every
    system. ``Page.path`` is relative to the case folder or else as given, with forward slashes; a
    record adds ``#NUMBER``. Sources with the same bytes are one page.

    What cannot be read is a problem while other pages remain. Raises InputError where nothing
    remains, and for a path that does not exist, a pattern or folder with no page, another suffix
    given by name, another kind of address, and any mistake in ``case.toml``.
    """
    intake = intake or Intake()
    given = [found for path in paths for found in _expand(path)]
    if not given:
        raise InputError(
            "no pages were given; name .txt, .md, .html or .jsonl files, a folder, a pattern or "
            "an address"
        )
    for path in given:
        if isinstance(path, Path) and (path / CASE_FILE).is_file():
            if len(given) == 1:
                return _read_case_folder(path, intake)
            raise InputError(f"{str(path)!r} holds a {CASE_FILE}; give a case folder alone")
    return _read_loose(given, intake)


def _expand(given: str | Path) -> list[Given]:
    if given == STDIN:
        return [Path(STDIN)]
    path = Path(os.path.expanduser(given))
    if os.path.isdir(path):  # unlike Path.is_dir, no error for a name that is too long
        return [path]
    if os.path.lexists(path):
        if path.suffix and suffix_of(path) not in SUFFIXES:
            raise InputError(f"{str(given)!r} {unsupported(path)}")
        return [path]
    if _SCHEME.match(str(given)):
        return [_address(str(given))]
    if glob.has_magic(str(path)):
        root = root_of(str(path))
        found = matches(str(path))
        return [Outside(each.as_posix()) if leads_out(each, root) else each for each in found]
    hint = did_you_mean(path.name, names_in(path.parent)) or "; check the path"
    raise InputError(f"{str(given)!r} does not exist{hint}")


def _address(given: str) -> Address:
    if not http_address(given):
        raise InputError(
            f"{show_address(given)} is no address that is fetched: it starts with https:// or "
            "http://, and holds a host, no spaces, and no name or password of a user"
        )
    return Address(given)


def _read_loose(given: Sequence[Given], intake: Intake) -> Case:
    sources: dict[Given, Source] = {}  # in order, each once: a pattern may name a folder's own
    for each in given:
        if isinstance(each, Address):
            sources[each] = Source(str(each))
        elif isinstance(each, Outside):
            sources[each] = Source(str(each), refused=_LINK_OUT)
        elif str(each) == STDIN:
            sources[each] = Source(STDIN_NAME)
        else:
            files = _files_of(each) if each.is_dir() else [each]
            sources |= {file: _loose(file, each) for file in files}
    pages, problems, found = read_sources([*sources.values()], intake)
    read = [source.file for source in sources.values() if source.file]
    folders = [each for each in given if isinstance(each, Path) and each.is_dir()]
    left = [problem for folder in folders for problem in find_leftovers(folder, read)]
    if len(given) == 1 and isinstance(given[0], Path) and given[0].is_dir():
        name = given[0].resolve().name or "pages"
    else:
        name = pages[0].path.rstrip("/").rpartition("/")[2]
        name += f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    return Case(name=writable(name), pages=pages, problems=(*problems, *left), found=found)


def _loose(file: Path, given: Path) -> Source:
    """A file that was named, or that a folder holds; links of a folder must not lead out of it."""
    out = file != given and leads_out(file, given)
    return Source(file.as_posix(), file, refused=_LINK_OUT if out else None)


def _files_of(folder: Path) -> list[Path]:
    files = own_files(folder)
    if not files:
        raise InputError(
            f"the folder {str(folder)!r} holds no .txt, .md or .html file and no other that is "
            f"read; its sub-folders are "
            f"read only where a pattern names them: '{folder.as_posix()}/**/*.txt'"
        )
    return files


def _read_case_folder(folder: Path, intake: Intake) -> Case:
    settings = read_case_file(folder)
    cassette = inside(folder, settings.cassette) if settings.cassette else None
    questions = inside(folder, settings.questions) if settings.questions else None
    expected = existing(folder, settings.expected) if settings.expected else None
    report = inside(folder, settings.report) if settings.report else None
    sources = _case_sources(folder, settings.page)
    pages, problems, found = read_sources(sources, intake)
    read = [source.file for source in sources if source.file]
    own = [path for path in (cassette, questions, expected, report) if path]
    return Case(
        name=settings.title or writable(folder.resolve().name) or "pages",
        pages=pages,
        problems=(*problems, *find_leftovers(folder, read, own)),
        found=found,
        cassette=cassette,
        questions=questions,
        model=settings.model,
        expected=expected,
        report=report,
    )


def _case_sources(folder: Path, entries: Sequence[PageEntry]) -> list[Source]:
    """Give the listed files, wherever in the folder, and the other files of the folder itself."""
    # In NFC, since some file systems decompose the names they are given (أ, é).
    sources = {_composed(path): _unlisted(folder, path) for path in own_files(folder)}
    sources |= {_composed(file): source for file, source in followed_sources(folder)}
    listed: set[Path] = set()
    for entry in entries:
        file = inside(folder, entry.file)
        key = _composed(file)
        if key in listed:
            raise InputError(f"{str(folder / CASE_FILE)!r} lists {entry.file!r} twice; keep one")
        listed.add(key)
        if key not in sources:
            existing(folder, entry.file)
            sources[key] = Source(file.relative_to(folder).as_posix(), file)
        if file.suffix and suffix_of(file) not in PAGE_SUFFIXES:
            raise InputError(f"{str(file)!r} {_no_case_page(file)}")
        sources[key] = sources[key]._replace(entry=entry)
    if not sources:
        _files_of(folder)
    return sorted(sources.values(), key=lambda source: natural(PurePath(source.path)))


def _no_case_page(file: Path) -> str:
    if suffix_of(file) in (*RECORD_SUFFIXES, *MANY_SUFFIXES):
        return f"holds many pages, of which {CASE_FILE} cannot speak; give the file by name"
    return unsupported(file)


def _unlisted(folder: Path, path: Path) -> Source:
    try:
        if path.is_symlink():
            inside(folder, path.name)
    except InputError:
        return Source(path.name, path, refused=_LINK_OUT)
    return Source(path.name, path)


def _composed(path: Path) -> Path:
    return Path(unicodedata.normalize("NFC", str(path)))
