"""Findings numbered, and what each has to do with others: parts of it, and who disputes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from checker.findings.drafts import Draft
from checker.findings.verdicts import CONFLICTING
from checker.found import Finding


def link_findings(rows: Sequence[tuple[Draft, Finding]]) -> tuple[Finding, ...]:
    """Number the findings, and say which is a part of which and which is disputed elsewhere."""
    ids = {draft.key: f"f{n}" for n, (draft, _) in enumerate(rows, start=1)}
    parts: dict[str, list[str]] = defaultdict(list)
    whole: dict[str, str] = {}
    for draft, finding in rows:
        above = ids.get(draft.part_of or "")
        if above and not finding.conflicts and above != ids[draft.key]:
            whole[ids[draft.key]] = above
    for id_ in whole:
        if whole[id_] not in whole:  # a part of a part stands by itself
            parts[whole[id_]].append(id_)
    disputes = _disputes([finding for _, finding in rows])
    linked = []
    for n, (_, finding) in enumerate(rows, start=1):
        id_ = f"f{n}"
        change = {
            "id": id_,
            "parts": tuple(parts[id_]),
            "part_of": whole[id_] if id_ in parts.get(whole.get(id_, ""), ()) else None,
            "disputed_by": () if finding.conflicts else disputes(finding),
        }
        linked.append(finding.model_copy(update=change))
    return tuple(linked)


def _disputes(findings: Sequence[Finding]) -> Callable[[Finding], tuple[str, ...]]:
    """Which conflicts hold a claim of a finding on one of their sides."""
    held: dict[str, list[str]] = defaultdict(list)
    for n, finding in enumerate(findings, start=1):
        grave = [each for each in finding.conflicts if each.relation in CONFLICTING]
        for place in sorted({place for each in grave for place in (each.a, each.b)}):
            for claim_id in finding.positions[place].claim_ids:
                held[claim_id].append(f"f{n}")

    def find(finding: Finding) -> tuple[str, ...]:
        claims = [id_ for position in finding.positions for id_ in position.claim_ids]
        return tuple(dict.fromkeys(other for id_ in claims for other in held.get(id_, ())))

    return find
