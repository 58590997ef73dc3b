"""The end of a run over a story that goes on: what became of each finding, and of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.data import Article, Claim
from checker.found import Finding
from checker.history.pages import Sorted
from checker.history.reading import Reading
from checker.history.steps import Turn, claims_of, first_step, leave, page_index, take_step
from checker.kept_report import Report
from checker.memory import Became, Edit, EditedFinding, PastFinding, Since


@dataclass(frozen=True)
class Closed:
    """Findings with their histories, those that fell, the edits, and what a reader is told."""

    findings: tuple[Finding, ...]
    past: tuple[PastFinding, ...]
    edits: tuple[Edit, ...]
    since: Since


def close_run(report: Report, findings: Sequence[Finding], known: tuple[Sorted, Reading]) -> Closed:
    """Hold the findings of a run against those of the report before it."""
    pages, reading = known
    run = report.next_run
    turn = Turn(run, _pages_of_claims(report, reading))
    before = {each.key: each for each in report.findings}
    revived = {each.key: each for each in report.past}
    stepped = tuple(_step(each, before, revived, turn) for each in findings)
    held = {each.key for each in stepped}
    gone = [each for each in report.findings if each.key not in held]
    edited = {page.id for _, page in pages.edited}
    past = [each for each in report.past if each.key not in held]
    past += [_leave(each, reading, edited, turn) for each in gone]
    became = {each.key: each.history[-1].what for each in stepped if _of_run(each, run)}
    edits = [
        _with_findings(each, (report, stepped, reading), became, held) for each in reading.edits
    ]
    return Closed(stepped, tuple(past), (*report.edits, *edits), _since(run, became, gone, pages))


def _pages_of_claims(report: Report, reading: Reading) -> dict[str, str]:
    def pages(articles: Sequence[Article]) -> dict[str, str]:
        return {each.id: each.page_id for each in articles}

    rows: list[tuple[Sequence[Claim], Mapping[str, str]]] = [
        (report.claims, pages(report.articles)),
        (reading.claims, pages(reading.articles)),
    ]
    return page_index(rows)


def _step(
    finding: Finding,
    before: Mapping[str, Finding],
    revived: Mapping[str, PastFinding],
    turn: Turn,
) -> Finding:
    if finding.key in before:
        return take_step(before[finding.key], finding, turn)
    begun = revived[finding.key].history if finding.key in revived else ()
    step = first_step(finding, turn.run, turn)
    return finding.model_copy(update={"history": (*begun, step)})


def _of_run(finding: Finding, run: int) -> bool:
    return bool(finding.history) and finding.history[-1].run == run


def _leave(finding: Finding, reading: Reading, edited: set[str], turn: Turn) -> PastFinding:
    dropped = {each.id for each in reading.dropped} & claims_of(finding)
    pages = turn.pages(dropped) or tuple(
        id_ for id_ in turn.pages(claims_of(finding)) if id_ in edited
    )
    return leave(finding, "words_gone" if dropped else "not_carried", pages, turn)


def _with_findings(
    edit: Edit,
    findings: tuple[Report, Sequence[Finding], Reading],
    became: Mapping[str, Became],
    held: set[str],
) -> Edit:
    """An edit with the findings that its claims, old and new, stand in or stood in."""
    report, now, reading = findings
    page_of = {each.id: each.page_id for each in (*report.articles, *reading.articles)}
    dropped = {each.id for each in reading.dropped if page_of[each.article_id] == edit.page_id}
    fresh = {id_ for each in edit.passages for id_ in each.claim_ids}
    rows: dict[str, EditedFinding] = {}
    for finding in now:
        if finding.key in became and claims_of(finding) & fresh:
            rows[finding.key] = _edited(finding, became[finding.key])
    for finding in report.findings:
        if claims_of(finding) & dropped:
            what = became.get(finding.key, "changed") if finding.key in held else "no_longer_held"
            rows.setdefault(finding.key, _edited(finding, what))
    return edit.model_copy(update={"findings": tuple(rows.values())})


def _edited(finding: Finding, became: Became) -> EditedFinding:
    return EditedFinding(key=finding.key, question=finding.question, became=became)


def _since(run: int, became: Mapping[str, Became], gone: Sequence[Finding], pages: Sorted) -> Since:
    def keys(*kinds: str) -> tuple[str, ...]:
        return tuple(key for key, what in became.items() if what in kinds)

    return Since(
        run=run,
        pages_new=tuple(page.id for page in pages.new),
        pages_edited=tuple(page.id for _, page in pages.edited),
        pages_gone=tuple(page.id for page in pages.gone),
        pages_back=tuple(page.id for page in pages.back),
        page_changes=pages.changes,
        findings_new=keys("first_seen"),
        findings_changed=keys("changed", "superseded"),
        findings_grown=keys("grown"),
        no_longer_held=tuple(each.key for each in gone),
    )
