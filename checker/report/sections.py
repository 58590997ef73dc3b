"""The order in which every form of a report shows its findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from checker.data import Finding, Report, Support

Section = Literal[
    "conflicts",
    "agreements",
    "one_source",
    "one_origin",
    "drift",
    "superseded",
    "unsure",
    "not_comparable",
]
SECTIONS: tuple[Section, ...] = get_args(Section)
SUPPORTED: dict[Support, Section] = {
    "independent_sources": "agreements",
    "one_source": "one_source",
    "one_report": "one_origin",
}


def section_of(finding: Finding) -> Section:
    """Where a finding belongs; by its gravest conflict, or by what stands behind an agreement."""
    if not finding.conflicts:
        return SUPPORTED[finding.support] if finding.support else "one_origin"
    if finding.relation == "unsure":
        return "unsure"
    if finding.level == "same_origin":
        return "drift"
    if finding.relation == "superseded":
        return "superseded"
    if finding.relation in ("not_comparable", "agree", "partial"):
        return "not_comparable"
    return "conflicts"


def sort_findings(report: Report) -> list[tuple[Section, Sequence[Finding]]]:
    """The findings by section, in the report's own order; sections that are empty are left out."""
    rows = [
        (name, [each for each in report.findings if section_of(each) == name]) for name in SECTIONS
    ]
    return [(name, found) for name, found in rows if found]
