"""What was held against what: how many claims were compared, and what was not upheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.data import Evidence, NotUpheld, Report
from checker.report.catalogue import Catalogue


def about_checks(report: Report, words: Catalogue) -> Iterator[str]:
    """Sentences for the head of a report."""
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
