"""Events to storylines, in one call over their list.

Conflicts live between events that share few words, so that words cannot tell which belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker import data
from checker.data import Claim
from checker.errors import AnswerError
from checker.kept_report import Problem
from checker.model.answer import LLM, Answer
from checker.prompts import read_prompt
from checker.topics.happenings import Happening

STAGE = "topics"


class Storyline(Answer):
    """Events that belong together, by number."""

    label: str
    events: list[int]


class Storylines(Answer):
    """All events, sorted."""

    storylines: list[Storyline]


def sort_events(
    llm: LLM, happenings: Sequence[Happening], pivot: str
) -> tuple[list[tuple[str, list[Happening]]], list[Problem]]:
    """Ask which events belong to one storyline: (label, events) rows, and problems.

    Events that the answer leaves out make a storyline of their own; numbers that it invents are
    problems; where no answer can be had, all events are one storyline.
    """
    by_number = {each.number: each for each in happenings}
    about = {"write_in": pivot, "events": describe_events(happenings)}
    try:
        answer = llm.ask(read_prompt("sort_events"), about, Storylines)
    except AnswerError as error:
        reason = f"events could not be sorted into storylines, all are compared together: {error}"
        return [("all events", list(happenings))], [_problem("storylines", reason)]
    rows: list[tuple[str, list[Happening]]] = []
    problems: list[Problem] = []
    for line in answer.storylines:
        known = [by_number[n] for n in dict.fromkeys(line.events) if n in by_number]
        unknown = [n for n in line.events if n not in by_number]
        if unknown:
            problems.append(_problem(line.label, f"it names events that do not exist: {unknown}"))
        rows.append((line.label, known))
    placed = {each.number for _, members in rows for each in members}
    left = [each for each in happenings if each.number not in placed]
    if left:
        rows.append(("events of no storyline", left))
        reason = f"the model sorted {len(left)} events nowhere; they are compared together"
        problems.append(_problem("storylines", reason))
    return rows, problems


def describe_storylines(
    lines: Iterable[tuple[str, Sequence[Happening]]],
) -> tuple[data.Storyline, ...]:
    """Sorted events as records, the claims of each in reading order."""
    return tuple(
        data.Storyline(
            label=label,
            claim_ids=tuple(
                sorted(
                    {claim.id for each in members for claim in each.claims},
                    key=lambda id_: int(id_[1:]),
                )
            ),
        )
        for label, members in lines
    )


def describe_events(happenings: Sequence[Happening]) -> list[list[object]]:
    """A row an event; pages by numbers of this request, so that no other page shifts them."""
    pages: dict[str, int] = {}
    for each in happenings:
        for claim in each.claims:
            pages.setdefault(event_page(claim), len(pages) + 1)
    return [
        [
            happening.number,
            happening.event.label,
            happening.event.place,
            happening.event.time,
            len(happening.claims),
            ",".join(map(str, sorted({pages[event_page(claim)] for claim in happening.claims}))),
            happening.claims[0].statement,
        ]
        for happening in happenings
    ]


def event_page(claim: Claim) -> str:
    """The id of the page on which a claim stands: event ids begin with it."""
    return claim.event.id.split(".", 1)[0]


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
