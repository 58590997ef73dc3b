"""The stages in their order, on worker threads, with progress and problems: pages to a report.

A stage begins as soon as what it needs is there. Claims are asked for first. Which names are one
voice is then asked beside all the rest, since only the conclusions need it; events are sorted once
retellings are known, topics compared once they are sorted, and a second look waits for no topic
but those that share a claim with its own (`checker.pipeline.finding`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import Any

from checker.claims.articles import join_drafts
from checker.claims.extraction import Draft as PartDraft
from checker.claims.extraction import extract_part
from checker.claims.labels import Labels, label_articles
from checker.claims.parts import Part, cut_page
from checker.data import Page
from checker.findings.conclusions import conclude, flip_rate
from checker.findings.story import Story
from checker.model.answer import LLM
from checker.pipeline.crew import Crew
from checker.pipeline.finding import find_and_look
from checker.pipeline.options import Options, Shared
from checker.pipeline.source_stages import Naming, find_retellings, name_voices
from checker.pipeline.trail import Trail
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
        _, naming = _read_claims(llm, crew, options)
        trail.voices = naming.finish(len(trail.problems))
    return trail


@contextmanager
def open_crew(trail: Trail, options: Options) -> Iterator[Crew]:
    """The workers of a run, until the block ends."""
    shared = options.shared or Shared(Workers(options.workers), Event())
    pool = shared.pool
    try:
        yield Crew(pool, options.watch, trail, shared.ended)
    finally:  # nobody waits for answers that are not wanted any more
        pool.shutdown(wait=not trail.interrupted)


def run_stages(llm: LLM, crew: Crew, options: Options) -> None:
    """All stages over all pages; what they find is put down in the trail of the crew."""
    trail = crew.trail
    story, naming = _read_claims(llm, crew, options)
    told = len(trail.problems)
    if trail.stopped:
        trail.miss("events", None)
    else:
        _sort_topics(llm, crew, options)
    drafts, looks = find_and_look(llm, crew, story, options)
    trail.voices = naming.finish(told)
    concluded = conclude(drafts, looks, replace(story, voices=trail.voices))
    trail.findings, trail.not_upheld = concluded.findings, concluded.not_upheld
    trail.flips = flip_rate(looks)
    trail.verified = options.verify


def _read_claims(llm: LLM, crew: Crew, options: Options) -> tuple[Story, Naming[Any, Any]]:
    trail = crew.trail
    parts = [part for page in trail.pages for part in cut_page(page)]
    drafts = read_parts(llm, crew, parts, options)
    trail.extraction = join_drafts(trail.pages, drafts)
    trail.recut = sum(draft.recut for draft in drafts)
    trail.problems += trail.extraction.problems
    articles, claims = trail.extraction.articles, trail.extraction.claims
    labels = label_articles(trail.pages, articles)
    naming = name_voices(llm, crew, labels)
    reprints = find_reprints(trail.pages, articles)
    retold = find_retellings(llm, crew, reprints, options)
    trail.sources = find_origins(articles, claims, {**retold, **reprints})
    return make_story(trail, labels), naming


def make_story(trail: Trail, labels: Labels) -> Story:
    """What later stages look up, of what a run has so far; without voices, which come last."""
    return Story(
        articles={article.id: article for article in trail.extraction.articles},
        claims={claim.id: claim for claim in trail.extraction.claims},
        sources=trail.sources,
        labels=labels.of_article,
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
