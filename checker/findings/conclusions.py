"""Drafts and second looks to findings, ordered by gravity and numbered.

Who stands behind a position, how many sources it has, level and severity come from code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.data import Claim
from checker.findings.drafts import Draft, Pair
from checker.findings.keys import give_keys
from checker.findings.links import link_findings
from checker.findings.second_look import is_flip, settle
from checker.findings.story import (
    Story,
    all_tell_it_as_news,
    describe_position,
    is_background,
    quoted_voice,
    support_of,
)
from checker.findings.updates import is_own_update, times_apart
from checker.findings.verdicts import (
    CONFLICTING,
    GRAVITY,
    Judged,
    Sides,
    gravest,
    level_of,
    severity_of,
)
from checker.found import Conflict, Finding, NotUpheld, Position, Relation, SecondLook
from checker.sources.names import same_voice
from checker.sources.telling import NOBODY, tell

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


@dataclass(frozen=True)
class Conclusions:
    """The findings that stand, and the conflicts that the second look took back."""

    findings: tuple[Finding, ...]
    not_upheld: tuple[NotUpheld, ...]


def conclude(drafts: Sequence[Draft], looks: Looks, story: Story) -> Conclusions:
    """Make findings of drafts; ``looks`` holds second looks by (draft, pair) index.

    The gravest conflicts come first, the news before the background; then agreements, those of
    more sources first.
    """
    taken_back = [
        describe_flip(draft, pair, looks[d, p])
        for d, draft in enumerate(drafts)
        for p, pair in enumerate(draft.pairs)
        if is_flip(looks.get((d, p)))
    ]
    rows = [
        (draft, _finding(n, draft, looks, story))
        for n, draft in enumerate(drafts)
        if _stands(n, draft, looks)
    ]
    rows.sort(key=lambda row: _rank(row[1]))
    findings = give_keys(link_findings(rows, story), story.claims.values())
    return Conclusions(findings, tuple(taken_back))


def flip_rate(looks: Looks) -> float | None:
    """The share of conflicts that the second look took back; None where none was looked at."""
    verdicts = [is_flip(look) for look in looks.values() if look.relation is not None]
    return round(sum(verdicts) / len(verdicts), 3) if verdicts else None


def _stands(number: int, draft: Draft, looks: Looks) -> bool:
    """Whether a conflict is left, or the draft never held one."""
    left = [p for p in range(len(draft.pairs)) if not is_flip(looks.get((number, p)))]
    return bool(left) or not draft.pairs


def describe_flip(draft: Draft, pair: Pair, look: SecondLook) -> NotUpheld:
    """A conflict that the second look took back."""
    return NotUpheld(
        topic_id=draft.topic_id,
        question=draft.question,
        answers=(draft.answers[pair.a], draft.answers[pair.b]),
        claim_ids=(draft.claim_ids[pair.a], draft.claim_ids[pair.b]),
        first_relation=pair.relation,
        first_why=pair.why,
        relation=look.relation or "unsure",
        why=look.why or "",
    )


def _finding(number: int, draft: Draft, looks: Looks, story: Story) -> Finding:
    conflicts = tuple(
        _conflict(draft, pair, looks.get((number, place)), story)
        for place, pair in enumerate(draft.pairs)
        if not is_flip(looks.get((number, place)))
    )
    positions, conflicts = _without_empty(draft, conflicts, story)
    worst = min(conflicts, key=lambda each: _gravity(each.severity, each.relation), default=None)
    ids = {place for each in conflicts for place in (each.a, each.b)} or range(len(positions))
    sides = [positions[n].claim_ids for n in ids]
    is_detail = not conflicts and draft.weight != "central"
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
        background=is_background(sides, story)
        or (is_detail and not all_tell_it_as_news(sides, story)),
        common_ground=draft.common and not conflicts,
        weight=draft.weight,
        asked_again=draft.asked_again,
        key=draft.lasting,
        support=None if conflicts else support_of(positions, story),
    )


def _without_empty(
    draft: Draft, conflicts: Sequence[Conflict], story: Story
) -> tuple[tuple[Position, ...], tuple[Conflict, ...]]:
    """The positions on which something stands, and the conflicts by their new places."""
    kept = [n for n, ids in enumerate(draft.claim_ids) if ids]
    place = {n: new for new, n in enumerate(kept)}
    notes = draft.evidence or ((),) * len(draft.answers)
    positions = tuple(
        describe_position(draft.answers[n], draft.claim_ids[n], story).model_copy(
            update={"evidence": notes[n]}
        )
        for n in kept
    )
    moved = (c.model_copy(update={"a": place[c.a], "b": place[c.b]}) for c in conflicts)
    return positions, tuple(moved)


def _conflict(draft: Draft, pair: Pair, look: SecondLook | None, story: Story) -> Conflict:
    relation, kind, why = settle(pair, look)
    one, other = draft.claim_ids[pair.a], draft.claim_ids[pair.b]
    sides = describe_sides(one, other, story)
    if pair.drift:  # one version against another, though an article may hold both
        sides = replace(sides, shared_article=False)
    level = level_of(sides)
    told_apart = look is not None and look.same_time == "no"  # by the texts' own words
    if relation == "superseded" and not (told_apart or times_apart(one, other, story)):
        relation = "contradict" if sides.shared_voice else "attributed_conflict"
    elif relation in CONFLICTING and kind == "number" and is_own_update(one, other, story):
        relation = "superseded"
    elif relation in CONFLICTING and kind == "judgement" and _is_by_the_way(pair, draft, look):
        relation = "partial"
    background = is_background((one, other), story)
    case = Judged(relation, kind, level, sides.certain, background, draft.weight)
    return Conflict(
        a=pair.a,
        b=pair.b,
        relation=relation,
        type=kind,
        why=why,
        level=level,
        severity=severity_of(case),
        verified=look is not None and look.failed is None,
        first_relation=pair.relation,
        first_why=pair.why,
        second_look=look,
        drift=pair.drift,
    )


def _is_by_the_way(pair: Pair, draft: Draft, look: SecondLook | None) -> bool:
    """Whether it is known (what is looked at is ranked) that the story does not turn on it."""
    return look is not None and not pair.drift and draft.weight != "central"


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
    severity, relation = _gravity(finding.severity, finding.relation)
    detail = not finding.conflicts and finding.weight != "central"
    return severity, finding.is_aside, detail, relation, -sources, -reports
