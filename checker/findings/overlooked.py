"""What a comparison left over, put to the model once more: where does it agree, where conflict?

Two things are left: questions to which the comparison gave several answers without weighing them,
and claims that stand in no finding. They go back together, in one small call a topic, beside the
answers that were found; each answer has a number of its own, which stands for its claims.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from checker.data import Topic
from checker.errors import AnswerError
from checker.findings.comparison import (
    Compared,
    ComparedFinding,
    Comparison,
    read_comparison,
)
from checker.findings.descriptions import Shown, describe_claims
from checker.findings.drafts import Draft, Pair, asks_the_same
from checker.findings.story import Story, is_background
from checker.findings.suspects import is_other, list_left
from checker.kept_report import Problem
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt
from checker.sources.origins import first_of_twins

STAGE = "overlooked"
Place = tuple[int, int]  # of a draft and of one of its answers


class Weighed(TerseAnswer):
    """Whether the answers to an open question conflict; the reason first."""

    n: int
    why: str
    conflict: bool


class Meeting(TerseAnswer):
    """What says the same as a claim, and what answers the same question otherwise."""

    id: int
    same: list[int]
    other: list[int]


class Overlooked(TerseAnswer):
    """The open questions weighed, each claim held against the others, and what was overlooked."""

    weighed: list[Weighed]
    meets: list[Meeting]
    findings: list[ComparedFinding]


@dataclass(frozen=True)
class Left:
    """What is put to the model again: the claims (ids) that are left, and all that it is shown."""

    claim_ids: tuple[str, ...]
    shown: Shown


def find_overlooked(
    llm: LLM, topic: Topic, compared: Compared, ground: tuple[Story, str]
) -> Compared:
    """The comparison with what it overlooked; ``claim_ids`` are those asked about again.

    What says the same as a found answer joins it, and so does another answer to a found question.
    Where nothing is left, nothing is asked.
    """
    story = ground[0]
    weighable = tuple(each for each in compared.open if _differ(each, story))
    compared = replace(compared, open=weighable, problems=(), claim_ids=())
    left = describe_overlooked(topic, compared, ground)
    if not left.claim_ids and not weighable:
        return compared
    compared = replace(compared, claim_ids=left.claim_ids)
    try:
        answer = llm.ask(read_prompt("find_overlooked"), left.shown.about, Overlooked)
    except AnswerError as error:
        reason = f"{len(left.claim_ids)} claims in no finding were not asked about again: {error}"
        problem = Problem(stage=STAGE, subject=f"topic {topic.label!r}", reason=reason)
        return replace(compared, problems=(problem,))
    return _read(answer, topic, compared, left, story)


def _read(
    answer: Overlooked, topic: Topic, compared: Compared, left: Left, story: Story
) -> Compared:
    again = topic.model_copy(update={"id": f"{topic.id}.again"})
    more = read_comparison(Comparison(findings=answer.findings), again, left.shown, story)
    known, fresh = [*compared.drafts], []
    for draft in more.drafts:
        place = next((n for n, each in enumerate(known) if _asks_of(each, draft)), None)
        if place is not None:
            known[place] = absorb(known[place], draft)
        elif not _repeats(draft, known):
            fresh.append(replace(draft, topic_id=topic.id, asked_again=True))
    return replace(compared, drafts=(*known, *fresh), problems=more.problems)


# --- What the model is shown ---------------------------------------------------------------------


def describe_overlooked(topic: Topic, compared: Compared, ground: tuple[Story, str]) -> Left:
    """Answers found, by number; open questions; then the claims that are left, by article."""
    story, pivot = ground
    left = list_left(topic, compared, story)
    opened = {id_ for draft in compared.open for ids in draft.claim_ids for id_ in ids}
    chosen = {*left, *opened}
    rows = (story.claims[id_] for id_ in topic.claim_ids if id_ in chosen)
    shown = describe_claims(first_of_twins(rows, story.sources), story, reprints=chosen)
    number = {id_: n for n, id_ in enumerate(shown.claim_ids, start=1)}
    numbers = count(len(number) + 1)
    answers = {
        next(numbers): (d, place)
        for d, draft in enumerate(compared.drafts)
        if draft.pairs or not is_background(draft.claim_ids, story)
        for place, ids in enumerate(draft.claim_ids)
        if ids
    }
    about = {
        "write_in": pivot,
        "topic": topic.label,
        "found": _describe_found(compared.drafts, answers),
        "open": [
            [n, draft.question, _describe_answers(draft, number)]
            for n, draft in enumerate(compared.open, start=1)
        ],
        **shown.about,
    }
    groups = {n: compared.drafts[d].claim_ids[place] for n, (d, place) in answers.items()}
    return Left(left, replace(shown, about=about, groups=groups))


def _describe_found(drafts: Sequence[Draft], answers: Mapping[int, Place]) -> list[object]:
    """Each finding: what it asks, and its answers by number."""
    found: dict[int, list[object]] = {}
    for n, (d, place) in answers.items():
        found.setdefault(d, [drafts[d].question]).append([n, drafts[d].answers[place]])
    return [*found.values()]


def _describe_answers(draft: Draft, number: Mapping[str, int]) -> list[list[object]]:
    """Each answer with the numbers of its claims, without reprints that are not shown."""
    return [
        [answer, [number[id_] for id_ in ids if id_ in number]]
        for answer, ids in zip(draft.answers, draft.claim_ids, strict=True)
        if ids
    ]


def _differ(draft: Draft, story: Story) -> bool:
    """Whether two of its answers are another's, and tell something: who is silent says nothing."""
    sides = [[story.claims[id_] for id_ in ids] for ids in draft.claim_ids]
    spoken = [[each for each in side if each.stance in ("asserts", "denies")] for side in sides]
    return any(
        is_other(one, other, story)
        for n, side in enumerate(spoken)
        for one in side
        for later in spoken[n + 1 :]
        for other in later
    )


