"""The body of an answer, unpacked within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from checker.errors import InputError


def decoder(encoding: str, max_bytes: int) -> Callable[[bytes], bytes]:
    """Undo one gzip at most, never beyond ``max_bytes``. Raises InputError where that is passed."""
    name = encoding.strip().lower()
    if name not in ("", "identity", "gzip"):
        raise InputError(f"is compressed as {name[:40]!r}, though only gzip was asked for")
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if name == "gzip" else None
    total = 0

    def decode(chunk: bytes) -> bytes:
        nonlocal total
        try:
            piece = unzip.decompress(chunk, max_bytes + 1 - total) if unzip else chunk
        except zlib.error as error:
            raise InputError(f"is compressed, but broken: {error}") from error
        total += len(piece)
        if total > max_bytes:
            raise InputError(f"is larger than {max_bytes / 1_000_000:g} MB")
        return piece

    return decode
