"""What new claims add to the findings of the strands that they touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.data import Topic, last_number
from checker.findings.drafts import Draft, asks_the_same, holds, merge_drafts
from checker.findings.extension import Extended, extend_topic
from checker.findings.growth import join_growth
from checker.findings.story import Story, number_of
from checker.findings.topic_findings import TopicFindings, find_in_topic
from checker.history.steps import claims_of
from checker.history.touching import (
    FINDINGS_FROM_ELSEWHERE,
    Touched,
    choose_claims,
    choose_elsewhere,
    choose_findings,
)
from checker.model.answer import LLM
from checker.pipeline.continued import Continued, Places
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.sources.origins import first_of_twins
from checker.topics.bundles import CLAIMS_A_TOPIC


def find_more(llm: LLM, crew: Crew, state: Continued, places: Places, options: Options) -> None:
    """Ask about each touched strand and each fresh topic; put down what the answers add."""
    trail, ground = crew.trail, (state.story, options.pivot)
    asked = [_ask_of(row, state, places) for row in places.touches.compared() if row.asked]

    def find(item: Asked | Topic) -> Extended | TopicFindings:
        if isinstance(item, Topic):
            return find_in_topic(llm, item, ground, verify=False)
        known = [state.drafts[n] for n in item.places]
        return extend_topic(llm, item.topic, known, item.new, ground)

    items: list[Asked | Topic] = [*asked, *places.fresh]
    if trail.stopped:
        items = []
    rows = crew.map("findings", find, items, _size_of)
    rows = crew.again(
        "findings", find, rows, lambda each: isinstance(each, Extended) and each.failed
    )
    new: list[Draft] = []
    stood = [*state.drafts]
    for item, found in rows:
        trail.problems += found.problems
        new += found.drafts
        if isinstance(found, Extended) and isinstance(item, Asked):
            for at, draft in found.grown.items():
                _grow(state, item.places[at], stood, draft)
    for draft in _without_known(merge_drafts(new), state.drafts):
        state.added[len(state.drafts)] = {
            (at, id_) for at, ids in enumerate(draft.claim_ids) for id_ in ids
        }
        state.drafts.append(draft)
    trail.topics = (*_extend_topics(places, state.story), *places.fresh)


@dataclass(frozen=True)
class Asked:
    """A touched strand as it is asked about: its claims, its findings (by place), the new ids."""

    topic: Topic
    places: tuple[int, ...]
    new: frozenset[str]


def _size_of(item: Asked | Topic) -> int:
    return len(item.claim_ids if isinstance(item, Topic) else item.topic.claim_ids)


def _ask_of(row: Touched, state: Continued, places: Places) -> Asked:
    story, strand = state.story, row.strand
    new = [story.claims[id_] for id_ in sorted(row.asked, key=number_of)]
    standing = [(n, draft) for n, draft in enumerate(state.drafts) if _is_open(n, draft, state)]
    known = [n for n, draft in standing if draft.topic_id in strand.topic_ids]
    elsewhere = choose_elsewhere(row, places.touches, places.nearest)
    others = [(n, draft) for n, draft in standing if draft.topic_id not in strand.topic_ids]
    shown = [
        *choose_findings(known, state.drafts, new, story),
        *_findings_of(others, elsewhere)[:FINDINGS_FROM_ELSEWHERE],
    ]
    drafts = [state.drafts[n] for n in shown]
    claim_ids = choose_claims(strand, drafts, new, (story, elsewhere))
    topic = Topic(id=strand.topic_ids[-1], label=strand.label, claim_ids=claim_ids)
    return Asked(topic, tuple(shown), frozenset(row.asked))


def _is_open(place: int, draft: Draft, state: Continued) -> bool:
    """Whether a finding stands, or may yet: with other words where an edited page had its own."""
    if draft.stands():
        return True
    findings = state.report.findings
    held = claims_of(findings[place]) if place < len(findings) else frozenset()
    return any(draft.claim_ids) and not held.isdisjoint(state.reading.replaced)


def _findings_of(drafts: Sequence[tuple[int, Draft]], claim_ids: Sequence[str]) -> list[int]:
    """The places of the findings in which some claims stand, in the order of these."""
    holders: dict[str, list[int]] = {}
    for n, draft in drafts:
        for id_ in draft.told:
            holders.setdefault(id_, []).append(n)
    return list(dict.fromkeys(n for id_ in claim_ids for n in holders.get(id_, ())))


def _grow(state: Continued, place: int, stood: Sequence[Draft], draft: Draft) -> None:
    """Put down that a finding grew; two strands may show it, and each may add to it."""
    before = stood[place]
    if state.drafts[place] != before:
        draft = join_growth(before, state.drafts[place], draft)
    held = [{*ids} for ids in before.claim_ids]
    state.added[place] = {
        (at, id_)
        for at, ids in enumerate(draft.claim_ids)
        for id_ in ids
        if at >= len(held) or id_ not in held[at]
    }
    state.drafts[place] = draft


def _without_known(new: Sequence[Draft], known: Sequence[Draft]) -> list[Draft]:
    """New findings without those that a known one, of another strand, already holds whole."""
    holders: dict[str, list[int]] = {}
    for n, draft in enumerate(known):
        for id_ in draft.told:
            holders.setdefault(id_, []).append(n)

    def is_known(draft: Draft) -> bool:
        near = {n for id_ in draft.told for n in holders.get(id_, ())}
        return any(
            asks_the_same(known[n].question, draft.question) and holds(known[n], draft)
            for n in sorted(near)
        )

    return [draft for draft in new if not is_known(draft)]


def _extend_topics(places: Places, story: Story) -> list[Topic]:
    """Known topics with the claims that touch them; a full one goes on in another of its label."""
    topics = {each.id: each for each in places.topics}
    last = last_number([*topics, *(topic.id for topic in places.fresh)])
    for row in places.touches.touched.values():
        if not row.strand.topic_ids:
            continue
        topic = topics[row.strand.topic_ids[-1]]
        new = row.claim_ids - {*topic.claim_ids}
        if len(first_of_twins([story.claims[i] for i in topic.claim_ids], story.sources)) >= (
            CLAIMS_A_TOPIC
        ):
            last += 1
            topic = Topic(id=f"t{last}", label=row.strand.label, claim_ids=())
        ids = tuple(sorted({*topic.claim_ids, *new}, key=number_of))
        topics[topic.id] = topic.model_copy(update={"claim_ids": ids})
    return [*topics.values()]
