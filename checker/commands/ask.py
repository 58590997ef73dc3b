"""``checker ask``: one question to pages, a case or a kept report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import (
    ALLOW_PRIVATE,
    QUIET,
    intake_of,
    model_options,
    settings_of,
)
from checker.commands.screen import screen, show
from checker.commands.story_reports import folder_of_stories
from checker.commands.watching import watching
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.replies import Reply


@click.command()
@click.argument("question")
@click.argument("paths", nargs=-1, required=True)
@model_options
@click.option("--lang", help="Language of the answers.  [default: that of the question]")
@ALLOW_PRIVATE
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@QUIET
@click.pass_context
def ask(context: click.Context, /, question: str, paths: tuple[str, ...], **given: Any) -> None:
    """Ask one QUESTION about pages, a case or a report.

    QUESTION is in any language; PATHS are what `checker report` takes, one kept report.json, or a
    folder of reported stories, of which the one or two are asked that the question is about.
    Prints the positions that voices take, with who says so through whom, how many independent
    sources they have, and the quotes with file and offset; what nobody says; and what the
    question takes for granted although the pages do not. Only what the pages say is cited.

    Claims come from the report, from the case's recording, or from answers kept on disk, so
    that a second question costs one call. --lang takes a language's code or English name.

    Exit status: 0 answered; 1 the pages do not say; 2 bad input; 3 the model could not be
    reached, or its answer could not be used.

    \b
    Example: checker ask "هل جرت محادثات مباشرة؟" israel-syria-talks
    """  # noqa: D301
    from checker.asking.questions import ask_question, open_source
    from checker.direction import language_name

    write_in = language_name(given["lang"]) if given["lang"] else None
    sources = [open_source(each, intake_of(given)) for each in _sources(question, paths)]
    replies = []
    with watching(given) as watch:
        for source in sources:
            replies.append(ask_question(question, source, settings_of(given, watch), write_in))
    for reply in replies:
        _print_reply(reply, given)
    context.exit(0 if any(reply.positions for reply in replies) else 1)


def _sources(question: str, paths: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What was given; of a folder of stories, the reports that the question is about.

    Raises:
        InputError: no word of the question stands in any of them.
    """
    from checker.asking.answers import check_question

    folder = folder_of_stories(paths)
    if folder is None:
        return [paths]
    from checker.stories.folders import read_list
    from checker.stories.searching import find_stories

    found = find_stories(
        check_question(question), folder, [entry.id for entry in read_list(folder)]
    )
    if not found:
        raise InputError(
            f"no word of the question stands in any claim of the stories in {str(folder)!r}; ask "
            "in the language of the pages or of the statements"
        )
    return [(str(folder / id_ / "report.json"),) for id_ in found]


def _print_reply(reply: Reply, given: dict[str, Any]) -> None:
    from checker.direction import language_code
    from checker.report.catalogue import languages
    from checker.report.reply import render_reply, render_reply_json

    if given["as_json"]:
        click.echo(render_reply_json(reply), nl=False)
        return
    code = (language_code(given["lang"]) or "en").split("-")[0] if given["lang"] else "en"
    shown_in = code if code in languages() else "en"
    show(render_reply(reply, *screen(), shown_in))
