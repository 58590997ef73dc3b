"""Files written whole, where the user said and nowhere else: no planted link is ever followed.

A folder may come from anyone, and with it links under the names that a run will write. So every new
file is made by exclusive creation, under a name that nobody can know before, and renamed; a file
that grows line by line takes the place of what stood there, or is refused where that is a link.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import IO, BinaryIO, TextIO

from checker.errors import InputError

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # not on Windows, where links need a privilege
_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def writing_bytes(path: Path) -> Iterator[BinaryIO]:
    """A stream of bytes that becomes the file ``path`` once it was written to its end.

    It is written beside its place and renamed, so that it is never half there; a link that stood
    there is replaced, not followed.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(_new(beside), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


@contextmanager
def writing_whole(path: Path) -> Iterator[TextIO]:
    """`writing_bytes` for a text in UTF-8, its line ends as they are."""
    with writing_bytes(path) as raw:
        stream = TextIOWrapper(raw, encoding="utf-8", newline="\n")
        try:
            yield stream
            stream.flush()
        finally:
            stream.detach()


def write_whole(path: Path, text: str) -> None:
    """`write_bytes` for a text in UTF-8, its line ends as they are."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, raw: bytes) -> None:
    """Write a file as `writing_bytes` does.

    Raises:
        InputError: it cannot be written there.
    """
    try:
        refuse_special(path)
        with writing_bytes(path) as stream:
            stream.write(raw)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be written: {error.strerror}") from error


def open_fresh(path: Path) -> TextIO:
    """Begin a file of lines in the place of what stood there; a link is removed, not followed.

    Raises:
        OSError: it cannot be made.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(_new(path), "w", encoding="utf-8", newline="\n")


def open_grown(path: Path, mode: str = "a") -> IO[str]:
    """Open a file of one's own to add lines to it, or make it.

    Raises:
        OSError: it cannot be opened, or is a link, or has other names too.
    """
    flags = os.O_CREAT | os.O_RDWR | os.O_APPEND | _NO_LINK | _BINARY
    if path.is_symlink():
        raise OSError(0, "it is a link to another place; remove it")
    file = os.open(path, flags, 0o666)
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        os.close(file)
        raise OSError(0, "it is no ordinary file, or has another name elsewhere; remove it")
    return os.fdopen(file, mode, encoding="utf-8", newline="\n")


def refuse_special(path: Path) -> None:
    """Refuse to put a file in the place of a device or a pipe.

    Raises:
        InputError: there is one.
    """
    with suppress(OSError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise InputError(f"{str(path)!r} is no ordinary file; name another")


def refuse_link(folder: Path) -> None:
    """Refuse a folder of one's own that is a link: what is written into it would go elsewhere.

    Raises:
        InputError: it is one.
    """
    if folder.is_symlink():
        raise InputError(
            f"{str(folder)!r} is a link to another place, and nothing is written there; remove it"
        )


def _new(path: Path) -> int:
    """A file that was not there before. Raises FileExistsError for one that was, and for links."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK | _BINARY, 0o666)
