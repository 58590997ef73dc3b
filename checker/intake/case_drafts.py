"""A first ``case.toml`` for a folder of pages: what can be seen in them without a model.

A title is taken from a first line that looks like a headline, and a date only from a line of
its own beside the headline, if it names one day in full. The rest stands there as comments, to
be filled in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.data import Page
from checker.dates.times import resolve_when
from checker.direction import direction_of
from checker.errors import InputError
from checker.intake.case import CASE_FILE
from checker.intake.documents import UNSEEN
from checker.intake.pages import read_case
from checker.text import words

HEADLINE_WORDS = range(4, 26)
HEADLINE_CHARACTERS = 160
DATELINE_CHARACTERS = 80
LINES_BESIDE = 3  # below the headline, and one above
_FURNITURE = re.compile(r"^[\W_]|https?://|[.:…،,;؛]$")
_PARTS_OF_LINE = re.compile(r"\s*[|•·–—]\s*|:\s+")
_HEAD = """\
# What you know of these pages. Remove the # before a line to give it.

title = {title}
# model = "…"                   # the model to ask
# cassette = "cassette.yaml"    # the recording to replay: make it with --record
# questions = "questions.yaml"  # the same for `checker ask`
# expected = "expected.toml"    # labelled findings to score against
# report = "report.json"        # the report that goes on with every run
# addresses = ["https://…"]     # pages that `checker watch` reads again and again
# feeds = ["https://…"]         # feeds whose entries it follows
# feed_words = ["…"]            # only entries that hold one of these words
"""
_EXAMPLES = {
    "outlet": '"…"',
    "title": '"…"',
    "published": "2025-07-12",
    "url": '"https://…"',
    "language": '"ar"',
}


def write_case(folder: Path) -> Path:
    """Write ``case.toml`` into a folder of pages.

    Raises:
        InputError: there is one already, there are no pages, or it cannot be written.
    """
    path = folder / CASE_FILE
    if path.exists():
        raise InputError(f"{str(path)!r} is there already, and is not overwritten; edit it")
    if not folder.is_dir():
        raise InputError(f"{str(folder)!r} is no folder; name the folder that holds the pages")
    pages = read_case([folder]).pages
    text = draft_case(folder.resolve().name or "pages", folder, pages)
    try:
        raw = text.encode("utf-8")  # a file may have a name that is no Unicode
        with path.open("xb") as stream:
            stream.write(raw)
    except (OSError, UnicodeEncodeError) as error:
        raise InputError(f"{str(path)!r} cannot be written: {error}") from error
    return path


def draft_case(title: str, folder: Path, pages: Sequence[Page]) -> str:
    """The text of ``case.toml`` for pages whose paths begin with ``folder``."""
    blocks = [_HEAD.format(title=_quoted(_plain(title)))]
    blocks += [page_block(page, folder) for page in pages]
    return "\n".join(blocks)


def page_block(page: Page, folder: Path) -> str:
    """The table of one page, whose path begins with ``folder``."""
    return "\n".join(_page_lines(page, folder)) + "\n"


def find_headline(page: Page) -> str | None:
    """The first line of a page, if it looks like a headline and more text follows."""
    lines = _lines(page.text)
    first = next(lines, "")
    fits = len(first) <= HEADLINE_CHARACTERS and len(words(first)) in HEADLINE_WORDS
    return first if fits and not _FURNITURE.search(first) and next(lines, None) else None


def find_date(page: Page) -> str | None:
    """The one day, in ISO 8601, that a line just below the headline names in full, or None."""
    if find_headline(page) is None:
        return None
    language = page.language or ("ar" if direction_of(None, page.text) == "rtl" else "en")
    found = set()
    for number, line in enumerate(_lines(page.text)):
        if number > LINES_BESIDE:
            break
        if number and len(line) <= DATELINE_CHARACTERS:
            for part in (line, *_PARTS_OF_LINE.split(line)):
                days = resolve_when(part, None, language)
                found |= {days[0]} if days and days[0] == days[1] else set()
    return found.pop().isoformat() if len(found) == 1 else None


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _page_lines(page: Page, folder: Path) -> Iterator[str]:
    """The table of one page; what is not known stands there as a comment."""
    day = page.published or find_date(page)
    known = {
        "outlet": page.outlet,
        "title": page.title or find_headline(page),
        "url": page.url,
        "language": page.language,
    }
    yield "[[page]]"
    yield f"file = {_quoted(Path(page.path).relative_to(folder).as_posix())}"
    for name, example in _EXAMPLES.items():
        value = known.get(name)
        if name == "published" and day:
            yield f"published = {day if len(day) == len('2025-07-12') else _quoted(day)}"
        elif value:
            yield f"{name} = {_quoted(_plain(value))}"
        else:
            yield f"# {name} = {example}"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but TOML wants DEL escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    return " ".join(UNSEEN.sub(" ", text).split())
