"""How two claims of one position meet: what the table of `rules` looks at."""

from __future__ import annotations

import re

from checker.data import Voice
from checker.sources.names import same_role
from checker.sources.nations import nations_in
from checker.sources.rules import Medium, Meeting, OwnWords, Through
from checker.sources.telling import NOBODY, Told
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
    one_desk = (one.own or other.own) and _one_newsroom(one, other)
    if narrated and (one_desk or _is_talk(one, other)):
        return True
    nameless = one.nobody or other.nobody
    return (narrated or nameless) and same_words(one.claim.quote, other.claim.quote)


def _one_newsroom(one: Told, other: Told) -> bool:
    """Whether one outlet prints both."""
    return one.claim.chain[-1] == other.claim.chain[-1]


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
    if one.report == other.report or _one_newsroom(one, other):
        return "with it"
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
    found = [*told_by(one, other), *told_by(other, one)]
    if not found:
        return "together" if speaks_for_both(one, other) or speaks_for_both(other, one) else "no"
    return "document" if any(each.kind == "document" for each in found) else "voice"


def told_by(one: Told, other: Told) -> list[Voice]:
    """The tellers of a claim that speak in another claim, or tell it too."""
    known = {each.id for each in (*other.line, *other.tellers)}
    return [each for each in one.tellers if each.id in known and each.kind not in NOBODY]


def speaks_for_both(one: Told, other: Told) -> bool:
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
