"""What people said of findings, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from checker.notes.records import Note
from checker.notes.standing import Word, Words
from checker.report.catalogue import Catalogue
from checker.report.markdown_text import plain
from checker.report.note_text import note_facts


def render_word(word: Word, words: Catalogue) -> Iterator[str]:
    """A list of what was said of one finding."""
    if not word.said:
        return
    yield ""
    if word.disagree:
        yield f"- **{words.say('note.disagree')}**"
    for each in word.said:
        yield f"- {_note(each.note, words, changed=each.changed)}"


def render_gone_notes(noted: Words, words: Catalogue) -> Iterator[str]:
    """The notes on findings that the report does not have, each with what it was on."""
    if not noted.gone:
        return
    yield from ("", f"## {words.say('note.gone')}", "", words.say("note.gone_hint"), "")
    for note in noted.gone:
        why = noted.past.get(note.key)
        past = f" ({words.say('note.past', why=words.say(f'past.{why}'))})" if why else ""
        yield f"- {plain(note.finding)} {_note(note, words, changed=False)}{past}"


def _note(note: Note, words: Catalogue, *, changed: bool) -> str:
    status, *facts = map(plain, note_facts(note, words, changed=changed))
    said = f": {plain(note.text)}" if note.text else ""
    return f"**{status}** · {' · '.join(facts)}{said}"
