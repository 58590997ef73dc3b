"""Each source that was given to documents, and documents to numbered pages.

A source is a file, standard input, or an address. What cannot be read of it is a problem while
other pages remain.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from checker.data import Page
from checker.errors import InputError
from checker.intake.case import CASE_FILE, FoundIn, PageEntry
from checker.intake.decoding import CONVERSIONS
from checker.intake.documents import OF_RECORD, Document, http_address, writable
from checker.intake.file_bytes import read_bytes, read_stream
from checker.intake.forms import (
    MAX_BYTES,
    MAX_RECORDS_BYTES,
    SUFFIXES,
    form_of,
    limit_of,
    look_of,
    read_form,
    read_text,
    suffix_of,
)
from checker.intake.html_pages import looks_like_html, read_html
from checker.intake.outlet_names import outlet_from
from checker.intake.records import Read, problem_of
from checker.kept_report import Problem
from checker.negation_words import has_table

if TYPE_CHECKING:
    from checker.intake.fetched import Form
    from checker.intake.fetching import Fetcher

STDIN = "-"
STDIN_NAME = "stdin"
_NAMES_SHOWN = 5


class Source(NamedTuple):
    """One thing to read: a file, standard input (no file, the path ``stdin``), or an address.

    ``entry`` is what ``case.toml`` says of it; ``refused`` is why it is not read at all. A file
    that was ``fetched`` is read as its address was.
    """

    path: str
    file: Path | None = None
    entry: PageEntry | None = None
    refused: str | None = None
    fetched: Form | None = None


class Reading(NamedTuple):
    """Pages, what could not be read, and where each page says of itself what it says."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    found: tuple[FoundIn, ...]


@dataclass(frozen=True)
class Intake:
    """Where sources come from that are no files.

    ``evidence`` is the folder that keeps what the web gave, None for one in the user's cache
    folder. ``stdin`` is asked for the stream when that is read. ``heard`` is told the number of
    each source, and how many there are, before it is read.
    """

    allow_private: bool = False
    evidence: Path | None = None
    stdin: Callable[[], BinaryIO] = lambda: sys.stdin.buffer
    fetcher: Fetcher | None = None
    heard: Callable[[int, int], None] = lambda number, count: None

    def open_fetcher(self) -> Fetcher:
        """The fetcher of this run; its imports take time, and most runs need none."""
        from checker.intake.fetching import Fetcher

        if self.fetcher:
            return self.fetcher
        return Fetcher(self.evidence or _evidence_folder(), allow_private=self.allow_private)


def _evidence_folder() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("checker", appauthor=False) / "fetched"


def unsupported(path: Path) -> str:
    """Why a file is not read, by its suffix, and what to do."""
    if path.name == CASE_FILE:
        return "is no page; give the folder it is in"
    how = CONVERSIONS.get(suffix_of(path), "save it as text in UTF-8")
    return f"is not read, only {', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are; {how}"


def read_sources(sources: Sequence[Source], intake: Intake) -> Reading:
    """Read all sources in order; documents of the same bytes are one page.

    Raises:
        InputError: nothing could be read.
    """
    readers = _Readers(intake)
    copies: dict[str, list[tuple[Document, Source]]] = {}
    problems: list[Problem] = []
    for number, given in enumerate(sources, start=1):
        intake.heard(number, len(sources))
        source = given._replace(path=writable(given.path))
        try:
            documents, faults = readers.read(source)
        except InputError as error:
            documents, faults = [], [problem_of(source.path, str(error))]
        if not documents and not faults:
            faults = [problem_of(source.path, "holds no page or record that could be read")]
        problems += faults
        for document in documents:
            problems += [problem_of(document.path, note) for note in document.notes]
            copies.setdefault(document.sha256, []).append((document, source))
    if not copies:
        raise InputError(f"no page could be read: {_list_reasons(problems)}")
    pages: list[Page] = []
    found: list[FoundIn] = []
    for number, same in enumerate(copies.values(), start=1):
        entry = next((source.entry for _, source in same if source.entry), None)
        pages.append(_page(f"p{number}", [document for document, _ in same], entry))
        problems += [_copy_problem(copy, pages[-1], entry) for copy in same[1:]]
        found += _found_in(pages[-1].id, same[0][0], entry)
        problems += _unguarded(pages[-1])
    return Reading(tuple(pages), tuple(problems), tuple(found))


