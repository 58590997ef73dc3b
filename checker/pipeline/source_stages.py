"""The stages that say who knows: which articles are one story, and which names one voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.claims.labels import Labels
from checker.model.answer import LLM
from checker.pipeline.crew import Crew, Trail
from checker.pipeline.options import Options
from checker.sources.anchors import find_translations
from checker.sources.likeness import Likeness, Pair
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


def unite_names(llm: LLM, crew: Crew, labels: Labels) -> Voices:
    """Who is one voice and who speaks for whom: one call for all names of the run."""
    names = list_names(crew.trail.extraction.claims, labels)
    if crew.trail.stopped or not need_asking(names):
        return voices_by_spelling(names)
    rows = crew.map("voices", lambda each: unite_voices(llm, each), cut_names(names), len)
    crew.trail.problems += [problem for _, (_, problems) in rows for problem in problems]
    return make_voices(names, [(asked, found) for asked, (found, _) in rows])
