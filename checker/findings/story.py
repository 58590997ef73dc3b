"""What later stages look up: articles and claims by id, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from checker.data import Article, Claim, Page
from checker.found import Position, Support
from checker.sources.counting import count_sources
from checker.sources.origins import Sources, named_source
from checker.sources.telling import is_own, parties_heard
from checker.sources.voices import Voices
from checker.sources.wording import phrases_of


@dataclass(frozen=True)
class Story:
    """The pages, articles and claims of a run by id, and their sources: what comparisons look up.

    ``labels`` gives the name under which an article's outlet is shown, by article id. ``voices``
    knows who bears which name and speaks for whom.
    """

    articles: Mapping[str, Article]
    claims: Mapping[str, Claim]
    sources: Sources
    labels: Mapping[str, str]
    pages: Mapping[str, Page] = field(default_factory=dict)
    voices: Voices = field(default_factory=Voices)

    @cached_property
    def phrases(self) -> Mapping[str, frozenset[int]]:
        """What each article tells in its own words, by id."""
        return phrases_of(claim for claim in self.claims.values() if is_own(claim, self))

    @cached_property
    def heard(self) -> Mapping[str, frozenset[str]]:
        """The parties that each article quotes, by its id."""
        return parties_heard(self)


def describe_when(claim: Claim) -> str | None:
    """The text's time words, and the days they mean where that is known."""
    if claim.when is None:
        return None
    if claim.when.start is None:
        return claim.when.words
    days = dict.fromkeys(str(day) for day in (claim.when.start, claim.when.end))
    return f"{claim.when.words} = {'/'.join(days)}"


def quoted_voice(claim: Claim, story: Story) -> tuple[str, ...]:
    """The chain without the links that every claim of the article shares; () for its own voice."""
    article = story.articles[claim.article_id]
    own = {article.credited_to, story.labels[article.id]}
    return tuple(link for link in claim.chain if link not in own)


def from_one_origin(one: Iterable[str], other: Iterable[str], story: Story) -> bool:
    """Tell whether two sides are versions of one origin: one of its articles tells but one side."""
    sides = [[story.claims[id_] for id_ in ids] for ids in (one, other)]
    origins = {story.sources.of_article[each.article_id].id for side in sides for each in side}
    articles = [{each.article_id for each in side} for side in sides]
    return len(origins) == 1 and articles[0] != articles[1]


def number_of(claim_id: str) -> int:
    """The place of a claim in reading order over all pages, from 1."""
    return int(claim_id[1:])


def describe_position(answer: str, claim_ids: Sequence[str], story: Story) -> Position:
    """Voices, outlets, independent sources and reports behind the claims of one position."""
    claims = [story.claims[id_] for id_ in claim_ids]
    voices: dict[str, str] = {}
    for voice in (story.voices.of(claim.chain[0]) for claim in claims):
        voices.setdefault(voice.id, voice.name)
    sources = count_sources(claims, story)
    report_ids, note = count_reports(claims, story)
    return Position(
        answer=answer,
        claim_ids=tuple(claim_ids),
        voices=tuple(voices.values()),
        outlets=tuple(dict.fromkeys(story.labels[claim.article_id] for claim in claims)),
        sources=sources,
        source_count=len(sources),
        report_ids=report_ids,
        report_count=len(report_ids),
        report_note=note,
    )


def count_reports(claims: Sequence[Claim], story: Story) -> tuple[tuple[str, ...], str | None]:
    """The independent reports behind some claims, and why two of them probably are one.

    An origin counts as dependent only where all its claims here rest on another's source.
    """
    by_origin: dict[str, list[Claim]] = {}
    for claim in claims:
        by_origin.setdefault(story.sources.of_article[claim.article_id].id, []).append(claim)
    kept = dict.fromkeys(by_origin)
    notes: list[str] = []
    for one, other in combinations(by_origin, 2):
        if one in kept and other in kept:
            for rest, source in ((other, one), (one, other)):
                reason = _why_dependent(by_origin[rest], by_origin[source])
                reason = reason or _why_copied(by_origin[rest], by_origin[source], story)
                if reason:
                    del kept[rest]
                    notes.append(reason)
                    break
    return tuple(kept), "; ".join(dict.fromkeys(notes)) or None


def _why_dependent(rest: Sequence[Claim], source: Sequence[Claim]) -> str | None:
    """Why all the claims of one origin probably rest on the source of another's, or None."""
    reasons = [next(filter(None, (named_source(a, b) for a in source)), None) for b in rest]
    return reasons[0] if all(reasons) else None


def _why_copied(rest: Sequence[Claim], source: Sequence[Claim], story: Story) -> str | None:
    """Why all the claims of an article that rests on others stand in another's text, or None."""
    report = story.sources.of_article[rest[0].article_id]
    there = {claim.id for claim in source}
    copied = all(there.intersection(story.sources.twins.get(each.id, ())) for each in rest)
    return "what it says here stands in a report it shares" if report.rests_on and copied else None


def is_background(sides: Iterable[Iterable[str]], story: Story) -> bool:
    """Tell whether all claims (ids) of some positions are told as background."""
    return not any(story.claims[id_].main for ids in sides for id_ in ids)


def all_tell_it_as_news(sides: Iterable[Iterable[str]], story: Story) -> bool:
    """Tell whether several articles tell something, and none of its claims (ids) as background.

    Of details that are background to somebody readers called 5 of 8 trivial (of the others 5 of
    78); of agreements within one article a second run found 7 of 18 no more (10 of 143).
    """
    claims = [story.claims[id_] for ids in sides for id_ in ids]
    return all(each.main for each in claims) and len({each.article_id for each in claims}) > 1


def support_of(positions: Sequence[Position], story: Story) -> Support:
    """What stands behind an agreement: independent sources, or one through how many outlets.

    One source in articles that are all of one report, or all of one outlet, is one report.
    """
    if any(position.source_count > 1 for position in positions):
        return "independent_sources"
    ids = {id_ for position in positions for each in position.sources for id_ in each.article_ids}
    origins = {story.sources.of_article[id_].id for id_ in ids}
    outlets = {story.voices.of(story.labels[id_]).id for id_ in ids}
    return "one_source" if len(origins) > 1 and len(outlets) > 1 else "one_report"
