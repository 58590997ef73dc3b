"""How many independent sources stand behind claims: who knows, not who prints.

By the table of `rules`. Whoever is joined by a row in doubt is counted once, and the source is then
*probably* one: a count that is too low misleads nobody into trust.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.data import Claim
from checker.found import Doubt, Source
from checker.sources.meeting import meet, speaks_for_both, told_by
from checker.sources.publication import first_published
from checker.sources.rules import SourceRule, rule_for
from checker.sources.telling import Index, Told, tell


@dataclass
class _Gathered:
    """Claims of one source; those that ``rest`` on it, and the rules by which they do."""

    told: list[Told]
    rest: list[Told] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def count_sources(claims: Sequence[Claim], index: Index) -> tuple[Source, ...]:
    """The independent sources of some claims, in the order in which they are met.

    Claims of one party are one source. Of what is left, a source of which every claim meets
    another's under a row of the table rests on that one: first unnamed sources, then the own
    words of outlets. What rests on a source carries no third to it, so that no source, and no
    page, can make one of two others.
    """
    gathered: dict[tuple[str, ...], _Gathered] = {}
    for told in (tell(claim, index) for claim in claims):
        gathered.setdefault(told.known_as, _Gathered([])).told.append(told)
    groups = [*gathered.values()]
    for group in groups:
        _doubt_within(group)
    for own in (False, True):
        groups = _rest_on_others(groups, own)
    return tuple(_source(group, index) for group in groups)


def _doubt_within(group: _Gathered) -> None:
    """One party is in doubt where an unnamed or unsure voice stands beside another of it."""
    first = group.told[0]
    rules = [rule_for(meet(first, each)) for each in group.told[1:] if each.voice != first.voice]
    group.doubts += dict.fromkeys(rule.doubt for rule in rules if rule.doubt)


def _rest_on_others(groups: Sequence[_Gathered], own: bool) -> list[_Gathered]:
    """Join each group of unnamed sources, or of ``own`` words, to the one it rests on."""
    kept: list[_Gathered] = [*groups]
    for group in groups:
        if own != all(each.outlets_own for each in group.told):
            continue
        found = [
            (_nearness(doubts), other, doubts)
            for other in kept
            if other is not group and (doubts := _why_resting(group, other)) is not None
        ]
        if found:
            _, other, doubts = min(found, key=lambda row: row[0])
            kept.remove(group)
            other.rest += [*group.told, *group.rest]
            other.doubts += [each for each in doubts if each not in other.doubts]
    return kept


def _nearness(doubts: Sequence[Doubt]) -> int:
    """A source quoted with the words, or in them, comes before one that is quoted elsewhere."""
    return int("own_words_elsewhere" in doubts)


def _why_resting(group: _Gathered, other: _Gathered) -> Sequence[Doubt] | None:
    """The doubts with which a group's claims have their source in another's; None: they have not.

    Every claim has to, but that one sentence in common is enough. Where the source is in no doubt
    there are none.
    """
    rows = [[rule for each in other.told if (rule := _rests(one, each))] for one in group.told]
    if any(rule.doubt == "same_words" for row in rows for rule in row):
        return ("same_words",)
    if not all(rows):
        return None
    return tuple(dict.fromkeys(row[0].doubt for row in rows if row[0].doubt))


def _rests(one: Told, other: Told) -> SourceRule | None:
    """The rule by which a claim rests on another one, which may not hold the other way round.

    What is told by another rests on the one who tells it; who speaks for several, on one of them
    who speaks alone; own words rest on what is quoted; who
    hides the agency, on the one who names it; of two that share a sentence, either on the other.
    """
    rule = rule_for(meet(one, other))
    if not rule.one_source:
        return None
    if rule.through in ("document", "voice"):
        return rule if told_by(one, other) else None
    if rule.through == "together":
        return rule if speaks_for_both(one, other) else None
    if rule.own_words == "elsewhere":
        return rule if one.narrated and not other.hearsay else None
    if rule.doubt == "same_words":
        return rule if one.narrated or one.nobody else None
    hides = not other.outlets_own and len(one.claim.chain) <= len(other.claim.chain)
    return rule if one.outlets_own or hides else None


def _source(group: _Gathered, index: Index) -> Source:
    everything = [*group.told, *group.rest]
    article_ids = tuple(dict.fromkeys(each.claim.article_id for each in everything))
    published_first = first_published([index.articles[id_] for id_ in article_ids])
    first = _lead(group, published_first)
    heard = [*group.told, *(each for each in group.rest if not each.narrated and not each.tellers)]
    speakers = tuple(dict.fromkeys(each.voice.name for each in (first, *heard)))
    alone = speakers == (first.party.name,)
    return Source(
        voice=first.voice.id,
        name=first.voice.name,
        party=None if alone or first.nobody else first.party.name,
        speakers=speakers,
        certainty="probable" if group.doubts else "certain",
        article_ids=article_ids,
        outlets=tuple(dict.fromkeys(index.labels[id_] for id_ in article_ids)),
        first=published_first,
        doubts=tuple(group.doubts),
    )


def _lead(group: _Gathered, published_first: str | None) -> Told:
    """Who a source is called by: of reprints who had it first, else whoever is met first."""
    prints = [each for each in group.told if each.reprinted and each.report == each.words_of]
    had_it = [each for each in prints if each.claim.article_id == published_first]
    return next(iter([*had_it, *prints]), group.told[0])
