"""The command line: the only module that prints.

Heavy imports stand inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import __version__
from checker.errors import CheckerError, InputError

if TYPE_CHECKING:
    from checker.data import Report
    from checker.pipeline import Progress
    from checker.runs import Settings

PATH = click.Path(path_type=Path)
FORMAT = click.option("--format", "form", help="What to write, whatever the file is called.")
LANGUAGE = click.option("--lang", default="en", show_default=True, help="Language of headings.")


class Commands(click.Group):
    """A group whose commands end with the exit status of a `CheckerError`, and its message."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; an error becomes one line on standard error."""
        try:
            return super().invoke(context)
        except CheckerError as error:
            click.echo(f"checker: {error}", err=True)
            context.exit(error.exit_status)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="checker")
def main() -> None:
    """Show where news outlets, and the people they quote, agree and contradict each other."""


@main.command()
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
@click.option("--model", envvar="CHECKER_MODEL", help="The model's name at the endpoint.")
@click.option("--base-url", envvar="OPENAI_BASE_URL", help="Any OpenAI-compatible endpoint.")
@click.option("--replay", type=PATH, help="Take all answers from this cassette.")
@click.option("--record", type=PATH, help="Record the answers on this cassette.")
@click.option("--cache", type=PATH, help="Keep answers here, not in the user's cache folder.")
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--timeout", type=click.FloatRange(1), default=600, help="Seconds for an answer.")
@click.option("--pivot", default="English", show_default=True, help="Language of statements.")
@click.option("--no-verify", is_flag=True, help="Take no second look at conflicts.")
@click.option("--dry-run", is_flag=True, help="Print the calls and tokens to expect; ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, no summary.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def report(paths: tuple[str, ...], **given: Any) -> None:
    """Compare what PATHS say: files, folders, patterns, or one case folder.

    Writes the report as a page and as JSON, and prints a summary of it. The key of the endpoint
    is read from OPENAI_API_KEY. Exit status: 0 done, 2 bad input, 3 the model could not be
    reached, or some of its answers could not be used (the others are reported and kept).

    \b
    Example: checker report israel-syria-talks
    """  # noqa: D301
    from checker.estimate import estimate_run, render_estimate
    from checker.report.outputs import default_paths, plan_outputs, write_outputs
    from checker.runs import open_case, run_case

    case = open_case(paths)
    if given["dry_run"]:
        click.echo(render_estimate(estimate_run(case.pages, not given["no_verify"])), nl=False)
        return
    outputs = plan_outputs(
        given["outputs"] or default_paths(given["form"]), given["form"], given["lang"]
    )
    progress = _progress(quiet=given["quiet"])
    outcome = run_case(case, _settings(given, progress))
    progress.close()
    write_outputs(outcome.report, outputs, given["lang"])
    _print_report(outcome.report, given)
    if not given["quiet"] and not given["as_json"]:
        click.echo("\n" + "\n".join(f"written: {output.path}" for output in outputs))
    if outcome.failure:
        raise outcome.failure


@main.command()
@click.argument("kept", type=PATH)
@click.option("-o", "--output", "outputs", type=PATH, multiple=True, help="Where to write.")
@FORMAT
@LANGUAGE
def render(kept: Path, outputs: tuple[Path, ...], form: str | None, lang: str) -> None:
    """Make any form of a KEPT report.json again; no model is asked.

    The ending of a file says what to write: .html, .md, .json, .jsonld (ClaimReview), .csv (one
    row for each claim in a finding), claims.csv, findings.csv. --format says it otherwise: html,
    markdown, json, claimreview, csv, claims-csv, findings-csv. Without -o it is printed.

    \b
    Example: checker render report.json -o report.md -o report.csv
    """  # noqa: D301
    from checker.report.contract import load_report
    from checker.report.formats import render as render_report
    from checker.report.outputs import plan_outputs, write_outputs

    if not outputs and not form:
        raise InputError("nothing to make was named; use -o FILE or --format NAME")
    planned = plan_outputs(outputs, form, lang)
    report = load_report(kept)
    write_outputs(report, planned, lang)
    if form and not outputs:
        click.echo(render_report(report, form, lang), nl=False)


@main.command()
def schema() -> None:
    """Print the JSON Schema of report.json.

    \b
    Example: checker schema > report.schema.json
    """  # noqa: D301
    from checker.report.contract import report_schema

    click.echo(report_schema(), nl=False)


def _settings(given: dict[str, Any], progress: Progress) -> Settings:
    from checker.pipeline import Options
    from checker.runs import Settings

    if given["replay"] and given["record"]:
        raise InputError("--replay and --record exclude each other; leave one out")
    return Settings(
        model=given["model"],
        base_url=given["base_url"],
        key=os.environ.get("OPENAI_API_KEY") or None,
        replay=given["replay"],
        record=given["record"],
        cache=given["cache"],
        timeout_s=given["timeout"],
        options=Options(
            workers=given["workers"],
            pivot=given["pivot"],
            verify=not given["no_verify"],
            progress=progress,
        ),
    )


def _print_report(made: Report, given: dict[str, Any]) -> None:
    from checker.report.contract import render_json
    from checker.report.terminal import render_terminal

    if given["quiet"]:
        return
    if given["as_json"]:
        click.echo(render_json(made), nl=False)
        return
    width = shutil.get_terminal_size((80, 24)).columns
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(render_terminal(made, width, color), nl=False)


class _Bar:
    """A line on standard error that says what is being done; plain where nobody watches."""

    def __init__(self, live: bool) -> None:
        self.live, self.stage, self.total, self.done = live, "", 0, 0

    def begin(self, stage: str, total: int) -> None:
        self.close()
        self.stage, self.total, self.done = stage, total, 0
        self._show()

    def advance(self) -> None:
        self.done += 1
        self._show()

    def close(self) -> None:
        if self.live and self.stage:
            click.echo("\r\x1b[K", nl=False, err=True)
        self.stage = ""

    def _show(self) -> None:
        line = f"{self.stage}: {self.done} of {self.total} answered"
        if self.live:
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)


def _progress(*, quiet: bool) -> _Bar:
    return _Bar(live=sys.stderr.isatty() and not quiet)
