"""The forms of a report by name and by the suffix of a file. All are pure functions of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checker.errors import InputError
from checker.kept_report import Report
from checker.notes.records import NO_NOTES, Notes


@dataclass(frozen=True)
class Format:
    """A form of a report: the endings of file names that mean it, longest first where they nest."""

    name: str
    endings: tuple[str, ...]
    render: Callable[[Report, str, Notes], str]


def render(report: Report, format_name: str, language: str = "en", notes: Notes = NO_NOTES) -> str:
    """A report in a form: ``html``, ``markdown``, ``json``, ``csv``, ….

    ``language`` is that of the interface, where the form has one; ``notes`` is what people said
    of the findings, which the page, Markdown and the tables of findings show.

    Raises:
        InputError: there is no such form, or no interface in that language.
    """
    return find_format(format_name).render(report, language, notes)


def find_format(name: str) -> Format:
    """The form of a name.

    Raises:
        InputError: there is no such form.
    """
    for form in FORMATS:
        if form.name == name:
            return form
    known = ", ".join(form.name for form in FORMATS)
    raise InputError(f"there is no format {name!r}; choose one of: {known}")


def format_of(path: str | Path) -> str:
    """The name of the form that a file's name means (``out.claims.csv`` is ``claims-csv``).

    Raises:
        InputError: the name has no ending that is known.
    """
    name = Path(path).name.lower()
    fitting = [
        (len(ending), form.name)
        for form in FORMATS
        for ending in form.endings
        if name.endswith(ending)
    ]
    if not fitting:
        known = ", ".join(ending for form in FORMATS for ending in form.endings)
        raise InputError(
            f"what to write to {str(path)!r} cannot be told from its name; end it in one of "
            f"{known}, or name a --format"
        )
    return max(fitting)[1]


def _html(report: Report, language: str, notes: Notes) -> str:
    from checker.report.html import render_html

    return render_html(report, language, notes)


def _brief(report: Report, language: str, notes: Notes) -> str:
    from checker.report.brief import render_brief

    return render_brief(report, language)


def _markdown(report: Report, language: str, notes: Notes) -> str:
    from checker.report.markdown import render_markdown

    return render_markdown(report, language, notes)


def _json(report: Report, language: str, notes: Notes) -> str:
    from checker.report.contract import render_json

    return render_json(report)


def _uses_csv(report: Report, language: str, notes: Notes) -> str:
    from checker.report.tables import render_uses_csv

    return render_uses_csv(report, notes)


def _claims_csv(report: Report, language: str, notes: Notes) -> str:
    from checker.report.tables import render_claims_csv

    return render_claims_csv(report)


def _findings_csv(report: Report, language: str, notes: Notes) -> str:
    from checker.report.tables import render_findings_csv

    return render_findings_csv(report, notes)


def _claimreview(report: Report, language: str, notes: Notes) -> str:
    from checker.report.claimreview import render_claimreview

    return render_claimreview(report)


FORMATS = (
    Format("html", (".html", ".htm"), _html),
    Format("markdown", (".md", ".markdown"), _markdown),
    Format("json", (".json",), _json),
    Format("csv", (".csv",), _uses_csv),
    Format("claims-csv", ("claims.csv",), _claims_csv),
    Format("findings-csv", ("findings.csv",), _findings_csv),
    Format("claimreview", (".jsonld", ".claimreview.json"), _claimreview),
    Format("brief", (".brief.html",), _brief),
)
