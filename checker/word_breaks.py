"""Where words begin and end though no space says so: half-spaces, line ends, unspaced scripts."""

from __future__ import annotations

import re

ARABIC_LETTER = re.compile("[\u0620-\u06ff\u0750-\u077f\u0870-\u08c9]")
_LETTER = ARABIC_LETTER.pattern
# The zero-width non-joiner parts two words of Persian; elsewhere it is only a shape of letters.
_HALF_SPACE = re.compile(f"(?<={_LETTER})\u200c+(?={_LETTER})")
# A word that was broken over two lines: the hyphen and the line end are no part of it.
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[^\W\d_])")


def has_half_spaces(text: str) -> bool:
    """Tell whether zero-width non-joiners part letters of a text."""
    return bool(_HALF_SPACE.search(text))


def open_half_spaces(text: str) -> str:
    """Of the same length, with spaces for Persian half-spaces."""
    return _HALF_SPACE.sub(lambda found: " " * len(found.group()), text)


def find_broken_words(text: str) -> set[int]:
    """The hyphens and line ends inside words that go on in small letters on the next line."""
    return {
        index
        for match in _BROKEN_WORD.finditer(text)
        if text[match.end()].islower()
        for index in range(*match.span())
    }


def join_broken_words(text: str) -> str:
    """The text without those hyphens and line ends."""
    broken = find_broken_words(text)
    if not broken:
        return text
    return "".join(character for index, character in enumerate(text) if index not in broken)


# Chinese and Japanese, Thai, Lao, Myanmar, Khmer.
_UNSPACED = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


_RUNS = re.compile(f"(?:{_UNSPACED.pattern})+|(?:(?!{_UNSPACED.pattern}).)+", re.DOTALL)


def cut_words(spaced: str) -> list[str]:
    """The words between spaces; runs of an unspaced script as pairs of neighbouring characters.

    A run of one character stays; ``港口办`` gives ``港口`` and ``口办``.
    """
    words = spaced.split()
    if not _UNSPACED.search(spaced):
        return words
    return [piece for word in words for run in _RUNS.findall(word) for piece in _pairs(run)]


def _pairs(run: str) -> list[str]:
    if len(run) < 3 or not is_unspaced(run[0]):
        return [run]
    return [run[start : start + 2] for start in range(len(run) - 1)]


def is_unspaced(character: str) -> bool:
    """Tell whether a character is of a script that sets no spaces between words."""
    return bool(_UNSPACED.match(character))
