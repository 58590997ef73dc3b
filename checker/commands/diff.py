"""``checker diff``: what changed between two reports of one case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checker.commands.options import LANGUAGE, PATH, QUIET

GUARDED = "new-conflict,gone-conflict,agreement-change,verdict-change,lost-claim"


@click.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@click.option(
    "--fail-on",
    default=GUARDED,
    show_default=True,
    help="End with status 1 on these, with commas between; all or none.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--all", "everything", is_flag=True, help="Cut no list short.")
@QUIET
@LANGUAGE
@click.pass_context
def diff(context: click.Context, /, old: Path, new: Path, **given: Any) -> None:
    """Tell what changed from the report OLD to the report NEW.

    Findings and claims are matched by the words they rest on, not by order or id. What can be
    guarded against: new-conflict, gone-conflict, agreement-change, verdict-change, lost-claim,
    new-claim, claim-change, new-finding, gone-finding, evidence-change, text-change,
    wording-change, page-change, problem-change.

    Exit status: 0 nothing guarded changed, 1 something did, 2 the reports cannot be compared.

    \b
    Example: checker diff kept/report.json report.json --fail-on new-conflict,lost-claim
    """  # noqa: D301
    from checker.changes.changes import parse_guards
    from checker.changes.difference_text import LONGEST_LIST, render_differences
    from checker.changes.differences import compare_reports
    from checker.report.catalogue import load_catalogue
    from checker.report.contract import load_report

    words = load_catalogue(given["lang"])
    guards = parse_guards(given["fail_on"])
    differences = compare_reports(load_report(old), load_report(new))
    failed = [kind for kind in differences.counts() if kind in guards]
    if given["as_json"]:
        click.echo(differences.render_json(failed), nl=False)
    elif not given["quiet"]:
        longest = None if given["everything"] else LONGEST_LIST
        click.echo(render_differences(differences, longest, words.language), nl=False)
        if failed:
            # The kinds as --fail-on takes them, in any language.
            click.echo(f"\n{words.say('diff.guarded', kinds=', '.join(failed))}")
    context.exit(1 if failed else 0)
