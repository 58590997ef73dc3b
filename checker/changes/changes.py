"""The records of what changed between two reports, and the kinds that a guard can name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from checker.data import Record
from checker.errors import InputError
from checker.found import Relation
from checker.kept_report import Problem

Kind = Literal[
    "new-conflict",
    "gone-conflict",
    "agreement-change",
    "verdict-change",
    "lost-claim",
    "new-claim",
    "claim-change",
    "new-finding",
    "gone-finding",
    "evidence-change",
    "text-change",
    "wording-change",
    "page-change",
    "problem-change",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
GUARDED: tuple[Kind, ...] = KINDS[:5]


class FieldChange(Record):
    """What was changed, from what to what; None where there was or is nothing.

    Of a position ``added`` and ``removed`` are the outlets that came to it and left it.
    """

    what: str
    old: str | None
    new: str | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class ClaimNote(Record):
    """A claim as a difference shows it."""

    id: str
    page: str
    start: int
    end: int
    quote: str
    statement: str
    chain: tuple[str, ...]


class ClaimChange(Record):
    """One claim in both reports, and what of it is not the same."""

    old: ClaimNote
    new: ClaimNote
    changes: tuple[FieldChange, ...]


class PositionNote(Record):
    """A position with its quotes."""

    answer: str
    outlets: tuple[str, ...]
    source_count: int
    claims: tuple[ClaimNote, ...]


class FindingNote(Record):
    """A finding as a difference shows it; ``kinds`` where it is new or gone."""

    id: str
    question: str
    relation: Relation
    type: str | None
    level: str | None
    severity: str
    positions: tuple[PositionNote, ...]
    kinds: tuple[Kind, ...] = ()


class FindingChange(Record):
    """One finding in both reports, and what of it is not the same.

    ``same_text``: all its quotes stand in the pages of both reports. ``kinds`` says for which
    guards it counts.
    """

    old: FindingNote
    new: FindingNote
    same_text: bool
    changes: tuple[FieldChange, ...]
    kinds: tuple[Kind, ...]


class Differences(Record):
    """All that changed. ``pages_changed`` are paths: added, missing, or of another text.

    ``pages_added`` and ``pages_missing`` name those of them that only one report was given.
    """

    case: str
    findings_new: tuple[FindingNote, ...] = ()
    findings_gone: tuple[FindingNote, ...] = ()
    findings_changed: tuple[FindingChange, ...] = ()
    claims_new: tuple[ClaimNote, ...] = ()
    claims_gone: tuple[ClaimNote, ...] = ()
    claims_changed: tuple[ClaimChange, ...] = ()
    pages_changed: tuple[str, ...] = ()
    pages_added: tuple[str, ...] = ()
    pages_missing: tuple[str, ...] = ()
    problems_new: tuple[Problem, ...] = ()
    problems_gone: tuple[Problem, ...] = ()

    def counts(self) -> dict[Kind, int]:
        """How many differences there are of each kind that occurs, in the order of `KINDS`."""
        counted = Counter[Kind](self._finding_kinds())
        counted["new-claim"] = len(self.claims_new)
        counted["lost-claim"] = len(self.claims_gone)
        counted["claim-change"] = len(self.claims_changed)
        counted["page-change"] = len(self.pages_changed)
        counted["problem-change"] = len(self.problems_new) + len(self.problems_gone)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}

    def render_json(self, failed: Sequence[Kind]) -> str:
        """All of it as indented JSON, with ``counts`` and the guarded kinds that ``failed``."""
        whole = {**self.model_dump(mode="json"), "counts": self.counts(), "failed": list(failed)}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def _finding_kinds(self) -> Iterator[Kind]:
        for finding in (*self.findings_new, *self.findings_gone):
            yield from finding.kinds
        for change in self.findings_changed:
            yield from change.kinds


def parse_guards(text: str) -> frozenset[Kind]:
    """Read the kinds to fail on: names with commas between, ``all``, or ``none``.

    Raises:
        InputError: there is no such kind.
    """
    chosen: set[Kind] = set()
    for name in filter(None, (part.strip().lower() for part in text.split(","))):
        known = [kind for kind in KINDS if name in (kind, "all")]
        if not known and name != "none":
            raise InputError(
                f"there is nothing called {name!r} to fail on; choose from {', '.join(KINDS)}, "
                "all, none"
            )
        chosen |= set(known)
    return frozenset(chosen)