# --- What it answered ----------------------------------------------------------------------------


def _asks_of(known: Draft, draft: Draft) -> bool:
    """Whether a finding tells more of a known one: more who say so, or another answer to it."""
    places = [_place_in(known, ids) for ids in draft.claim_ids if ids]
    if draft.pairs:
        return any(n is not None for n in places) and asks_the_same(known.question, draft.question)
    return None not in places


def _place_in(known: Draft, claim_ids: Collection[str]) -> int | None:
    """The known answer of which all claims are among some."""
    told = enumerate(known.claim_ids)
    return next((n for n, ids in told if ids and {*ids} <= {*claim_ids}), None)


def absorb(known: Draft, draft: Draft) -> Draft:
    """A finding with what another one of the same question adds: claims, answers and conflicts.

    A claim that stands under an answer stays there alone.
    """
    answers, claim_ids = [*known.answers], [*known.claim_ids]
    standing = {id_ for ids in claim_ids for id_ in ids}
    place: dict[int, int] = {}
    for n, ids in enumerate(draft.claim_ids):
        added = tuple(id_ for id_ in ids if id_ not in standing)
        standing |= {*added}
        if (at := _place_in(known, ids)) is not None:
            place[n] = at
            claim_ids[at] += added
        elif added:
            place[n] = len(answers)
            answers.append(draft.answers[n])
            claim_ids.append(added)
    moved = [replace(p, a=place[p.a], b=place[p.b]) for p in draft.pairs if {p.a, p.b} <= {*place}]
    met = {frozenset((p.a, p.b)) for p in known.pairs}
    pairs = [p for p in moved if p.a != p.b and frozenset((p.a, p.b)) not in met]
    return replace(
        known,
        answers=tuple(answers),
        claim_ids=tuple(claim_ids),
        pairs=(*known.pairs, *pairs),
    )


def _repeats(draft: Draft, known: Sequence[Draft]) -> bool:
    """Whether a found draft tells all of it: its conflicts, or what it holds to be told alike."""
    if not draft.pairs:
        told = [frozenset(ids) for each in known for ids in each.claim_ids]
        return all(any({*ids} <= one for one in told) for ids in draft.claim_ids)
    found = [_sides(each, pair) for each in known for pair in each.pairs]
    both_ways = [*found, *(each[::-1] for each in found)]
    return all(
        any(sides[0] <= one and sides[1] <= other for one, other in both_ways)
        for sides in (_sides(draft, pair) for pair in draft.pairs)
    )


def _sides(draft: Draft, pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(draft.claim_ids[pair.a]), frozenset(draft.claim_ids[pair.b])
