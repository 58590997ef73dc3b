"""What a kept report knows, as the stages need it: drafts, second looks, origins, storylines.

Everything stands in the report; no cache is needed. Concluding what is restored gives the findings
of the report again (`tests/history/test_known.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.data import Claim, Storyline, Topic
from checker.findings.drafts import Draft, Pair
from checker.found import Finding, SecondLook
from checker.kept_report import Report

RESTORED = "kept"  # begins the keys of drafts that are of one answer, as it were


def restore_draft(finding: Finding, claims: Mapping[str, Claim], shown: frozenset[str]) -> Draft:
    """A finding before its second looks, cut down to the claims that are still there."""
    place = places_left(finding, claims)
    left = [finding.positions[n] for n in place]
    return Draft(
        topic_id=finding.topic_id,
        question=finding.question,
        answers=tuple(position.answer for position in left),
        claim_ids=tuple(tuple(i for i in each.claim_ids if i in claims) for each in left),
        pairs=tuple(
            Pair(
                place[each.a],
                place[each.b],
                each.first_relation,
                each.type,
                each.first_why,
                each.level == "same_origin" if each.drift is None else each.drift,
            )
            for each in finding.conflicts
            if each.a in place and each.b in place
        ),
        shown=shown,
        key=f"{RESTORED}.{finding.id}",
        part_of=f"{RESTORED}.{finding.part_of}" if finding.part_of else None,
        asked_again=finding.asked_again,
        evidence=tuple(tuple(n for n in each.evidence if n.claim_id in claims) for each in left),
        common=finding.common_ground,
        weight=finding.weight,
        disputed=tuple(f"{RESTORED}.{id_}" for id_ in finding.disputed_by),
        lasting=finding.key,
        stood=len(left),
    )


def places_left(finding: Finding, claims: Mapping[str, Claim]) -> dict[int, int]:
    """The positions that still have a claim, by their old places, and their new ones."""
    left = [
        n
        for n, position in enumerate(finding.positions)
        if any(id_ in claims for id_ in position.claim_ids)
    ]
    return {n: new for new, n in enumerate(left)}


def looks_of(
    finding: Finding, claims: Mapping[str, Claim]
) -> dict[tuple[int, int], SecondLook | None]:
    """The second looks by the two positions they are about; those that failed are left out.

    None where none was taken: it is not taken now either.
    """
    place = places_left(finding, claims)
    return {
        (place[each.a], place[each.b]): each.second_look
        for each in finding.conflicts
        if each.a in place and each.b in place
        if each.second_look is None or each.second_look.failed is None
    }


# --- Storylines ----------------------------------------------------------------------------------


@dataclass
class Strand:
    """Claims that were compared with each other, or would be: one unit of what is asked.

    ``topic_ids`` are the topics of which it is made; without any it was never compared.
    """

    label: str
    claim_ids: tuple[str, ...]
    topic_ids: tuple[str, ...] = ()
    lines: list[int] = field(default_factory=list)  # places of its storylines


def known_storylines(report: Report, claims: Mapping[str, Claim]) -> list[Storyline]:
    """The storylines of a report; one that has none gets them from its topics and events."""
    lines = list(report.storylines)
    if not lines:
        by_label: dict[str, list[str]] = {}
        for topic in report.topics:
            by_label.setdefault(topic.label, []).extend(topic.claim_ids)
        placed = {id_ for ids in by_label.values() for id_ in ids}
        for claim in report.claims:
            if claim.id not in placed:
                by_label.setdefault(claim.event.label, []).append(claim.id)
        lines = [Storyline(label=label, claim_ids=tuple(ids)) for label, ids in by_label.items()]
    cut = (
        each.model_copy(
            update={
                "claim_ids": tuple(id_ for id_ in dict.fromkeys(each.claim_ids) if id_ in claims)
            }
        )
        for each in lines
    )
    return [each for each in cut if each.claim_ids]


def find_strands(lines: Sequence[Storyline], topics: Sequence[Topic]) -> list[Strand]:
    """The units of comparison: topics of one label together; storylines in no topic alone."""
    strands: dict[str, Strand] = {}
    of_claim: dict[str, list[str]] = {}
    for topic in topics:
        strand = strands.setdefault(topic.label, Strand(topic.label, ()))
        strand.topic_ids = (*strand.topic_ids, topic.id)
        strand.claim_ids = tuple(dict.fromkeys((*strand.claim_ids, *topic.claim_ids)))
        for id_ in topic.claim_ids:
            of_claim.setdefault(id_, []).append(topic.label)
    alone: list[Strand] = []
    for place, line in enumerate(lines):
        votes: dict[str, int] = {}
        for id_ in line.claim_ids:
            for label in dict.fromkeys(of_claim.get(id_, ())):
                votes[label] = votes.get(label, 0) + 1
        best = max(votes, key=lambda label: votes[label], default=None)
        if best is None:
            alone.append(Strand(line.label, line.claim_ids, lines=[place]))
        else:
            strands[best].lines.append(place)
    return [*strands.values(), *alone]
