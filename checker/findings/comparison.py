"""A topic to draft findings: where its claims agree, where they conflict, and how.

The model sees the claims of one topic and answers with their numbers; numbers that do not exist
are problems and never guessed. An answer that is too long is had for two thirds of the claims at
a time, so that any two claims are still seen together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from checker.data import Claim, Topic
from checker.errors import AnswerError, TooLongError
from checker.findings.descriptions import Shown, describe_topic
from checker.findings.drafts import Draft, Pair, with_twins
from checker.findings.story import Story, from_one_origin
from checker.found import Kind
from checker.kept_report import Problem
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt
from checker.sources.origins import first_of_twins

STAGE = "findings"
FEWEST_CLAIMS_CUT = 9  # a topic of fewer claims is not asked about in pieces


class ComparedPosition(TerseAnswer):
    """One answer, and the numbers of the claims that give it."""

    answer: str
    claims: list[int]


class ComparedPair(TerseAnswer):
    """Two positions in conflict, by number from 1."""

    a: int
    b: int
    why: str
    drift: bool
    relation: Literal["attributed_conflict", "contradict", "superseded", "partial"]
    type: Kind


class ComparedFinding(TerseAnswer):
    """One question of fact; ``part_of`` is the number of the finding that says this and more."""

    question: str
    positions: list[ComparedPosition]
    conflicts: list[ComparedPair]
    part_of: int | None


class Comparison(TerseAnswer):
    """Where the claims agree and where they conflict."""

    findings: list[ComparedFinding]


@dataclass(frozen=True)
class Compared:
    """What one comparison gave; ``claim_ids`` are the claims that it was shown.

    ``open``: questions with several answers among which it listed no conflict.
    """

    drafts: tuple[Draft, ...] = ()
    open: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    claim_ids: tuple[str, ...] = ()


def compare_topic(llm: LLM, topic: Topic, story: Story, pivot: str) -> Compared:
    """Ask where the claims of one topic agree and conflict; an unusable answer is a problem."""
    shown = describe_topic(topic, story, pivot)
    try:
        answer = llm.ask(read_prompt("compare_claims"), shown.about, Comparison)
    except AnswerError as error:
        pieces = cut_topic(topic, story) if isinstance(error, TooLongError) else []
        if pieces:
            return _join(topic, [compare_topic(llm, piece, story, pivot) for piece in pieces])
        reason = f"its claims were not compared: {error}"
        return Compared(problems=(_problem(topic, reason),), claim_ids=shown.claim_ids)
    return read_comparison(answer, topic, shown, story)


def cut_topic(topic: Topic, story: Story) -> list[Topic]:
    """Three pieces of two thirds of the claims each, their reprints with them; none of a few."""
    claims = first_of_twins((story.claims[id_] for id_ in topic.claim_ids), story.sources)
    if len(claims) < FEWEST_CLAIMS_CUT:
        return []
    third = -(-len(claims) // 3)
    blocks = [claims[at : at + third] for at in range(0, len(claims), third)]
    return [
        topic.model_copy(update={"id": f"{topic.id}.{n}", "claim_ids": _ids(rows, story)})
        for n, rows in enumerate(
            ([*blocks[0], *blocks[1]], [*blocks[0], *blocks[2]], [*blocks[1], *blocks[2]]), start=1
        )
    ]


def _ids(claims: Sequence[Claim], story: Story) -> tuple[str, ...]:
    twins = (id_ for each in claims for id_ in story.sources.twins.get(each.id, ()))
    return tuple(dict.fromkeys([*(each.id for each in claims), *twins]))


def _join(topic: Topic, rows: Sequence[Compared]) -> Compared:
    return Compared(
        tuple(replace(draft, topic_id=topic.id) for each in rows for draft in each.drafts),
        tuple(replace(draft, topic_id=topic.id) for each in rows for draft in each.open),
        tuple(problem for each in rows for problem in each.problems),
        tuple(dict.fromkeys(id_ for each in rows for id_ in each.claim_ids)),
    )


# --- What the model answered ---------------------------------------------------------------------


def read_comparison(answer: Comparison, topic: Topic, shown: Shown, story: Story) -> Compared:
    """Drafts of what the answer says, cut down to what exists; the rest is problems."""
    problems = [
        _problem(topic, f"{finding.question} {fault}")
        for finding in answer.findings
        for fault in _faults(finding, shown)
    ]
    drafts = {
        n: draft
        for n, finding in enumerate(answer.findings, start=1)
        if (draft := _draft(topic, finding, shown, story))
    }
    numbered = {n: f"{topic.id}.{n}" for n in drafts}
    rows = tuple(
        replace(
            draft,
            key=numbered[n],
            shown=frozenset(topic.claim_ids),
            part_of=_part_of(n, answer.findings[n - 1].part_of, numbered),
        )
        for n, draft in drafts.items()
    )
    closed = (agreed for draft in rows if (agreed := _without_open(draft, story)).stands())
    return Compared(tuple(closed), tuple(filter(_is_open, rows)), tuple(problems), shown.claim_ids)


def _is_open(draft: Draft) -> bool:
    return not draft.pairs and sum(map(bool, draft.claim_ids)) > 1


def _without_open(draft: Draft, story: Story) -> Draft:
    """Of answers that nobody set against each other, those that more than one origin gives."""
    if not _is_open(draft):
        return draft
    of_article = story.sources.of_article
    origins = [
        {of_article[story.claims[id_].article_id].id for id_ in ids} for ids in draft.claim_ids
    ]
    kept = [n for n, found in enumerate(origins) if len(found) > 1]
    return replace(
        draft,
        answers=tuple(draft.answers[n] for n in kept),
        claim_ids=tuple(draft.claim_ids[n] for n in kept),
    )


def _part_of(n: int, other: int | None, numbered: dict[int, str]) -> str | None:
    return numbered.get(other) if other is not None and other != n else None


def _faults(finding: ComparedFinding, shown: Shown) -> Iterable[str]:
    """Numbers of claims and positions in an answer that do not exist; what no two claims say."""
    unknown = shown.unknown(n for position in finding.positions for n in position.claims)
    if unknown:
        yield f"names claims that were not shown: {unknown}"
    for pair in finding.conflicts:
        sides = f"sets position {pair.a} against {pair.b}"
        if not _exists(pair, finding):
            yield f"{sides}, of {len(finding.positions)} positions"
        elif not all(shown.claims(finding.positions[n - 1].claims) for n in (pair.a, pair.b)):
            yield f"{sides}, one of which no claim of this topic supports"
    answered = [shown.claims(each.claims) for each in finding.positions]
    if not finding.conflicts and sum(map(len, answered)) < 2:
        yield "is no finding: no conflict, and no answer that two claims give"


def _exists(pair: ComparedPair, finding: ComparedFinding) -> bool:
    return pair.a != pair.b and {pair.a, pair.b} <= set(range(1, len(finding.positions) + 1))


def _draft(topic: Topic, finding: ComparedFinding, shown: Shown, story: Story) -> Draft | None:
    """A finding cut down to what exists, each claim with its reprints; None if nothing is left."""
    cited = [shown.claims(each.claims) for each in finding.positions]
    pairs = tuple(
        Pair(
            a=pair.a - 1,
            b=pair.b - 1,
            relation=pair.relation,
            type=pair.type,
            why=shown.named(pair.why),
            drift=pair.drift and from_one_origin(cited[pair.a - 1], cited[pair.b - 1], story),
        )
        for pair in finding.conflicts
        if _exists(pair, finding) and cited[pair.a - 1] and cited[pair.b - 1]
    )
    versions = {place for pair in pairs if pair.drift for place in (pair.a, pair.b)}
    answers = tuple(shown.named(position.answer) for position in finding.positions)
    claim_ids = with_twins(cited, story, alone=versions)
    draft = Draft(topic.id, shown.named(finding.question), answers, claim_ids, pairs)
    return draft if draft.stands() or _is_open(draft) else None


def _problem(topic: Topic, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=f"topic {topic.label!r}", reason=reason)
