"""Tables and lists of an evaluation, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def list_entries(title: str, entries: Sequence[Iterable[str]]) -> Iterator[str]:
    """A title with a count, and entries of one or more lines; nothing where there are none."""
    if entries:
        yield ""
        yield f"{title}: {len(entries)}"
    for entry in entries:
        yield from (f"  {' '.join(line.splitlines())}" for line in entry)


def draw_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table that is Markdown too, its columns in line."""
    cells = [tuple(heads), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for place, row in enumerate(cells):
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(padded)} |"
        if not place:
            yield f"| {' | '.join('-' * width for width in widths)} |"


def show_share(value: float | None) -> str:
    """A share to three places, or a dash."""
    return "–" if value is None else f"{value:.3f}"
