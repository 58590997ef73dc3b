"""A topic to draft findings: where its claims agree, where they conflict, and how.

The model sees the claims of one topic and answers with claim ids; ids that do not exist, or do
not stand in the topic, are problems and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from checker.data import Kind, Problem, Topic
from checker.errors import AnswerError
from checker.findings.descriptions import describe_topic
from checker.findings.drafts import Draft, Pair, with_twins
from checker.findings.story import Story, are_reprints
from checker.model.answer import Answer
from checker.model.llm import LLM
from checker.prompts import read_prompt

STAGE = "findings"


class ComparedPosition(Answer):
    """One answer, and the ids of the claims that give it."""

    answer: str
    claims: list[int]


class ComparedPair(Answer):
    """Two positions in conflict, by index."""

    a: int
    b: int
    why: str
    relation: Literal["attributed_conflict", "contradict", "superseded", "partial"]
    type: Kind


class ComparedFinding(Answer):
    """One question of fact."""

    question: str
    positions: list[ComparedPosition]
    conflicts: list[ComparedPair]


class Comparison(Answer):
    """Where the claims agree and where they conflict."""

    findings: list[ComparedFinding]


def compare_topic(
    llm: LLM, topic: Topic, story: Story, pivot: str
) -> tuple[list[Draft], list[Problem]]:
    """Ask where the claims of one topic agree and conflict; an unusable answer is a problem."""
    about = describe_topic(topic, story, pivot)
    try:
        answer = llm.ask(read_prompt("compare_claims", 1), about, Comparison)
    except AnswerError as error:
        return [], [_problem(topic, f"its claims were not compared: {error}")]
    shown = set(topic.claim_ids)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for finding in answer.findings:
        faults = _faults(finding, shown)
        problems += [_problem(topic, f"{finding.question} {fault}") for fault in faults]
        draft = _draft(topic, finding, shown, story)
        if draft:
            drafts.append(draft)
    return drafts, problems


def _faults(finding: ComparedFinding, shown: set[str]) -> Iterable[str]:
    """Claim ids and position numbers of an answer that do not exist."""
    named = {f"c{n}" for position in finding.positions for n in position.claims}
    if named - shown:
        yield f"names claims that are not in this topic: {sorted(named - shown)}"
    for pair in finding.conflicts:
        sides = f"sets position {pair.a} against {pair.b}"
        if pair.a == pair.b or not {pair.a, pair.b} <= set(range(len(finding.positions))):
            yield f"{sides}, of {len(finding.positions)} positions"
        elif not all(_cited(finding.positions[place], shown) for place in (pair.a, pair.b)):
            yield f"{sides}, one of which no claim of this topic supports"


def _draft(topic: Topic, finding: ComparedFinding, shown: set[str], story: Story) -> Draft | None:
    """A finding cut down to what exists, each claim with its reprints; None if nothing is left."""
    cited = [_cited(each, shown) for each in finding.positions]
    claim_ids = with_twins(cited, story, alone=_drifted(finding, cited, story))
    pairs = tuple(
        Pair(pair.a, pair.b, pair.relation, pair.type, pair.why)
        for pair in finding.conflicts
        if pair.a != pair.b
        and {pair.a, pair.b} <= set(range(len(claim_ids)))
        and claim_ids[pair.a]
        and claim_ids[pair.b]
    )
    if not pairs and not any(len(ids) > 1 for ids in claim_ids):
        return None
    answers = tuple(position.answer for position in finding.positions)
    return Draft(topic.id, finding.question, answers, claim_ids, pairs)


def _cited(position: ComparedPosition, shown: set[str]) -> set[str]:
    return {f"c{n}" for n in position.claims} & shown


def _drifted(finding: ComparedFinding, cited: Sequence[set[str]], story: Story) -> set[int]:
    """The positions that the answer sets against each other as two versions of one story."""
    places = range(len(cited))
    return {
        place
        for pair in finding.conflicts
        if {pair.a, pair.b} <= set(places)
        and are_reprints(sorted(cited[pair.a]), sorted(cited[pair.b]), story)
        for place in (pair.a, pair.b)
    }


def _problem(topic: Topic, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=f"topic {topic.label!r}", reason=reason)
