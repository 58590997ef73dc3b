"""Web archives to pages: MHTML as browsers save it, WARC and WACZ as crawlers do.

Nothing that an archive names is fetched, and no file is written. WARC and WACZ need the extra
``documents``.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from io import BytesIO
from typing import IO, Any

from checker.errors import InputError
from checker.intake.documents import Document, http_address
from checker.intake.html_pages import read_html
from checker.intake.records import PROBLEMS_SHOWN, Read, problem_of
from checker.kept_report import Problem

MOST_PAGES = 2_000
MOST_PAGE_BYTES = 10_000_000
MOST_BYTES = 2_000_000_000  # of one archive, unpacked
MISSING = "is {}, which {} reads; install it with: pip install 'checker[documents]'"
LONGEST_LINE = 10_000_000  # bytes
_HTML = ("text/html", "application/xhtml+xml")


def read_mhtml(raw: bytes, path: str) -> Read:
    """The page in an MHTML file; its frames and pictures are left alone.

    Raises:
        InputError: there is no page in it.
    """
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw)
        parts = [part for part in message.walk() if part.get_content_type() in _HTML]
    except (RecursionError, ValueError, LookupError, AttributeError) as error:
        raise InputError(f"is no MHTML that can be read ({error}); save the page again") from error
    if not parts:
        raise InputError("holds no HTML page; save the page again as MHTML or HTML")
    address = str(message.get("Snapshot-Content-Location") or "").strip()
    page = next((part for part in parts if str(part.get("Content-Location")) == address), parts[0])
    url = http_address(address) or http_address(str(page.get("Content-Location") or ""))
    document = read_html(_payload(page), path, url, str(page.get_param("charset") or ""))
    return [document], []


def _payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def read_warc(stream: IO[bytes], path: str) -> Read:
    """The pages of a WARC file, each under ``FILE#NUMBER`` of its records; ``stream`` can seek.

    A file that is cut off gives what stands before the cut, and a problem.

    Raises:
        InputError: warcio is not installed.
    """
    return _read_records(Counted(_unpacked(stream), MOST_BYTES), path)


def _unpacked(stream: IO[bytes]) -> IO[bytes]:
    """The stream without its gzip: warcio reads a line of any length, so lines are counted here."""
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    return _Unpacked(stream) if packed else stream


class _Unpacked(BytesIO):
    """What a gzip stream of one member or more holds; of one that is cut off, what is there."""

    def __init__(self, inner: IO[bytes]) -> None:
        super().__init__()
        self._inner, self._zip, self._waiting = inner, _member(), b""

    def read(self, size: int | None = -1, /) -> bytes:
        """Unpack up to ``size`` bytes, fewer where fewer are at hand."""
        most = size if size and size > 0 else MOST_PAGE_BYTES
        while self._waiting or (more := self._inner.read(1 << 16)):
            self._waiting = self._waiting or more
            self._zip = _member() if self._zip.eof else self._zip
            found: bytes = self._zip.decompress(self._waiting, most)
            self._waiting = self._zip.unused_data or self._zip.unconsumed_tail
            if found:
                return found
        return b"" if self._zip.eof else bytes(self._zip.decompress(b"", most))


def _member() -> Any:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def _read_records(stream: IO[bytes], path: str) -> Read:
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise InputError(MISSING.format("a web archive", "warcio")) from error
    found = _Pages(path)
    number, record = 0, None
    records = iter(ArchiveIterator(stream))
    while not found.is_full():
        try:
            record = next(records)
            number += 1
            answer = _page_of(record)
        except StopIteration:
            if record is None or _is_cut(record):
                found.say(f"is cut off after record {number}; what stands before was read")
            break
        except Exception as error:  # warcio raises many kinds on a broken file
            kind = type(error).__name__
            found.say(f"cannot be read past record {number} ({kind}); what stands before was read")
            break
        if answer and not _is_cut(record):
            found.add(number, answer)
    return found.documents, _few(found.problems, path)


class _Pages:
    """The pages of one archive as they come, and what was wrong with others."""

    def __init__(self, path: str) -> None:
        self.documents: list[Document] = []
        self.problems: list[Problem] = []
        self._path = path

    def say(self, reason: str) -> None:
        self.problems.append(problem_of(self._path, reason))

    def add(self, number: int, answer: tuple[bytes, str | None, str]) -> None:
        name = f"{self._path}#{number}"
        try:
            raw, url, charset = answer
            self.documents.append(read_html(raw, name, url, charset))
        except InputError as error:
            self.problems.append(problem_of(name, str(error)))

    def is_full(self) -> bool:
        if len(self.documents) + len(self.problems) < MOST_PAGES:
            return False
        self.say(f"holds more than {MOST_PAGES:,} pages, of which the first were read; split it")
        return True


def _is_cut(record: Any) -> bool:
    """Whether a record is shorter than it says."""
    try:
        while record.raw_stream.read(1_000_000):
            pass
    except Exception:  # as above: what cannot be read is not whole
        return True
    return getattr(record.raw_stream, "limit", 0) > 0


def _few(problems: list[Problem], path: str) -> list[Problem]:
    more = len(problems) - PROBLEMS_SHOWN
    if more <= 0:
        return problems
    rest = problem_of(path, f"{more} more of its pages hold no article that could be read")
    return [*problems[:PROBLEMS_SHOWN], rest]


def _page_of(record: Any) -> tuple[bytes, str | None, str] | None:
    """The bytes, the address and the charset of an HTML answer; None for what is none."""
    if record.rec_type not in ("response", "resource", "revisit"):
        return None
    headers = record.http_headers
    kind = (headers or record.rec_headers).get_header("Content-Type") or ""
    if headers is not None and str(headers.get_statuscode()) != "200":
        return None
    if kind.partition(";")[0].strip().lower() not in _HTML:
        return None
    raw = record.content_stream().read(MOST_PAGE_BYTES)
    charset = kind.lower().partition("charset=")[2].strip(" \"'").partition(";")[0]
    return raw, http_address(record.rec_headers.get_header("WARC-Target-URI")), charset


class Counted(BytesIO):
    """A stream that ends after so many bytes: what a ZIP unpacks to cannot be known before.

    It breaks off with ValueError where a line is so long that joining its pieces takes for ever.
    """

    def __init__(self, inner: IO[bytes], most: int) -> None:
        super().__init__()
        self._inner, self.left, self._line = inner, most, 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read from the inner stream, at most what is left."""
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        found = self._inner.read(wanted)
        self.left -= len(found)
        end = found.rfind(b"\n")
        self._line = self._line + len(found) if end < 0 else len(found) - end
        if self._line > LONGEST_LINE:
            raise ValueError("a line of more than 10 MB")
        return found


def read_wacz(stream: IO[bytes], path: str) -> Read:
    """The pages of all WARC files in a WACZ archive.

    Raises:
        InputError: it is no ZIP archive, or holds no WARC file.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    try:
        with zipfile.ZipFile(stream) as archive:
            members = list(_members(archive))
            if not members:
                raise InputError("is an archive without a WARC file in it; unpack it")
            left = MOST_BYTES
            for member in members:
                with archive.open(member) as inner:
                    counted = Counted(_unpacked(inner), left)
                    read, faults = _read_records(counted, f"{path}/{member.filename}")
                    left = counted.left
                documents += read
                problems += faults
                if left <= 0:
                    problems.append(problem_of(path, "unpacks to more than 2 GB; split it"))
                    break
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"is no archive that can be read: {error}; save it again") from error
    return documents, problems


def _members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for member in archive.infolist()[:10_000]:
        if member.filename.lower().endswith((".warc", ".warc.gz")):
            yield member
