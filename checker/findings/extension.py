"""What new claims add to the findings of a topic: one question, whatever stood there before.

The model sees the findings that stand, and the claims of the topic with the new ones marked, and
says of some of them what they come to beside the nearest others (`weighing`). What it says of
claims that are not new is not believed where it would change what was judged: an old claim stays
under its answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.data import Topic
from checker.errors import AnswerError, TooLongError
from checker.findings.comparison import (
    STAGE,
    ComparedFinding,
    Comparison,
    read_comparison,
)
from checker.findings.descriptions import Shown, describe_topic
from checker.findings.drafts import Draft
from checker.findings.growth import ExtendedFinding, extend_draft
from checker.findings.story import Story, number_of
from checker.findings.weighing import (
    Weighed,
    count_unsaid,
    list_weighings,
    number_weighings,
    show_weighings,
)
from checker.kept_report import Problem
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt

FEWEST_CUT = 6  # new claims; fewer are not cut where an answer is too long
CLAIMS_A_POSITION = 4  # of those that give an answer, how many are named to the model


class Extension(TerseAnswer):
    """What new claims come to beside others, and what they add to a topic."""

    weighed: list[Weighed]
    extended: list[ExtendedFinding]
    findings: list[ComparedFinding]


@dataclass(frozen=True)
class Extended:
    """Known findings that grew, by their place among those shown; new ones; problems.

    ``failed``: nothing was answered, so that the new claims were held against nothing.
    """

    grown: Mapping[int, Draft]
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    failed: bool = False


def extend_topic(
    llm: LLM,
    topic: Topic,
    known: Sequence[Draft],
    new: Collection[str],
    ground: tuple[Story, str],
) -> Extended:
    """Ask what the claims ``new`` (ids) of a topic add to the ``known`` findings.

    ``ground`` is the story and the pivot language. ``topic`` holds all claims that are shown.
    """
    story, pivot = ground
    shown = describe_topic(topic, story, pivot)
    number = {id_: n for n, id_ in enumerate(shown.claim_ids, start=1)}
    weighings = show_weighings(list_weighings(topic, known, new, story), number)
    head = {
        "write_in": pivot,
        "topic": topic.label,
        "findings": [_describe(n, draft, number) for n, draft in enumerate(known, start=1)],
        "new": sorted(number[id_] for id_ in new if id_ in number),
        "weigh": number_weighings(weighings, number),
    }
    about = {**head, **{key: shown.about[key] for key in ("events", "articles")}}
    try:
        answer = llm.ask(read_prompt("extend_findings"), about, Extension)
    except AnswerError as error:
        halves = _halves(new) if isinstance(error, TooLongError) else ()
        if halves:
            return _in_turn(llm, topic, known, halves, ground)
        reason = f"its {len(new)} new claims were held against nothing: {error}"
        return Extended({}, problems=(_problem(topic, reason),), failed=True)
    found = read_extension(answer, topic, known, new, (shown, story))
    drafts = (*known, *found.grown.values(), *found.drafts)
    if unsaid := count_unsaid(weighings, answer.weighed, drafts):
        reason = f"{unsaid} times the model saw a conflict and listed no finding that shows it"
        found = replace(found, problems=(*found.problems, _problem(topic, reason)))
    return found


def _halves(new: Collection[str]) -> tuple[frozenset[str], ...]:
    """Two halves of the new claims, in reading order; none of a few."""
    if len(new) < FEWEST_CUT:
        return ()
    ordered = sorted(new, key=number_of)
    middle = len(ordered) // 2
    return frozenset(ordered[:middle]), frozenset(ordered[middle:])


def _in_turn(
    llm: LLM,
    topic: Topic,
    known: Sequence[Draft],
    halves: Sequence[frozenset[str]],
    ground: tuple[Story, str],
) -> Extended:
    """Hold the first half of the new claims against what stands, then the second against both."""
    first, second = halves
    without = tuple(id_ for id_ in topic.claim_ids if id_ not in second)
    begun = extend_topic(llm, topic.model_copy(update={"claim_ids": without}), known, first, ground)
    drafts = [begun.grown.get(n, draft) for n, draft in enumerate(known)]
    again = topic.model_copy(update={"id": f"{topic.id}.more"})
    ended = extend_topic(llm, again, [*drafts, *begun.drafts], second, ground)
    grown = {**begun.grown, **{n: each for n, each in ended.grown.items() if n < len(known)}}
    more = [ended.grown.get(len(known) + n, draft) for n, draft in enumerate(begun.drafts)]
    new = (*more, *(replace(each, topic_id=topic.id) for each in ended.drafts))
    problems = (*begun.problems, *ended.problems)
    return Extended(grown, new, problems, begun.failed and ended.failed)


def _describe(n: int, draft: Draft, number: Mapping[str, int]) -> dict[str, object]:
    positions = []
    for place, (text, ids) in enumerate(zip(draft.answers, draft.claim_ids, strict=True), start=1):
        named = [number[id_] for id_ in ids if id_ in number][:CLAIMS_A_POSITION]
        positions.append([place, text, named])
    return {
        "finding": n,
        "question": draft.question,
        "positions": positions,
        "conflicts": [[pair.a + 1, pair.b + 1] for pair in draft.pairs],
    }


# --- What the model answered ---------------------------------------------------------------------


def read_extension(
    answer: Extension,
    topic: Topic,
    known: Sequence[Draft],
    new: Collection[str],
    ground: tuple[Shown, Story],
) -> Extended:
    """What can be believed of an answer; the rest is problems."""
    shown, story = ground
    problems: list[Problem] = []
    grown: dict[int, Draft] = {}
    for row in answer.extended:
        if not 0 < row.finding <= len(known):
            problems.append(_problem(topic, f"finding {row.finding} was extended; there is none"))
            continue
        place = row.finding - 1
        draft, faults = extend_draft(grown.get(place, known[place]), row, set(new), ground)
        problems += [_problem(topic, f"{draft.question} {fault}") for fault in faults]
        if draft != known[place]:
            grown[place] = draft
    compared = read_comparison(Comparison(findings=answer.findings), topic, shown, story)
    parts = {f"{topic.id}.{n}": each.part_of for n, each in enumerate(answer.findings, start=1)}
    drafts = tuple(
        replace(each, part_of=_whole(parts[each.key], known))
        for each in compared.drafts
        if not each.told.isdisjoint(new)
    )
    for each in compared.drafts:
        if each.told.isdisjoint(new):
            reason = f"{each.question} is no finding: it holds no new claim"
            problems.append(_problem(topic, reason))
    return Extended(grown, drafts, (*problems, *compared.problems))


def _whole(number: int | None, known: Sequence[Draft]) -> str | None:
    return known[number - 1].key if number is not None and 0 < number <= len(known) else None


def _problem(topic: Topic, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=f"topic {topic.label!r}", reason=reason)
