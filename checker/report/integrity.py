"""Whether the parts of a report fit together: ids that exist, offsets that hold their quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.found import Finding
from checker.kept_report import Report


def find_faults(report: Report) -> Iterator[str]:
    """Say what does not fit; nothing for a report as checker writes it."""
    yield from _claim_faults(report)
    claims = {claim.id for claim in report.claims}
    articles = {article.id for article in report.articles}
    for origin in report.origins:
        yield from _unknown(f"origin {origin.id!r}", origin.article_ids, articles)
        yield from _unknown(f"origin {origin.id!r}", origin.claim_ids, claims)
    for topic in report.topics:
        yield from _unknown(f"topic {topic.id!r}", topic.claim_ids, claims)
    origins = {origin.id for origin in report.origins}
    for finding in report.findings:
        yield from _finding_faults(finding, claims, origins)
        yield from _source_faults(finding, articles, report)
    yield from _voice_faults(report)


def _claim_faults(report: Report) -> Iterator[str]:
    pages = {page.id: page for page in report.pages}
    page_of = {article.id: pages.get(article.page_id) for article in report.articles}
    for claim in report.claims:
        page = page_of.get(claim.article_id)
        if page is None or page.text[claim.start : claim.end] != claim.quote:
            yield f"the quote of claim {claim.id!r} does not stand at its place"
        if not claim.chain:
            yield f"nobody says claim {claim.id!r}: its chain is empty"


def _finding_faults(finding: Finding, claims: set[str], origins: set[str]) -> Iterator[str]:
    name = f"finding {finding.id!r}"
    for position in finding.positions:
        yield from _unknown(name, position.claim_ids, claims)
        yield from _unknown(name, position.report_ids, origins)
    places = range(len(finding.positions))
    for conflict in finding.conflicts:
        if conflict.a not in places or conflict.b not in places:
            yield f"{name} sets positions against each other that it does not have"


def _source_faults(finding: Finding, articles: set[str], report: Report) -> Iterator[str]:
    name, voices = f"finding {finding.id!r}", {voice.id for voice in report.voices}
    for position in finding.positions:
        if position.source_count != len(position.sources):
            yield f"{name} counts other sources than it lists"
        for source in position.sources:
            yield from _unknown(name, source.article_ids, articles)
            yield from _unknown(name, (source.voice,), voices)


def _voice_faults(report: Report) -> Iterator[str]:
    above = {voice.id: voice.speaks_for for voice in report.voices}
    for id_, body in above.items():
        if body is not None:
            yield from _unknown(f"voice {id_!r}", (body,), set(above))
        line = [id_]
        while (body := above.get(line[-1])) is not None and body not in line:
            line.append(body)
        if body is not None:
            yield f"voice {id_!r} speaks for itself in a circle"


def _unknown(name: str, ids: Iterable[str], known: set[str]) -> Iterator[str]:
    for id_ in ids:
        if id_ not in known:
            yield f"{name} names {id_!r}, which is not in the report"
