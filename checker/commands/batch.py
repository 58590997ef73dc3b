"""``checker batch``: the requests of a run as files, for endpoints that take them offline."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.going_on import AFRESH, SINCE, going_on, report_before
from checker.commands.options import (
    ALLOW_PRIVATE,
    PATH,
    intake_of,
    model_options,
    settings_of,
)
from checker.errors import AnswerError, InputError

if TYPE_CHECKING:
    from checker.pipeline.batches import GoingOn

NO_VERIFY = click.option("--no-verify", is_flag=True, help="Take no second look at conflicts.")


@click.group()
def batch() -> None:
    """Write the requests of a run to a file, and read the answers to them.

    For endpoints that answer files offline, such as `vllm run-batch -i requests.jsonl -o
    answers.jsonl --model NAME`. Questions build on answers, so it takes a few rounds: write, have
    them answered, read; when nothing is left to write, `checker report` with the same settings
    asks nobody.

    \b
    Example: checker batch write my-pages -o requests.jsonl --model m --base-url http://localhost/v1
    """  # noqa: D301


@batch.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", type=PATH, required=True, help="Where the requests go.")
@model_options
@SINCE
@AFRESH
@ALLOW_PRIVATE
@NO_VERIFY
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def write(paths: tuple[str, ...], output: Path, **given: Any) -> None:
    """Write what a run over PATHS would ask and has no answer to.

    Further files (…-2.jsonl) where one would hold more than 50,000 requests or 200 MB.
    """
    from checker.files import write_whole
    from checker.model.batch_files import cut_files, request_lines

    waiting = _waiting(_cases(paths, given), given)
    questions = [question for question, _ in waiting.values()]
    if not questions:
        click.echo("all answers are here: `checker report` with the same settings asks nobody")
        return
    for number, lines in enumerate(cut_files(request_lines(questions)), start=1):
        end = f"-{number}" if number > 1 else ""
        path = output.with_name(output.stem + end + output.suffix)
        write_whole(path, "".join(lines))
        click.echo(f"written: {path}, {len(lines):,} requests")


@batch.command()
@click.argument("answers", type=PATH)
@click.argument("paths", nargs=-1, required=True)
@model_options
@SINCE
@AFRESH
@ALLOW_PRIVATE
@NO_VERIFY
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def read(answers: Path, paths: tuple[str, ...], **given: Any) -> None:
    """Read the file ANSWERS to the requests that were written for PATHS, into the cache.

    Exit status 3 where some answers cannot be used; they will be written again.
    """
    from checker.model.batch_files import read_answers
    from checker.model.cache import AnswerCache, default_path
    from checker.pipeline.batches import keep_answers

    try:
        lines = answers.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the answers {str(answers)!r} cannot be read: {error}") from error
    given_answers = read_answers(lines, str(answers))
    waiting = _waiting(_cases(paths, given), given)
    with closing(AnswerCache(given["cache"] or default_path())) as cache:
        spent, faults = keep_answers(given_answers, waiting, cache)
    strange = len(given_answers) - sum(each.key in waiting for each in given_answers)
    click.echo(f"answers: {len(given_answers):,}, kept: {spent.calls - _unusable(faults):,}")
    if strange:
        click.echo(f"of requests that this run does not wait for: {strange:,}, left out")
    if faults:
        key, (fault, _) = next(iter(faults.items()))
        raise AnswerError(f"{len(faults)} answers cannot be used; the first, {key[:12]}: {fault}")


def _unusable(faults: dict[str, Any]) -> int:
    return sum("the batch failed" not in str(fault) for fault, _ in faults.values())


def _cases(paths: tuple[str, ...], given: dict[str, Any]) -> list[GoingOn]:
    """One case, or those of a folder of stories, each with the report that goes on with it."""
    from checker.commands.story_reports import folder_of_stories, refuse_since
    from checker.pipeline.runs import open_case
    from checker.stories.folders import read_list
    from checker.stories.reporting import read_story

    folder = folder_of_stories(paths)
    if folder is None:
        case = open_case(paths, intake_of(given))
        return [(case, report_before(case, given))]
    refuse_since(folder, given)
    return [read_story(folder / entry.id) for entry in read_list(folder)]


def _waiting(cases: list[GoingOn], given: dict[str, Any]) -> Any:
    from checker.model.cache import AnswerCache, default_path
    from checker.model.watching import Watch
    from checker.pipeline.batches import collect

    settings = going_on(settings_of(given, Watch()), None, given)
    with closing(AnswerCache(settings.cache or default_path())) as cache:
        return collect(cases, settings, cache, {})
