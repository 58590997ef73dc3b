"""What people said of findings, for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import RenderableType

from checker.notes.records import Note
from checker.notes.standing import Word, Words
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.layout import INDENT, hanging, indented, lay_out, plain
from checker.report.note_text import note_facts


def render_note_list(
    noted: Words, width: int = 80, color: bool = False, language: str = "en"
) -> str:
    """All that was said of a report's findings, in its order, and of those that are gone."""
    words = load_catalogue(language)
    return lay_out(_list(noted, words), width, color)


def render_notes_json(noted: Words) -> str:
    """The same as JSON: each note with its finding's id, None where that is gone."""
    rows = [
        {**each.note.model_dump(mode="json"), "finding_id": finding.id, "changed": each.changed}
        for finding in noted.report.findings
        for each in noted.on(finding).said
    ]
    rows += [{**note.model_dump(mode="json"), "finding_id": None} for note in noted.gone]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def note_lines(word: Word, words: Catalogue) -> Iterator[RenderableType]:
    """What was said of one finding, below its question."""
    if word.disagree:
        yield indented(words.say("note.disagree"), INDENT, "bold red")
    for each in word.said:
        yield from _note(each.note, words, changed=each.changed)


def _list(noted: Words, words: Catalogue) -> Iterator[RenderableType]:
    for finding in noted.report.findings:
        word = noted.on(finding)
        if word.said:
            yield hanging(finding.id, plain(finding.question, style="bold"), INDENT)
            yield from note_lines(word, words)
    if noted.gone:
        yield plain("")
        yield plain(words.say("note.gone"), style="bold")
    for note in noted.gone:
        yield hanging("", plain(note.finding, style="bold"), INDENT)
        if why := noted.past.get(note.key):
            yield indented(words.say("note.past", why=words.say(f"past.{why}")), INDENT)
        yield from _note(note, words, changed=False)


def _note(note: Note, words: Catalogue, *, changed: bool) -> Iterator[RenderableType]:
    facts = words.say("reply.and").join(note_facts(note, words, changed=changed))
    yield indented(facts, INDENT, "bold yellow" if changed else "green")
    if note.text:
        yield indented(note.text, INDENT + 2)
