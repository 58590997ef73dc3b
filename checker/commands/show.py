"""``checker show``: one finding or claim of a report."""

from __future__ import annotations

from pathlib import Path

import click

from checker.commands.options import LANGUAGE, PATH
from checker.commands.screen import screen
from checker.commands.screen import show as show_text


@click.command()
@click.argument("record", metavar="F-ID|C-ID")
@click.argument("kept", type=PATH, metavar="REPORT.JSON")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@LANGUAGE
def show(record: str, kept: Path, *, as_json: bool, lang: str) -> None:
    """Show one finding or claim with its passages.

    It is named by its id in the kept report: f3, c12. The quote stands between brackets, in its
    sentence and the sentences about it. A claim is followed by the findings that rest on it.

    \b
    Example: checker show f1 report.json
    """  # noqa: D301
    from checker.notes.files import notes_path, read_notes
    from checker.report.catalogue import load_catalogue
    from checker.report.contract import load_report
    from checker.report.single import find_record, render_record, render_record_json

    load_catalogue(lang)  # as JSON, too, a language that is none is a mistake
    report = load_report(kept)
    found = find_record(report, record)
    if as_json:
        text = render_record_json(report, found)
    else:
        text = render_record(report, found, *screen(), lang, read_notes(notes_path(kept)))
    show_text(text)
