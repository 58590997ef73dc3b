"""``checker report`` of a folder of stories: each in its own folder, and a list of them all."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.engines import by_engine, cluster_of, say_half_price
from checker.commands.going_on import estimate_more, going_on
from checker.commands.options import prices_of, settings_of
from checker.commands.placing import place_report
from checker.commands.watching import watching
from checker.errors import AnswerError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.kept_report import Report
    from checker.stories.folders import StoryEntry
    from checker.stories.reported import StoryReport
    from checker.stories.reporting import StoryRun

LIST = "stories.jsonl"
RESTS = 50  # times as long as the list took to write, before it is written again


def folder_of_stories(paths: Sequence[str]) -> Path | None:
    """The folder, if one of stories is the only path."""
    if len(paths) != 1 or not (Path(paths[0]) / LIST).is_file():
        return None
    return Path(paths[0])


def report_stories(folder: Path, given: dict[str, Any]) -> None:
    """Report each story; ends with the status of the first failure, the reports written.

    Raises:
        InputError: options that make no sense here, or a damaged list.
        ModelError: the run stopped before its end, or some answers could not be used.
    """
    from checker.report.catalogue import load_catalogue
    from checker.stories.folders import read_list
    from checker.stories.reporting import StoryRun
    from checker.stories.searching import refresh_index

    if given["outputs"] or given["form"] or given["as_json"]:
        raise InputError(
            "of a folder of stories each report is written into its story's folder; leave out "
            "-o, --format and --json, or name one story: " + str(folder / "s1")
        )
    refuse_since(folder, given)
    load_catalogue(given["lang"])
    entries = read_list(folder)
    if given["dry_run"]:
        _print_estimate(folder, entries, given)
        return
    with watching(given, folder / "report.run.jsonl") as watch, ExitStack() as stack:
        settings = going_on(settings_of(given, watch), None, given)
        cluster = stack.enter_context(cluster_of(given))
        run = StoryRun(folder, settings, _writer(given), cluster)
        run.settings = by_engine(run.cases(entries), settings, given)
        listing = _List(folder, entries, given["lang"])
        for told in run.report(entries):
            listing.refresh(run)
            _print_story(told, given)
    listing.write(run)
    good = [each.id for each in entries if each.id in run.done and not run.done[each.id].failed]
    if good and not run.stopped:
        refresh_index(folder, good)
    _end(folder, entries, run, given)


def refuse_since(folder: Path, given: dict[str, Any]) -> None:
    """A folder of stories has a report for each.

    Raises:
        InputError: ``--since`` names one for all.
    """
    if given["since"]:
        raise InputError(
            "of a folder of stories each goes on with the report in its own folder by itself; "
            f"leave out --since, or name one story: {folder / 's1'}"
        )


def _writer(given: dict[str, Any]) -> Any:
    def write(made: Report, case: Path) -> None:
        from checker.report.holdings import holding_of
        from checker.report.outputs import notes_of, plan_outputs, write_outputs

        planned = plan_outputs((case / "report.html", case / "report.json"), None, given["lang"])
        outputs = place_report(planned, holding_of(made), given)
        write_outputs(made, outputs, given["lang"], notes_of(outputs))

    return write


class _List:
    """index.html, which names all stories: written again now and then, not after each of them."""

    def __init__(self, folder: Path, entries: Sequence[StoryEntry], language: str) -> None:
        from checker.stories.folders import read_alone

        self._folder, self._entries, self._language = folder, entries, language
        self._alone = read_alone(folder)
        self._not_before = 0.0

    def refresh(self, run: StoryRun) -> None:
        """Write it, unless that would take more than a small part of the time."""
        began = time.monotonic()
        if began >= self._not_before:
            self.write(run)
            took = time.monotonic() - began
            self._not_before = began + RESTS * took

    def write(self, run: StoryRun) -> None:
        from checker.files import write_whole
        from checker.stories.listing import render_list

        known = {entry.id for entry in self._entries}
        told = {id_: each for id_, each in run.done.items() if id_ in known}
        text = render_list(self._entries, self._alone, told, self._language)
        write_whole(self._folder / "index.html", text)


def _print_story(told: StoryReport, given: dict[str, Any]) -> None:
    if given["quiet"]:
        return
    said = told.failed or f"grave conflicts: {told.conflict_count}"
    click.echo(f"{told.id}: {said}{' (incomplete)' if told.incomplete else ''}")


def _print_estimate(folder: Path, entries: Sequence[StoryEntry], given: dict[str, Any]) -> None:
    from checker.pipeline.estimate import add_estimates, render_estimate
    from checker.stories.reporting import read_story

    stories = (read_story(folder / each.id) for each in entries)
    rows = [estimate_more(*each, given) for each in stories]
    click.echo(f"{len(entries):,} stories, each reported by itself")
    click.echo(render_estimate(add_estimates(rows), prices_of(given)), nl=False)
    say_half_price(given)


def _end(folder: Path, entries: Sequence[StoryEntry], run: StoryRun, given: dict[str, Any]) -> None:
    failed = [each for each in run.done.values() if each.failed]
    done = sum(each.id in run.done and not run.done[each.id].failed for each in entries)
    if not given["quiet"]:
        click.echo(f"\n{done:,} of {len(entries):,} stories reported, {len(failed):,} failed")
        click.echo(f"written: {folder / 'index.html'}")
    if run.stopped:
        click.echo("the same command goes on with the stories that are left", err=True)
        raise run.stopped
    if failed or run.unusable:
        raise AnswerError(
            f"{len(failed)} stories could not be reported, and {run.unusable} answers could not "
            "be used; index.html and the problems in the reports say which, and why"
        )
