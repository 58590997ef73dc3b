"""The stages in their order, on worker threads, with progress and problems: pages to a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from checker.claims.articles import join_drafts
from checker.claims.extraction import Draft as PartDraft
from checker.claims.extraction import extract_part
from checker.claims.labels import Labels, label_articles
from checker.claims.parts import Part, cut_page
from checker.data import Page
from checker.findings.conclusions import conclude, flip_rate
from checker.findings.drafts import Draft, merge_drafts
from checker.findings.second_look import (
    Place,
    cut_contested,
    list_contested,
    verify_conflicts,
)
from checker.findings.story import Story
from checker.findings.topic_findings import count_coverage, find_in_topic
from checker.found import SecondLook
from checker.model.answer import LLM
from checker.pipeline.crew import Crew, Trail
from checker.pipeline.options import Options
from checker.pipeline.source_stages import find_retellings, unite_names
from checker.pipeline.workers import Workers
from checker.sources.origins import find_origins
from checker.sources.reprints import find_reprints
from checker.topics.bundles import bundle_claims
from checker.topics.happenings import cut_happenings, list_happenings
from checker.topics.storylines import describe_storylines, sort_events


def run_checks(llm: LLM, pages: Sequence[Page], options: Options) -> Trail:
    """Run all stages. An `EndpointError` or Ctrl-C ends the run early; the trail keeps it."""
    trail = Trail(pages)
    with open_crew(trail, options) as crew:
        run_stages(llm, crew, options)
    return trail


def gather_claims(llm: LLM, pages: Sequence[Page], options: Options) -> Trail:
    """Run the first stages alone: claims and their origins, no findings."""
    trail = Trail(pages)
    with open_crew(trail, options) as crew:
        _read_claims(llm, crew, options)
    return trail


@contextmanager
def open_crew(trail: Trail, options: Options) -> Iterator[Crew]:
    """The workers of a run, until the block ends."""
    pool = Workers(options.workers)
    try:
        yield Crew(pool, options.watch, trail)
    finally:  # nobody waits for answers that are not wanted any more
        pool.shutdown(wait=not trail.interrupted)


def run_stages(llm: LLM, crew: Crew, options: Options) -> None:
    """All stages over all pages; what they find is put down in the trail of the crew."""
    trail = crew.trail
    story = _read_claims(llm, crew, options)
    if trail.stopped:
        trail.miss("events", None)
    else:
        _sort_topics(llm, crew, options)
    drafts = _find(llm, crew, story, options)
    looks = _look_again(llm, crew, story, drafts, options)
    concluded = conclude(drafts, looks, story)
    trail.findings, trail.not_upheld = concluded.findings, concluded.not_upheld
    trail.flips = flip_rate(looks)
    trail.verified = options.verify


def _read_claims(llm: LLM, crew: Crew, options: Options) -> Story:
    trail = crew.trail
    parts = [part for page in trail.pages for part in cut_page(page)]
    drafts = read_parts(llm, crew, parts, options)
    trail.extraction = join_drafts(trail.pages, drafts)
    trail.recut = sum(draft.recut for draft in drafts)
    trail.problems += trail.extraction.problems
    articles, claims = trail.extraction.articles, trail.extraction.claims
    reprints = find_reprints(trail.pages, articles)
    retold = find_retellings(llm, crew, reprints, options)
    trail.sources = find_origins(articles, claims, {**retold, **reprints})
    labels = label_articles(trail.pages, articles)
    trail.voices = unite_names(llm, crew, labels)
    return make_story(trail, labels)


def make_story(trail: Trail, labels: Labels) -> Story:
    """What later stages look up, of what a run has so far."""
    return Story(
        articles={article.id: article for article in trail.extraction.articles},
        claims={claim.id: claim for claim in trail.extraction.claims},
        sources=trail.sources,
        labels=labels.of_article,
        voices=trail.voices,
        pages={page.id: page for page in trail.pages},
    )


def read_parts(llm: LLM, crew: Crew, parts: Sequence[Part], options: Options) -> list[PartDraft]:
    """Ask about each part; once more, at the end, where no answer could be used."""

    def read(part: Part) -> PartDraft:
        return extract_part(llm, part, options.pivot)

    rows = crew.map("claims", read, parts, len_of)
    rows = crew.again("claims", read, rows, lambda draft: draft.answer is None)
    answered = sum(draft.answer is not None for _, draft in rows)
    crew.trail.miss("parts", len(parts) - answered, len(parts))
    return [draft for _, draft in rows]


def len_of(part: Part) -> int:
    """The characters of a part: the longest are asked about first."""
    return part.end - part.start


def _sort_topics(llm: LLM, crew: Crew, options: Options) -> None:
    trail = crew.trail
    happenings = list_happenings(trail.extraction.claims, trail.sources)
    lists = cut_happenings(happenings) if happenings else []
    rows = crew.map("topics", lambda each: sort_events(llm, each, options.pivot), lists, len)
    storylines = [line for _, (lines, _) in rows for line in lines]
    trail.problems += [problem for _, (_, problems) in rows for problem in problems]
    trail.storylines = describe_storylines(storylines)
    trail.topics = bundle_claims(storylines, trail.sources)


def _find(llm: LLM, crew: Crew, story: Story, options: Options) -> list[Draft]:
    trail = crew.trail
    rows = crew.map(
        "findings",
        lambda topic: find_in_topic(llm, topic, (story, options.pivot), verify=options.verify),
        trail.topics,
        lambda topic: len(topic.claim_ids),
    )
    found = [each for _, each in rows]
    trail.problems += [problem for each in found for problem in each.problems]
    drafts = merge_drafts(draft for each in found for draft in each.drafts)
    trail.coverage = count_coverage(found, drafts)
    return drafts


def _look_again(
    llm: LLM, crew: Crew, story: Story, drafts: Sequence[Draft], options: Options
) -> dict[Place, SecondLook]:
    if not options.verify:
        return {}
    places = [(d, p) for d, draft in enumerate(drafts) for p in list_contested(draft)]
    return look_at(llm, crew, (story, options.pivot), drafts, places)


def look_at(
    llm: LLM,
    crew: Crew,
    ground: tuple[Story, str],
    drafts: Sequence[Draft],
    places: Sequence[Place],
) -> dict[Place, SecondLook]:
    """Second looks at some conflicts, by the places of draft and pair."""
    story, pivot = ground
    asked: dict[int, list[int]] = {}
    for d, p in places:
        asked.setdefault(d, []).append(p)
    chosen = [
        replace(drafts[d], pairs=tuple(drafts[d].pairs[p] for p in found))
        for d, found in asked.items()
    ]
    home = {
        (k, q): (d, p) for k, (d, found) in enumerate(asked.items()) for q, p in enumerate(found)
    }

    def look(row: Sequence[int]) -> dict[Place, SecondLook]:
        found = verify_conflicts(llm, [chosen[k] for k in row], story, pivot)
        return {home[row[n], q]: each for (n, q), each in found.items()}

    def failed(found: Mapping[Place, SecondLook]) -> bool:
        return any(each.failed is not None for each in found.values())

    def size(row: Sequence[int]) -> int:
        return sum(len(chosen[k].shown) for k in row)

    rows = crew.map("second looks", look, cut_contested(chosen), size)
    looks: dict[Place, SecondLook] = {}
    for _, found in crew.again("second looks", look, rows, failed):
        looks |= found
    missing = SecondLook(failed=str(crew.trail.stopped))
    looks = {place: looks.get(place, missing) for place in places}
    lacking = sum(each.failed is not None for each in looks.values())
    crew.trail.miss("second_looks", lacking, len(places))
    return looks
