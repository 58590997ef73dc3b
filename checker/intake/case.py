"""A case folder's ``case.toml``: what the user says about the pages, and nothing else.

    title = "Israel–Syria talks"      # the folder's name where it is not given
    model = "…"                       # the model to ask
    cassette = "cassette.yaml"        # the recording to replay
    questions = "questions.yaml"      # the recording of answers to `checker ask`
    expected = "expected.json"        # labelled findings to score against
    report = "report.json"            # the report that goes on with every run
    addresses = ["https://…"]         # pages that `checker watch` reads again and again
    feeds = ["https://…"]             # feeds whose entries it follows
    feed_words = ["…"]                # only entries that hold one of these words

    [[page]]
    file = "000.txt"                  # the only key that must be there
    outlet = "CNN"
    title = "…"
    published = 2025-07-12            # a TOML date or time, or ISO 8601 in quotes
    url = "https://…"
    language = "ar"

Paths are relative to the folder and stay in it, also through links: a case may come from anyone,
and what it names is sent to a model.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationError

from checker.data import OutletFrom, Page, Record
from checker.errors import InputError
from checker.kept_report import Problem

CASE_FILE = "case.toml"


def _iso_date(value: object) -> object:
    """Give a TOML date or time as ISO 8601; let an ISO 8601 string through as it is."""
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(
            f"{str(value)!r} is no date; write 2025-07-12 or 2025-07-12T10:30:00Z"
        ) from None
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(value.split()) != 1:
        raise ValueError(f"{value!r} is no web address; it starts with https:// or http://")
    return value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
IsoDate = Annotated[str, BeforeValidator(_iso_date)]
WebAddress = Annotated[Words, AfterValidator(_web_address)]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class FoundIn(Record):
    """Where a field of a page stood, or ``text`` its text: ``meta og:title``, ``case.toml``."""

    page_id: str
    field: str
    where: str


class Case(Record):
    """The pages of one run, and what the user has settled about it.

    ``problems`` are the files that gave no page of their own, each with the reason; ``found``
    tells where each page says of itself what it says. ``cassette``
    and ``questions`` lie in the case folder and may not be there yet, since recording makes
    them; ``expected`` is there. ``report`` is the one that goes on, once it was made. Without a
    ``case.toml`` all are None, and so is ``model``.
    """

    name: str
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    found: tuple[FoundIn, ...] = ()
    cassette: Path | None = None
    questions: Path | None = None
    model: str | None = None
    expected: Path | None = None
    report: Path | None = None


class PageEntry(Record):
    """One ``[[page]]`` table, in the key names of ``case.toml``."""

    file: Words
    outlet: Words | None = None
    outlet_from: OutletFrom | None = None
    title: Words | None = None
    published: IsoDate | None = None
    url: WebAddress | None = None
    language: LanguageTag | None = None


class CaseFile(Record):
    """A whole ``case.toml``."""

    title: Words | None = None
    model: Words | None = None
    cassette: Words | None = None
    questions: Words | None = None
    expected: Words | None = None
    report: Words | None = None
    addresses: tuple[WebAddress, ...] = ()
    feeds: tuple[WebAddress, ...] = ()
    feed_words: tuple[Words, ...] = ()
    page: tuple[PageEntry, ...] = ()


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Give ``; did you mean 'x'?`` for the known name nearest to ``name``, or an empty string."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def names_in(folder: Path) -> list[str]:
    """Give the names in a folder, for a hint; none where it is not there or may not be read."""
    try:
        return os.listdir(folder)
    except (OSError, ValueError):
        return []


def read_case_file(folder: Path) -> CaseFile:
    """Read and check ``folder/case.toml``.

    Every path in it is plain and relative when this comes back; that it exists, and is no link to
    elsewhere, is for `inside` and `existing` to say. Raises InputError, with the line and
    column, or the key, to correct.
    """
    file = folder / CASE_FILE
    try:
        settings = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{str(file)!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{str(file)!r} is not UTF-8 text; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{str(file)!r} is not valid TOML: {error}. Correct that place; a text stands in "
            'quotes, as in outlet = "CNN", and each page begins with [[page]]'
        ) from error
    try:
        return CaseFile.model_validate(settings)
    except ValidationError as error:
        raise InputError(f"{str(file)!r}: {_first_mistake(error)}") from error


def _first_mistake(error: ValidationError) -> str:
    mistake = error.errors()[0]
    key = str(mistake["loc"][-1])
    table: type[Record] = CaseFile
    where = ""
    if mistake["loc"][0] != "page" and len(mistake["loc"]) > 1:  # ("feeds", 0)
        return f"{mistake['loc'][0]!r}: {mistake['msg'].removeprefix('Value error, ')}"
    if len(mistake["loc"]) > 2:  # ("page", 0, "outlet")
        table, where = PageEntry, f"[[page]] number {int(mistake['loc'][1]) + 1}: "
    match mistake["type"]:
        case "extra_forbidden":
            known = tuple(table.model_fields)
            hint = did_you_mean(key, known) or "."
            return f"{where}unknown key {key!r}{hint} The keys are {', '.join(known)}"
        case "missing":
            return f"{where}the key {key!r} is missing; name a file of this folder"
        case "tuple_type" if key != "page":
            return f'{key!r} is a list of texts: {key} = ["…"]'
        case "tuple_type" | "model_type":
            return "pages are tables with two brackets each: [[page]]"
        case "string_pattern_mismatch":
            return f"{where}{key!r} is a language code such as 'ar', 'en' or 'pt-BR'"
        case _:
            return f"{where}{key!r}: {mistake['msg'].removeprefix('Value error, ')}"


def inside(folder: Path, entry: str) -> Path:
    """Give the path of ``entry`` in ``folder``, whether or not it is there.

    Raises InputError where it is absolute, holds ``..``, or leads out of the folder by a link.
    """
    windows = PureWindowsPath(entry)  # knows both separators, and drives
    if windows.anchor or PurePosixPath(entry).is_absolute() or ".." in windows.parts:
        raise InputError(
            f"in the case folder {str(folder)!r}, {entry!r} is no plain path; copy the file into "
            "the folder and name it from there, with no '..' and no leading '/'"
        )
    path = folder / entry
    try:
        outside = not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a NUL in the name
        raise InputError(f"in the case folder {str(folder)!r}, {entry!r}: {error}") from error
    if outside:
        raise InputError(
            f"in the case folder {str(folder)!r}, {entry!r} is a link that leads out of it; copy "
            "the file itself into the folder"
        )
    return path


def existing(folder: Path, entry: str) -> Path:
    """Like `inside`; raises InputError, with the nearest name, also where no such file exists."""
    path = inside(folder, entry)
    if os.path.isdir(path):  # unlike Path.is_dir, no error for a name that is too long
        raise InputError(
            f"{str(folder / CASE_FILE)!r} names {entry!r}, which is a folder; name one file"
        )
    if not os.path.isfile(path):
        above = PurePosixPath(entry).parent
        names = [(above / name).as_posix() for name in names_in(path.parent)] or names_in(folder)
        hint = did_you_mean(PurePosixPath(entry).as_posix(), names) or "; correct the name"
        raise InputError(
            f"{str(folder / CASE_FILE)!r} names {entry!r}, which is not in {str(folder)!r}{hint}"
        )
    return path
