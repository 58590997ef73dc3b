"""The order in which every form of a report shows its findings: what needs checking comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from checker.findings.verdicts import GRAVITY
from checker.found import Finding, Severity, Support
from checker.kept_report import Report

Section = Literal[
    "conflicts",
    "drift",
    "superseded",
    "partial",
    "unsure",
    "agreements",
    "one_source",
    "one_origin",
    "background",
    "not_comparable",
]
SECTIONS: tuple[Section, ...] = get_args(Section)
SUPPORTED: dict[Support, Section] = {
    "independent_sources": "agreements",
    "one_source": "one_source",
    "one_report": "one_origin",
}


def section_of(finding: Finding) -> Section:
    """Where a finding belongs; by its gravest conflict, or by what stands behind an agreement.

    Agreements on background and common ground come last: nobody needs to be told.
    """
    if not finding.conflicts and finding.is_aside:
        return "background"
    if not finding.conflicts:
        return SUPPORTED[finding.support] if finding.support else "one_origin"
    if finding.relation == "unsure":
        return "unsure"
    if finding.level == "same_origin":
        return "drift"
    if finding.relation == "superseded":
        return "superseded"
    if finding.relation == "partial":
        return "partial"
    if finding.relation in ("not_comparable", "agree"):
        return "not_comparable"
    return "conflicts"


def sort_findings(report: Report) -> list[tuple[Section, Sequence[Finding]]]:
    """The findings by section, in the report's own order; sections that are empty are left out.

    What is a part of another finding is shown with that, and stands in no section.
    """
    whole = [each for each in report.findings if each.part_of is None]
    rows = [(name, [each for each in whole if section_of(each) == name]) for name in SECTIONS]
    return [(name, found) for name, found in rows if found]


def count_severities(findings: Sequence[Finding]) -> tuple[tuple[Severity, int], ...]:
    """How many findings there are of each severity, the gravest first."""
    counts = [(name, sum(each.severity == name for each in findings)) for name in GRAVITY]
    return tuple((name, count) for name, count in counts if count and name != "none")


def key_of_part(part: Finding) -> str:
    """The message that names a finding which is shown with another one."""
    return "terminal.asked_otherwise" if part.conflicts else "terminal.parts"
