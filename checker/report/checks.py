"""What was held against what: how many claims were compared, and what was not upheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.found import Evidence, NotUpheld
from checker.kept_report import Report
from checker.report.catalogue import Catalogue

OUTLETS_NAMED = 10


def about_checks(
    report: Report, words: Catalogue, safe: Callable[[str], str] = str
) -> Iterator[str]:
    """Sentences for the head of a report; ``safe`` takes the markup out of names."""
    seen = report.coverage
    if seen.compared:
        yield words.say(
            "coverage",
            compared=seen.compared,
            in_findings=seen.in_findings,
            asked_again=seen.asked_again,
            found_again=seen.found_again,
        )
    if not report.run.verified:
        yield words.say("unchecked")
    names = outlets_of_pages(report)
    if names:
        listed = words.say("reply.and").join(map(safe, names[:OUTLETS_NAMED]))
        more = f" +{len(names) - OUTLETS_NAMED}" if len(names) > OUTLETS_NAMED else ""
        yield words.say("outlets_of_pages", names=listed + more)


def outlets_of_pages(report: Report) -> tuple[str, ...]:
    """Outlets that nobody names but the pages: a file can call itself anything."""
    rows = [(each.outlet, each.outlet_from) for each in report.articles]
    rows += [(each.outlet, each.outlet_from) for each in report.pages]
    return tuple(dict.fromkeys(name for name, source in rows if name and source == "page"))


def describe_not_upheld(each: NotUpheld, words: Catalogue, safe: Callable[[str], str] = str) -> str:
    """One line: the question, both answers, and why they do not conflict after all."""
    return words.say(
        "not_upheld_line",
        question=safe(each.question),
        one=safe(each.answers[0]),
        other=safe(each.answers[1]),
        relation=words.say(f"relation.{each.relation}"),
        why=safe(each.why),
    )


def describe_evidence(each: Evidence, words: Catalogue, safe: Callable[[str], str] = str) -> str:
    """How far a quote carries its answer, where that is not wholly."""
    return words.say(f"evidence.{each.carries}", why=safe(each.why))