def _unguarded(page: Page) -> Iterator[Problem]:
    """What is missing for the page's language, as far as it says which that is."""
    if page.language and not has_table(page.language):
        yield problem_of(
            page.path,
            f"is in the language {page.language!r}, for which there is no table of negations: a "
            "quote that is cut off from its negation is not refused",
        )


def _found_in(page_id: str, document: Document, entry: PageEntry | None) -> Iterator[FoundIn]:
    """Where the fields of a page stood; what the user said comes before."""
    said = entry.model_dump(exclude={"file"}, exclude_none=True) if entry else {}
    for field, where in document.found:
        if field not in said:
            yield FoundIn(page_id=page_id, field=field, where=where)
    for field in said:
        yield FoundIn(page_id=page_id, field=field, where=CASE_FILE)


def _list_reasons(problems: Sequence[Problem]) -> str:
    reasons = [f"{problem.subject!r} {problem.reason}" for problem in problems[:_NAMES_SHOWN]]
    more = len(problems) - len(reasons)
    rest = f"; and {more} more files" if more else ""
    return f"{'; '.join(reasons) or 'there is none'}{rest}"


class _Readers:
    """Reads sources one after the other; what is read once (the input, a fetcher) is kept."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._fetcher: Fetcher | None = None

    def read(self, source: Source) -> Read:
        if source.refused:
            raise InputError(source.refused)
        if source.file and source.fetched:
            raw = read_bytes(source.file, MAX_RECORDS_BYTES)
            return read_fetched(raw, source.path, source.fetched)
        if source.file:
            return _read_file(source.file, source.path)
        if source.path == STDIN_NAME:
            raw = read_stream(self._intake.stdin(), MAX_RECORDS_BYTES)
            return read_form(raw, STDIN_NAME, look_of(raw))
        self._fetcher = self._fetcher or self._intake.open_fetcher()
        fetched = self._fetcher.fetch(source.path)
        return read_fetched(fetched.raw, fetched.asked, fetched.form)


def _read_file(file: Path, path: str) -> Read:
    form = form_of(file)
    if form is None and file.suffix:
        raise InputError(unsupported(file))
    raw = read_bytes(file, MAX_BYTES if form == "text" else limit_of(form))
    return read_form(raw, path, form or look_of(raw))


def read_fetched(raw: bytes, path: str, form: Form) -> Read:
    """The documents in the bytes that an address gave.

    Raises:
        InputError: with the reason; it does not name the address.
    """
    look = look_of(raw)
    if look == "feed":
        return read_form(raw, path, look)
    if form.content_type == "text/plain" and not looks_like_html(raw):
        document = read_text(raw, path)
        return [document._replace(about=document.about._replace(url=form.url))], []
    return [read_html(raw, path, form.url, form.charset)], []


def _page(page_id: str, same: Sequence[Document], entry: PageEntry | None) -> Page:
    """A page; what the user says of it comes before what it says of itself."""
    document = same[0]
    said = entry.model_dump(exclude={"file"}, exclude_none=True) if entry else {}
    known: Mapping[str, str | None] = {**document.about._asdict(), **said}
    named = "outlet" in said or ("outlet", OF_RECORD) in document.found
    fetched = document.about.url if http_address(document.path) else None
    source = outlet_from(known.get("outlet"), named, said.get("url") or fetched)
    made = {
        "id": page_id,
        "path": document.path,
        "sha256": document.sha256,
        "encoding": document.encoding,
        "text": document.text,
        "also": tuple(each.path for each in same[1:]),
    }
    return Page.model_validate({**made, "outlet_from": source, **known})


def _copy_problem(copy: tuple[Document, Source], page: Page, entry: PageEntry | None) -> Problem:
    document, source = copy
    lost = ""
    if source.entry and entry:
        said, used = source.entry.model_dump(exclude={"file"}), entry.model_dump()
        keys = [key for key, value in said.items() if value not in (None, used[key])]
        lost = f"; what {CASE_FILE} says of its {', '.join(keys)} is not used" if keys else ""
    reason = f"holds the same bytes as {page.path!r}, so it is read once, as page {page.id}{lost}"
    return problem_of(document.path, reason)
