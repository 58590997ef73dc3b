"""Rows of a page kept out of sight: in parts that the script unpacks when they are asked for.

A part is a JSON array, compressed (zlib) and in base64, so that it is one word in the page's
text and in a file beside it. Small pages have no parts: all their rows stand open.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
CALL = "checkerPart"  # the function of report.js that a file beside the page calls


@dataclass(frozen=True)
class Part:
    """A named text: JSON as it is, or packed."""

    name: str
    text: str

    def as_script(self, mark: str) -> str:
        """The part as a file beside the page, which says by ``mark`` to which page it belongs."""
        return f"{CALL}({json.dumps(self.name)}, {json.dumps(mark)}, {json.dumps(self.text)});\n"


@dataclass(frozen=True)
class Listing:
    """Rows of a list: the first stand in the page, ``left`` more in parts of ``step`` rows."""

    inline: tuple[str, ...]
    left: int = 0
    step: int = 1
    parts: tuple[Part, ...] = ()


def open_part(name: str, value: object) -> Part:
    """A part that is plain JSON."""
    return Part(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def packed_part(name: str, value: object) -> Part:
    """A part that is compressed JSON in base64."""
    plain = open_part(name, value).text.encode("utf-8", "backslashreplace")
    return Part(name, b64encode(zlib.compress(plain, 9)).decode("ascii"))


def list_rows(
    name: str, records: Sequence[T], render: Callable[[T], str], limits: tuple[int, int]
) -> Listing:
    """Render records; ``limits``: how many rows stand in the page, how many go into a part."""
    shown, step = limits
    inline = tuple(render(each) for each in records[:shown])
    rest = records[shown:]
    parts = tuple(
        packed_part(
            f"{name}-{start // step}", [render(each) for each in rest[start : start + step]]
        )
        for start in range(0, len(rest), step)
    )
    return Listing(inline, len(rest), step, parts)


def runs_of(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as runs ``[first, how many]``: an article's claims are mostly one run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs
