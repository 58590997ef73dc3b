"""Names and figures in their order, by which a translation is known before anything is claimed.

A name keeps its consonants when it goes from Latin into Arabic script, and a figure its digits. Two
texts in the two scripts that name the same in the same order tell one report; two reports of one
event name much the same in another order. Measured on English news and their professional Arabic
translations (CONTRIBUTING.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.sources.likeness import Likeness, Pair
from checker.text import words

# The product of two shares: of the anchors of the one text, and of those met in the other, that
# stand in one order. Between the two bounds they cannot tell.
TRANSLATED, DOUBTFUL = 0.3, 0.15
# Fewer are chance: four common names joined two pages that had nothing to do with each other.
FEWEST_ANCHORS, FEWEST_IN_DOUBT = 8, 3
SHORTEST_NAME = 3  # consonants
# A name that stands in more texts than this pairs none of them.
COMMON = 50
# Consonants that one script cannot tell apart are one letter.
ARABIC = dict(zip("بپتثجچحخدذرزسشصضطظغفڤقكکگلمنه", "bbttgShkddrzsSsdtzgffkkkglmnh", strict=True))
LATIN = dict(zip("bcdfghjklmnpqrstvz", "bkdfghgklmnbkrstfz", strict=True))
DIGRAPHS = (
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "k"),
    ("th", "t"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "ks"),
)
# What Arabic writes onto a word: and, so, in, to, like, the.
PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
# A capital that does not only begin a sentence, or a figure.
MARKED = re.compile(r"(?<![.!?\"“”]\s)(?<!^)\b[A-Z][\w’']+|\d[\d.,]*", re.MULTILINE)


@dataclass(frozen=True)
class Anchors:
    """What a text names: in Latin script one reading each, in Arabic script several or none."""

    latin: Sequence[str]
    arabic: Sequence[frozenset[str]]


@dataclass(frozen=True)
class Translations:
    """Pairs of texts, by id, that are probably one report, and those that may be."""

    found: Mapping[Pair, Likeness]
    doubtful: tuple[Pair, ...]


def find_translations(texts: Mapping[str, str]) -> Translations:
    """Hold all texts in Latin script against those in Arabic script; pairs in the texts' order."""
    order = {id_: place for place, id_ in enumerate(texts)}
    latin = {id_: read_latin(text) for id_, text in texts.items() if not _is_arabic(text)}
    arabic = {id_: read_arabic(text) for id_, text in texts.items() if _is_arabic(text)}
    found: dict[Pair, Likeness] = {}
    doubtful: list[Pair] = []
    for one, other in _candidates(latin, arabic):
        common, named, met = anchors_in_order(latin[one], arabic[other])
        pair = (one, other) if order[one] < order[other] else (other, one)
        if common >= FEWEST_ANCHORS and common**2 >= TRANSLATED * named * met:
            found[pair] = Likeness("retelling", "probable", _reason(common, named, met))
        elif common >= FEWEST_IN_DOUBT and common**2 >= DOUBTFUL * named * met:
            doubtful.append(pair)
    return Translations(found, tuple(doubtful))


def _reason(common: int, named: int, met: int) -> str:
    return (
        f"{common} of {named} names and figures stand in the other text too, "
        f"{common / met:.0%} of those met in one order"
    )


def anchors_in_order(
    latin: Sequence[str], arabic: Sequence[frozenset[str]]
) -> tuple[int, int, int]:
    """How many anchors stand in one order in both texts, are in the first, are met in the other."""
    from rapidfuzz.distance import LCSseq

    named = set(latin)
    met = [next(iter(sorted(keys & named))) for keys in arabic if keys & named]
    return LCSseq.similarity(latin, met), len(latin), len(met)


def read_latin(text: str) -> list[str]:
    """The names (by their consonants) and figures of a text in Latin script, in order."""
    found = []
    for match in MARKED.finditer(text):
        word = re.sub(r"[’']s$", "", match.group())
        key = re.sub(r"\D", "", word) if word[0].isdigit() else _latin_consonants(word)
        if word[0].isdigit() or len(key) >= SHORTEST_NAME:
            found.append(key)
    return found


def read_arabic(text: str) -> list[frozenset[str]]:
    """For each word of a text in Arabic script its possible consonants, or its digits."""
    return [keys for word in words(text) if (keys := _arabic_keys(word))]


def _arabic_keys(word: str) -> frozenset[str]:
    if any(letter.isdigit() for letter in word):
        return frozenset([re.sub(r"\D", "", word)])
    bare = [word, *(word.removeprefix(each) for each in PREFIXES if word.startswith(each))]
    keys = (_once("".join(ARABIC.get(letter, "") for letter in each)) for each in bare)
    return frozenset(key for key in keys if len(key) >= SHORTEST_NAME)


def _latin_consonants(word: str) -> str:
    plain = re.sub(r"c(?=[eiy])", "s", word.casefold())
    for letters, one in DIGRAPHS:
        plain = plain.replace(letters, one)
    return _once("".join("S" if each == "S" else LATIN.get(each, "") for each in plain))


def _once(key: str) -> str:
    return re.sub(r"(.)\1+", r"\1", key)


def _is_arabic(text: str) -> bool:
    """Whether a text is in Arabic script, by its first letters."""
    letters = [each for each in text[:2_000] if each.isalpha()]
    return 2 * sum("\u0600" <= each <= "\u06ff" for each in letters) > len(letters)


def _candidates(
    latin: Mapping[str, Sequence[str]], arabic: Mapping[str, Sequence[frozenset[str]]]
) -> Iterator[Pair]:
    """Pairs that share enough anchors to be worth a look, by an index of them."""
    holders: dict[str, set[str]] = defaultdict(set)
    for id_, rows in arabic.items():
        for key in frozenset().union(*rows):
            holders[key].add(id_)
    for one, anchors in latin.items():
        shared: dict[str, int] = defaultdict(int)
        for key in dict.fromkeys(anchors):
            for other in holders[key] if len(holders[key]) <= COMMON else ():
                shared[other] += 1
        yield from ((one, other) for other in sorted(shared) if shared[other] >= FEWEST_IN_DOUBT)
