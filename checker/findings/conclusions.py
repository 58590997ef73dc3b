"""Drafts and second looks to findings, ordered by gravity and numbered.

Who stands behind a position, how many sources it has, level and severity come from code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checker.data import Claim, Conflict, Finding, Relation, SecondLook
from checker.findings.drafts import Draft, Pair
from checker.findings.second_look import is_flip, settle
from checker.findings.story import Story, are_reprints, describe_position, quoted_voice, support_of
from checker.findings.verdicts import GRAVITY, Sides, gravest, level_of, severity_of
from checker.sources.counting import NOBODY, tell
from checker.sources.names import same_voice

Looks = Mapping[tuple[int, int], SecondLook]
ORDER: tuple[Relation, ...] = (
    "contradict",
    "attributed_conflict",
    "unsure",
    "partial",
    "superseded",
    "not_comparable",
    "agree",
)


def conclude(drafts: Sequence[Draft], looks: Looks, story: Story) -> tuple[Finding, ...]:
    """Make findings of drafts; ``looks`` holds second looks by (draft, pair) index.

    The gravest conflicts come first, then agreements, those of more sources first.
    """
    findings = [_finding(n, draft, looks, story) for n, draft in enumerate(drafts)]
    findings.sort(key=_rank)
    return tuple(
        finding.model_copy(update={"id": f"f{n}"}) for n, finding in enumerate(findings, start=1)
    )


def flip_rate(drafts: Sequence[Draft], looks: Looks, story: Story) -> float | None:
    """The share of conflicts that the second look took back; None where none was looked at."""
    verdicts = [
        is_flip(look, _reprints(drafts[d], drafts[d].pairs[p], story))
        for (d, p), look in looks.items()
        if look.relation is not None
    ]
    return round(sum(verdicts) / len(verdicts), 3) if verdicts else None


def _finding(number: int, draft: Draft, looks: Looks, story: Story) -> Finding:
    positions = tuple(
        describe_position(answer, ids, story)
        for answer, ids in zip(draft.answers, draft.claim_ids, strict=True)
    )
    conflicts = tuple(
        _conflict(draft, pair, looks.get((number, place)), story)
        for place, pair in enumerate(draft.pairs)
    )
    worst = min(conflicts, key=lambda each: _gravity(each.severity, each.relation), default=None)
    return Finding(
        id=f"d{number}",
        topic_id=draft.topic_id,
        question=draft.question,
        positions=positions,
        conflicts=conflicts,
        relation=worst.relation if worst else "agree",
        type=worst.type if worst else None,
        level=worst.level if worst else None,
        severity=gravest(each.severity for each in conflicts),
        support=None if conflicts else support_of(positions, story),
    )


def _conflict(draft: Draft, pair: Pair, look: SecondLook | None, story: Story) -> Conflict:
    relation, kind, why = settle(pair, look, _reprints(draft, pair, story))
    sides = describe_sides(draft.claim_ids[pair.a], draft.claim_ids[pair.b], story)
    level = level_of(sides)
    return Conflict(
        a=pair.a,
        b=pair.b,
        relation=relation,
        type=kind,
        why=why,
        level=level,
        severity=severity_of(relation, kind, level, sides.certain),
        verified=look is not None and look.failed is None,
        first_relation=pair.relation,
        first_why=pair.why,
        second_look=look,
    )


def _reprints(draft: Draft, pair: Pair, story: Story) -> bool:
    return are_reprints(draft.claim_ids[pair.a], draft.claim_ids[pair.b], story)


def describe_sides(one: Iterable[str], other: Iterable[str], story: Story) -> Sides:
    """What the tables of `verdicts` look at."""
    first, second = ([story.claims[id_] for id_ in ids] for ids in (one, other))
    shared = [(a, b) for a in first for b in second if _one_voice(a, b, story)]
    origins = {story.sources.of_article[each.article_id].id for each in (*first, *second)}
    return Sides(
        shared_voice=bool(shared),
        one_party=any(_one_party(a, b, story) for a in first for b in second),
        shared_article=any(a.article_id == b.article_id for a, b in shared),
        one_origin=len(origins) == 1,
        named_voice=any(quoted_voice(each, story) for each in (*first, *second)),
        certain=all(any(_is_certain(each) for each in side) for side in (first, second)),
    )


def _one_voice(one: Claim, other: Claim, story: Story) -> bool:
    """One speaker on both sides; within one origin, two reprints' own voices are one."""
    first, second = quoted_voice(one, story), quoted_voice(other, story)
    if first and second:
        voices = story.voices.of(first[0]), story.voices.of(second[0])
        named = not any(voice.kind in NOBODY for voice in voices)
        return same_voice(first[0], second[0]) or (named and voices[0].id == voices[1].id)
    of_article = story.sources.of_article
    return not first and not second and of_article[one.article_id] == of_article[other.article_id]


def _one_party(one: Claim, other: Claim, story: Story) -> bool:
    """Two named voices that speak for one body, by what is sure."""
    said = (tell(one, story), tell(other, story))
    surely = not any(each.in_doubt or each.own for each in said)
    return surely and said[0].party.id == said[1].party.id


def _is_certain(claim: Claim) -> bool:
    stated = claim.stance in ("asserts", "denies")
    return stated and claim.modality in ("happened", "ongoing")


def _gravity(severity: str, relation: Relation) -> tuple[int, int]:
    return [*GRAVITY].index(severity), ORDER.index(relation)  # type: ignore[arg-type]


def _rank(finding: Finding) -> tuple[object, ...]:
    sources = max(position.source_count for position in finding.positions)
    reports = len({id_ for position in finding.positions for id_ in position.report_ids})
    return (*_gravity(finding.severity, finding.relation), -sources, -reports)
