"""What should have met something and met nothing, put to the model once more.

After a comparison two things are left: questions to which it gave several answers without weighing
them, and claims in no conflict although another voice or article speaks of the same: denials,
figures, days, and accounts of what happened. They go back together, in one small call a topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from checker.data import Claim, Topic
from checker.errors import AnswerError
from checker.findings.comparison import (
    Compared,
    ComparedFinding,
    Comparison,
    read_comparison,
)
from checker.findings.descriptions import Shown, describe_claims
from checker.findings.drafts import Draft, Pair
from checker.findings.story import Story
from checker.findings.suspects import Suspect, is_other, list_suspects
from checker.kept_report import Problem
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt
from checker.sources.origins import first_of_twins

STAGE = "overlooked"


class Weighed(TerseAnswer):
    """Whether the answers to an open question conflict; the reason first."""

    n: int
    why: str
    conflict: bool


class Overlooked(TerseAnswer):
    """The open questions weighed, and the conflicts that were overlooked."""

    weighed: list[Weighed]
    findings: list[ComparedFinding]


def find_overlooked(
    llm: LLM, topic: Topic, compared: Compared, ground: tuple[Story, str]
) -> Compared:
    """Ask once more about what met nothing; where all met something, nothing is asked."""
    story = ground[0]
    compared = replace(compared, open=tuple(each for each in compared.open if _differ(each, story)))
    suspects = list_suspects(topic, compared, story)
    if not suspects and not compared.open:
        return Compared()
    shown = describe_overlooked(topic, suspects, compared, ground)
    asked = tuple(each.claim.id for each in suspects)
    try:
        answer = llm.ask(read_prompt("find_overlooked"), shown.about, Overlooked)
    except AnswerError as error:
        reason = f"{len(asked)} claims that met nothing were not asked about again: {error}"
        problem = Problem(stage=STAGE, subject=f"topic {topic.label!r}", reason=reason)
        return Compared(problems=(problem,), claim_ids=asked)
    again = topic.model_copy(update={"id": f"{topic.id}.again"})
    more = read_comparison(Comparison(findings=answer.findings), again, shown, story)
    drafts = tuple(
        replace(each, topic_id=topic.id, asked_again=True)
        for each in more.drafts
        if each.pairs and not _repeats(each, compared)
    )
    return Compared(drafts, problems=more.problems, claim_ids=asked)


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


def _repeats(draft: Draft, compared: Compared) -> bool:
    """Whether each of its conflicts sets nothing but claims that a found one sets likewise."""
    found = [_sides(each, pair) for each in compared.drafts for pair in each.pairs]
    both_ways = [*found, *(each[::-1] for each in found)]
    return all(
        any(sides[0] <= one and sides[1] <= other for one, other in both_ways)
        for sides in (_sides(draft, pair) for pair in draft.pairs)
    )


def _sides(draft: Draft, pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(draft.claim_ids[pair.a]), frozenset(draft.claim_ids[pair.b])


def describe_overlooked(
    topic: Topic, suspects: Sequence[Suspect], compared: Compared, ground: tuple[Story, str]
) -> Shown:
    """The open questions and the claims that met nothing, by number; then all claims by article."""
    story, pivot = ground
    chosen = {each.id for row in suspects for each in (row.claim, *row.rivals)}
    chosen |= {id_ for draft in compared.open for ids in draft.claim_ids for id_ in ids}
    claims = (story.claims[id_] for id_ in chosen)
    told = first_of_twins(_in_topic_order(topic, claims), story.sources)
    shown = describe_claims(told, story, reprints=chosen)
    number = {id_: n for n, id_ in enumerate(shown.claim_ids, start=1)}
    about = {
        "write_in": pivot,
        "topic": topic.label,
        "found": [[draft.question, draft.answers] for draft in compared.drafts if draft.pairs],
        "open": [
            [n, draft.question, _describe_answers(draft, number)]
            for n, draft in enumerate(compared.open, start=1)
        ],
        "met_nothing": sorted(number[row.claim.id] for row in suspects),
        **shown.about,
    }
    return replace(shown, about=about)


def _describe_answers(draft: Draft, number: Mapping[str, int]) -> list[list[object]]:
    """Each answer with the numbers of its claims, without reprints that are not shown."""
    return [
        [answer, [number[id_] for id_ in ids if id_ in number]]
        for answer, ids in zip(draft.answers, draft.claim_ids, strict=True)
        if ids
    ]


def _in_topic_order(topic: Topic, claims: Iterable[Claim]) -> list[Claim]:
    order: Mapping[str, int] = {id_: n for n, id_ in enumerate(topic.claim_ids)}
    return sorted(claims, key=lambda claim: order[claim.id])
