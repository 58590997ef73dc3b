"""A finding that stands, with what new claims add to it: joined and opened answers, conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from checker.findings.comparison import ComparedPair, ComparedPosition
from checker.findings.descriptions import Shown
from checker.findings.drafts import Draft, Pair, with_twins
from checker.findings.story import Story, from_one_origin, number_of
from checker.model.answer import TerseAnswer


class JoinedPosition(TerseAnswer):
    """New claims that give an answer which stands; ``position`` counts from 1."""

    position: int
    claims: list[int]


class ExtendedFinding(TerseAnswer):
    """What new claims add to one finding."""

    finding: int
    joins: list[JoinedPosition]
    opens: list[ComparedPosition]
    conflicts: list[ComparedPair]


def extend_draft(
    draft: Draft, row: ExtendedFinding, new: Collection[str], ground: tuple[Shown, Story]
) -> tuple[Draft, list[str]]:
    """A finding with what new claims add to it, and what of the row cannot be."""
    shown, story = ground
    faults = [f"names claims that were not shown: {unknown}" for unknown in _unknown(row, shown)]
    cited = [set(ids) for ids in draft.claim_ids]
    for join in row.joins:
        ids = [id_ for id_ in shown.claims(join.claims) if id_ in new]
        if not 0 < join.position <= len(draft.answers):
            faults.append(f"has no position {join.position}")
        else:
            cited[join.position - 1] |= {*ids}
    standing = draft.told
    answers = list(draft.answers)
    for opened in row.opens:
        ids = [id_ for id_ in shown.claims(opened.claims) if id_ in new or id_ not in standing]
        answers.append(shown.named(opened.answer))
        cited.append({*ids} if any(id_ in new for id_ in ids) else set())
    pairs, wrong = _pairs(row, draft, cited, ground)
    kept = [n for n in range(len(answers)) if n < len(draft.answers) or cited[n]]
    moved = {n: at for at, n in enumerate(kept)}
    versions = {n for pair in pairs if pair.drift for n in (pair.a, pair.b)}
    spread = _with_new_twins(draft, cited, story, (new, versions))
    extended = replace(
        draft,
        answers=tuple(answers[n] for n in kept),
        claim_ids=tuple(spread[n] for n in kept),
        pairs=tuple(replace(each, a=moved[each.a], b=moved[each.b]) for each in pairs),
        evidence=tuple((*draft.evidence, *((),) * len(kept)))[: len(kept)],
    )
    return extended, [*faults, *wrong]


def _unknown(row: ExtendedFinding, shown: Shown) -> Iterable[list[int]]:
    named = [n for joined in row.joins for n in joined.claims]
    named += [n for opened in row.opens for n in opened.claims]
    unknown = shown.unknown(named)
    return [unknown] if unknown else []


def _pairs(
    row: ExtendedFinding,
    draft: Draft,
    cited: Sequence[Collection[str]],
    ground: tuple[Shown, Story],
) -> tuple[list[Pair], list[str]]:
    """The conflicts that stood, and those that the row adds."""
    shown, story = ground
    pairs, faults = [*draft.pairs], []
    known = {frozenset((each.a, each.b)) for each in pairs}
    for each in row.conflicts:
        a, b = each.a - 1, each.b - 1
        places = range(len(cited))
        if a == b or a not in places or b not in places or not cited[a] or not cited[b]:
            faults.append(f"sets position {each.a} against {each.b}, of {len(cited)} positions")
        elif frozenset((a, b)) not in known:
            known.add(frozenset((a, b)))
            drift = each.drift and from_one_origin(cited[a], cited[b], story)
            pairs.append(Pair(a, b, each.relation, each.type, shown.named(each.why), drift))
    return pairs, faults


def _with_new_twins(
    draft: Draft,
    cited: Sequence[Collection[str]],
    story: Story,
    among: tuple[Collection[str], Collection[int]],
) -> list[tuple[str, ...]]:
    """Each position with the reprints of its claims, where these are new too."""
    new, alone = among
    spread = with_twins([sorted(ids, key=number_of) for ids in cited], story, alone=alone)
    rows = []
    for place, ids in enumerate(spread):
        kept = {id_ for id_ in ids if id_ in new or id_ in cited[place]}
        rows.append(tuple(sorted(kept, key=number_of)))
    return rows


def join_growth(base: Draft, one: Draft, other: Draft) -> Draft:
    """A finding that grew in two ways from ``base``, as two topics extended it."""
    stood = len(base.answers)
    cited = [{*ids} for ids in one.claim_ids]
    answers = [*one.answers]
    place = {n: n for n in range(stood)}
    for n, ids in enumerate(other.claim_ids):
        same = (m for m in range(stood, len(one.answers)) if one.answers[m] == other.answers[n])
        at = place.setdefault(n, next(same, len(answers)))
        if at == len(answers):
            answers.append(other.answers[n])
            cited.append(set())
        cited[at] |= {*ids}
    told = {frozenset((each.a, each.b)) for each in one.pairs}
    moved = (replace(each, a=place[each.a], b=place[each.b]) for each in other.pairs)
    more = tuple(each for each in moved if frozenset((each.a, each.b)) not in told)
    return replace(
        one,
        answers=tuple(answers),
        claim_ids=tuple(tuple(sorted(ids, key=number_of)) for ids in cited),
        pairs=(*one.pairs, *more),
        evidence=tuple((*one.evidence, *((),) * len(answers)))[: len(answers)],
    )


def add_reprints(draft: Draft, new: Collection[str], story: Story) -> Draft:
    """A finding with those new claims that are a passage of it, word for word, in a reprint."""
    cited = [set(ids) for ids in draft.claim_ids]
    alone = {n for pair in draft.pairs if pair.drift for n in (pair.a, pair.b)}
    claim_ids = tuple(_with_new_twins(draft, cited, story, (new, alone)))
    return replace(draft, claim_ids=claim_ids) if claim_ids != draft.claim_ids else draft
