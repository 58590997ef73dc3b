"""Labelled sources of a case: whose knowledge stands at which place of the pages.

Like all labels they name passages, so that a new recording is scored by the same file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from checker.errors import InputError
from checker.record import Record, first_fault


class LabelledParty(Record):
    """Who speaks for one body: a voice is its if one of its names holds one of these ``names``."""

    name: str
    names: tuple[str, ...]


class Narration(Record):
    """An outlet's own words: all of a page from ``words`` on, to the next narration."""

    page: str
    words: str
    source: str


class SourcePassage(Record):
    """Words on a page, and the source that knows what they say."""

    page: str
    words: str
    source: str


class SourceLabels(Record):
    """A labelled file of parties. ``doubtful`` are sources that may be one, and count as one."""

    party: tuple[LabelledParty, ...] = ()
    narration: tuple[Narration, ...] = ()
    passage: tuple[SourcePassage, ...] = ()
    doubtful: tuple[tuple[str, ...], ...] = ()


def read_source_labels(path: Path) -> SourceLabels:
    """Read a labelled file of parties.

    Raises:
        InputError: it is not there, cannot be parsed, or holds what no label has.
    """
    try:
        return SourceLabels.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        place, fault = first_fault(error)
        raise InputError(f"the parties {str(path)!r}, at {place}: {fault}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"the parties {str(path)!r} cannot be read: {error}") from error
