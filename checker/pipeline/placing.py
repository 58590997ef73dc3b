"""Where new claims belong: the strands that they touch, and topics that they are the first of."""

from __future__ import annotations

from collections.abc import Sequence

from checker.data import Claim, Topic, last_number
from checker.errors import InputError
from checker.findings.story import Story, number_of
from checker.history.known import find_strands, known_storylines
from checker.history.nearest import Nearest, find_nearest
from checker.history.touching import (
    Touched,
    Touches,
    extend_lines,
    touch_by_events,
    touch_by_likeness,
    touch_by_words,
    with_versions,
)
from checker.kept_report import Report
from checker.model.answer import LLM
from checker.pipeline.continued import Continued, Places
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.topics.bundles import bundle_claims
from checker.topics.happenings import Happening, cut_happenings, list_happenings
from checker.topics.placing import Hints, Line, Placed, place_events, place_known
from checker.topics.storylines import describe_storylines

HINTS_AN_EVENT = 3  # storylines that words propose


def place_claims(llm: LLM, crew: Crew, state: Continued, options: Options) -> Places:
    """Put new claims to known storylines, or to new ones.

    Raises:
        InputError: none of them belongs to a storyline of the report, and no page is known.
    """
    trail, story, reading = crew.trail, state.story, state.reading
    lines = known_storylines(state.report, story.claims)
    topics = _cut_topics(state.report, story)
    touches = Touches(find_strands(lines, topics))
    homes = _homes_of_replaced(state)
    placed_ids = touch_by_words(touches, reading.new, story, homes)
    open_ = [story.claims[id_] for id_ in sorted(reading.new - placed_ids, key=number_of)]
    happenings = list_happenings(open_, story.sources)
    rows = [Line(each.label, tuple(story.claims[id_] for id_ in each.claim_ids)) for each in lines]
    nearest = find_nearest(reading.new, story.claims)
    placed, left = place_known(happenings, rows)
    hints = _list_hints(left, rows, nearest, story)
    _place_events(llm, crew, (placed, left), (rows, hints), options)
    of_line = {line: n for n, strand in enumerate(touches.strands) for line in strand.lines}
    touch_by_events(touches, with_versions(placed.joined, reading.new, story), of_line)
    _refuse_other_story(crew, state, touches)
    touch_by_likeness(touches, reading.new - placed_ids, nearest, story.claims)
    first = [
        (row.strand.label, _events_of(row, story))
        for row in touches.touched.values()
        if row.asked and not row.strand.topic_ids
    ]
    fresh = _number(bundle_claims([*first, *placed.new], story.sources), topics)
    trail.storylines = (*extend_lines(lines, touches.lines), *describe_storylines(placed.new))
    return Places(touches, topics, fresh, nearest)


def _homes_of_replaced(state: Continued) -> dict[str, tuple[str, ...]]:
    """The topics (ids) in which the claims stood that new ones of an edited page replace."""
    return {
        id_: tuple(each.id for each in state.report.topics if old in each.claim_ids)
        for old, id_ in state.reading.replaced.items()
    }


def _place_events(
    llm: LLM,
    crew: Crew,
    events: tuple[Placed, Sequence[Happening]],
    known: tuple[Sequence[Line], Hints],
    options: Options,
) -> None:
    """Ask where the events that are left belong, and put them to those that are placed."""
    placed, left = events
    if not left or crew.trail.stopped:
        return
    lists = cut_happenings(left)
    rows = crew.map(
        "topics", lambda each: place_events(llm, each, known, options.pivot), lists, len
    )
    for _, found in rows:
        for place, members in found.joined.items():
            for each in members:
                placed.join(place, each)
        placed.new += found.new
        crew.trail.problems += found.problems


def _list_hints(
    happenings: Sequence[Happening], lines: Sequence[Line], nearest: Nearest, story: Story
) -> Hints:
    """For each event the storylines with the nearest known claims, each with such a claim."""
    of_claim: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        for claim in line.claims:
            for id_ in (claim.id, *story.sources.twins.get(claim.id, ())):
                of_claim.setdefault(id_, []).append(place)
    hints: dict[int, tuple[tuple[int, Claim], ...]] = {}
    for each in happenings:
        near = sorted(
            {row for claim in each.claims for row in nearest.of(claim.id)},
            key=lambda row: (-row[0], number_of(row[1])),
        )
        first: dict[int, Claim] = {}
        for _, id_ in near:
            for place in of_claim.get(id_, ()):
                first.setdefault(place, story.claims[id_])
        hints[each.number] = tuple(first.items())[:HINTS_AN_EVENT]
    return hints


def _cut_topics(report: Report, story: Story) -> list[Topic]:
    cut = (
        each.model_copy(
            update={"claim_ids": tuple(id_ for id_ in each.claim_ids if id_ in story.claims)}
        )
        for each in report.topics
    )
    return [each for each in cut if each.claim_ids]


def _refuse_other_story(crew: Crew, state: Continued, touches: Touches) -> None:
    known, new = state.report.claims, state.reading.new
    if state.pages.met or touches.touched or crew.trail.stopped or not known or not new:
        return
    raise InputError(
        f"the report {state.report.case!r} is of another story: none of the {len(state.pages.new)} "
        f"pages given is in it, and none of the events they tell of belongs to one of its "
        "storylines. It is left as it was. To report on these pages alone, leave out --since, or "
        "give --afresh where the case names that report; to add them to that story all the same, "
        "give one of its pages along with them"
    )


def _events_of(row: Touched, story: Story) -> list[Happening]:
    ids = dict.fromkeys((*row.strand.claim_ids, *sorted(row.claim_ids, key=number_of)))
    claims = [story.claims[id_] for id_ in sorted(ids, key=number_of)]
    return list_happenings(claims, story.sources)


def _number(fresh: Sequence[Topic], topics: Sequence[Topic]) -> list[Topic]:
    last = last_number(each.id for each in topics)
    return [each.model_copy(update={"id": f"t{last + n}"}) for n, each in enumerate(fresh, 1)]
