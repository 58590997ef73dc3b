"""A person's word in words: what all forms of a report say of a note."""

from __future__ import annotations

from datetime import UTC

from checker.notes.records import Note
from checker.report.catalogue import Catalogue


def said_at(note: Note) -> str:
    """When something was said, in UTC."""
    return f"{note.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def note_facts(note: Note, words: Catalogue, *, changed: bool) -> list[str]:
    """The status of a note, who gave it and when, and whether its finding ``changed`` since."""
    kind = note.status or "only"
    facts = [words.say(f"note.{kind}"), note.by, said_at(note)]
    facts += [words.say(f"note.changed_{kind}")] if changed else []
    return [fact for fact in facts if fact]
