"""What an incomplete report says of itself: at its head, and in the place of *none were found*."""

from __future__ import annotations

from checker.kept_report import Missing, Report
from checker.report.catalogue import Catalogue


def say_incomplete(report: Report, words: Catalogue) -> str:
    """What is missing, in a sentence; empty for a complete report."""
    if report.complete:
        return ""
    missing = words.say("incomplete.and").join(_say(each, words) for each in report.missing)
    return words.say("incomplete", missing=missing)


def say_no_conflicts(report: Report, words: Catalogue) -> str:
    """That none were found; of an incomplete report nobody knows."""
    return words.say("no_conflicts" if report.complete else "incomplete.no_conflicts")


def completeness(report: Report, words: Catalogue) -> dict[str, str]:
    """Both, as templates name them."""
    return {
        "incomplete": say_incomplete(report, words),
        "no_conflicts": say_no_conflicts(report, words),
    }


def _say(each: Missing, words: Catalogue) -> str:
    what = words.say(f"incomplete.{each.what}")
    if each.count is None:
        return words.say("incomplete.unbegun", what=what)
    if each.total is None:
        return words.say("incomplete.some", what=what, count=f"{each.count:,}")
    return words.say("incomplete.of", what=what, count=f"{each.count:,}", total=f"{each.total:,}")
