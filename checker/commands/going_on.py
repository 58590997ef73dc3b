"""The options by which a report goes on, and the report that they mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import PATH
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.intake.case import Case
    from checker.kept_report import Report
    from checker.pipeline.estimate import StageEstimate
    from checker.pipeline.runs import Settings

SINCE = click.option(
    "--since", type=PATH, help="Go on with this report.json: ask only about what is new."
)
AFRESH = click.option(
    "--afresh", is_flag=True, help="Ask about all pages anew, also where a report could go on."
)


def report_before(case: Case, given: dict[str, Any]) -> Report | None:
    """The report that is to go on: the one named, else the case's own where it is there.

    Raises:
        InputError: it cannot be read, or two options do not go together.
    """
    from checker.report.contract import load_report

    named: Path | None = given["since"]
    if named and given["afresh"]:
        raise InputError("--since and --afresh exclude each other; leave one out")
    if named:
        return load_report(named)
    own = case.report
    return load_report(own) if own and own.is_file() else None


def going_on(settings: Settings, before: Report | None, given: dict[str, Any]) -> Settings:
    """Settings with which a report goes on; afresh it gives its keys and histories alone."""
    options = replace(settings.options, since=before, afresh=bool(given["afresh"]))
    return replace(settings, options=options)


def own_paths(case: Case, given: dict[str, Any]) -> tuple[Path, ...]:
    """Where the report of a case that names one goes, if nothing else is said."""
    if case.report is None or given["outputs"] or given["form"]:
        return ()
    return (case.report.with_name("report.html"), case.report)


def estimate_more(case: Case, before: Report | None, given: dict[str, Any]) -> list[StageEstimate]:
    """What a run would cost: of a report that goes on, the pages that are new or edited, whole."""
    from checker.history.pages import sort_pages
    from checker.pipeline.estimate import estimate_run
    from checker.pipeline.options import Options
    from checker.pipeline.story import why_afresh

    verify = not given["no_verify"]
    options = Options(pivot=given["pivot"], afresh=bool(given["afresh"]))
    if before is None or why_afresh(before, options):
        return estimate_run(case.pages, verify)
    pages = sort_pages(before.pages, case.pages, before.next_run)
    read = [*pages.new, *(new for _, new in pages.edited)]
    return estimate_run(read, verify, going_on=True)
