"""An HTML page as its blocks: each run of words that stands on a line of its own.

What a browser does not show (scripts, styles, hidden parts) gives no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

# Elements that begin a line. `td` and `th` do not: a row of a table is one line.
_LINES_NAMES = (
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section "
    "summary table tbody thead tr ul body"
)
LINES = frozenset(_LINES_NAMES.split())
CELLS = frozenset(["td", "th"])
_SILENT_NAMES = (
    "head iframe noscript object script style svg template title select option textarea button "
    "audio video canvas math"
)
SILENT = frozenset(_SILENT_NAMES.split())
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CELL = "\x1f"  # between two cells of a row


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page.

    ``path`` are the elements around it from the outermost in; ``linked`` is the share of its
    characters that stand in links, 0 to 1.
    """

    text: str
    path: tuple[Any, ...]
    linked: float

    @property
    def line(self) -> Any:
        """The innermost element around the words that makes a line of its own."""
        return next((each for each in reversed(self.path) if each.tag in LINES), self.path[-1])

    @property
    def tag(self) -> str:
        """The name of the innermost element around the words."""
        return str(self.path[-1].tag) if self.path else ""


@dataclass
class _Line:
    """The line that is being read."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    path: tuple[Any, ...] = ()

    def add(self, text: str | None, path: Sequence[Any], in_link: bool) -> None:
        words = re.sub(r"\s+", " ", text or "")
        if words.strip() and not self.path:
            self.path = tuple(path)
        self.pieces.append(words)
        self.linked += len(words) if in_link else 0

    def close(self) -> Iterator[Block]:
        """Give the block that was read, if it holds words, and begin anew."""
        whole = "".join(self.pieces)
        cells = [" ".join(cell.split()) for cell in whole.split(_CELL)]
        text = " | ".join(cell for cell in cells if cell)
        if text:
            yield Block(text, self.path, min(1.0, self.linked / max(1, len(whole.strip()))))
        self.pieces, self.linked, self.path = [], 0, ()


def find_blocks(root: Any) -> list[Block]:
    """All blocks of a parsed page, in the order of the page.

    What is for browsers without scripts is read only where there is nothing besides.
    """
    return _blocks(root, SILENT) or _blocks(root, SILENT - {"noscript"})


def _blocks(root: Any, silent: Set[str]) -> list[Block]:
    from lxml import etree

    blocks: list[Block] = []
    path: list[Any] = []
    line, links = _Line(), 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or is_hidden(element, silent):
                walk.skip_subtree()
                path.append(element)
                continue
            if tag in LINES:
                blocks += line.close()
            path.append(element)
            links += tag == "a"
            line.add(element.text, path, links > 0)
            continue
        path.pop()
        if tag in LINES:
            blocks += line.close()
        elif tag in CELLS:
            line.pieces.append(_CELL)
        links -= tag == "a" and not is_hidden(element, silent)
        line.add(element.tail, path, links > 0)
    blocks += line.close()
    return blocks


def is_hidden(element: Any, silent: Set[str] = SILENT) -> bool:
    """Whether a browser shows nothing of an element."""
    if element.tag in silent:
        return True
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def label_of(element: Any) -> str:
    """What a page calls an element: its class and id, in small letters."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()
