"""What `checker watch` has read so far for a case: pages as files in ``watched/``, and a list.

``watched/index.json`` says of each page where it came from and which version is kept. A file that
somebody takes away stays away: its address is known, and is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from pydantic import ValidationError

from checker.data import Page, Record
from checker.errors import InputError
from checker.files import write_bytes
from checker.intake.case import inside
from checker.intake.documents import digest
from checker.intake.fetched import Form, Validators
from checker.intake.reading import Source

FOLDER = "watched"
INDEX = "index.json"
EARLIER = "earlier"


class FollowedPage(Record):
    """An address and the newest version of its text.

    ``file`` is its name in the folder, None for a page that another address has given already.
    ``feed`` is the feed that named it, None where the case does. Times are ISO 8601, UTC.
    """

    address: str
    file: str | None
    form: Form
    text_sha256: str
    first_read: datetime
    changed: datetime
    validators: Validators
    feed: str | None = None


class FollowedFeed(Record):
    """A feed, and the version of it of which every entry that holds one of ``words`` was read."""

    address: str
    words: tuple[str, ...] = ()
    validators: Validators


class Followed(Record):
    """All that was read; ``reported`` is a digest of the pages of the last whole report."""

    version: Literal[1] = 1
    pages: tuple[FollowedPage, ...] = ()
    feeds: tuple[FollowedFeed, ...] = ()
    reported: str | None = None


class Changed(NamedTuple):
    """A page that is new, or has another text than before."""

    kind: Literal["new", "edited"]
    page: FollowedPage
    outlet: str | None
    title: str | None


def read_followed(case: Path) -> Followed:
    """What was read so far; nothing where no watch has run.

    Raises:
        InputError: the list is damaged.
    """
    path = inside(case, f"{FOLDER}/{INDEX}")
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Followed()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{str(path)!r} cannot be read: {error}") from error
    try:
        found = Followed.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "its beginning"
        raise InputError(
            f"{str(path)!r} is damaged at {place} ({first['msg']}); correct it, or take it away: "
            "then all addresses are read anew"
        ) from error
    for page in found.pages:
        if page.file and PurePosixPath(page.file).name != page.file:
            raise InputError(f"{str(path)!r} names {page.file!r}, which is no plain file name")
    return found


def write_followed(case: Path, followed: Followed) -> None:
    """Keep what was read. Raises InputError where it cannot be written."""
    rows = followed.model_dump(mode="json")
    text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    folder_of(case)
    write_bytes(inside(case, f"{FOLDER}/{INDEX}"), text.encode())


def folder_of(case: Path) -> Path:
    """The folder of what was read, made if it is not there. Raises InputError."""
    folder = inside(case, FOLDER)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"{str(folder)!r} cannot be made: {error.strerror}") from error
    return folder


def keep_page(case: Path, file: str, raw: bytes) -> None:
    """Put the newest version of a page into the folder; the one before goes to ``earlier/``.

    Raises:
        InputError: it cannot be written.
    """
    folder_of(case)
    path = inside(case, f"{FOLDER}/{file}")
    earlier = inside(case, f"{FOLDER}/{EARLIER}")
    try:
        if path.is_file():
            earlier.mkdir(exist_ok=True)
            before = path.read_bytes()
            write_bytes(earlier / f"{path.stem}-{digest(before)[:8]}{path.suffix}", before)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be kept: {error.strerror}") from error
    write_bytes(path, raw)


def followed_sources(case: Path) -> Iterator[tuple[Path, Source]]:
    """The files that came from a case's addresses and feeds, and how they are read.

    Raises:
        InputError: the list is damaged, or a link leads out of the case.
    """
    for page in read_followed(case).pages:
        file = inside(case, f"{FOLDER}/{page.file}") if page.file else None
        if file and file.is_file():
            yield file, Source(f"{FOLDER}/{page.file}", file, fetched=page.form)


def digest_pages(pages: Iterable[Page]) -> str:
    """What tells the pages of a case, and all that is said of them, from others."""
    rows = sorted(page.model_dump_json(exclude={"id", "text"}) for page in pages)
    return digest("\n".join(rows).encode())
