"""Names under several spellings: which voices are one, and which are merely of one role.

Works on names in the pivot language, where transliterations of one Arabic name differ in a few
letters (*al-Sharaa*, *al-Shara*, *Sharaa*; *Dermer*, *Demer*).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

UNNAMED = frozenset(
    (
        "source sources official officials diplomat diplomats analyst analysts observer observers "
        "witness witnesses spokesman spokeswoman spokesperson aide aides insider insiders "
        "expert experts report reports media"
    ).split()
)
ARTICLES = re.compile(r"\b(?:al|el|ad|as|ash|ar|an|at|the|a)[\s-]+", re.IGNORECASE)
SAME_SPELLING = 80.0
SAME_ROLE = 72.0


def plain_name(voice: str) -> str:
    """A voice without its role, articles and letter case: what is left to compare."""
    name = voice.split(",", 1)[0].split("(", 1)[0]
    return ARTICLES.sub("", name).casefold().strip()


def is_unnamed(voice: str) -> bool:
    """Tell whether a voice is a role or a kind of source, not a person or a body."""
    return any(word in UNNAMED for word in re.findall(r"\w+", plain_name(voice)))


def same_voice(one: str, other: str) -> bool:
    """Tell whether two voices are one name in two spellings.

    Each word of the shorter name must be a spelling of a word of the longer. An unnamed source is
    the same only in the same words: two outlets' *officials* may be different people.
    """
    first, second = plain_name(one), plain_name(other)
    if first == second:
        return True
    if is_unnamed(one) or is_unnamed(other):
        return False
    shorter, longer = sorted((first.split(), second.split()), key=len)
    return bool(shorter) and all(_spelt_alike(word, longer) for word in shorter)


def same_role(one: str, other: str) -> bool:
    """Tell whether two unnamed voices could be one source by their descriptions."""
    from rapidfuzz.fuzz import token_set_ratio

    if not (is_unnamed(one) and is_unnamed(other)):
        return False
    return token_set_ratio(_singular(one), _singular(other)) >= SAME_ROLE


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
    return any(
        word == other or (min(len(word), len(other)) >= 5 and ratio(word, other) >= SAME_SPELLING)
        for other in others
    )


def _singular(voice: str) -> str:
    return re.sub(r"s\b", "", plain_name(voice))
