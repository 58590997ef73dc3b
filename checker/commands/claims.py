"""``checker claims``: the claims alone, filtered."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from checker.commands.listing import complete_name, names_in, say_what_there_is
from checker.commands.options import (
    ALLOW_PRIVATE,
    LANGUAGE,
    QUIET,
    intake_of,
    model_options,
    settings_of,
)
from checker.commands.screen import screen, show
from checker.commands.watching import watching

if TYPE_CHECKING:
    from checker.asking.selection import Filters
    from checker.kept_report import Report

STANCES = ("asserts", "denies", "neither_confirms_nor_denies", "has_not_commented")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--outlet",
    "outlets",
    multiple=True,
    help="Published by, or credited to.",
    shell_complete=complete_name,
)
@click.option(
    "--voice",
    "voices",
    multiple=True,
    help="Said by, or through; in the pages' script too.",
    shell_complete=complete_name,
)
@click.option(
    "--list",
    "listed",
    type=click.Choice(["outlets", "voices"]),
    help="List these, with how many claims each has, not the claims.",
)
@click.option("--event", "events", multiple=True, help="Words of the event and its place.")
@click.option("--stance", "stances", multiple=True, type=click.Choice(STANCES))
@click.option("--since", type=DAY, help="Speaks of this day or later (else: published then).")
@click.option("--until", type=DAY, help="Speaks of this day or earlier (else: published then).")
@click.option("--text", help="Words of the quote or of the statement, in any inflection.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "table"]),
    help="[default: table on a terminal, else jsonl]",
)
@LANGUAGE
@model_options
@ALLOW_PRIVATE
@QUIET
def claims(paths: tuple[str, ...], **given: Any) -> None:
    """List the claims of pages, a case or a report.

    PATHS are what `checker report` takes, or one kept report.json. Pages are read by the model,
    or by its answers kept on disk; a report needs neither. Filters of different kinds must all
    fit; of one kind, given several times, any.

    \b
    Example: checker claims report.json --voice IDF --stance denies --format csv
    """  # noqa: D301
    from checker.asking.questions import open_source, read_claims
    from checker.asking.selection import select_claims
    from checker.report.catalogue import load_catalogue

    load_catalogue(given["lang"])  # before anything is spent
    source = open_source(paths, intake_of(given))
    with watching(given) as watch:
        report = read_claims(source, settings_of(given, watch))
    chosen = select_claims(report, _filters(given))
    if report.claims and not chosen.claims:
        click.echo(f"checker: {say_what_there_is(report, given)}", err=True)
    if given["listed"]:
        for name, count in names_in(chosen, given["listed"]).most_common():
            click.echo(f"{count}\t{name}")
    else:
        show(_render(chosen, given))
    for problem in () if source.kept else report.problems:
        click.echo(f"{problem.stage}: {problem.subject}: {problem.reason}", err=True)


def _filters(given: dict[str, Any]) -> Filters:
    from checker.asking.selection import Filters

    return Filters(
        outlets=given["outlets"],
        voices=given["voices"],
        events=given["events"],
        stances=given["stances"],
        since=_day(given["since"]),
        until=_day(given["until"]),
        text=given["text"],
    )


def _day(moment: datetime | None) -> Any:
    return moment.date() if moment else None


def _render(report: Report, given: dict[str, Any]) -> str:
    from checker.report.claim_list import render_claims_jsonl, render_claims_table
    from checker.report.tables import render_claims_csv

    form = given["form"] or ("table" if sys.stdout.isatty() else "jsonl")
    if form == "table":
        return render_claims_table(report, *screen(), given["lang"])
    return render_claims_csv(report) if form == "csv" else render_claims_jsonl(report)
