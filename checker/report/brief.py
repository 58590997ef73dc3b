"""The brief: one printed page for an editor, what contradicts what and what stands."""

from __future__ import annotations

from checker.kept_report import Report
from checker.report.catalogue import load_catalogue
from checker.report.completeness import completeness
from checker.report.finding_view import FindingView, gravest_first, view_sections
from checker.report.lookup import Lookup
from checker.report.made_texts import say_made_texts
from checker.report.markup import environment, page_words, style_of

CONFLICTS = 4
AGREEMENTS = 5
LONGEST_QUOTE = 160  # characters; the whole quote stands in the report


def render_brief(report: Report, language: str = "en") -> str:
    """The brief as one HTML page without a script; A4 or Letter when printed.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    report = say_made_texts(report, words)
    lookup = Lookup(report)
    sections = view_sections(lookup)
    conflicts = gravest_first(sections)
    agreements = [each for row in sections if row.name == "agreements" for each in row.findings]
    return (
        environment()
        .get_template("brief.html.jinja")
        .render(
            report=report,
            lookup=lookup,
            sections=sections,
            conflicts=conflicts[:CONFLICTS],
            agreements=agreements[:AGREEMENTS],
            left=_left(conflicts, agreements),
            longest=LONGEST_QUOTE,
            **page_words(words),
            **completeness(report, words),
            **style_of("brief.css"),
        )
    )


def _left(conflicts: list[FindingView], agreements: list[FindingView]) -> tuple[int, int]:
    return max(len(conflicts) - CONFLICTS, 0), max(len(agreements) - AGREEMENTS, 0)
