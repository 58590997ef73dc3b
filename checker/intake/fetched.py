"""What a fetched page is, what it may cost, and by what its host tells whether it changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from checker.errors import InputError

CONTENT_TYPES = (
    *("text/html", "text/plain", "application/xhtml+xml", "application/rss+xml"),
    *("application/atom+xml", "application/xml", "text/xml"),
)


@dataclass(frozen=True)
class Limits:
    """What one page may cost: bytes after decompression, and seconds with all its redirects.

    ``pause_s`` is waited between two pages of one host; a Crawl-delay may make it longer.
    """

    max_bytes: int = 10_000_000
    seconds: float = 30.0
    pause_s: float = 1.0


class Validators(NamedTuple):
    """What an address said of the version it gave (RFC 9110, 8.8), to ask for another only."""

    url: str = ""
    etag: str = ""
    modified: str = ""

    def headers(self, url: str) -> dict[bytes | str, bytes | str]:
        """The conditions of a request (RFC 9110, 13.1); none for another address than theirs."""
        if url != self.url:
            return {}
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value}


NO_VERSION = Validators()


class Form(NamedTuple):
    """How the bytes of a page are to be read: from where they came, and as what."""

    url: str
    content_type: str
    charset: str


@dataclass(frozen=True)
class Fetched:
    """A page as it came: ``asked`` is the user's address, ``url`` the one that answered."""

    asked: str
    url: str
    content_type: str
    charset: str
    raw: bytes
    at: str
    validators: Validators = NO_VERSION

    @property
    def form(self) -> Form:
        """What must be known beside the bytes to read them."""
        return Form(self.url, self.content_type, self.charset)


@dataclass(frozen=True)
class Reply:
    """One HTTP answer; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    def validators(self, url: str) -> Validators:
        """What ``url`` said of this version; values that cannot be sent back are left out."""
        etag, modified = (self.headers.get(name, "") for name in ("etag", "last-modified"))
        return Validators(
            url, *(each if _SENDABLE.fullmatch(each) else "" for each in (etag, modified))
        )


_SENDABLE = re.compile(r"[\x20-\x7e]{1,200}")


class BusyError(InputError):
    """A host asks to be left alone for ``wait_s`` seconds (None: it does not say how long)."""

    def __init__(self, message: str, wait_s: float | None) -> None:
        super().__init__(message)
        self.wait_s = wait_s


def content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    """The media type and charset of a page. Raises InputError for other media."""
    kind, _, parameters = headers.get("content-type", "").partition(";")
    if kind.strip().lower() not in CONTENT_TYPES:
        raise InputError(
            f"is of the type {kind.strip() or 'unknown'!r}, not one of {', '.join(CONTENT_TYPES)}; "
            "save it, and give the file"
        )
    charset = re.search(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]{2,40})", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset[1] if charset else ""


def refuse_failure(url: str, reply: Reply) -> None:
    """Raises InputError, or BusyError, for an answer that holds no page."""
    said = f"cannot be fetched: {url} answered with status {reply.status}"
    if reply.status in (429, 503):
        wait = reply.headers.get("retry-after", "").strip()
        raise BusyError(said, float(wait) if re.fullmatch(r"\d{1,6}", wait) else None)
    if reply.status != 200:
        raise InputError(said)
