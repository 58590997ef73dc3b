"""New events among the storylines that are known, in one call, however many these are.

What is told in the very words of a known event goes with it without asking. Beside the others
stands what known claims say in words like theirs: one happening may be told in several storylines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from checker.data import Claim
from checker.errors import AnswerError
from checker.kept_report import Problem
from checker.model.answer import LLM, Answer
from checker.prompts import read_prompt
from checker.text import words
from checker.topics.happenings import Happening
from checker.topics.storylines import describe_events

STAGE = "topics"
LINES_SHOWN = 120  # the storylines likest to the new events
EXAMPLES = 3  # events of a storyline that are shown
STATEMENT_SHOWN = 160  # characters
UNPLACED = "events of no storyline"
# By the number of an event: places of storylines, with a claim there whose words are like its own.
Hints = Mapping[int, Sequence[tuple[int, Claim]]]


class PlacedEvent(Answer):
    """One event, and the storylines it belongs to, by number."""

    event: int
    storylines: list[int]


class NewStoryline(Answer):
    """Events of no known storyline that belong together."""

    label: str
    events: list[int]


class Placing(Answer):
    """All new events, placed."""

    placed: list[PlacedEvent]
    new: list[NewStoryline]


@dataclass(frozen=True)
class Line:
    """A known storyline and its claims."""

    label: str
    claims: tuple[Claim, ...]


@dataclass
class Placed:
    """Events by the place of the storyline that they join; those that make new ones; problems."""

    joined: dict[int, list[Happening]] = field(default_factory=dict)
    new: list[tuple[str, list[Happening]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def join(self, place: int, happening: Happening) -> None:
        """Put an event into a storyline, once."""
        members = self.joined.setdefault(place, [])
        if happening not in members:
            members.append(happening)


def place_known(
    happenings: Sequence[Happening], lines: Sequence[Line]
) -> tuple[Placed, list[Happening]]:
    """Place what is told in the words of a known event; also the events that are left."""
    known: dict[tuple[object, ...], list[int]] = {}
    for place, line in enumerate(lines):
        for claim in line.claims:
            known.setdefault(_told(claim), []).append(place)
    placed = Placed()
    left = []
    for happening in happenings:
        places = known.get(_told(happening.claims[0]), [])
        for place in dict.fromkeys(places):
            placed.join(place, happening)
        if not places:
            left.append(happening)
    return placed, left


def _told(claim: Claim) -> tuple[object, ...]:
    return tuple(words(claim.event.label)), claim.event.place, claim.event.time


def place_events(
    llm: LLM, happenings: Sequence[Happening], known: tuple[Sequence[Line], Hints], pivot: str
) -> Placed:
    """Ask to which known storylines, given with hints, new events belong; by their places.

    Events that the answer leaves out, and all of them where there is none, go to the storyline
    that shares most words with them, or make one of their own: both are problems.
    """
    lines, hints = known
    near = [hints.get(each.number, ()) for each in happenings]
    shown = choose_lines(happenings, lines, {place for row in near for place, _ in row})
    rows = [replace_number(each, n) for n, each in enumerate(happenings, start=1)]
    number = {place: n for n, place in enumerate(shown, start=1)}
    about = {
        "write_in": pivot,
        "storylines": [_describe(n, lines[place]) for place, n in number.items()],
        "events": describe_events(rows),
        "near": [
            [n, [[number[place], _say(claim)] for place, claim in row if place in number]]
            for n, row in enumerate(near, start=1)
            if row
        ],
    }
    try:
        answer = llm.ask(read_prompt("place_events"), about, Placing)
    except AnswerError as error:
        answer = Placing(placed=[], new=[])
        reason = f"new events could not be placed by the model, their words placed them: {error}"
        placed = Placed(problems=[_problem("storylines", reason)])
    else:
        placed = Placed()
    _read(answer, rows, shown, placed)
    _place_left(happenings, lines, placed)
    return placed


def replace_number(happening: Happening, number: int) -> Happening:
    """The same event under another number."""
    return Happening(number, happening.event, happening.claims)


def choose_lines(
    happenings: Sequence[Happening], lines: Sequence[Line], hinted: Collection[int] = ()
) -> list[int]:
    """The places of the storylines that are shown: all, or the likest by words, in their order.

    Those that are ``hinted`` at come before others.
    """
    if len(lines) <= LINES_SHOWN:
        return list(range(len(lines)))
    told = frozenset(word for each in happenings for word in _words_of(each.claims))
    share = [_share(told, _words_of(line.claims)) for line in lines]
    ranked = sorted(range(len(lines)), key=lambda n: (n not in hinted, -share[n]))
    return sorted(ranked[:LINES_SHOWN])


def _share(told: frozenset[str], held: frozenset[str]) -> float:
    return len(told & held) / (len(held) + 8) if held else 0.0


def _words_of(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset(
        word for claim in claims for word in words(f"{claim.statement} {claim.event.label}")
    )


def _describe(number: int, line: Line) -> list[object]:
    """A storyline by its label and, of its events, those with the most claims."""
    events: dict[tuple[object, ...], list[Claim]] = {}
    for claim in line.claims:
        events.setdefault(_told(claim), []).append(claim)
    first = sorted(events.values(), key=lambda rows: -len(rows))[:EXAMPLES]
    return [number, line.label, len(line.claims), [_say(rows[0]) for rows in first]]


def _say(claim: Claim) -> str:
    return f"{claim.event.label}: {claim.statement[:STATEMENT_SHOWN]}"


def _read(answer: Placing, rows: Sequence[Happening], shown: Sequence[int], placed: Placed) -> None:
    by_number = {each.number: each for each in rows}
    for row in answer.placed:
        unknown = [n for n in row.storylines if not 0 < n <= len(shown)]
        if row.event not in by_number or unknown:
            reason = f"event {row.event} and storylines {unknown} do not exist"
            placed.problems.append(_problem("storylines", reason))
        for n in dict.fromkeys(row.storylines):
            if row.event in by_number and n not in unknown:
                placed.join(shown[n - 1], by_number[row.event])
    taken = {each.number for members in placed.joined.values() for each in members}
    for line in answer.new:
        members = [by_number[n] for n in dict.fromkeys(line.events) if n in by_number]
        members = [each for each in members if each.number not in taken]
        taken |= {each.number for each in members}
        if members:
            placed.new.append((line.label, members))


def _place_left(happenings: Sequence[Happening], lines: Sequence[Line], placed: Placed) -> None:
    """What the answer leaves out goes where most of its words are told."""
    rows = [replace_number(each, n) for n, each in enumerate(happenings, start=1)]
    taken = {each.number for members in placed.joined.values() for each in members}
    taken |= {each.number for _, members in placed.new for each in members}
    left = [each for each in rows if each.number not in taken]
    held = [_words_of(line.claims) for line in lines] if left else []
    alone: list[Happening] = []
    for happening in left:
        told = _words_of(happening.claims)
        likest = max(range(len(lines)), key=lambda n: _share(told, held[n]), default=None)
        if likest is not None and _share(told, held[likest]) > 0:
            placed.join(likest, happening)
        else:
            alone.append(happening)
    if alone:
        placed.new.append((UNPLACED, alone))
    if left and not placed.problems:
        reason = f"the model placed {len(left)} new events nowhere; their words placed them"
        placed.problems.append(_problem("storylines", reason))


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
