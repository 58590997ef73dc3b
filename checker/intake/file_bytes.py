"""The bytes of a file or stream, within a bound."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from checker.errors import InputError


def read_bytes(file: Path, limit: int) -> bytes:
    """Read one file; raises InputError with a reason that does not repeat the file's name."""
    try:
        if not file.is_file():  # opening a named pipe would wait for ever
            raise InputError("is no ordinary file, or a link to nothing; give the file itself")
        with file.open("rb") as stream:
            return read_stream(stream, limit)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}; check its permissions") from error


def read_stream(stream: BinaryIO, limit: int) -> bytes:
    """Read a stream; raises InputError where it holds more than ``limit`` bytes."""
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise InputError(too_large(limit))
    return raw


def too_large(limit: int) -> str:
    """Why something of more than ``limit`` bytes is refused."""
    return f"is larger than {limit // 1_000_000} MB; split it into files of a few articles"
