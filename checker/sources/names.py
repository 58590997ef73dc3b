"""Names under several spellings: which voices are one, and which are merely of one role.

Works on names in the pivot language, where transliterations of one Arabic name differ in a few
letters (*al-Sharaa*, *al-Shara*, *Sharaa*; *Dermer*, *Demer*).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

UNNAMED = frozenset(
    [
        "source",
        "sources",
        "official",
        "officials",
        "diplomat",
        "diplomats",
        "analyst",
        "analysts",
        "observer",
        "observers",
        "witness",
        "witnesses",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "aide",
        "aides",
        "insider",
        "insiders",
        "expert",
        "experts",
        "report",
        "reports",
        "media",
    ]
)
ARTICLES = re.compile(r"\b(?:al|el|ad|as|ash|ar|an|at|the|a)[\s-]+", re.IGNORECASE)
# Ways to write one sound: Sweida, Suwayda; Basyuk, Basiuk; Barrack, Barak.
SOUNDS = (
    (re.compile(r"[^\w\s]"), ""),
    (re.compile("ou|oo"), "u"),
    (re.compile("ee"), "i"),
    (re.compile("ei|ai|ey|ay"), "e"),
    (re.compile("uw"), "w"),
    (re.compile("y"), "i"),
    (re.compile(r"(\w)\1"), r"\1"),
)
SAME_SPELLING = 85.0
# A name with one of these is an office or a body: what follows the comma says of which side.
OFFICES = frozenset(
    [
        "administration",
        "agency",
        "army",
        "authority",
        "board",
        "command",
        "commission",
        "committee",
        "council",
        "court",
        "embassy",
        "forces",
        "government",
        "group",
        "ministry",
        "minister",
        "ministers",
        "office",
        "party",
        "police",
        "presidency",
        "president",
        "secretary",
        "service",
        "state",
        "team",
        "union",
    ]
)
FILLERS = frozenset(["in", "of", "with", "to", "on", "from", "by", "for", "and", "who"])
NATIONALITY = re.compile(r"\w+(?:i|an|ish|ese)|french|greek|dutch")


def plain_name(voice: str) -> str:
    """A voice without its role, articles and letter case: what is left to compare."""
    name = voice.split(",", 1)[0].split("(", 1)[0]
    return ARTICLES.sub("", name).replace("-", " ").casefold().strip()


def spelling_of(voice: str) -> str:
    """A whole name by its sound, role and all: equal only where nothing but spelling differs."""
    plain = re.sub(r"[^\w\s]", " ", ARTICLES.sub(" ", voice.replace("-", " ").casefold()))
    return " ".join(sound_of(word) for word in plain.split())


def key_of(voice: str) -> str:
    """What is equal for names that are one beyond doubt: of a person, the name without its role."""
    name = voice.split(",", 1)[0].split("(", 1)[0].strip()
    said = name.casefold().split()
    is_body = len(said) < 2 or bool((OFFICES | FILLERS) & set(said))
    return spelling_of(voice if is_body or is_unnamed(name) else name)


def is_unnamed(voice: str) -> bool:
    """Tell whether a voice is a role or a kind of source, not a person or a body."""
    return any(word in UNNAMED for word in re.findall(r"\w+", plain_name(voice)))


def is_office(voice: str) -> bool:
    """Tell whether a voice is an office or a body, with no name of a person before its role."""
    return bool(OFFICES & set(plain_name(voice).split())) or is_unnamed(voice)


def same_voice(one: str, other: str) -> bool:
    """Tell whether two voices are one name in two spellings.

    Each word of the shorter name must be a spelling of a word of the longer; a single word, of
    its last word (*Sharaa* is *Ahmad al-Sharaa*, *Israel* is not *Israel Hayom*). An unnamed
    source is the same only in the same words: two outlets' *officials* may be different people.
    """
    first, second = plain_name(one), plain_name(other)
    if first == second:
        return True
    if is_unnamed(one) or is_unnamed(other):
        return False
    shorter, longer = sorted((first.split(), second.split()), key=len)
    others = longer[-1:] if len(shorter) == 1 else longer
    return bool(shorter) and all(_spelt_alike(word, others) for word in shorter)


def same_role(one: str, other: str) -> bool:
    """Tell whether two unnamed voices could be one source by their descriptions.

    They share the noun and one more word (*diplomatic source*), and are not of two nations.
    """
    first, second = _description(one), _description(other)
    nations = [{word for word in side if NATIONALITY.fullmatch(word)} for side in (first, second)]
    if all(nations) and nations[0] != nations[1]:
        return False
    return len(first & second) > 1 and bool(first & second & UNNAMED)


def unite_voices(voices: Iterable[str]) -> tuple[str, ...]:
    """Each voice once, under the first spelling met."""
    kept: list[str] = []
    for voice in voices:
        if not any(same_voice(voice, other) for other in kept):
            kept.append(voice)
    return tuple(kept)


def _spelt_alike(word: str, others: Iterable[str]) -> bool:
    from rapidfuzz.fuzz import ratio

    # Short words are too easily alike: Iran and Iraq differ in one letter of four.
    sound = sound_of(word)
    return any(
        sound == other
        or (min(len(sound), len(other)) >= 5 and ratio(sound, other) >= SAME_SPELLING)
        for other in map(sound_of, others)
    )


def sound_of(word: str) -> str:
    """A word of a name as it sounds: spellings of one sound are made equal."""
    for spelling, sound in SOUNDS:
        word = spelling.sub(sound, word)
    return word


def _description(voice: str) -> set[str]:
    words = re.findall(r"\w+", plain_name(voice))
    return {word.removesuffix("s") for word in words} - FILLERS
