"""What a report holds and of which story, told in few words at the head of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from checker.data import Page
from checker.kept_report import Report

_PAGES_MARKED = 100


@dataclass(frozen=True)
class Holding:
    """What a report holds, and of which story; ``pages`` are digests and addresses of pages."""

    case: str
    complete: bool
    claims: int
    findings: int
    pages: frozenset[str]
    paths: frozenset[str]

    def is_of(self, other: Holding) -> bool:
        """Whether both are reports on one story: some page is in both, or was edited since."""
        edited = self.case == other.case and self.paths & other.paths
        return bool(self.pages & other.pages or edited)


def holding_of(report: Report) -> Holding:
    """What a report holds."""
    about = about_pages(report.case, report.pages)
    return replace(
        about,
        complete=report.complete,
        claims=len(report.claims),
        findings=len(report.findings),
    )


def about_pages(case: str, pages: Iterable[Page]) -> Holding:
    """What a report on these pages will be about, before there is one."""
    listed = list(pages)
    keys = {each.sha256 for each in listed} | {each.url for each in listed if each.url}
    return Holding(case, True, 0, 0, frozenset(keys), frozenset(each.path for each in listed))


def describe_holding(report: Report) -> str:
    """What stands at the head of a page, by which it is known again."""
    found = holding_of(report)
    return json.dumps(
        {
            "case": found.case,
            "complete": found.complete,
            "claims": found.claims,
            "findings": found.findings,
            "pages": sorted(found.pages)[:_PAGES_MARKED],
            "paths": sorted(found.paths)[:_PAGES_MARKED],
        },
        ensure_ascii=False,
    )
