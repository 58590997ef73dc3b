"""What a comparison left over, put to the model once more: where does it agree, where conflict?

Two things are left: questions to which the comparison gave several answers without weighing them,
and claims that stand in no finding. They go back together, in one small call a topic, beside the
answers that were found; each answer has a number of its own, which stands for its claims.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from checker.data import Topic
from checker.errors import AnswerError
from checker.findings.comparison import (
    Compared,
    ComparedFinding,
    Comparison,
    read_comparison,
)
from checker.findings.described_overlooked import Left, describe_overlooked, differ
from checker.findings.drafts import Draft, Pair, asks_the_same
from checker.findings.story import Story
from checker.kept_report import Problem
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt

STAGE = "overlooked"


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
    """The open questions weighed, each claim and each answer held against the others; and findings.

    What stands before the findings makes the model look; only they are read.
    """

    weighed: list[Weighed]
    meets: list[Meeting]
    across: list[list[int]]
    findings: list[ComparedFinding]


def find_overlooked(
    llm: LLM, topic: Topic, compared: Compared, ground: tuple[Story, str]
) -> Compared:
    """The comparison with what it overlooked; ``claim_ids`` are those asked about again.

    What says the same as a found answer joins it, and so does another answer to a found question.
    Where nothing is left, nothing is asked.
    """
    story = ground[0]
    weighable = tuple(each for each in compared.open if differ(each, story))
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
        place = next((n for n, each in enumerate(known) if tells_more_of(each, draft)), None)
        if place is not None:
            known[place] = absorb(known[place], draft)
        elif not _repeats(draft, known):
            fresh.append(replace(draft, topic_id=topic.id, asked_again=True))
    return replace(compared, drafts=(*known, *fresh), problems=more.problems)


# --- What it answered ----------------------------------------------------------------------------


def tells_more_of(known: Draft, draft: Draft) -> bool:
    """Tell whether a finding adds to a known one: more who say so, or another answer to it."""
    places = [_place_in(known, ids) for ids in draft.claim_ids if ids]
    held = [n for n in places if n is not None]
    if not held or len({*held}) < len(held):
        return False
    if draft.pairs:
        return asks_the_same(known.question, draft.question)
    return len(held) == len(places)


def _place_in(known: Draft, claim_ids: Collection[str]) -> int | None:
    """The known answer of which all claims are among some."""
    told = enumerate(known.claim_ids)
    return next((n for n, ids in told if ids and {*ids} <= {*claim_ids}), None)


def absorb(known: Draft, draft: Draft) -> Draft:
    """A finding with what another one of the same question adds: claims, answers and conflicts.

    A claim that stands under an answer stays there alone.
    """
    answers, claim_ids = [*known.answers], [*known.claim_ids]
    standing = {*known.told}
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
