"""PDF and Word documents to text: statements and reports as their authors send them.

They need the extra ``documents``. A form feed stands between the pages of a PDF, so that a quote's
page can be counted; each paragraph of a Word document, and each row of its tables, is a line.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

from checker.errors import InputError
from checker.intake.archives import MISSING
from checker.intake.documents import Document, clean_text, digest
from checker.intake.records import Read

MOST_PAGES = 500
MOST_CHARACTERS = 3_000_000
MOST_UNPACKED = 50_000_000  # bytes of a Word document
_FORMS = re.compile("[\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]+")  # letters as printers shape them
_LEAST_A_PAGE = 20  # letters; a scanned page has none
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")


def read_pdf(raw: bytes, path: str) -> Read:
    """The text of a PDF, at most its first 500 pages.

    Raises:
        InputError: pypdf is not installed, the file is broken or locked, or its pages are pictures.
    """
    try:
        import logging

        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise InputError(MISSING.format("a PDF document", "pypdf")) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("is a PDF that is locked with a password; save it without one")
        count = len(reader.pages)
        pages = list(_pages(reader, min(count, MOST_PAGES)))
    except (PyPdfError, *_FAULTS) as error:
        raise InputError(
            f"is a PDF that cannot be read ({type(error).__name__}); {_BY_HAND}"
        ) from error
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), "\f".join(pages))
    if sum(map(str.isalpha, text)) < _LEAST_A_PAGE * min(len(pages), 5):
        raise InputError(
            "is a PDF whose pages are pictures: read the words off them with: ocrmypdf FILE "
            "page.pdf"
        )
    notes = tuple(_pdf_notes(text, count, len(pages)))
    document = Document(path, digest(raw), "utf-8", clean_text(text).strip("\n"), notes=notes)
    return [document._replace(found=(("text", f"{len(pages)} pages of a PDF"),))], []


# What readers raise on files that are not what they say.
_FAULTS = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, AssertionError),
    *(OSError, RecursionError, NotImplementedError, MemoryError),
)
_BY_HAND = "convert it with: pdftotext -enc UTF-8 FILE page.txt"


def _pages(reader: Any, count: int) -> Iterator[str]:
    left = MOST_CHARACTERS
    for number in range(count):
        text = reader.pages[number].extract_text()
        left -= len(text)
        yield text.strip("\n")
        if left < 0:
            return


def _pdf_notes(text: str, count: int, read: int) -> Iterator[str]:
    if read < count:
        yield f"has {count:,} pages, of which the first {read:,} were read; split it"
    if len(_RIGHT_TO_LEFT.findall(text)) > 100:
        yield (
            "is a PDF of a script that runs from right to left: words may stand in another order "
            "where scripts mix; hold quotes against the file"
        )


def read_docx(raw: bytes, path: str) -> Read:
    """The paragraphs and tables of a Word document.

    Raises:
        InputError: python-docx is not installed, or the file is broken or unpacks to too much.
    """
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise InputError(MISSING.format("a Word document", "python-docx")) from error
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise InputError(
                f"is a Word document that unpacks to {unpacked:,} bytes, more than the "
                f"{MOST_UNPACKED:,} that are read; save its words as a .txt file"
            )
        lines = list(_lines(docx.Document(io.BytesIO(raw))))
    except (zipfile.BadZipFile, OpcError, *_FAULTS) as error:
        raise InputError(
            f"is a Word document that cannot be read ({type(error).__name__}); save it again"
        ) from error
    text = clean_text("\n".join(lines))
    if not text.strip():
        raise InputError("is a Word document without words; save its words as a .txt file")
    found = (("text", f"{len(lines)} paragraphs of a Word document"),)
    return [Document(path, digest(raw), "utf-8", text, found=found)], []


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " | ".join(cell for cell in cells if cell)
        elif block.text.strip():
            yield " ".join(block.text.split())
