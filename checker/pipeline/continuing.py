"""The stages over a story that goes on: what is new is read, placed, and held against the rest.

What stands is taken from the report. Requests are made for parts that are new or read otherwise,
for new names, for new events, for each strand that new claims touch, once for all quotes that come
under an answer, and for new conflicts: their number does not grow with the pages that were there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.claims.articles import Extraction
from checker.claims.labels import Labels, label_articles
from checker.data import (
    Coverage,
    Finding,
    NotUpheld,
    Origin,
    Problem,
    Report,
    SecondLook,
    Topic,
)
from checker.errors import InputError
from checker.findings.conclusions import conclude, describe_flip, flip_rate
from checker.findings.drafts import Draft, asks_the_same, holds, merge_drafts
from checker.findings.evidence import ROWS_A_CALL, check_added
from checker.findings.extension import Extended, add_reprints, extend_topic
from checker.findings.second_look import is_flip, needs_look
from checker.findings.story import Story, number_of
from checker.findings.topic_findings import TopicFindings, find_in_topic
from checker.history.closing import close_run
from checker.history.known import find_strands, known_storylines, looks_of, restore_draft
from checker.history.pages import Sorted, sort_pages
from checker.history.reading import Reading, align_edited, is_unread, join_reading, list_parts
from checker.history.touching import (
    Touched,
    Touches,
    choose_claims,
    choose_findings,
    extend_lines,
    touch_by_events,
    touch_by_words,
)
from checker.model.answer import LLM
from checker.pipeline.crew import Crew, Trail
from checker.pipeline.options import Options
from checker.pipeline.source_stages import judge_doubtful, measure_articles
from checker.pipeline.stages import look_at, make_story, read_parts
from checker.sources.known_origins import (
    choose_doubtful,
    continue_origins,
    known_likenesses,
    with_new,
)
from checker.sources.newcomers import cut_newcomers, join_newcomers, unite_newcomers
from checker.sources.origins import first_of_twins
from checker.sources.reprints import find_reprints
from checker.sources.voices import Voices, list_names
from checker.topics.bundles import CLAIMS_A_TOPIC, bundle_claims
from checker.topics.happenings import Happening, list_happenings
from checker.topics.placing import Line, Placed, place_events, place_known
from checker.topics.storylines import describe_storylines


@dataclass
class Continued:
    """A run that goes on, between its stages."""

    report: Report
    run: int
    pages: Sorted
    reading: Reading
    story: Story
    drafts: list[Draft] = field(default_factory=list)
    added: dict[int, set[tuple[int, str]]] = field(default_factory=dict)


def continue_stages(llm: LLM, crew: Crew, options: Options, report: Report) -> None:
    """Go on with a report; what is found is put down in the trail of the crew.

    Raises:
        InputError: it is the report of another story.
    """
    run = len(report.earlier) + 2
    pages = sort_pages(report.pages, crew.trail.pages, run)
    reading = _read(llm, crew, (report, pages), options)
    story = _know_sources(llm, crew, (report, reading), options)
    state = Continued(report, run, pages, reading, story)
    shown = {topic.id: frozenset(topic.claim_ids) for topic in report.topics}
    state.drafts = [
        restore_draft(each, story.claims, shown.get(each.topic_id, frozenset()))
        for each in report.findings
    ]
    places = _place(llm, crew, state, options)
    _find(llm, crew, state, places, options)
    _check(llm, crew, state, options)
    _conclude(llm, crew, state, options)


def _read(llm: LLM, crew: Crew, known: tuple[Report, Sorted], options: Options) -> Reading:
    report, pages = known
    trail = crew.trail
    trail.pages = pages.pages
    alignments = align_edited(pages, report.problems)
    asked = list_parts(pages, alignments)
    drafts = read_parts(llm, crew, asked, options)
    run = len(report.earlier) + 2
    reading = join_reading(report, pages, alignments, drafts, run)
    trail.extraction = Extraction(reading.articles, reading.claims, reading.problems)
    trail.recut = sum(draft.recut for draft in drafts)
    reread = {part.subject for part in asked if part.page.id not in {page.id for page in pages.new}}
    trail.reread = any(is_unread(each) and each.subject in reread for each in report.problems)
    stand = (each for each in report.problems if not (is_unread(each) and each.subject in reread))
    trail.problems += [*stand, *reading.problems]
    return reading


def _know_sources(llm: LLM, crew: Crew, known: tuple[Report, Reading], options: Options) -> Story:
    """Origins and voices: what was settled stays, what is new is held against it."""
    report, reading = known
    trail = crew.trail
    articles, claims = reading.articles, reading.claims
    measured = find_reprints(trail.pages, articles)
    new = {*reading.new_articles}
    retold, doubtful = measure_articles(trail, measured) if new else ({}, [])
    chosen, left = choose_doubtful(doubtful, reading.new_articles)
    if left:
        trail.problems.append(
            Problem(
                stage="origins",
                subject="new articles",
                reason=f"whether {left} more pairs of articles tell one report was not asked; they "
                "count as reports of their own",
            )
        )
    judged = {} if trail.stopped or not chosen else judge_doubtful(llm, crew, chosen, options)
    likenesses = {
        **with_new({**retold, **judged, **measured}, new),
        **known_likenesses(_cut_origins(report, reading), measured),
    }
    trail.sources = continue_origins(_cut_origins(report, reading), articles, claims, likenesses)
    labels = label_articles(trail.pages, articles)
    trail.voices = _know_voices(llm, crew, report, labels)
    return make_story(trail, labels)


def _cut_origins(report: Report, reading: Reading) -> list[Origin]:
    """The origins of a report, without articles and claims that are gone."""
    articles, claims = ({each.id for each in row} for row in (reading.articles, reading.claims))
    cut = (
        each.model_copy(
            update={
                "article_ids": tuple(id_ for id_ in each.article_ids if id_ in articles),
                "claim_ids": tuple(id_ for id_ in each.claim_ids if id_ in claims),
                "rests_on": tuple(id_ for id_ in each.rests_on if id_ in articles),
            }
        )
        for each in report.origins
    )
    return [each for each in cut if each.article_ids or each.claim_ids]


def _know_voices(llm: LLM, crew: Crew, report: Report, labels: Labels) -> Voices:
    trail, known = crew.trail, Voices(report.voices)
    names = list_names(trail.extraction.claims, labels)
    asked = [] if trail.stopped else cut_newcomers(names, known)
    rows = crew.map(
        "voices",
        lambda each: unite_newcomers(llm, each, names),
        asked,
        lambda each: len(each.names),
    )
    trail.problems += [problem for _, (_, problems) in rows for problem in problems]
    return join_newcomers(known, names, [(each, found) for each, (found, _) in rows])


# --- Where new claims belong ---------------------------------------------------------------------


@dataclass
class Places:
    """Where new claims belong: strands that they touch, and topics that they are the first of."""

    touches: Touches
    topics: list[Topic]
    fresh: list[Topic]


def _place(llm: LLM, crew: Crew, state: Continued, options: Options) -> Places:
    trail, story, reading = crew.trail, state.story, state.reading
    lines = known_storylines(state.report, story.claims)
    topics = _cut_topics(state.report, story)
    touches = Touches(find_strands(lines, topics))
    placed_ids = touch_by_words(touches, reading.new, story, reading.replaced)
    left = [story.claims[id_] for id_ in sorted(reading.new - placed_ids, key=number_of)]
    happenings = list_happenings(left, story.sources)
    rows = [Line(each.label, tuple(story.claims[id_] for id_ in each.claim_ids)) for each in lines]
    placed = _place_events(llm, crew, happenings, rows, options)
    of_line = {line: n for n, strand in enumerate(touches.strands) for line in strand.lines}
    touch_by_events(touches, placed.joined, of_line)
    _refuse_other_story(crew, state, touches)
    first = [
        (row.strand.label, _events_of(row, story))
        for row in touches.touched.values()
        if row.asked and not row.strand.topic_ids
    ]
    fresh = _number(bundle_claims([*first, *placed.new], story.sources), topics)
    trail.storylines = (*extend_lines(lines, touches.lines), *describe_storylines(placed.new))
    return Places(touches, topics, fresh)


def _place_events(
    llm: LLM,
    crew: Crew,
    happenings: Sequence[Happening],
    lines: Sequence[Line],
    options: Options,
) -> Placed:
    placed, left = place_known(happenings, lines)
    if not left or crew.trail.stopped:
        return placed
    rows = crew.map(
        "topics", lambda each: place_events(llm, each, lines, options.pivot), [left], len
    )
    for _, found in rows:
        for place, members in found.joined.items():
            for each in members:
                placed.join(place, each)
        placed.new += found.new
        crew.trail.problems += found.problems
    return placed


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
        "storylines. It is left as it was. To report on these pages alone, leave out --since; to "
        "add them to that story all the same, give one of its pages along with them"
    )


def _events_of(row: Touched, story: Story) -> list[Happening]:
    ids = dict.fromkeys((*row.strand.claim_ids, *sorted(row.claim_ids, key=number_of)))
    claims = [story.claims[id_] for id_ in sorted(ids, key=number_of)]
    return list_happenings(claims, story.sources)


def _number(fresh: Sequence[Topic], topics: Sequence[Topic]) -> list[Topic]:
    last = max([0, *(int(each.id[1:]) for each in topics)])
    return [each.model_copy(update={"id": f"t{last + n}"}) for n, each in enumerate(fresh, 1)]


# --- What they add -------------------------------------------------------------------------------


def _find(llm: LLM, crew: Crew, state: Continued, places: Places, options: Options) -> None:
    """Ask about each touched strand and each fresh topic; put down what the answers add."""
    trail, ground = crew.trail, (state.story, options.pivot)
    asked = [_ask_of(row, state) for row in places.touches.touched.values() if _is_asked(row)]

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
    for item, found in rows:
        trail.problems += found.problems
        new += found.drafts
        if isinstance(found, Extended) and isinstance(item, Asked):
            for at, draft in found.grown.items():
                _grow(state, item.places[at], draft)
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


def _is_asked(row: Touched) -> bool:
    return bool(row.asked and row.strand.topic_ids)


def _size_of(item: Asked | Topic) -> int:
    return len(item.claim_ids if isinstance(item, Topic) else item.topic.claim_ids)


def _ask_of(row: Touched, state: Continued) -> Asked:
    story, strand = state.story, row.strand
    new = [story.claims[id_] for id_ in sorted(row.asked, key=number_of)]
    known = [
        n
        for n, draft in enumerate(state.drafts)
        if draft.topic_id in strand.topic_ids and draft.stands()
    ]
    places = choose_findings(known, state.drafts, new, story)
    claim_ids = choose_claims(strand, [state.drafts[n] for n in places], new, story)
    topic = Topic(id=strand.topic_ids[-1], label=strand.label, claim_ids=claim_ids)
    return Asked(topic, tuple(places), frozenset(row.asked))


def _grow(state: Continued, place: int, draft: Draft) -> None:
    before = state.drafts[place]
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
        for id_ in {id_ for ids in draft.claim_ids for id_ in ids}:
            holders.setdefault(id_, []).append(n)

    def is_known(draft: Draft) -> bool:
        near = {n for ids in draft.claim_ids for id_ in ids for n in holders.get(id_, ())}
        return any(
            asks_the_same(known[n].question, draft.question) and holds(known[n], draft)
            for n in sorted(near)
        )

    return [draft for draft in new if not is_known(draft)]


def _extend_topics(places: Places, story: Story) -> list[Topic]:
    """Known topics with the claims that touch them; a full one goes on in another of its label."""
    topics = {each.id: each for each in places.topics}
    last = max([0, *(int(id_[1:]) for id_ in topics), *(int(t.id[1:]) for t in places.fresh)])
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


# --- What can be believed of it ------------------------------------------------------------------


def _check(llm: LLM, crew: Crew, state: Continued, options: Options) -> None:
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


def _conclude(llm: LLM, crew: Crew, state: Continued, options: Options) -> None:
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
        looks |= look_at(llm, crew, (story, options.pivot), drafts, places)
    drafts, flipped = _settle_flips(drafts, looks)
    concluded = conclude(drafts, looks, story)
    trail.not_upheld = (*_cut_not_upheld(report, story), *flipped, *concluded.not_upheld)
    trail.flips = flip_rate(looks)
    trail.verified = options.verify and report.run.verified
    trail.coverage = _cover(state, trail, concluded.findings)
    closed = close_run(report, concluded.findings, state.run, (state.pages, state.reading))
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
