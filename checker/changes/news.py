"""What is new from one report of a story to the next, finding by finding, by their keys.

`compare_reports` says what differs in every record, for a regression; this says what somebody who
follows the story wants to hear.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from checker.findings.verdicts import GRAVITY
from checker.found import Finding
from checker.kept_report import Report
from checker.notes.records import NO_NOTES
from checker.notes.standing import Words


class News(NamedTuple):
    """A finding that is new, holds something else than before, or is held no longer."""

    kind: Literal["new", "changed", "gone"]
    finding: Finding


def list_news(before: Report | None, after: Report) -> list[News]:
    """What changed, new findings first, and the gravest of each kind first.

    Of a first report it is the conflicts.
    """
    if before is None:
        return [News("new", each) for each in _gravest(after) if each.conflicts]
    old, new = Words(before, NO_NOTES), Words(after, NO_NOTES)
    digests = {old.key(each): old.digest(each) for each in before.findings}
    kept = {new.key(each) for each in after.findings}
    fresh = [each for each in _gravest(after) if new.key(each) not in digests]
    grown = [
        each
        for each in _gravest(after)
        if digests.get(new.key(each), new.digest(each)) != new.digest(each)
    ]
    gone = [each for each in _gravest(before) if old.key(each) not in kept]
    return [
        *(News("new", each) for each in fresh),
        *(News("changed", each) for each in grown),
        *(News("gone", each) for each in gone),
    ]


def _gravest(report: Report) -> Iterator[Finding]:
    yield from sorted(report.findings, key=lambda each: GRAVITY.index(each.severity))
