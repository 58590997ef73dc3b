"""``checker report``: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.engines import by_engine, refuse_cluster, say_half_price
from checker.commands.going_on import (
    AFRESH,
    SINCE,
    estimate_more,
    going_on,
    own_paths,
    report_before,
)
from checker.commands.options import (
    ALLOW_PRIVATE,
    ENGINE,
    FORMAT,
    LANGUAGE,
    PATH,
    QUIET,
    RAY_ADDRESS,
    intake_of,
    model_options,
    prices_of,
    settings_of,
)
from checker.commands.placing import place_report
from checker.commands.screen import screen, show
from checker.commands.story_reports import folder_of_stories, report_stories
from checker.commands.watching import watching

if TYPE_CHECKING:
    from checker.intake.case import Case
    from checker.kept_report import Report
    from checker.report.outputs import Output


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "outputs",
    type=PATH,
    multiple=True,
    help="Where to write; the ending says what.  [default: report.html and report.json]",
)
@FORMAT
@LANGUAGE
@model_options
@SINCE
@AFRESH
@ALLOW_PRIVATE
@ENGINE
@RAY_ADDRESS
@click.option("--no-verify", is_flag=True, help="No second looks, no checks of evidence.")
@click.option("--dry-run", is_flag=True, help="Print the calls and tokens to expect; ask nothing.")
@click.option("--partial", is_flag=True, help="After Ctrl-C, report on what is complete.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, no summary.")
@click.option("--brief", is_flag=True, help="Write one page for an editor too (….brief.html).")
@click.option("--force", is_flag=True, help="Replace a report that is fuller, or on another story.")
@QUIET
def report(paths: tuple[str, ...], **given: Any) -> None:
    """Compare what PATHS say: files, folders, patterns, addresses, or one case folder.

    Of a folder that `checker stories` made, each story is reported in its own folder, and
    index.html there lists the gravest conflicts; the limits are those of all together, and the
    same command goes on where a run stopped, and with the report of a story that grew.

    With --engine ray each story is a task on a Ray cluster that is there already, four to a CPU at
    once; --workers requests are under way in all of it at most.

    Files are text, HTML, JSON lines (.jsonl) or JSON; - is standard input. Pages at https:// and
    http:// are fetched as their robots.txt allows, and kept in the cache folder.

    Writes the report as a page and as JSON, and prints a summary of it; beside it, a record of
    every request (report.run.jsonl). A report on another story, or one that holds more than an
    incomplete one, is not replaced: the new one goes beside it (report-2.html) unless --force.

    The key of the endpoint is read from OPENAI_API_KEY or from the user's own config.toml, other
    settings also from CHECKER_… variables and from checker.toml in this folder.

    With --since, and for a case whose case.toml names its report, only what is new is asked about:
    pages that are not in that report, and passages that read otherwise now.

    Exit status: 0 done; 2 bad input; 3 the model could not be reached, a limit was reached, or
    some answers could not be used (the others are reported and kept); 130 stopped by Ctrl-C.

    \b
    Example: checker report israel-syria-talks
    """  # noqa: D301
    if (folder := folder_of_stories(paths)) is not None:
        report_stories(folder, given)
    else:
        refuse_cluster(given)
        _report_case(paths, given)


def _report_case(paths: Sequence[str], given: dict[str, Any]) -> None:
    """Report one case; ends with the status of what failed, the report written.

    Raises:
        ModelError: the run stopped before its end, or some answers could not be used.
    """
    from checker.pipeline.runs import open_case, run_case
    from checker.report.holdings import about_pages, holding_of
    from checker.report.outputs import notes_of, write_outputs

    case = open_case(paths, intake_of(given))
    before = report_before(case, given)
    if given["dry_run"]:
        _print_estimate(case, before, given)
        return
    known = [*case.pages, *(before.pages if before else ())]
    planned = _plan_outputs(case, given)
    outputs = place_report(planned, about_pages(before.case if before else case.name, known), given)
    notes_of(planned)  # what is wrong with them is said before anything is asked
    with watching(given, _record_path(outputs)) as watch:
        settings = going_on(settings_of(given, watch), before, given)
        outcome = run_case(case, by_engine([(case, before)], settings, given))
    if outcome.failure and outcome.interrupted and not given["partial"]:
        raise outcome.failure
    if outcome.stopped and before:  # the old report is whole, and the new one would not be
        raise outcome.stopped
    outputs = place_report(outputs, holding_of(outcome.report), given)
    write_outputs(outcome.report, outputs, given["lang"], notes_of(planned))
    _print_report(outcome.report, given, outputs)
    if outcome.failure:
        raise outcome.failure


def _print_estimate(case: Case, before: Report | None, given: dict[str, Any]) -> None:
    from checker.pipeline.estimate import render_estimate

    rows = estimate_more(case, before, given)
    click.echo(render_estimate(rows, prices_of(given)), nl=False)
    say_half_price(given)
    for problem in case.problems:
        click.echo(f"{problem.stage}: {problem.subject}: {problem.reason}", err=True)


def _plan_outputs(case: Case, given: dict[str, Any]) -> Sequence[Output]:
    """What the user named, else report.html and report.json; the brief beside the first."""
    from checker.report.outputs import brief_path, default_paths, plan_outputs

    paths = given["outputs"] or own_paths(case, given) or default_paths(given["form"])
    outputs = plan_outputs(paths, given["form"], given["lang"])
    if given["brief"]:
        outputs += plan_outputs([brief_path(paths[0])], "brief", given["lang"])
    return outputs


def _record_path(outputs: Sequence[Output]) -> Path:
    """Beside report.json, or whatever is written."""
    paths = [output.path for output in outputs]
    beside = next((path for path in paths if path.suffix == ".json"), paths[0])
    return beside.with_suffix(".run.jsonl")


def _print_report(made: Report, given: dict[str, Any], outputs: Sequence[Output]) -> None:
    """The summary; what one needs of it once more at its end, if it was longer than the screen."""
    from checker.report.contract import render_json
    from checker.report.terminal import render_close, render_terminal

    if given["as_json"]:
        click.echo(render_json(made), nl=False)
        return
    if given["quiet"]:
        return
    if show(render_terminal(made, *screen(), given["lang"])):
        click.echo(render_close(made, *screen(), given["lang"]), nl=False)
    click.echo("\n" + "\n".join(f"written: {output.path}" for output in outputs))
