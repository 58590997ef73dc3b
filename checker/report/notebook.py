"""A report as a notebook shows it: counts, and what contradicts what, in a small table."""

from __future__ import annotations

from markupsafe import Markup

from checker.kept_report import Report
from checker.report.catalogue import load_catalogue
from checker.report.completeness import say_incomplete
from checker.report.finding_view import FindingView, gravest_first, view_sections
from checker.report.lookup import Lookup
from checker.report.markup import breakable

SHOWN = 10
CELL = Markup('<td dir="auto" style="text-align: start">{}</td>')


def render_notebook(report: Report) -> str:
    """A piece of HTML without style or script of its own; all texts are escaped."""
    words = load_catalogue("en")
    sections = view_sections(Lookup(report))
    counts = [words.count(f"count_{each.name}", len(each.findings)) for each in sections]
    counts.append(words.count("pages", len(report.pages)))
    if report.problems:
        counts.append(words.count("problems", len(report.problems)))
    conflicts = gravest_first(sections)
    rows = Markup("").join(_row(view) for view in conflicts[:SHOWN])
    more = len(conflicts) - SHOWN
    said = words.count("more_conflicts_in_report", more) if more > 0 else ""
    banner = say_incomplete(report, words)
    warned = Markup("<p><strong>{}</strong></p>").format(banner) if banner else ""
    return Markup("{}<p><b>{}</b><br>{}</p><table>{}</table><p>{}</p>").format(
        warned, breakable(report.case), ", ".join(counts), rows, said
    )


def _row(view: FindingView) -> Markup:
    sides = Markup("<br>").join(
        Markup("{}: {}").format(each.letter, breakable(each.record.answer))
        for each in view.positions
        if not each.faint
    )
    cells = (view.record.id, view.record.severity, breakable(view.record.question), sides)
    return Markup("<tr>{}</tr>").format(Markup("").join(CELL.format(each) for each in cells))
