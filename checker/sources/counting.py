"""How many independent sources stand behind claims: who knows, not who prints.

By the table of `rules`. Whoever is joined by a row in doubt is counted once, and the source is then
*probably* one: a count that is too low misleads nobody into trust.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.data import Claim, Voice
from checker.found import Doubt, Source
from checker.sources.names import same_role
from checker.sources.nations import nations_in
from checker.sources.publication import first_published
from checker.sources.rules import Medium, Meeting, OwnWords, SourceRule, Through, rule_for
from checker.sources.telling import NOBODY, Index, Told, tell
from checker.sources.wording import ONE_TEXT, same_words

# Token-set ratio (0 to 100) from which an outlet's statement has no more than another voice's.
RETOLD, RETOLD_OF_ONE_HEARD = 75.0, 60.0
# What parts the names of those who speak together; a "Syrian American" society is one.
SEVERAL = re.compile(r",|&|-|–|/|\b(?:and|joint|both|all)\b|\bو", re.IGNORECASE)


def meet(one: Told, other: Told) -> Meeting:
    """What the rules look at, of two claims."""
    nameless = one.voice.kind in NOBODY and other.voice.kind in NOBODY
    medium = _medium(one, other)
    return Meeting(
        one_party=_one_party(one, other),
        in_doubt=one.in_doubt or other.in_doubt,
        through=_through(one, other),
        own_words=_own_words(one, other),
        same_words=_same_words(one, other),
        alike=nameless and _alike(one, other, medium),
        medium=medium,
    )


def _same_words(one: Told, other: Told) -> bool:
    """Whether one is the other by its words: an outlet's own, or somebody's without a name.

    What an outlet tells itself and what it prints of an agency come from one desk.
    """
    narrated = one.narrated and other.narrated
    one_desk = (one.own or other.own) and one.claim.chain[-1] == other.claim.chain[-1]
    if narrated and (one_desk or _is_talk(one, other)):
        return True
    nameless = one.nobody or other.nobody
    return (narrated or nameless) and same_words(one.claim.quote, other.claim.quote)


def _is_talk(one: Told, other: Told) -> bool:
    """Whether the own words of two outlets may come from one telling.

    What they call possible ("is alleged") they do not know; articles that share a few sentences
    have one agency's report.
    """
    guessed = {one.claim.modality, other.claim.modality} == {"possible"}
    return guessed or len(one.phrases & other.phrases) >= ONE_TEXT


def _alike(one: Told, other: Told, medium: Medium) -> bool:
    """Whether two of whom no name is told may be one: what one outlet calls them tells nothing."""
    if one.voice.id == other.voice.id or same_role(one.claim.chain[0], other.claim.chain[0]):
        return True
    nobodys = one.party.kind == other.party.kind == "unnamed"
    return medium == "shared" and nobodys


def _one_party(one: Told, other: Told) -> bool:
    """One body speaks in the end, or two outlets print the words of one report as their own."""
    one_text = one.own and other.own and one.words_of == other.words_of
    return one_text or (one.party.id == other.party.id and not one.anybody)


def _own_words(one: Told, other: Told) -> OwnWords:
    """Whose words an outlet's own may be: of a voice quoted with them, or for its news elsewhere.

    Of a voice elsewhere only where they say of it what that one says, and no more: who adds what
    the other does not have knows it by himself. So does an outlet that another one names for it;
    and what is background to both, and of a time that is named, every newsroom knows. Of an outlet
    that quotes the same party in its article less likeness is enough: it has heard it.
    """
    if one.hearsay != other.hearsay:
        return "elsewhere"
    if one.own == other.own and one.narrated == other.narrated:
        return "no"
    if one.report == other.report or one.claim.chain[-1] == other.claim.chain[-1]:
        return "with it"  # one text, or one newsroom
    own = one if one.narrated else other
    known = not (one.claim.main or other.claim.main) and own.claim.when is not None
    if one.narrated == other.narrated or known or not own.own or not _says_the_same(one, other):
        return "no"
    return "elsewhere"


def _says_the_same(one: Told, other: Told) -> bool:
    """Whether the statements of two claims say one thing with hardly a word of difference."""
    from rapidfuzz.fuzz import token_set_ratio
    from rapidfuzz.utils import default_process

    said = (one.claim.statement, other.claim.statement)
    heard = one.party.id in other.heard or other.party.id in one.heard
    enough = RETOLD_OF_ONE_HEARD if heard else RETOLD
    return token_set_ratio(*said, processor=default_process) >= enough


def _through(one: Told, other: Told) -> Through:
    """Whether one of two tells the other, or a third tells both: a document or a voice."""
    found = [*_told_by(one, other), *_told_by(other, one)]
    if not found:
        return "together" if _speaks_for_both(one, other) or _speaks_for_both(other, one) else "no"
    return "document" if any(each.kind == "document" for each in found) else "voice"


def _told_by(one: Told, other: Told) -> list[Voice]:
    """The tellers of a claim that speak in another claim, or tell it too."""
    known = {each.id for each in (*other.line, *other.tellers)}
    return [each for each in one.tellers if each.id in known and each.kind not in NOBODY]


def _speaks_for_both(one: Told, other: Told) -> bool:
    """Whether a voice of several states, such as a joint statement, speaks for the other's too."""
    states = nations_in(one.voice.name)
    several = len(states) > 1 and SEVERAL.search(one.voice.name) is not None
    joint = several and one.voice is one.party and one.voice.kind != "person"
    theirs = {state for each in other.line for state in nations_in(each.name)}
    return joint and not one.own and not other.own and bool(theirs) and theirs < states


def _medium(one: Told, other: Told) -> Medium:
    media = [{each.id for each in told.media} for told in (one, other)]
    if media[0] & media[1] or one.report == other.report:
        return "shared"
    agencies = [len(each.claim.chain) > 2 for each in (one, other)]
    return "one hidden" if agencies[0] != agencies[1] else "apart"


# --- From claims to sources -----------------------------------------------------------------------


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
        return rule if _told_by(one, other) else None
    if rule.through == "together":
        return rule if _speaks_for_both(one, other) else None
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
