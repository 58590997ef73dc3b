"""Pages that came into a folder after its ``case.toml`` was written: added at the file's end.

What stands in the file, comments and order too, stays as it is, byte for byte. The whole that
comes out is read again before it is written: it must say what the file said, and the new pages.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from checker.data import Page
from checker.errors import InputError
from checker.files import refuse_link, write_bytes
from checker.intake.case import CASE_FILE, read_case_file
from checker.intake.case_drafts import page_block
from checker.intake.followed import FOLDER
from checker.intake.pages import read_case


def add_pages(folder: Path) -> tuple[str, ...]:
    """Add to ``folder/case.toml`` the pages of the folder that it does not list; gives their paths.

    A page that holds the same bytes as one before it is no page of its own, and is not added; nor
    is what `checker watch` has read, which has a list of its own.

    Raises:
        InputError: the file is wrong, holds pages in another form, or cannot be written.
    """
    listed = {_composed(entry.file) for entry in read_case_file(folder).page}
    pages = [page for page in read_case([folder]).pages if not _names(page) & listed]
    new = [page for page in pages if not page.path.startswith(f"{FOLDER}/")]
    if new:
        path = folder / CASE_FILE
        refuse_link(path)
        before = path.read_bytes()
        write_bytes(path, _joined(path, before, new, folder))
    return tuple(page.path for page in new)


def _names(page: Page) -> set[str]:
    return {_composed(name) for name in (page.path, *page.also)}


def _composed(path: str) -> str:
    return unicodedata.normalize("NFC", Path(path).as_posix())


def _joined(path: Path, before: bytes, new: Sequence[Page], folder: Path) -> bytes:
    """The file with a table for each new page at its end, its line ends as they were."""
    blocks = "\n".join(page_block(page, Path()) for page in new)
    line_end = "\r\n" if b"\r\n" in before else "\n"
    gap = line_end if before.endswith(b"\n") else 2 * line_end
    try:
        after = before + (gap + blocks.replace("\n", line_end)).encode("utf-8")
        whole = tomllib.loads(after.decode("utf-8-sig"))
        kept = {**whole, "page": whole["page"][: -len(new)]}
        said = {"page": [], **tomllib.loads(before.decode("utf-8-sig"))}
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(
            f"pages cannot be added to {str(path)!r} ({error}); write its pages as tables, "
            "[[page]], each by itself"
        ) from error
    if kept != said:
        raise InputError(f"pages cannot be added to {str(path)!r}: its end is not a whole line")
    return after
