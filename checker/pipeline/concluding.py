"""What can be believed of what new claims add: evidence, second looks, conclusions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from checker.findings.conclusions import conclude, describe_flip, flip_rate
from checker.findings.drafts import Draft
from checker.findings.evidence import ROWS_A_CALL, check_added
from checker.findings.growth import add_reprints
from checker.findings.second_look import is_flip, needs_look
from checker.findings.story import Story, number_of
from checker.found import Coverage, Finding, NotUpheld, SecondLook
from checker.history.closing import close_run
from checker.history.known import looks_of
from checker.kept_report import Report
from checker.model.answer import LLM
from checker.pipeline.continued import Continued
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.pipeline.ranking import RankingStage
from checker.pipeline.second_looks import Looking
from checker.pipeline.trail import Trail
from checker.sources.origins import first_of_twins


def check_more(llm: LLM, crew: Crew, state: Continued, options: Options) -> None:
    """Hold all quotes that came under an answer against it."""
    if options.verify and not crew.trail.stopped:
        lists = _cut_added(state.added)
        rows = crew.map(
            "evidence",
            lambda places: check_added(
                llm,
                [state.drafts[n] for n in places],
                [state.added[n] for n in places],
                (state.story, options.pivot),
            ),
            lists,
            len,
        )
        for places, settled in rows:
            for n, (draft, problems) in zip(places, settled, strict=True):
                state.drafts[n] = draft
                crew.trail.problems += problems
    known = len(state.report.findings)
    for n in range(known):
        state.drafts[n] = add_reprints(state.drafts[n], state.reading.new, state.story)


def _cut_added(added: Mapping[int, Collection[object]]) -> list[list[int]]:
    """The places of drafts in lists of about as many quotes as one call takes."""
    lists: list[list[int]] = [[]]
    held = 0
    for place in sorted(n for n in added if added[n]):
        if lists[-1] and held + len(added[place]) > ROWS_A_CALL:
            lists.append([])
            held = 0
        lists[-1].append(place)
        held += len(added[place])
    return [each for each in lists if each]


def conclude_run(llm: LLM, crew: Crew, state: Continued, options: Options) -> None:
    """Look at new conflicts again, conclude, and put down what became of the report."""
    trail, story, report = crew.trail, state.story, state.report
    drafts = [draft for draft in state.drafts if draft.stands()]
    known = {each.key: looks_of(each, story.claims) for each in report.findings}
    looks: dict[tuple[int, int], SecondLook] = {}
    places = []
    for d, draft in enumerate(drafts):
        taken = known.get(draft.lasting, {})
        for p, pair in enumerate(draft.pairs):
            if (pair.a, pair.b) in taken:
                look = taken[pair.a, pair.b]
                looks |= {(d, p): look} if look else {}
            elif needs_look(pair):
                places.append((d, p))
    if options.verify:
        looking = Looking[int](llm, crew, (story, options.pivot))
        looking.add(dict(enumerate(drafts)), places)
        ranking = RankingStage(llm, crew, drafts, story)
        looks |= looking.finish(places)
        drafts = ranking.finish()
    drafts, flipped = _settle_flips(drafts, looks)
    concluded = conclude(drafts, looks, story)
    trail.not_upheld = (*_cut_not_upheld(report, story), *flipped, *concluded.not_upheld)
    trail.flips = flip_rate(looks)
    trail.verified = options.verify and report.run.verified
    trail.coverage = _cover(state, trail, concluded.findings)
    closed = close_run(report, concluded.findings, (state.pages, state.reading))
    trail.findings, trail.past, trail.edits = closed.findings, closed.past, closed.edits
    trail.since = closed.since


def _settle_flips(
    drafts: Sequence[Draft], looks: Mapping[tuple[int, int], SecondLook]
) -> tuple[list[Draft], list[NotUpheld]]:
    """An agreement stands as it was where nothing that was set against it is upheld."""
    settled, flipped = [], []
    for d, draft in enumerate(drafts):
        rows = [looks.get((d, p)) for p in range(len(draft.pairs))]
        if draft.lasting and draft.pairs and all(is_flip(look) for look in rows):
            agreed = replace(
                draft,
                answers=draft.answers[: draft.stood],
                claim_ids=draft.claim_ids[: draft.stood],
                evidence=draft.evidence[: draft.stood],
                pairs=(),
            )
            if agreed.stands():
                flipped += [
                    describe_flip(draft, pair, look)
                    for pair, look in zip(draft.pairs, rows, strict=True)
                    if look
                ]
                draft = agreed
        settled.append(draft)
    return settled, flipped


def _cut_not_upheld(report: Report, story: Story) -> list[NotUpheld]:
    """What was not upheld before, of claims that are still there."""
    rows = []
    for each in report.not_upheld:
        sides = [tuple(id_ for id_ in ids if id_ in story.claims) for ids in each.claim_ids]
        if all(sides):
            rows.append(each.model_copy(update={"claim_ids": (sides[0], sides[1])}))
    return rows


def _cover(state: Continued, trail: Trail, findings: Sequence[Finding]) -> Coverage:
    """The coverage of the report, and of the new claims that were held against others."""
    before, story = state.report.coverage, state.story
    shown = {id_ for topic in trail.topics for id_ in topic.claim_ids} & state.reading.new
    new = first_of_twins([story.claims[id_] for id_ in sorted(shown, key=number_of)], story.sources)
    old = {id_ for each in state.report.findings for p in each.positions for id_ in p.claim_ids}
    held = {id_ for each in findings for p in each.positions for id_ in p.claim_ids}
    more = len(held & {each.id for each in new}) + len(held - old - state.reading.new)
    compared = before.compared + len(new)
    return before.model_copy(
        update={"compared": compared, "in_findings": min(compared, before.in_findings + more)}
    )
