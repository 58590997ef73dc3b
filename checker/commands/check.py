"""``checker check``: cases replayed and held against their kept reports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import LANGUAGE, PATH
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.changes.outcomes import Outcome


@click.command()
@click.argument("cases", nargs=-1, required=True)
@click.option("--update", is_flag=True, help="Write the kept report.json anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.option("--junit", type=PATH, help="Write what became of each case as JUnit XML too.")
@click.option(
    "--annotate/--no-annotate",
    default=None,
    help="Print GitHub annotations too.  [default: where GITHUB_ACTIONS is true]",
)
@LANGUAGE
@click.pass_context
def check(context: click.Context, /, cases: tuple[str, ...], lang: str, **given: Any) -> None:
    """Replay the cassettes of CASES and compare with their kept report.json.

    Needs no key and no network. Exit status: 0 the findings are the kept ones, 1 the findings
    changed, 2 a recording does not fit any more (record again; the message names the pages that
    changed), or a case cannot be read. The worst of several cases counts, and all are checked.

    \b
    Example: checker check israel-syria-talks
    """  # noqa: D301
    from checker.changes.outcomes import check_cases, worst_status
    from checker.report.catalogue import load_catalogue

    load_catalogue(lang)  # before the replay, which takes longer
    if given["update"]:
        _update(cases, lang)
        return
    if given["as_json"] and len(cases) > 1:
        raise InputError("--json prints the differences of one case; give one, or use --junit")
    outcomes = check_cases(cases, lang)
    for outcome in outcomes:
        _print_outcome(outcome, given)
    if given["junit"]:
        _write_junit(outcomes, given["junit"])
    context.exit(worst_status(outcomes))


def _update(cases: tuple[str, ...], lang: str) -> None:
    from checker.changes.regression import update_case
    from checker.report.catalogue import load_catalogue

    for case in cases:
        updated = update_case(case)
        click.echo(load_catalogue(lang).say("kept.written", path=updated.kept))


def _print_outcome(outcome: Outcome, given: dict[str, Any]) -> None:
    from checker.changes.outcomes import render_annotation

    differences = outcome.checked.differences if outcome.checked else None
    if outcome.became == "unfit":
        click.echo(f"checker: {outcome.said}", err=True)
    elif given["as_json"] and differences:
        click.echo(differences.render_json(list(differences.counts())), nl=False)
    else:
        click.echo(outcome.said, nl=False)
    wanted = given["annotate"]
    if wanted or (wanted is None and os.environ.get("GITHUB_ACTIONS") == "true"):
        note = render_annotation(outcome)
        # Beside JSON it must not stand; the service reads both streams.
        click.echo(note, err=given["as_json"]) if note else None


def _write_junit(outcomes: list[Outcome], path: Path) -> None:
    from checker.changes.outcomes import render_junit
    from checker.files import write_whole

    write_whole(path, render_junit(outcomes))
