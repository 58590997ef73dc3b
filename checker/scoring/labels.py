"""Labelled files of a case: what a careful reader finds, by passages of the pages.

Expectations name passages, never claim ids, so that a new recording is scored by the same file.
Two forms are read: TOML, and the JSON of a stance set, which gives a claim and for each page its
stance and the lines of its text (numbered from 0) that show it.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from checker.errors import InputError
from checker.found import Kind, Level, Relation
from checker.record import Record, first_fault
from checker.scoring.source_labels import SourceLabels, read_source_labels


class Passage(Record):
    """Words on a page whose file name begins with ``page``."""

    page: str
    words: str


class ExpectedConflict(Record):
    """Two sides, each by any of its passages; empty tuples stand for any type, relation, level."""

    name: str
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]
    types: tuple[Kind, ...] = ()
    relations: tuple[Relation, ...] = ()
    levels: tuple[Level, ...] = ()


class ExpectedAgreement(Record):
    """One position with a claim of every group; a group is met by any of its passages."""

    name: str
    groups: tuple[tuple[Passage, ...], ...]


class ExpectedApart(Record):
    """Two sides that no finding may set against each other."""

    name: str
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]


class ExpectedOrigins(Record):
    """Groups of pages whose articles are one origin; no other two pages are."""

    together: tuple[tuple[str, ...], ...]


class Unsupported(Record):
    """Passages that must not stand under an answer with these words, in the pivot language."""

    name: str
    answer: tuple[str, ...]
    unless: tuple[str, ...] = ()
    passages: tuple[Passage, ...]


class JudgedQuote(Record):
    """One quote under one answer of a report, as a reader of the page judged it."""

    question: str
    answer: str
    page: str
    quote: str
    carries: Literal["supports", "partly", "does_not"]


class StancePage(Record):
    """The stance of one page to a claim, and the lines that show it."""

    file: str
    stance: Literal["agree", "disagree", "discuss", "unrelated"]
    rationale_lines: tuple[int, ...] = ()


class Expectations(Record):
    """A labelled file. ``claim`` with ``pages`` is a stance set."""

    origins: ExpectedOrigins | None = None
    conflict: tuple[ExpectedConflict, ...] = ()
    agreement: tuple[ExpectedAgreement, ...] = ()
    apart: tuple[ExpectedApart, ...] = ()
    furniture: tuple[Passage, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    evidence: tuple[JudgedQuote, ...] = ()
    parties: SourceLabels | None = None
    claim: str | None = None
    pages: tuple[StancePage, ...] = ()


def read_expectations(path: Path) -> Expectations:
    """Read a labelled file; ``evidence`` and ``parties`` may name files beside it.

    Of JSON lines, and of TOML (`source_labels`).

    Raises:
        InputError: it is not there, cannot be parsed, or holds what no expectation has.
    """
    try:
        text = path.read_text(encoding="utf-8")
        given = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        if isinstance(given, dict) and isinstance(given.get("evidence"), str):
            beside = path.with_name(Path(given["evidence"]).name)
            lines = beside.read_text(encoding="utf-8").splitlines()
            given["evidence"] = [json.loads(line) for line in lines if line.strip()]
        if isinstance(given, dict) and isinstance(given.get("parties"), str):
            given["parties"] = read_source_labels(path.with_name(Path(given["parties"]).name))
        return Expectations.model_validate(given)
    except ValidationError as error:
        place, fault = first_fault(error)
        raise InputError(f"the labelled file {str(path)!r}, at {place}: {fault}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"the labelled file {str(path)!r} cannot be read: {error}") from error
