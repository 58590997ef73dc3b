"""``checker note``: a person's word on a finding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.listing import KEPT
from checker.commands.options import LANGUAGE, PATH, setting
from checker.commands.screen import screen
from checker.commands.screen import show as show_text
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.found import Finding
    from checker.kept_report import Report
    from checker.notes.records import Notes
    from checker.notes.standing import Words

WORDS = ("checked", "dismissed", "note", "withdraw")


@click.command()
@click.argument("finding", required=False, metavar="[F-ID|KEY]")
@click.argument("word", required=False, type=click.Choice(WORDS))
@click.argument("text", required=False)
@click.option("--report", type=PATH, default=Path(KEPT), help="Report or folder.  [report.json]")
@setting("--by", default="", help="Who says so.")
@click.option("--join", type=PATH, help="Join another person's file of notes with these.")
@click.option("--json", "as_json", is_flag=True, help="Print the notes as JSON.")
@LANGUAGE
def note(finding: str | None, word: str | None, text: str | None, **given: Any) -> None:
    """Mark a FINDING as checked or dismissed, or note something on it.

    Without a word it prints what was said of the finding, without a finding all that was said.
    checked and dismissed may have a TEXT, note needs one, and withdraw takes back what stands
    there. A new word on a finding replaces what was said of it before.

    Notes are kept beside the report (report.notes.json) by the key of the finding, and survive
    every later run; where a finding changed since, that is said. The page, Markdown and tables
    show them once they are made anew: checker render report.json -o report.html. Where --join
    finds that one has checked what another has dismissed, both words stand, and both are shown.

    \b
    Example: checker note f3 checked "called the ministry" --by Anna
    """  # noqa: D301
    from checker.report.catalogue import load_catalogue

    load_catalogue(given["lang"])
    desk = _open_desk(given["report"])
    if given["join"]:
        if finding:
            raise InputError("--join takes a file alone; leave out the finding")
        _join(desk, given["join"])
        return
    if finding is None:
        _print_all(desk, given)
        return
    chosen = desk.find(finding)
    if word:
        _say(desk, chosen, (word, (text or "").strip(), given["by"].strip()))
    else:
        _print_one(desk, chosen, given)


@dataclass(frozen=True)
class _Desk:
    """A report, and the notes on it with their place."""

    report: Report
    path: Path
    notes: Notes

    @property
    def noted(self) -> Words:
        from checker.notes.standing import Words

        return Words(self.report, self.notes)

    def find(self, name: str) -> Finding:
        """The finding of an id, or of the beginning of a key. Raises InputError."""
        from checker.found import Finding
        from checker.report.single import find_record

        by_key = self.noted.find(name)
        found = by_key or find_record(self.report, name)
        if not isinstance(found, Finding):
            raise InputError(f"{name!r} is a claim; notes are on findings (f1, …)")
        return found

    def write(self, notes: Notes) -> None:
        from checker.files import write_whole
        from checker.notes.files import render_notes

        named = notes.model_copy(update={"case": self.report.case})
        write_whole(self.path, render_notes(named))


def _open_desk(report: Path) -> _Desk:
    from checker.notes.files import notes_path, read_notes
    from checker.report.contract import load_report

    kept = report / KEPT if report.is_dir() else report
    return _Desk(load_report(kept), notes_path(kept), read_notes(notes_path(kept)))


def _say(desk: _Desk, finding: Finding, said: tuple[str, str, str]) -> None:
    from checker.notes.records import MOST_WORDS, add_note

    word, text, by = said
    before = desk.noted.on(finding).said
    if word == "note" and not text:
        raise InputError("nothing was noted; write the words behind it, in quotes")
    if word == "withdraw" and (text or not before):
        raise InputError(
            f"nothing was said of {finding.id}" if not before else "withdraw takes no words"
        )
    if len(text) > MOST_WORDS or len(by) > 200:
        raise InputError(f"the note is too long; it may have {MOST_WORDS:,} characters, --by 200")
    status = word if word in ("checked", "dismissed") else None
    new = desk.noted.new_note(finding, status=status, text=text, by=by)
    desk.write(add_note(desk.notes, new))
    click.echo(f"{finding.id}: {word if word != 'withdraw' else 'withdrawn'}")
    for each in before:
        click.echo(f"replaces: {_one_line(each.note.status, each.note.by, each.note.text)}")
    click.echo(f"written: {desk.path}")


def _join(desk: _Desk, other_path: Path) -> None:
    from checker.notes.files import load_notes
    from checker.notes.records import conflicts_in, join_notes

    other = load_notes(other_path)
    known = {desk.noted.key(finding) for finding in desk.report.findings}
    ours = other.case == desk.report.case or any(each.key in known for each in other.notes)
    if other.notes and not ours:
        raise InputError(
            f"the notes {str(other_path)!r} are on another case, {other.case!r}, and on no "
            f"finding of {desk.report.case!r}; give those of this case"
        )
    joined = join_notes(desk.notes, other)
    desk.write(joined)
    new = len(set(joined.notes) - set(desk.notes.notes))
    click.echo(f"joined: {new} new {'note' if new == 1 else 'notes'}, {len(joined.notes)} in all")
    ids = {desk.noted.key(finding): finding.id for finding in desk.report.findings}
    for said in conflicts_in(joined):
        name = ids.get(said[0].key, f"gone ({_one_line(said[0].finding)})")
        told = "; ".join(_one_line(each.status, each.by, each.text) for each in said)
        click.echo(f"in dispute: {name}: {told}")
    click.echo(f"written: {desk.path}")


def _print_all(desk: _Desk, given: dict[str, Any]) -> None:
    from checker.report.note_list import render_note_list, render_notes_json

    if given["as_json"]:
        click.echo(render_notes_json(desk.noted), nl=False)
    elif not any(each.says for each in desk.notes.notes):
        click.echo(f"nothing was noted yet: {desk.path}")
    else:
        show_text(render_note_list(desk.noted, *screen(), given["lang"]))


def _print_one(desk: _Desk, finding: Finding, given: dict[str, Any]) -> None:
    from checker.notes.standing import Words
    from checker.report.note_list import render_note_list, render_notes_json

    one = desk.report.model_copy(update={"findings": (finding,)})
    key = desk.noted.key(finding)
    own = tuple(each for each in desk.notes.notes if each.key == key)
    noted = Words(one, desk.notes.model_copy(update={"notes": own}))
    if given["as_json"]:
        click.echo(render_notes_json(noted), nl=False)
    elif not noted.on(finding).said:
        click.echo(f"nothing was said of {finding.id}")
    else:
        show_text(render_note_list(noted, *screen(), given["lang"]))


def _one_line(*facts: str | None) -> str:
    """Words of strangers in one line that cannot steer a terminal."""
    from checker.intake.documents import clean_words

    return " · ".join(filter(None, (clean_words(fact, 120) for fact in facts if fact)))
