"""A story read anew: its findings found again in the new report keep their keys and histories.

Findings are found again by the words that they rest on. So what somebody noted on one holds also
where all was asked again, in another language or of another model.
"""

from __future__ import annotations

from checker.data import Claim
from checker.findings.keys import give_keys
from checker.found import Finding
from checker.history.matching import name_claims, pair_claims, pair_findings, pair_pages
from checker.history.steps import Turn, first_step, leave, take_step
from checker.kept_report import Report
from checker.memory import Since


def inherit(old: Report, new: Report, afresh: str) -> Report:
    """A report read anew with what the ``old`` one knows of its findings; ``afresh`` says why."""
    run = old.next_run
    names = name_claims(old, pair_claims(old, new))
    places = pair_findings(old, new, names)
    page_of = {each.id: each.page_id for each in new.articles}
    turn = Turn(run, {each.id: page_of[each.article_id] for each in new.claims})
    taken = {old.findings[one].key for one in places}
    kept = {other: old.findings[one] for one, other in places.items()}
    findings = tuple(
        _step(each, _renamed(kept[n], names), turn)
        if n in kept
        else each.model_copy(
            update={
                "key": "" if each.key in taken else each.key,
                "history": (first_step(each, run, turn),),
            }
        )
        for n, each in enumerate(new.findings)
    )
    keyed = give_keys(findings, new.claims)
    gone = [each for n, each in enumerate(old.findings) if n not in places]
    before = Turn(run, _old_pages(old))
    return new.model_copy(
        update={
            "pages": tuple(each.model_copy(update={"run": run}) for each in new.pages),
            "findings": keyed,
            "edits": old.edits,
            "past": (*old.past, *(leave(each, "not_found_again", (), before) for each in gone)),
            "since": _since(run, (old, new), keyed, (gone, afresh)),
        }
    )


def _old_pages(old: Report) -> dict[str, str]:
    page_of = {each.id: each.page_id for each in old.articles}
    claims: tuple[Claim, ...] = old.claims
    return {each.id: page_of[each.article_id] for each in claims}


def _renamed(finding: Finding, names: dict[str, str]) -> Finding:
    """An old finding with its claims under their new ids."""
    positions = tuple(
        each.model_copy(update={"claim_ids": tuple(names[id_] for id_ in each.claim_ids)})
        for each in finding.positions
    )
    return finding.model_copy(update={"positions": positions})


def _step(finding: Finding, old: Finding, turn: Turn) -> Finding:
    """An answer worded otherwise over the same claims is the same answer here."""
    worded = {frozenset(each.claim_ids): each.answer for each in old.positions}
    positions = tuple(
        each.model_copy(update={"answer": worded.get(frozenset(each.claim_ids), each.answer)})
        for each in finding.positions
    )
    alike = finding.model_copy(update={"positions": positions})
    stepped = take_step(old, alike, turn)
    return finding.model_copy(update={"key": old.key, "history": stepped.history})


def _since(
    run: int,
    reports: tuple[Report, Report],
    findings: tuple[Finding, ...],
    told: tuple[list[Finding], str],
) -> Since:
    old, new = reports
    known = {page.id for page in pair_pages(new, old).values()}
    came = pair_pages(old, new)
    fresh = {page.id for page in new.pages} - {page.id for page in came.values()}
    last = [
        (each.key, each.history[-1].what)
        for each in findings
        if each.history and each.history[-1].run == run
    ]
    return Since(
        run=run,
        pages_new=tuple(page.id for page in new.pages if page.id in fresh),
        pages_edited=tuple(
            came[page.id].id
            for page in old.pages
            if page.id in came and came[page.id].text != page.text and page.id in known
        ),
        findings_new=tuple(key for key, what in last if what == "first_seen"),
        findings_changed=tuple(key for key, what in last if what in ("changed", "superseded")),
        findings_grown=tuple(key for key, what in last if what == "grown"),
        no_longer_held=tuple(each.key for each in told[0]),
        afresh=told[1],
    )
