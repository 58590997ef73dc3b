"""What is new of a story read, its sources held against the known ones."""

from __future__ import annotations

from typing import Any

from checker.claims.articles import Extraction
from checker.claims.labels import Labels, label_articles
from checker.data import Origin
from checker.findings.story import Story
from checker.history.pages import Sorted
from checker.history.reading import Reading, align_edited, is_unread, join_reading, list_parts
from checker.kept_report import Problem, Report
from checker.model.answer import LLM
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.pipeline.source_stages import Naming, judge_doubtful, measure_articles
from checker.pipeline.stages import make_story, read_parts
from checker.sources.known_origins import (
    choose_doubtful,
    continue_origins,
    known_likenesses,
    with_new,
)
from checker.sources.newcomers import Newcomers, cut_newcomers, join_newcomers, unite_newcomers
from checker.sources.parties import Parties
from checker.sources.reprints import find_reprints
from checker.sources.voices import Voices, list_names


def read_new(llm: LLM, crew: Crew, known: tuple[Report, Sorted], options: Options) -> Reading:
    """Read the pages of a run that are new or edited, and known parts that never were read."""
    report, pages = known
    trail = crew.trail
    trail.pages = pages.pages
    alignments = align_edited(pages, report.problems)
    asked = list_parts(pages, alignments)
    drafts = read_parts(llm, crew, asked, options)
    reading = join_reading(report, pages, alignments, drafts)
    trail.extraction = Extraction(reading.articles, reading.claims, reading.problems)
    trail.recut = sum(draft.recut for draft in drafts)
    reread = {part.subject for part in asked if part.page.id not in {page.id for page in pages.new}}
    trail.reread = any(is_unread(each) and each.subject in reread for each in report.problems)
    stand = (each for each in report.problems if not (is_unread(each) and each.subject in reread))
    trail.problems += [*stand, *reading.problems]
    return reading


def know_sources(
    llm: LLM, crew: Crew, known: tuple[Report, Reading], options: Options
) -> tuple[Story, Naming[Any, Any]]:
    """Origins and voices: what was settled stays, what is new is held against it.

    The voices are still being asked about.
    """
    report, reading = known
    trail = crew.trail
    articles, claims = reading.articles, reading.claims
    labels = label_articles(trail.pages, articles)
    naming = _name_newcomers(llm, crew, report, labels)
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
    known_origins = _cut_origins(report, reading)
    pages = {edit.page_id for edit in reading.edits}
    edited = {article.id for article in articles if article.page_id in pages}
    likenesses = {
        **with_new({**retold, **judged}, new),
        **with_new(measured, new | edited),
        **known_likenesses(known_origins, measured, edited),
    }
    trail.sources = continue_origins(known_origins, articles, claims, likenesses)
    return make_story(trail, labels), naming


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


def _name_newcomers(
    llm: LLM, crew: Crew, report: Report, labels: Labels
) -> Naming[Newcomers, Parties | None]:
    trail, known = crew.trail, Voices(report.voices)
    names = list_names(trail.extraction.claims, labels)
    return Naming(
        crew,
        [] if trail.stopped else cut_newcomers(names, known),
        lambda each: unite_newcomers(llm, each, names),
        lambda found: join_newcomers(known, names, found),
        lambda each: len(each.names),
    )
