"""Who stands behind a position, in words that nobody can misread: sources, then who prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.found import Doubt, Finding, Position, Source
from checker.report.catalogue import Catalogue
from checker.report.lookup import Lookup, clock

OWN: frozenset[Doubt] = frozenset({"own_words", "own_words_elsewhere"})
SOURCES_NAMED = 5  # of a position; all are in report.json


def say_count(position: Position, words: Catalogue) -> str:
    """``one source, in 3 outlets``; ``probably one source`` where one was joined in doubt."""
    doubtful = any(source.certainty == "probable" for source in position.sources)
    outlets = words.count("in_outlets", len(position.outlets))
    key = "standing.probably" if doubtful else "standing.sources"
    return words.count(key, position.source_count, outlets=outlets)


def say_reports(position: Position, words: Catalogue) -> str:
    """How many reports were written, beside the sources and never instead."""
    return words.count("reports", position.report_count)


def name_sources(sources: Sequence[Source], words: Catalogue) -> list[str]:
    """``the coalition (al-Maliki, SPA)`` for each source, and how many more there are."""
    named = [_name(source, words) for source in sources[:SOURCES_NAMED]]
    left = len(sources) - len(named)
    return [*named, words.count("more_sources", left)] if left else named


def say_doubts(position: Position, words: Catalogue) -> str:
    """Why it is one source only probably; empty where nothing is in doubt."""
    doubts = dict.fromkeys(doubt for source in position.sources for doubt in source.doubts)
    return words.say("doubt.and").join(words.say(f"doubt.{each}") for each in doubts)


def say_standing(position: Position, words: Catalogue) -> str:
    """All of it in one line, as the terminal and the text forms show it."""
    names = words.say("standing.and").join(name_sources(position.sources, words))
    doubts = say_doubts(position, words)
    told = words.say(
        "standing.line",
        count=say_count(position, words),
        names=names,
        reports=say_reports(position, words),
    )
    return f"{told} ({doubts})" if doubts else told


def say_firsts(position: Position, lookup: Lookup, words: Catalogue) -> Iterator[str]:
    """Who had each source first, in our pages and by the times of publication, where those tell."""
    for source in position.sources:
        time = lookup.published(source.first) if source.first else None
        if source.first and time and len(source.article_ids) > 1:
            outlet = lookup.labels[source.first]
            yield words.say("standing.first", outlet=outlet, time=clock(time))


def rests_on_one(finding: Finding) -> bool:
    """Tell whether all that a finding's positions say comes from one and the same source.

    Where people of one party contradict each other, there is more than one who knows.
    """
    between = any(each.level == "one_party" for each in finding.conflicts)
    return not between and rest_on_one(finding.positions)


def rest_on_one(positions: Sequence[Position]) -> bool:
    """Tell whether some positions have one source each, and all of them the same.

    Not where an outlet's own words were counted with another's: it may know it by itself.
    """
    sources = [source for each in positions for source in each.sources]
    known = {source.party or source.voice for source in sources}
    alone = all(each.source_count == 1 for each in positions)
    return len(known) == 1 and alone and not any(OWN & {*each.doubts} for each in sources)


def _name(source: Source, words: Catalogue) -> str:
    speakers = [name for name in source.speakers if name != source.party]
    if source.party and speakers:
        shown = words.say("reply.and").join(speakers[:SOURCES_NAMED])
        return words.say("standing.party", party=source.party, speakers=shown)
    return words.say("reply.and").join(source.speakers[:SOURCES_NAMED]) or source.name
