"""Public test pages with gold, in the forms their projects keep them; none is copied here.

readability   */source.html beside */expected.html         whole text
newspaper4k   html/NAME.html and txt/NAME.txt              whole text
trafilatura   evaldata.json: file, with, without, date     pieces that belong, and do not
htmldate      eval_*.json: file, date                      the day of publication
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

BLOCK_NAMES = "p div li h1 h2 h3 h4 h5 h6 blockquote pre figcaption td tr section article"
BLOCKS = BLOCK_NAMES.split()


@dataclass(frozen=True)
class Gold:
    """A page and what is right: ``text`` whole, or ``wanted`` and ``unwanted`` pieces of it.

    ``published`` is a day in ISO 8601, "" where the page has none, None where nobody says.
    """

    file: Path
    text: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    published: str | None = None


def find_gold(folder: Path) -> Iterator[Gold]:
    """All pages with gold under a folder, in a fixed order."""
    for expected in sorted(folder.rglob("expected.html")):
        if (expected.parent / "source.html").is_file():
            yield Gold(expected.parent / "source.html", text=_words_of(expected))
    for page in sorted(folder.rglob("html/*.html")):
        text = page.parent.parent / "txt" / f"{page.stem}.txt"
        if text.is_file():
            yield Gold(page, text=text.read_text("utf-8"))
    for listed in sorted((*folder.rglob("evaldata.json"), *folder.rglob("eval_*.json"))):
        yield from _listed(listed)


def _words_of(expected: Path) -> str:
    root = html.fromstring(expected.read_text("utf-8") or "<p></p>")
    for element in root.iter(*BLOCKS, "br"):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    return str(root.text_content())


def _listed(listed: Path) -> Iterator[Gold]:
    rows = json.loads(listed.read_text("utf-8"))
    for row in rows.values() if isinstance(rows, dict) else ():
        file = _file(listed.parent, row) if isinstance(row, dict) else None
        if file:
            yield Gold(
                file,
                wanted=tuple(row.get("with", ())),
                unwanted=tuple(row.get("without", ())),
                published=row["date"] if isinstance(row.get("date"), str) else None,
            )


def _file(folder: Path, row: dict[str, Any]) -> Path | None:
    places = (folder / name / str(row.get("file")) for name in ("cache", "eval", "test_set"))
    return next((place for place in places if place.is_file()), None)
