"""The stages that say who knows: which articles are one story, and which names one voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from checker.claims.labels import Labels
from checker.kept_report import Problem
from checker.model.answer import LLM
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.pipeline.trail import Trail
from checker.sources.anchors import find_translations
from checker.sources.likeness import Likeness, Pair
from checker.sources.parties import Parties
from checker.sources.retellings import (
    have_a_claim_in_common,
    judge_retelling,
    measure_retellings,
)
from checker.sources.voices import (
    Name,
    Voices,
    cut_names,
    list_names,
    make_voices,
    need_asking,
    unite_voices,
    voices_by_spelling,
)

N = TypeVar("N")
F = TypeVar("F")


def find_retellings(
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


class Naming(Generic[N, F]):
    """Who is one voice and who speaks for whom, asked while other stages go on.

    Only what is concluded at the end needs to know. ``lists`` are what is asked about, one request
    each; ``join`` makes the voices of those that were answered.
    """

    def __init__(
        self,
        crew: Crew,
        lists: Sequence[N],
        unite: Callable[[N], tuple[F, list[Problem]]],
        join: Callable[[Sequence[tuple[N, F]]], Voices],
        size: Callable[[N], int],
    ) -> None:
        self._crew, self._join = crew, join
        self._stage = crew.start("voices", unite, lists, size)

    def finish(self, place: int) -> Voices:
        """The voices; their problems are put at this place among those of the run."""
        rows = self._stage.rows()
        problems = [problem for _, (_, problems) in rows for problem in problems]
        self._crew.trail.problems[place:place] = problems
        return self._join([(asked, found) for asked, (found, _) in rows])


def name_voices(llm: LLM, crew: Crew, labels: Labels) -> Naming[list[Name], Parties | None]:
    """Begin to ask about all names of a run: one call, or a few where they are many."""
    names = list_names(crew.trail.extraction.claims, labels)
    if crew.trail.stopped or not need_asking(names):
        return Naming(crew, [], lambda each: (None, []), lambda _: voices_by_spelling(names), len)
    return Naming(
        crew,
        cut_names(names),
        lambda each: unite_voices(llm, each),
        lambda found: make_voices(names, found),
        len,
    )
