"""Which form a file has, by its suffix and by its look, and how it is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from checker.errors import InputError
from checker.intake.charsets import decode_any
from checker.intake.documents import Document, digest
from checker.intake.html_pages import looks_like_html, read_html
from checker.intake.records import Read, read_records

Form = Literal[
    "text", "html", "lines", "json", "table", "feed", "mhtml", "pdf", "docx", "warc", "wacz"
]
MAX_BYTES = 10_000_000
MAX_RECORDS_BYTES = 50_000_000
MAX_ARCHIVE_BYTES = 2_000_000_000
SUFFIXES_OF: dict[Form, tuple[str, ...]] = {
    "text": (".txt", ".md"),
    "html": (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp"),
    "mhtml": (".mhtml", ".mht"),
    "feed": (".xml", ".rss", ".atom"),
    "table": (".csv", ".tsv"),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "warc": (".warc", ".warc.gz"),
    "wacz": (".wacz",),
    "lines": (".jsonl", ".ndjson"),
    "json": (".json",),
}
RECORD_SUFFIXES = (*SUFFIXES_OF["lines"], *SUFFIXES_OF["json"])
PAGE_SUFFIXES = (*SUFFIXES_OF["text"], *SUFFIXES_OF["html"], *SUFFIXES_OF["mhtml"],
                 *SUFFIXES_OF["pdf"], *SUFFIXES_OF["docx"])  # fmt: skip
MANY_SUFFIXES = (*SUFFIXES_OF["feed"], *SUFFIXES_OF["table"], *SUFFIXES_OF["warc"],
                 *SUFFIXES_OF["wacz"])  # fmt: skip
SUFFIXES = (*PAGE_SUFFIXES, *MANY_SUFFIXES, *RECORD_SUFFIXES)
# Pages with their pictures inside (SingleFile, MHTML) are large though their words are few.
_LIMITS: dict[Form, int] = {
    **{"html": MAX_RECORDS_BYTES, "mhtml": MAX_RECORDS_BYTES, "lines": MAX_RECORDS_BYTES},
    **{"json": MAX_RECORDS_BYTES, "table": MAX_RECORDS_BYTES, "feed": MAX_RECORDS_BYTES},
    **{"pdf": MAX_RECORDS_BYTES, "docx": MAX_RECORDS_BYTES},
    **{"warc": MAX_ARCHIVE_BYTES, "wacz": MAX_ARCHIVE_BYTES},
}


def suffix_of(path: PurePath) -> str:
    """The suffix of a name in small letters; of ``a.warc.gz`` both."""
    name = path.name.lower()
    return ".warc.gz" if name.endswith(".warc.gz") else path.suffix.lower()


def form_of(path: PurePath) -> Form | None:
    """The form that a file's name says; None for a name that says none."""
    suffix = suffix_of(path)
    return next((form for form, known in SUFFIXES_OF.items() if suffix in known), None)


def limit_of(form: Form | None) -> int:
    """The most bytes that are read of a file of this form."""
    return _LIMITS.get(form, MAX_RECORDS_BYTES) if form else MAX_RECORDS_BYTES


def look_of(raw: bytes) -> Form:
    """The form that bytes show: what has no telling name is known by how it begins."""
    begins = raw[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, form in _MARKS:
        if begins.startswith(mark):
            return form
    if begins.startswith(b"PK\x03\x04"):
        return _look_of_zip(raw)
    if begins.startswith((b"{", b"[{")) or begins[:40].replace(b" ", b"").startswith(b"[\n{"):
        first, _, rest = begins.partition(b"\n")
        several = first.rstrip().endswith(b"}") and bool(rest.strip())
        return "lines" if begins.startswith(b"{") and several else "json"
    if looks_like_html(raw):
        return "html"
    if begins.startswith(b"<"):
        from checker.intake.feeds import looks_like_feed

        return "feed" if looks_like_feed(raw) else "text"
    head = begins.lower()
    mhtml = b"mime-version:" in head and b"multipart/related" in head
    return "mhtml" if mhtml else "text"


_MARKS: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
    (b"\x1f\x8b", "warc"),
)


def _look_of_zip(raw: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return "text"
    if any(name.startswith("archive/") for name in names):
        return "wacz"
    return "docx" if "word/document.xml" in names else "text"


def read_form(raw: bytes, path: str, form: Form) -> Read:
    """The documents in the bytes of a file of this form.

    Raises:
        InputError: with the reason; it does not name the file.
    """
    if form == "text" and looks_like_html(raw):
        form = "html"
    if form == "feed" and looks_like_html(raw):
        form = "html"
    return _READERS[form](raw, path)


def read_text(raw: bytes, path: str) -> Document:
    """A file of plain text, as it is."""
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"is larger than {MAX_BYTES // 1_000_000} MB; split it into files of a few articles"
        )
    decoded = decode_any(raw)
    found = (("text", "the file as it is"),)
    return Document(path, digest(raw), decoded.encoding, decoded.text, notes=decoded.notes,
                    found=found)  # fmt: skip


def _read_feed(raw: bytes, path: str) -> Read:
    from checker.intake.feeds import read_feed

    return read_feed(raw, path)


def _read_table(raw: bytes, path: str) -> Read:
    from checker.intake.tables import read_table

    return read_table(raw, path)


def _read_mhtml(raw: bytes, path: str) -> Read:
    from checker.intake.archives import read_mhtml

    return read_mhtml(raw, path)


def _read_warc(raw: bytes, path: str) -> Read:
    from checker.intake.archives import read_warc

    return read_warc(io.BytesIO(raw), path)


def _read_wacz(raw: bytes, path: str) -> Read:
    from checker.intake.archives import read_wacz

    return read_wacz(io.BytesIO(raw), path)


def _read_pdf(raw: bytes, path: str) -> Read:
    from checker.intake.office import read_pdf

    return read_pdf(raw, path)


def _read_docx(raw: bytes, path: str) -> Read:
    from checker.intake.office import read_docx

    return read_docx(raw, path)


_READERS: dict[Form, Callable[[bytes, str], Read]] = {
    "text": lambda raw, path: ([read_text(raw, path)], []),
    "html": lambda raw, path: ([read_html(raw, path)], []),
    "lines": lambda raw, path: read_records(raw, path, "lines"),
    "json": lambda raw, path: read_records(raw, path, "whole"),
    "table": _read_table,
    "feed": _read_feed,
    "mhtml": _read_mhtml,
    "pdf": _read_pdf,
    "docx": _read_docx,
    "warc": _read_warc,
    "wacz": _read_wacz,
}
