"""How many of a report's quotes carry the answers they stand under, by a labelled file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.data import Record
from checker.kept_report import Report
from checker.scoring.labels import JudgedQuote
from checker.scoring.measures import share

Row = tuple[str, str, str, str]  # question, answer, page, quote


class EvidenceScore(Record):
    """Shares of the judged quotes: those that support, and those that at least carry a part.

    ``not_judged`` quotes of the report stand in no row of the labelled file.
    """

    judged: int
    not_judged: int
    supports: float | None
    carried: float | None


def score_evidence(report: Report, judged: Sequence[JudgedQuote]) -> EvidenceScore | None:
    """Look up each quote under each answer; None where the labelled file judges none."""
    if not judged:
        return None
    labels = {(row.question, row.answer, row.page, row.quote): row.carries for row in judged}
    said = [labels.get(row) for row in list_evidence(report)]
    known = [each for each in said if each]
    return EvidenceScore(
        judged=len(known),
        not_judged=len(said) - len(known),
        supports=share(known.count("supports"), len(known)),
        carried=share(len(known) - known.count("does_not"), len(known)),
    )


def list_evidence(report: Report) -> Iterator[Row]:
    """Each quote that stands under an answer of a report, with its question and its page."""
    claims = {claim.id: claim for claim in report.claims}
    page_of = {article.id: article.page_id for article in report.articles}
    paths = {page.id: page.path.rsplit("/", 1)[-1] for page in report.pages}
    for finding in report.findings:
        for position in finding.positions:
            for claim in (claims[id_] for id_ in position.claim_ids):
                page = paths[page_of[claim.article_id]]
                yield finding.question, position.answer, page, claim.quote
