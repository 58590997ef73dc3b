"""What the script of a page looks up: findings for its filters, articles for citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.findings.verdicts import GRAVITY
from checker.notes.standing import Words
from checker.report.finding_view import FindingView, SectionView
from checker.report.lookup import Lookup
from checker.report.packing import runs_of

CHOICES = ("outlets", "voices", "relations", "kinds", "severities")
Choices = dict[str, list[str]]


def list_choices(sections: Iterable[SectionView]) -> Choices:
    """What the filters offer: severities in their order, else those with most findings first."""
    found: dict[str, dict[str, int]] = {name: {} for name in CHOICES}
    for view in (each for row in sections for each in row.findings):
        for name, values in _values(view).items():
            for value in values:
                found[name][value] = found[name].get(value, 0) + 1
    choices = {
        name: sorted(counts, key=lambda each: -counts[each]) for name, counts in found.items()
    }
    choices["severities"] = [each for each in GRAVITY if each in found["severities"]]
    return choices


def index_findings(
    sections: Sequence[SectionView], choices: Choices, noted: Words
) -> dict[str, object]:
    """``choices``, and for each finding a row: id, key, digest, section, its places in choices."""
    places = {name: {each: n for n, each in enumerate(row)} for name, row in choices.items()}
    rows = [
        [
            view.record.id,
            noted.key(view.record),
            noted.digest(view.record),
            section.name,
            *([places[name][value] for value in values] for name, values in _values(view).items()),
        ]
        for section in sections
        for view in section.findings
    ]
    return {"choices": choices, "rows": rows}


def index_articles(lookup: Lookup) -> list[list[object]]:
    """For each article: id, outlet, title, time, address, path, and the runs of its claims."""
    rows: list[list[object]] = []
    for article in lookup.report.articles:
        page = lookup.pages[article.page_id]
        numbers = sorted(int(claim.id[1:]) for claim in lookup.claims_of[article.id])
        rows.append(
            [
                article.id,
                lookup.labels[article.id],
                article.title or page.title or "",
                lookup.published(article.id) or "",
                page.url or "",
                page.path,
                runs_of(numbers),
            ]
        )
    return rows


def _values(view: FindingView) -> dict[str, Sequence[str]]:
    return {
        "outlets": view.outlets,
        "voices": view.voices,
        "relations": view.relations,
        "kinds": view.kinds,
        "severities": (view.record.severity,),
    }
