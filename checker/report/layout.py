"""What the forms for a terminal share: columns, margins, and text that cannot steer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TypeVar

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from checker.data import Claim
from checker.direction import direction_of
from checker.replies import Quotation
from checker.report.catalogue import Catalogue
from checker.sources.names import same_voice

Spoken = TypeVar("Spoken", Claim, Quotation)

# Control characters, and the marks that reorder text for the eye, as a visible sign or nothing.
CONTROLS = {
    **{code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)},
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), ""),
}
INDENT = 6


def lay_out(parts: Iterable[RenderableType], width: int, color: bool) -> str:
    """Print to a text of ``width`` columns; escape codes only with ``color``."""
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
    )
    for part in parts:
        console.print(part)
    out = console.file
    assert isinstance(out, StringIO)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def told_through(links: Sequence[str], words: Catalogue) -> str:
    """A chain from who spoke to who printed it, the arrow pointing the way its names are read."""
    along = direction_of(None, "".join(links)) == words.direction
    arrow = words.say("arrow") if along else "→"
    return f" {arrow} ".join(links)


def by_speaker(claims: Sequence[Spoken]) -> list[tuple[tuple[str, ...], list[Spoken]]]:
    """Claims by all links of their chains but the outlet, in the order of first sight.

    Two spellings of one name are one link, shown as it was first met.
    """
    spoken: dict[tuple[str, ...], list[Spoken]] = {}
    for claim in claims:
        links = claim.chain[:-1]
        met = next((other for other in spoken if _same_links(links, other)), links)
        spoken.setdefault(met, []).append(claim)
    return list(spoken.items())


def _same_links(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(map(same_voice, one, other))


def indented(text: str | Text, by: int, style: str = "") -> Padding:
    """Text ``by`` columns to the right, on all its lines."""
    shown = plain(text, style=style) if isinstance(text, str) else text
    return Padding(shown, (0, 0, 0, by))


def hanging(mark: str, text: Text, by: int, style: str = "dim") -> Table:
    """A mark in the margin, and text whose further lines stand under its first."""
    grid = Table.grid(padding=0)
    grid.add_column(width=by, no_wrap=True)
    grid.add_column()
    grid.add_row(plain(mark, style=style), text)
    return grid


def bullet(text: str) -> Table:
    """An item of a list."""
    return hanging("•", plain(text), 2)


def plain(words: str, style: str = "") -> Text:
    """Text whose control characters cannot steer the terminal: pages are written by strangers."""
    return Text(words.translate(CONTROLS), style=style)
