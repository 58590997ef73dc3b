"""``checker stories``: any number of pages cut into stories, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import ALLOW_PRIVATE, LANGUAGE, PATH, intake_of
from checker.commands.steps import Steps
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.data import Page
    from checker.kept_report import Problem
    from checker.stories.folders import StoryFolder
    from checker.stories.gathering import Gathered

PROBLEMS_SHOWN = 20


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", type=PATH, required=True, help="The folder of the stories.")
@click.option("--like", type=PATH, help="Only the stories that the pages of this file belong to.")
@LANGUAGE
@ALLOW_PRIVATE
@click.option("--cache", type=PATH, hidden=True)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def stories(paths: tuple[str, ...], output: Path, like: Path | None, **given: Any) -> None:
    """Cut the pages at PATHS into stories: the same matter, near in time. Asks no model.

    PATHS are what `checker report` takes, thousands of pages as well. FOLDER gets a case for each
    story, which `checker report FOLDER/s12` reads, a list of them (index.html, stories.jsonl), and
    the pages that belong to none (alone.jsonl). Into a folder that has stories already, new pages
    are sorted: they join its stories, or begin others. What is there is never taken apart.

    \b
    Example: checker stories my-pages -o stories
    """  # noqa: D301
    from checker.files import write_whole
    from checker.intake.pages import read_case
    from checker.report.catalogue import load_catalogue
    from checker.stories.folders import read_folder, write_stories
    from checker.stories.listing import render_list

    load_catalogue(given["lang"])  # before anything is read
    if output.exists() and not output.is_dir():
        raise InputError(f"{str(output)!r} is a file; name a folder with -o")
    folder = read_folder(output)
    with Steps("pages sorted", quiet=given["quiet"]) as steps:
        wanted = {page.sha256 for page in read_case([like]).pages} if like else set()
        case = read_case([*paths, *([str(like)] if like else [])], intake_of(given))
        known = folder.known_bytes()
        fresh = [page for page in case.pages if page.sha256 not in known]
        gathered = _gather(folder, fresh, steps)
    if like:
        gathered = gathered.only(wanted)
    entries = write_stories(folder, gathered)
    write_whole(output / "index.html", render_list(entries, gathered.alone, {}, given["lang"]))
    _print_problems(case.problems)
    if not given["quiet"]:
        _print_result(gathered, len(entries), output, len(case.pages) - len(fresh))


def _print_problems(problems: Sequence[Problem]) -> None:
    """The first of them, and how many more: feeds repeat a page by the thousand."""
    for problem in problems[:PROBLEMS_SHOWN]:
        click.echo(f"{problem.stage}: {problem.subject}: {problem.reason}", err=True)
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        click.echo(
            f"and {more:,} more problems; `checker pages` with these paths names all", err=True
        )


def _gather(folder: StoryFolder, fresh: Sequence[Page], steps: Steps) -> Gathered:
    """Sort the new pages, and those that stood alone. Raises InputError where nothing is new."""
    from checker.stories.gathering import gather_stories

    pages = [*folder.alone, *fresh] if fresh else []
    steps.total = len(pages)
    before = folder.under_way(fresh) if fresh else {}
    gathered = None
    for done, so_far in gather_stories(pages, before, folder.next_number()):
        steps.done, gathered = done, so_far
    if gathered is None:
        raise InputError(f"all pages are in {str(folder.path)!r} already; nothing is new")
    return gathered


def _print_result(gathered: Any, stories: int, output: Path, again: int) -> None:
    touched = len(gathered.stories)
    click.echo(f"{stories:,} stories, {touched:,} of them with new pages or looked at again")
    click.echo(f"{len(gathered.alone):,} pages belong to none")
    if gathered.undated:
        click.echo(f"{gathered.undated:,} pages without a day that can be true: placed by words")
    if gathered.copies:
        click.echo(f"{len(gathered.copies):,} pages repeat another of their outlet, left out")
    if again:
        click.echo(f"{again:,} pages were here already")
    click.echo(f"\nwritten: {output / 'index.html'}")
