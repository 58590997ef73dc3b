"""A report of schema version 1 as one of version 2: what it did not know is found anew by code.

Version 1 counted reports, under the name of origins. Its voices are united by their spelling
alone, since nobody was asked who speaks for whom; a problem says so.
"""

from __future__ import annotations

from typing import Any

from checker.claims.labels import label_articles
from checker.findings.story import Story, support_of
from checker.found import Finding, Position
from checker.kept_report import Problem, Report
from checker.sources.counting import count_sources
from checker.sources.origins import read_sources
from checker.sources.voices import list_names, voices_by_spelling

RENAMED = {
    "origin_ids": "report_ids",
    "origin_count": "report_count",
    "origin_note": "report_note",
}
UNASKED = Problem(
    stage="voices",
    subject="schema version 1",
    reason="this report was made before it was asked which names are one voice and who speaks "
    "for whom: sources are counted by spelling alone, and may be too many; make the report again",
)


def rename_fields(raw: dict[str, Any]) -> dict[str, Any]:
    """The JSON of version 1 under the names of version 2, its sources not yet known."""
    findings = raw.get("findings")
    for finding in findings if isinstance(findings, list) else ():
        positions = finding.get("positions") if isinstance(finding, dict) else None
        for position in positions if isinstance(positions, list) else ():
            if isinstance(position, dict):
                for old, new in RENAMED.items():
                    if old in position:
                        position[new] = position.pop(old)
                position.update(sources=[], source_count=0)
    return {**raw, "schema_version": "2"}


def find_sources(report: Report) -> Report:
    """The report with its voices, and the sources of every position."""
    labels = label_articles(report.pages, report.articles)
    story = Story(
        articles={each.id: each for each in report.articles},
        claims={each.id: each for each in report.claims},
        sources=read_sources(report.origins, report.claims),
        labels=labels.of_article,
        voices=voices_by_spelling(list_names(report.claims, labels)),
    )
    return report.model_copy(
        update={
            "voices": story.voices.records,
            "findings": tuple(_with_sources(each, story) for each in report.findings),
            "problems": (*report.problems, UNASKED),
        }
    )


def _with_sources(finding: Finding, story: Story) -> Finding:
    positions = tuple(_know(each, story) for each in finding.positions)
    support = None if finding.conflicts else support_of(positions, story)
    return finding.model_copy(update={"positions": positions, "support": support})


def _know(position: Position, story: Story) -> Position:
    sources = count_sources([story.claims[id_] for id_ in position.claim_ids], story)
    return position.model_copy(update={"sources": sources, "source_count": len(sources)})
