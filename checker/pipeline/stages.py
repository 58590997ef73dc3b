"""The stages in their order, on worker threads, with progress and problems: pages to a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from checker.claims.articles import join_drafts
from checker.claims.extraction import Draft as PartDraft
from checker.claims.extraction import extract_part
from checker.claims.labels import Labels, label_articles
from checker.claims.parts import Part, cut_page
from checker.data import Page, Report, SecondLook
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
from checker.model.answer import LLM
from checker.model.watching import Watch
from checker.pipeline.crew import Crew, Trail
from checker.pipeline.workers import Workers
from checker.sources.anchors import find_translations
from checker.sources.likeness import Likeness, Pair
from checker.sources.origins import find_origins
from checker.sources.reprints import find_reprints
from checker.sources.retellings import (
    have_a_claim_in_common,
    judge_retelling,
    measure_retellings,
)
from checker.sources.voices import (
    Voices,
    cut_names,
    list_names,
    make_voices,
    need_asking,
    unite_voices,
    voices_by_spelling,
)
from checker.topics.bundles import bundle_claims
from checker.topics.happenings import cut_happenings, list_happenings
from checker.topics.storylines import describe_storylines, sort_events


@dataclass(frozen=True)
class Options:
    """How to run. ``pivot`` is the language of statements; ``verify`` takes second looks.

    ``since`` is the report of the same story that is to go on (`checker.pipeline.story`); with
    ``afresh`` all pages are read anew all the same, and only keys and history come from it.
    """

    workers: int = 8
    pivot: str = "English"
    verify: bool = True
    watch: Watch = field(default_factory=Watch)
    since: Report | None = None
    afresh: bool = False


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
    if not trail.stopped:
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
    retold = _find_retellings(llm, crew, reprints, options)
    trail.sources = find_origins(articles, claims, {**retold, **reprints})
    labels = label_articles(trail.pages, articles)
    trail.voices = _unite_voices(llm, crew, labels)
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
    return [draft for _, draft in rows]


def len_of(part: Part) -> int:
    """The characters of a part: the longest are asked about first."""
    return part.end - part.start


def _find_retellings(
    llm: LLM, crew: Crew, reprints: Mapping[Pair, Likeness], options: Options
) -> Mapping[Pair, Likeness]:
    """What the measures find, and what the model says where they cannot tell."""
    found, doubtful = measure_articles(crew.trail, reprints)
    if crew.trail.stopped or not doubtful:
        return found
    return {**found, **judge_doubtful(llm, crew, doubtful, options)}


def measure_articles(
    trail: Trail, reprints: Mapping[Pair, Likeness]
) -> tuple[dict[Pair, Likeness], list[Pair]]:
    """The pairs of articles that tell one story in other words, and those that may."""
    articles, claims = trail.extraction.articles, trail.extraction.claims
    texts = {page.id: page.text for page in trail.pages}
    translated = find_translations(
        {each.id: texts[each.page_id][each.start : each.end] for each in articles}
    )
    measured = measure_retellings(articles, claims, reprints)
    found = {**translated.found, **measured.found}
    doubtful = [
        pair
        for pair in dict.fromkeys((*measured.doubtful, *translated.doubtful))
        if pair not in found and pair not in reprints and have_a_claim_in_common(*pair, claims)
    ]
    return found, doubtful


def judge_doubtful(
    llm: LLM, crew: Crew, doubtful: Sequence[Pair], options: Options
) -> dict[Pair, Likeness]:
    """Those of some pairs of articles that the model holds to be one story."""
    by_id = {article.id: article for article in crew.trail.extraction.articles}
    claims = crew.trail.extraction.claims
    rows = crew.map(
        "origins",
        lambda pair: judge_retelling(llm, (by_id[pair[0]], by_id[pair[1]]), claims, options.pivot),
        doubtful,
        len,
    )
    crew.trail.problems += [problem for _, (_, problem) in rows if problem]
    return {pair: like for pair, (like, _) in rows if like}


def _unite_voices(llm: LLM, crew: Crew, labels: Labels) -> Voices:
    """Who is one voice and who speaks for whom: one call for all names of the run."""
    names = list_names(crew.trail.extraction.claims, labels)
    if crew.trail.stopped or not need_asking(names):
        return voices_by_spelling(names)
    rows = crew.map("voices", lambda each: unite_voices(llm, each), cut_names(names), len)
    crew.trail.problems += [problem for _, (_, problems) in rows for problem in problems]
    return make_voices(names, [(asked, found) for asked, (found, _) in rows])


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
) -> dict[tuple[int, int], SecondLook]:
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
    return {place: looks.get(place, missing) for place in places}
