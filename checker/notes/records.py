"""A person's word on a finding, and the words of several people joined.

A word that is taken back or said anew names those that it replaces, and theirs. So two files can
be joined in any order, and again, with one result: what one person knowingly replaced does not
come back from the other's file, and what two people said without knowing of each other stays, both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AwareDatetime, StringConstraints

from checker.data import Record

Status = Literal["checked", "dismissed"]
MOST_WORDS = 10_000  # characters of one note
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


class Note(Record):
    """One word on one finding.

    ``finding`` is its question as it was then, so that the note can be read where the finding is
    gone, and ``digest`` tells what it held. A note without a status and text takes back what it
    ``replaces``.
    """

    id: Id
    key: Id
    finding: Annotated[str, StringConstraints(max_length=3_000)]
    status: Status | None = None
    text: Annotated[str, StringConstraints(max_length=MOST_WORDS)] = ""
    by: Annotated[str, StringConstraints(max_length=200)] = ""
    at: AwareDatetime
    digest: Id
    replaces: tuple[Id, ...] = ()

    @property
    def says(self) -> bool:
        """Whether it says anything, and does not only take back."""
        return self.status is not None or bool(self.text)


class Notes(Record):
    """All that was said of the findings of one case: ``report.notes.json``."""

    version: Literal[1] = 1
    case: Annotated[str, StringConstraints(max_length=3_000)] = ""
    notes: tuple[Note, ...] = ()


NO_NOTES = Notes()


def add_note(notes: Notes, note: Note) -> Notes:
    """Say something of a finding in the place of all that was said of it before.

    The id of ``note`` is given here, by what it says.
    """
    before = [each for each in notes.notes if each.key == note.key]
    replaces = sorted({id_ for each in before for id_ in (each.id, *each.replaces)})
    whole = note.model_copy(update={"replaces": tuple(replaces)})
    named = whole.model_copy(update={"id": _id_of(whole)})
    return notes.model_copy(update={"notes": _standing([*notes.notes, named])})


def join_notes(one: Notes, other: Notes) -> Notes:
    """What stands of both: what neither has replaced. The case's name is that of ``one``."""
    joined = _standing([*one.notes, *other.notes])
    return Notes(case=one.case or other.case, notes=joined)


def conflicts_in(notes: Notes) -> Iterator[tuple[Note, ...]]:
    """The notes on each finding that is checked by one and dismissed by another."""
    by_key: dict[str, list[Note]] = {}
    for note in notes.notes:
        by_key.setdefault(note.key, []).append(note)
    yield from (tuple(said) for said in by_key.values() if disagree(said))


def disagree(notes: Iterable[Note]) -> bool:
    """Whether notes on one finding have more than one status."""
    return len({note.status for note in notes if note.status}) > 1


def _standing(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each note once, without what another replaces, in the order of time."""
    met = {(note.id, note.key, note.status, note.text, note.by): note for note in notes}
    replaced = {id_ for note in met.values() for id_ in note.replaces}
    left = (note for note in met.values() if note.id not in replaced)
    return tuple(sorted(left, key=lambda note: (note.at, note.id, note.text)))


def _id_of(note: Note) -> str:
    said = note.model_dump(mode="json", exclude={"id"})
    text = json.dumps(said, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
