"""A folder of stories: a case for each, the list of them, and the pages that belong to none.

    FOLDER/index.html       the list, for people
    FOLDER/stories.jsonl    the list, a story a line
    FOLDER/alone.jsonl      pages of no story, as records that `checker` reads
    FOLDER/s12/case.toml    a case: `checker report FOLDER/s12`
    FOLDER/s12/001.txt      its pages

All names are made by number: no word of a page becomes one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from checker.data import Page, Record
from checker.errors import InputError
from checker.intake.case import CASE_FILE
from checker.intake.pages import read_case
from checker.report.contract import write_whole
from checker.stories.clustering import DAYS_APART, LONGEST_DAYS
from checker.stories.gathering import Gathered, day_of, outlet_of

LIST = "stories.jsonl"
ALONE = "alone.jsonl"
TITLE_CHARACTERS = 120
ABOUT = ("outlet", "outlet_from", "title", "published", "url", "language")


class StoryPage(Record):
    """A page of a story: the file in the case, and where it was read from."""

    file: str
    path: str
    sha256: str


class StoryEntry(Record):
    """A line of ``stories.jsonl``. ``first`` and ``last`` are days of publication, where known."""

    id: str
    title: str
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    first: date | None
    last: date | None
    pages: tuple[StoryPage, ...]

    @property
    def number(self) -> int:
        """The number in the id."""
        return int(self.id[1:])


@dataclass(frozen=True)
class StoryFolder:
    """What a folder of stories holds: its list, and the records of pages of no story."""

    path: Path
    entries: tuple[StoryEntry, ...] = ()
    alone: tuple[Page, ...] = ()

    def known_bytes(self) -> set[str]:
        """The sha256 of every page that is here."""
        told = {page.sha256 for entry in self.entries for page in entry.pages}
        return told | {page.sha256 for page in self.alone}

    def next_number(self) -> int:
        """The number of the next new story."""
        return max((entry.number for entry in self.entries), default=0) + 1

    def under_way(self, pages: Sequence[Page]) -> dict[str, list[Page]]:
        """The pages of the stories that pages of these days may still join."""
        days = [day for page in pages if (day := day_of(page))]
        first, last = min(days, default=date.min), max(days, default=date.max)
        near = (entry for entry in self.entries if _is_near(entry, first, last))
        return {entry.id: _read_again(self.path, entry) for entry in near}


def _read_again(folder: Path, entry: StoryEntry) -> list[Page]:
    """The pages of a case under the digests and paths that they were first read with."""
    source = {page.file: page for page in entry.pages}
    pages = read_case([folder / entry.id]).pages
    known = [(page, source[page.path]) for page in pages if page.path in source]
    return [
        page.model_copy(
            update={"id": f"{entry.id}-{at.file}", "path": at.path, "sha256": at.sha256}
        )
        for page, at in known
    ]


def _is_near(entry: StoryEntry, first: date, last: date) -> bool:
    if entry.first is None or entry.last is None:
        return True
    days = timedelta(days=max(DAYS_APART, LONGEST_DAYS))
    return not (first - entry.last > timedelta(days=DAYS_APART) or entry.first - last > days)


def read_folder(path: Path) -> StoryFolder:
    """What earlier runs left in a folder; nothing where there is none.

    Raises:
        InputError: its list cannot be read.
    """
    entries = read_list(path) if (path / LIST).is_file() else ()
    return StoryFolder(path, tuple(entries), read_alone(path))


def read_list(folder: Path) -> tuple[StoryEntry, ...]:
    """The stories of a folder, in its order.

    Raises:
        InputError: the list is not there, or holds a line that is no story.
    """
    path = folder / LIST
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = tuple(StoryEntry.model_validate_json(line) for line in lines if line.strip())
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise InputError(
            f"{str(path)!r} is no list of stories, or was damaged; make the folder again with "
            "checker stories"
        ) from error
    for entry in entries:
        if not (entry.id[:1] == "s" and entry.id[1:].isdecimal() and entry.id.isascii()):
            raise InputError(f"{str(path)!r} names the story {entry.id[:20]!r}, which is no id")
    return entries


def read_alone(folder: Path) -> tuple[Page, ...]:
    """The pages of no story, as they stand in the folder.

    Raises:
        InputError: their file was damaged.
    """
    path = folder / ALONE
    pages: list[Page] = []
    if not path.is_file():
        return ()
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            source = row.pop("source")
            id_ = f"alone-{len(pages) + 1}"
            pages.append(Page(id=id_, path=source["path"], sha256=source["sha256"], **row))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{str(path)!r} was damaged; remove it to go on without it") from error
    return tuple(pages)


def write_stories(folder: StoryFolder, gathered: Gathered) -> tuple[StoryEntry, ...]:
    """Write what was gathered: new cases, more pages in known ones, and the lists.

    Gives all stories, those that most outlets tell first.

    Raises:
        InputError: the folder cannot be written.
    """
    known = {entry.id: entry for entry in folder.entries}
    folder.path.mkdir(parents=True, exist_ok=True)
    for id_, pages in gathered.stories.items():
        before = known.get(id_)
        if before is None or len(pages) > len(before.pages):
            known[id_] = _write_case(folder.path, id_, pages, before)
    entries = tuple(sorted(known.values(), key=_rank))
    lines = (entry.model_dump_json() + "\n" for entry in entries)
    write_whole(folder.path / ALONE, "".join(map(_alone_line, gathered.alone)))
    write_whole(folder.path / LIST, "".join(lines))
    return entries


def _rank(entry: StoryEntry) -> tuple[int, int, int]:
    return -len(entry.outlets), -len(entry.pages), entry.number


def _write_case(
    folder: Path, id_: str, pages: Sequence[Page], before: StoryEntry | None
) -> StoryEntry:
    """A case of the pages; those that it had stay in their files."""
    files = {page.sha256: page for page in before.pages} if before else {}
    case = folder / id_
    try:
        case.mkdir(parents=True, exist_ok=True)
        texts: Counter[str] = Counter()
        for page in pages:
            # Files of the same bytes would be read as one page, of one outlet.
            text = page.text + "\n" * texts[page.text]
            texts[page.text] += 1
            if page.sha256 not in files:
                name = f"{len(files) + 1:03}.txt"
                (case / name).write_text(text, encoding="utf-8", newline="\n")
                files[page.sha256] = StoryPage(file=name, path=page.path, sha256=page.sha256)
    except OSError as error:
        raise InputError(f"{str(case)!r} cannot be written: {error.strerror}") from error
    told = {files[page.sha256].file: page for page in pages}
    title = title_of(pages)
    write_whole(case / CASE_FILE, "\n".join(_case_lines(title, told)))
    days = [day for page in pages if (day := day_of(page))]
    return StoryEntry(
        id=id_,
        title=title,
        outlets=tuple(sorted({name for page in pages if (name := outlet_of(page))})),
        languages=tuple(sorted({page.language for page in pages if page.language})),
        first=min(days, default=None),
        last=max(days, default=None),
        pages=tuple(files.values()),
    )


def _case_lines(title: str, pages: Mapping[str, Page]) -> Iterator[str]:
    yield f"title = {_quoted(title)}\n"
    for file, page in sorted(pages.items()):
        yield "[[page]]"
        yield f"file = {_quoted(file)}"
        for name in ABOUT:
            if value := getattr(page, name):
                yield f"{name} = {_quoted(value)}"
        yield ""


def title_of(pages: Iterable[Page]) -> str:
    """The title of the first page that has one, else how the first begins."""
    ordered = list(pages)
    found = next((page.title for page in ordered if page.title), None)
    whole = found or ordered[0].text[: 4 * TITLE_CHARACTERS]
    return " ".join(whole.split())[:TITLE_CHARACTERS] or "untitled"


def _alone_line(page: Page) -> str:
    about = page.model_dump(include={"text", *ABOUT})
    source = {"path": page.path, "sha256": page.sha256}
    row = {**about, "encoding": page.encoding, "source": source}
    kept = {name: value for name, value in row.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but TOML wants DEL escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
