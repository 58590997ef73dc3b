"""What was said of each finding of a report, and whether the finding is still what it was then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from checker.data import Claim
from checker.errors import InputError
from checker.findings.keys import give_keys
from checker.found import Finding, Position
from checker.kept_report import Report
from checker.notes.records import Note, Notes, Status, disagree

DIGITS = 16  # hexadecimal digits of a digest
SHORTEST_KEY = 6  # digits by which a key can be named


@dataclass(frozen=True)
class Said:
    """A note, and whether its finding ``changed`` since."""

    note: Note
    changed: bool


@dataclass(frozen=True)
class Word:
    """All that was said of one finding; mostly nothing."""

    said: tuple[Said, ...] = ()

    @property
    def statuses(self) -> tuple[Status, ...]:
        """What people hold of it, each once; two where they disagree."""
        return tuple(dict.fromkeys(each.note.status for each in self.said if each.note.status))

    @property
    def disagree(self) -> bool:
        """Whether one has checked what another has dismissed."""
        return disagree(each.note for each in self.said)

    @property
    def changed(self) -> bool:
        """Whether the finding changed after something was said of it."""
        return any(each.changed for each in self.said)

    @property
    def set_aside(self) -> bool:
        """Whether it is dismissed by all who judged it, and is still what they dismissed."""
        return self.statuses == ("dismissed",) and not self.changed

    @property
    def text(self) -> str:
        """All notes in one line each, for a table."""
        said = (each.note for each in self.said if each.note.text)
        return "\n".join(f"{note.by}: {note.text}" if note.by else note.text for note in said)


@dataclass(frozen=True)
class Words:
    """What ``notes`` say of the findings of ``report``."""

    report: Report
    notes: Notes

    def on(self, finding: Finding) -> Word:
        """What was said of a finding."""
        said = self._by_key.get(self.key(finding), ())
        if not said:
            return Word()
        digest = self.digest(finding)
        return Word(tuple(Said(note, note.digest != digest) for note in said))

    @cached_property
    def gone(self) -> tuple[Note, ...]:
        """Notes on findings that the report does not have."""
        known = {self.key(finding) for finding in self.report.findings}
        said = (note for note in self.notes.notes if note.says)
        return tuple(note for note in said if note.key not in known)

    @cached_property
    def past(self) -> dict[str, str]:
        """Why findings of earlier runs no longer hold, by their keys."""
        return {each.key: each.why for each in self.report.past}

    @cached_property
    def _by_key(self) -> dict[str, tuple[Note, ...]]:
        found: dict[str, tuple[Note, ...]] = {}
        for note in self.notes.notes:
            if note.says:
                found[note.key] = (*found.get(note.key, ()), note)
        return found

    def key(self, finding: Finding) -> str:
        """The key of a finding."""
        return self._marks[finding.id][0]

    def digest(self, finding: Finding) -> str:
        """What a finding holds: another where its question, answers, quotes or verdict differ."""
        return self._marks[finding.id][1]

    @cached_property
    def _marks(self) -> dict[str, tuple[str, str]]:
        """Key and digest by id: forms of a report may show findings in other words."""
        keyed = give_keys(self.report.findings, self.report.claims)
        return {finding.id: (finding.key, self._made_digest(finding)) for finding in keyed}

    def _made_digest(self, finding: Finding) -> str:
        positions = sorted(
            [each.answer, each.source_count, *self._quotes(each)] for each in finding.positions
        )
        verdict = (finding.relation, finding.type, finding.level, finding.severity)
        return _hash([finding.question, verdict, positions])

    def _quotes(self, position: Position) -> Sequence[str]:
        claims = (self._claims[id_] for id_ in position.claim_ids)
        return sorted({" → ".join((*claim.chain, claim.quote)) for claim in claims})

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.report.claims}

    def find(self, name: str) -> Finding | None:
        """The finding whose key begins with ``name``; None where there is none.

        Raises:
            InputError: there are several.
        """
        if len(name) < SHORTEST_KEY:
            return None
        found = [each for each in self.report.findings if self.key(each).startswith(name)]
        if len(found) > 1:
            ids = ", ".join(each.id for each in found)
            raise InputError(f"several findings have keys that begin with {name!r}: {ids}")
        return found[0] if found else None

    def new_note(self, about: Finding, **said: object) -> Note:
        """A note on a finding as it is now; ``said``: status, text, by."""
        return Note.model_validate(
            {
                "id": "new",
                "key": self.key(about),
                "finding": about.question[:3_000],
                "at": datetime.now(UTC).replace(microsecond=0),
                "digest": self.digest(about),
                **said,
            }
        )


def _hash(what: object) -> str:
    text = json.dumps(what, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
