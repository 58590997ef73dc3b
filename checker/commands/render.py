"""``checker render``: other forms of a report that was made before."""

from __future__ import annotations

from pathlib import Path

import click

from checker.commands.options import FORMAT, LANGUAGE, PATH
from checker.errors import InputError


@click.command()
@click.argument("kept", type=PATH)
@click.option("-o", "--output", "outputs", type=PATH, multiple=True, help="Where to write.")
@FORMAT
@LANGUAGE
@click.option("--brief", is_flag=True, help="Write one page for an editor (….brief.html).")
def render(
    kept: Path, outputs: tuple[Path, ...], form: str | None, lang: str, *, brief: bool
) -> None:
    """Make any form of a KEPT report.json again; no model is asked.

    The ending of a file says what to write: .html, .md, .json, .jsonld (ClaimReview), .csv (one
    row for each claim in a finding), claims.csv, findings.csv, .brief.html (one page). --format
    says it otherwise: html, markdown, json, claimreview, csv, claims-csv, findings-csv, brief.
    Without -o it is printed. What people said of the findings (report.notes.json beside it) is
    shown in the page, in Markdown and in the tables of findings.

    \b
    Example: checker render report.json -o report.md -o report.csv
    """  # noqa: D301
    from checker.notes.files import notes_path, read_notes
    from checker.report.contract import load_report
    from checker.report.formats import render as render_report
    from checker.report.outputs import brief_path, plan_outputs, write_outputs

    if not outputs and not form and not brief:
        raise InputError("nothing to make was named; use -o FILE, --format NAME or --brief")
    planned = plan_outputs(outputs, form, lang)
    if brief:
        planned += plan_outputs(
            [brief_path(outputs[0] if outputs else Path(kept.name))], "brief", lang
        )
    report, notes = load_report(kept), read_notes(notes_path(kept))
    write_outputs(report, planned, lang, notes)
    if form and not outputs:
        click.echo(render_report(report, form, lang, notes), nl=False)
