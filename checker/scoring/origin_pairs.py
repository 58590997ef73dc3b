"""Labelled pairs of reports: one origin, or two; scored by the measures of texts, with no model.

A line is an object with ``s1``, ``s2``, ``label`` (``one_origin``, ``two``) and perhaps ``id``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from checker.data import Article, Page, Record
from checker.errors import InputError
from checker.scoring.measures import Spent, share
from checker.sources.anchors import find_translations
from checker.sources.reprints import find_reprints

ORIGIN_LABELS = ("one_origin", "two")


class OriginPair(Record):
    """Two texts, and whether they are one report."""

    id: str = ""
    s1: str
    s2: str
    label: Literal["one_origin", "two"]


class WrongOrigin(Record):
    """A pair that the measures call otherwise, and why they joined it, if they did."""

    id: str
    label: str
    reason: str


class OriginEvaluation(Record):
    """How many pairs of one origin were found, of how many; and of those found, how many are."""

    name: str
    pairs: int
    one_origin: int
    found: int
    right: int
    wrong: tuple[WrongOrigin, ...]
    spent: Spent = Spent()

    def measures(self) -> dict[str, float]:
        """What a floor can hold."""
        shares = {
            "origins_precision": share(self.right, self.found),
            "origins_recall": share(self.right, self.one_origin),
        }
        return {name: value for name, value in shares.items() if value is not None}


def is_origin_set(path: Path) -> bool:
    """Whether a file of pairs is labelled by origins, by its first line."""
    try:
        with path.open(encoding="utf-8") as lines:
            row = json.loads(next(lines))
    except (OSError, ValueError, StopIteration, RecursionError):
        return False
    return isinstance(row, dict) and row.get("label") in ORIGIN_LABELS


def read_origin_pairs(path: Path) -> list[OriginPair]:
    """Read a set of pairs.

    Raises:
        InputError: it cannot be read, or a line holds no such pair.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the pairs {str(path)!r} cannot be read: {error}") from error
    pairs = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            pair = OriginPair.model_validate_json(line)
        except ValidationError as error:
            why = error.errors(include_url=False)[0]["msg"]
            raise InputError(f"{str(path)!r}, line {number}, is no pair: {why}") from error
        pairs.append(pair.model_copy(update={"id": pair.id or f"line {number}"}))
    return pairs


def evaluate_origins(path: Path) -> OriginEvaluation:
    """Measure every pair alone, as two pages that one run reads.

    Raises:
        InputError: the set cannot be read.
    """
    pairs = read_origin_pairs(path)
    joined = {pair.id: _why_one(pair) for pair in pairs}
    one = {pair.id for pair in pairs if pair.label == "one_origin"}
    found = {id_ for id_, reason in joined.items() if reason}
    return OriginEvaluation(
        name=path.stem,
        pairs=len(pairs),
        one_origin=len(one),
        found=len(found),
        right=len(one & found),
        wrong=tuple(_wrong(pairs, joined)),
    )


def _why_one(pair: OriginPair) -> str:
    """Why two texts are one report, or nothing."""
    pages = [Page.of(text).model_copy(update={"id": f"p{n}"})
             for n, text in enumerate((pair.s1, pair.s2), start=1)]  # fmt: skip
    articles = [Article(id=f"a{n}", page_id=page.id, start=0, end=len(page.text))
                for n, page in enumerate(pages, start=1)]  # fmt: skip
    texts = {each.id: page.text for each, page in zip(articles, pages, strict=True)}
    found = {**find_translations(texts).found, **find_reprints(pages, articles)}
    return next((likeness.reason for likeness in found.values()), "")


def _wrong(pairs: list[OriginPair], joined: dict[str, str]) -> Iterator[WrongOrigin]:
    for pair in pairs:
        if bool(joined[pair.id]) != (pair.label == "one_origin"):
            yield WrongOrigin(id=pair.id, label=pair.label, reason=joined[pair.id])
