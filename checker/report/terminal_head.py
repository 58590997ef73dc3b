"""The head of a summary for the terminal: what was read, by which model, at what cost."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from checker.kept_report import Report
from checker.report.catalogue import Catalogue
from checker.report.checks import about_checks
from checker.report.completeness import say_incomplete
from checker.report.layout import plain


def lay_out_head(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    """The lines at the head, the most important first."""
    counts = (
        words.count_plainly("pages", len(report.pages)),
        words.count_plainly("articles", len(report.articles)),
        words.count_plainly("origins", len(report.origins)),
        words.count_plainly("claims", len(report.claims)),
    )
    run = [words.say("terminal.model", model=report.run.model)]
    if report.run.answered:
        run.append(words.say("answered", day=report.run.answered[:10]))
    yield plain(report.case, style="bold")
    if banner := say_incomplete(report, words):
        yield plain(banner, style="bold red")
    yield plain(words.say("reply.and").join(counts))
    yield plain(words.say("reply.and").join(run), style="dim")
    yield plain(_cost(report, words), style="dim")
    if report.run.flip_rate is not None:
        rate = f"{report.run.flip_rate:.0%}"
        yield plain(words.say("terminal.flip_rate", rate=rate), style="dim")
    for line in about_checks(report, words):
        yield plain(line, style="dim")


def _cost(report: Report, words: Catalogue) -> str:
    """What the run asked for, in a line: the whole table stands in the other forms."""
    spent = report.run.usage.values()
    counts = (
        words.count("calls", sum(each.calls for each in spent)),
        words.count("prompt_tokens", sum(each.prompt_tokens for each in spent)),
        words.count("answer_tokens", sum(each.answer_tokens for each in spent)),
    )
    return words.say("reply.and").join(counts)
