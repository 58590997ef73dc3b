"""What must hold of a report and of all its forms, whatever the pages said."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from io import StringIO

from markdown_it import MarkdownIt

from checker.data import Claim
from checker.found import Finding
from checker.kept_report import Report
from checker.report.claimreview import render_claimreview
from checker.report.contract import render_json
from checker.report.html import render_html
from checker.report.markdown import render_markdown
from checker.report.tables import render_claims_csv, render_findings_csv, render_uses_csv
from checker.report.terminal import render_terminal

LONGEST = 2_000  # characters of one text by the model
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FORMULA = re.compile("[ \ufeff\u200b]*[=+@＝＋－＠\t\r-]")
LINKS = ("href", "src", "action", "formaction", "xlink:href", "srcset", "data", "poster")


def broken(report: Report) -> Iterator[str]:
    """What a claim or finding rests on that is not there."""
    yield from _broken_claims(report)
    claims = {claim.id: claim for claim in report.claims}
    topics = {topic.id: set(topic.claim_ids) for topic in report.topics}
    for finding in report.findings:
        yield from _broken_finding(finding, claims, topics[finding.topic_id])
    for words in _written_by_the_model(report):
        if STEERING.search(words) or len(words) > LONGEST:
            yield f"unfit words of the model: {words[:60]!r}"


def _broken_claims(report: Report) -> Iterator[str]:
    pages = {page.id: page for page in report.pages}
    articles = {article.id: article for article in report.articles}
    for claim in report.claims:
        article = articles[claim.article_id]
        text = pages[article.page_id].text
        if not claim.quote.strip() or text[claim.start : claim.end] != claim.quote:
            yield f"{claim.id}: its quote does not stand on its page"
        if not article.start <= claim.start < claim.end <= article.end:
            yield f"{claim.id}: its quote stands outside its article"
        if not claim.chain or not all(link.strip() for link in claim.chain):
            yield f"{claim.id}: nobody says it"


def _broken_finding(
    finding: Finding, claims: Mapping[str, Claim], topic: set[str]
) -> Iterator[str]:
    for position in finding.positions:
        if not set(position.claim_ids) <= set(claims) & topic:
            yield f"{finding.id}: claims from elsewhere"
        outlets = {claims[id_].chain[-1] for id_ in position.claim_ids}
        if not set(position.outlets) <= outlets:
            yield f"{finding.id}: outlets that do not say it"
    sides = [finding.positions[n] for each in finding.conflicts for n in (each.a, each.b)]
    if not all(side.claim_ids for side in sides):
        yield f"{finding.id}: a conflict with nothing on one side"
    if not finding.conflicts and sum(len(p.claim_ids) for p in finding.positions) < 2:
        yield f"{finding.id}: an agreement of one"


def _written_by_the_model(report: Report) -> Iterator[str]:
    for article in report.articles:
        yield from filter(None, (article.title, article.credited_to, article.language))
    for claim in report.claims:
        yield from (claim.statement, claim.event.label, *claim.chain[:-1])
        yield from filter(None, (claim.event.place, claim.event.time))
    for topic in report.topics:
        yield topic.label
    for finding in report.findings:
        yield finding.question
        yield from (position.answer for position in finding.positions)
        yield from (each.why for each in finding.conflicts)


class Shape(HTMLParser):
    """The tags and attributes of a document, and where its links lead."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.scripts = 0
        self.links: set[str] = set()
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.links |= {value or "" for name, value in attrs if name in LINKS}


def shapes(report: Report) -> dict[str, Shape]:
    """The forms of a report that are markup, to know a calm report by."""
    return {name: Shape(render(report)) for name, render in MARKUP_FORMS.items()}


def spoiled(report: Report, calm: Mapping[str, Shape]) -> Iterator[str]:
    """What a form of the report holds that the same form of a calm report does not know."""
    for name, render in MARKUP_FORMS.items():
        yield from _spoiled_markup(name, render(report), calm[name])
    yield from _spoiled_tables(report)
    if found := STEERING.search(render_terminal(report, width=100, color=False)):
        yield f"terminal: {found!r}"
    graph = json.loads(render_claimreview(report))["@graph"]
    for address in (each["itemReviewed"].get("appearance", {}).get("url") for each in graph):
        if address and not address.startswith(("http://", "https://")):
            yield f"claimreview: {address!r}"
    if Report.model_validate_json(render_json(report)) != report:
        yield "json: it does not come back"


def _spoiled_markup(name: str, document: str, known: Shape) -> Iterator[str]:
    shape = Shape(document)
    extra = {tag for tag in shape.tags - known.tags if tag not in ALLOWED}
    if extra or shape.scripts != known.scripts:
        yield f"{name}: {sorted(extra)}, {shape.scripts} scripts"
    for link in shape.links - known.links:
        if not link.startswith(("#", "http://", "https://")):
            yield f"{name}: a link to {link!r}"
    if STEERING.search(document.replace("\r", "\n")):
        yield f"{name}: characters that steer"


# Elements that a report shows for some findings and not for others; all without attributes of
# the page's own making.
ALLOWED = frozenset({"bdi", "hr", "details", "summary", "wbr"})


def _markdown_as_html(report: Report) -> str:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    return str(reader.render(render_markdown(report)))


MARKUP_FORMS = {"html": render_html, "markdown": _markdown_as_html}


def _spoiled_tables(report: Report) -> Iterator[str]:
    for render in (render_claims_csv, render_findings_csv, render_uses_csv):
        rows = list(csv.reader(StringIO(render(report).removeprefix("\ufeff"), newline="")))
        if len({len(row) for row in rows}) != 1:
            yield f"{render.__name__}: rows of different lengths"
        for cell in (cell for row in rows for cell in row):
            if FORMULA.match(cell):
                yield f"{render.__name__}: a formula: {cell[:40]!r}"
