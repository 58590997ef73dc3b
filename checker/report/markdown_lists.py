"""What stands below the findings in Markdown: timeline, sources, problems and the cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.data import Origin
from checker.kept_report import Problem, Report
from checker.report.catalogue import Catalogue
from checker.report.checks import describe_not_upheld
from checker.report.lookup import Lookup
from checker.report.markdown_text import plain
from checker.report.overview import build_timeline, list_sources


def render_timeline(lookup: Lookup, words: Catalogue) -> Iterator[str]:
    """The happenings whose time is known, in their order."""
    known = [moment for moment in build_timeline(lookup) if moment.start]
    if not known:
        return
    yield from ("", f"## {words.say('timeline')}", "")
    for moment in known:
        for happening in moment.happenings:
            told = ", ".join(claim.id for claim in happening.claims)
            yield f"- {moment.time}: {plain(happening.label)} ({told})"


def render_sources(lookup: Lookup, words: Catalogue) -> Iterator[str]:
    """Who is quoted, through whom, how often."""
    heads = (words.say(key) for key in ("source", "relied_on", "claims_head", "in_findings"))
    arrow = f" {words.say('arrow')} "
    yield from ("", f"## {words.say('sources')}", "")
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | ---: | --- |"
    for source in list_sources(lookup):
        ways = "; ".join(
            arrow.join((*map(plain, way.through), ", ".join(map(plain, way.outlets))))
            for way in source.relied_on
        )
        used = ", ".join(finding.id for finding in source.findings)
        yield f"| {plain(source.name)} | {ways} | {source.claim_count} | {used} |"


def render_origins(origins: Sequence[Origin], lookup: Lookup, words: Catalogue) -> Iterator[str]:
    """The articles by what they go back to."""
    yield from ("", f"## {words.say('articles_head')}", "")
    for origin in origins:
        told = ", ".join(plain(lookup.labels[id_]) for id_ in origin.article_ids)
        kind = f"{words.say('origin.' + origin.kind)}, {words.say('certainty.' + origin.certainty)}"
        yield f"- {origin.id} ({kind}): {told}. {plain(origin.reason)}"


def render_not_upheld(report: Report, words: Catalogue) -> Iterator[str]:
    """The conflicts that the second look took back, a line each."""
    if report.not_upheld:
        title = words.count("not_upheld", len(report.not_upheld))
        yield from ("", f"## {title}", "")
    for each in report.not_upheld:
        yield f"- {describe_not_upheld(each, words, plain)}"


def render_problems(problems: Sequence[Problem], words: Catalogue) -> Iterator[str]:
    """What could not be done, and why."""
    yield from ("", f"## {words.say('went_wrong')}", "")
    if not problems:
        yield words.say("nothing_wrong")
    for each in problems:
        yield f"- {plain(each.subject)} ({plain(each.stage)}): {plain(each.reason)}"


def render_cost(report: Report, words: Catalogue) -> Iterator[str]:
    """The calls and tokens of each prompt."""
    keys = ("prompt", "calls_head", "prompt_tokens_head", "answer_tokens_head")
    yield from ("", f"## {words.say('cost')}", "")
    yield f"| {' | '.join(map(words.say, keys))} |"
    yield "| --- | ---: | ---: | ---: |"
    for name, spent in report.run.usage.items():
        figures = (spent.calls, spent.prompt_tokens, spent.answer_tokens)
        yield f"| {plain(name)} | {' | '.join(f'{each:,}' for each in figures)} |"
    if report.run.flip_rate is not None:
        yield from ("", words.say("flip_rate", rate=f"{report.run.flip_rate:.0%}"))
