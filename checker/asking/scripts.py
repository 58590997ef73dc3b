"""One name in two scripts: الشرع is al-Sharaa, by the consonants that both spellings keep.

A transliteration keeps an Arabic name's consonants and guesses its vowels, so both sides are
cut down to consonants, those that Latin letters do not tell apart made one. A name that is
translated and not transliterated (دمشق, Damascus) is not found so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from checker.text import words

ARABIC = re.compile("[\u0620-\u06ff]")
LATIN = re.compile("[a-z]", re.IGNORECASE)
SHORTEST = 2  # consonants; with fewer everything is alike
_FROM_ARABIC = str.maketrans(
    dict(zip("بپتثجچحخدذرزژسشصضطظعغفڤقكگلمنه", "bbttgshkddrzzsSsdtz gffkkglmnh", strict=True))
)
_PAIRS = (("sh", "S"), ("ch", "S"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"))
_FROM_LATIN = str.maketrans({"p": "b", "q": "k", "c": "k", "j": "g", "v": "f", "x": "ks"})
_ARTICLE = re.compile("^(?:و?ال|لل)(?=..)")
_NO_CONSONANT = re.compile("[^bdfghklmnrsStz]")
_TWICE = re.compile(r"(.)\1+")


def same_across_scripts(wanted: str, name: str) -> bool:
    """Whether every word of ``wanted`` is a word of ``name`` in the other script."""
    if not _in_two_scripts(wanted, name):
        return False
    asked = [_consonants(word) for word in words(wanted)]
    known = {_consonants(word) for word in words(name)}
    return bool(asked) and all(len(each) >= SHORTEST and each in known for each in asked)


def _in_two_scripts(one: str, other: str) -> bool:
    sides = ((one, other), (other, one))
    return any(ARABIC.search(a) and LATIN.search(b) and not ARABIC.search(b) for a, b in sides)


@lru_cache(maxsize=20_000)
def _consonants(word: str) -> str:
    if ARABIC.search(word):
        bare = _ARTICLE.sub("", word).translate(_FROM_ARABIC)
    else:
        bare = word.casefold()
        for pair, letter in _PAIRS:
            bare = bare.replace(pair, letter)
        bare = bare.translate(_FROM_LATIN)
    return _TWICE.sub(r"\1", _NO_CONSONANT.sub("", bare))
