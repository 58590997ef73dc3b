"""Arabic-aware folding of text, with a map back to the original.

Two texts fold alike when they differ only in marks a writer may leave out: hamza seats, vowel
signs, tatweel, quotation marks, commas, digit scripts, kinds of space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from checker.word_breaks import (
    ARABIC_LETTER,
    cut_words,
    find_broken_words,
    join_broken_words,
    open_half_spaces,
)

_APOSTROPHES = "'’‘‛ʼ`´′׳"
_QUOTATION_MARKS = '"״„‚″‶‴‷⹂〝〞〟「」『』❛❜❝❞❟❠'
_COMMAS = ",،、٬⸲⸴⹁߸"
_DASHES = "−⁃˗"
_OPENING = "([{"
_CLOSING = ".:;?!)]}%"
_BELONGS_TO_LAST = "ء"  # vanishes, and widens the span of the character before it
_ALIKE = {
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    **dict.fromkeys("\u0674\u06e5\u06e6", _BELONGS_TO_LAST),
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_QUOTATION_MARKS, '"'),
    **dict.fromkeys(_COMMAS, ","),
    **dict.fromkeys(_DASHES, "-"),
    **{"ة": "ه", "ک": "ك", "ـ": "", "؟": "?", "؛": ";", "٪": "%", "٫": ".", "۔": "."},
}
_BY_CATEGORY = {
    **{"Cf": "", "Cc": " ", "Zs": " ", "Zl": " ", "Zp": " "},
    **{"Pd": "-", "Pi": '"', "Pf": '"'},
}
# Arabic and Quranic marks, Hebrew points and accents, the grapheme joiner and variation selectors.
_DROPPED_MARKS = re.compile(
    "[\u034f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08ff\u180b-\u180d\ufe00-\ufe0f\U00010efa-\U00010eff\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made ready to be searched; fold a page once and keep this.

    ``text[i]`` came from ``source[starts[i]:ends[i]]`` (code points). Both tuples never fall.
    Spans of neighbours overlap only where one character of the source gave several, or where
    several were composed together.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source: str


def fold(text: str) -> Folded:
    """Fold any str, lone surrogates included; folding a fold changes nothing.

    Decomposes (NFKD), drops what a writer may leave out, then composes (NFC) what remains, so
    that é stays apart from e. Case is kept. Time grows with the length.
    """
    return _fold(text, text)


def fold_opened(text: str) -> Folded:
    """Fold with a space for each Persian half-space, as some writers put it; else as `fold`."""
    return _fold(text, open_half_spaces(text))


def _fold(source: str, text: str) -> Folded:
    folded = _expanded(source, text)
    for cuts in (_quotation_cuts, _apostrophe_cuts, _comma_cuts, _space_cuts, _composed):
        folded = _spliced(folded, cuts(folded.text))
    return folded


def is_word(character: str) -> bool:
    """Tell whether a character is a letter, a mark or a number."""
    return _is_letter_or_mark(character, "LMN")


def words(text: str) -> list[str]:
    """Cut the folded text into its runs of letters, marks and digits, without case.

    Scripts that set no spaces between words (Chinese, Japanese, Thai) give each two neighbouring
    characters: a search by such pairs finds words without a dictionary.
    """
    # Folded without offsets, for speed; commas and spaces part words whatever becomes of them.
    folded = join_broken_words(open_half_spaces(text)).translate(_ALIKE_BY_CODE)
    for cuts in (_quotation_cuts, _apostrophe_cuts, _composed):
        folded = _cut_text(folded, cuts(folded))
    return cut_words(folded.casefold().translate(_WORD_OR_SPACE))


def _expanded(source: str, text: str) -> Folded:
    """Every character on its own: decomposed and made alike, nothing yet judged by neighbours."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    broken = find_broken_words(text)
    for index, original in enumerate(text):
        if index in broken:
            continue
        for character in alike(original):
            if character != _BELONGS_TO_LAST:
                characters.append(character)
                starts.append(index)
                ends.append(index + 1)
            elif ends:
                ends[-1] = index + 1
    return Folded("".join(characters), tuple(starts), tuple(ends), source)


@cache
def alike(character: str) -> str:
    """Fold one character when its neighbours do not count."""
    if character in _ALIKE:
        return _ALIKE[character]
    for form in ("NFD", "NFKD"):  # NFD first: U+1FFD is a quotation mark, and NFKD would hide it
        parts = unicodedata.normalize(form, character)
        if parts[0] == " " and len(parts) > 1:  # a mark standing alone is no space and a mark
            return _BELONGS_TO_LAST if _DROPPED_MARKS.match(parts[1]) else character
        if parts != character:
            return "".join(map(alike, parts))
    if _DROPPED_MARKS.match(character):
        return _BELONGS_TO_LAST
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    return _BY_CATEGORY.get(unicodedata.category(character), character)


class _Translation(dict[int, str]):
    """What a function makes of each character, for `str.translate`; each asked about once."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change

    def __missing__(self, code: int) -> str:
        self[code] = changed = self._change(chr(code))
        return changed


Cut = tuple[int, int, str]


def _spliced(folded: Folded, cuts: Iterable[Cut]) -> Folded:
    """Replace the ranges of the folded text; what comes in has the span of what went out."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, replacement in (*cuts, (len(folded.text), len(folded.text), "")):
        text += folded.text[done:start], replacement
        starts += folded.starts[done:start]
        ends += folded.ends[done:start]
        starts += [folded.starts[start]] * len(replacement) if replacement else []
        ends += [folded.ends[end - 1]] * len(replacement) if replacement else []
        done = end
    return Folded("".join(text), tuple(starts), tuple(ends), folded.source)


def _cut_text(text: str, cuts: Iterable[Cut]) -> str:
    """`_spliced` for a text alone."""
    pieces: list[str] = []
    done = 0
    for start, end, replacement in cuts:
        pieces += text[done:start], replacement
        done = end
    return "".join((*pieces, text[done:]))


def _quotation_cuts(text: str) -> Iterator[Cut]:
    return ((*match.span(), "") for match in re.finditer('"+', text))


def _apostrophe_cuts(text: str) -> Iterator[Cut]:
    """All but a single apostrophe between letters; Arabic has none, so there it is a quote."""
    for match in re.finditer("'+", text):
        start, end = match.span()
        around = text[max(start - 1, 0) : end + 1]
        kept = len(around) == 3 and _is_letter_or_mark(around[0]) and around[2].isalpha()
        if not kept or ARABIC_LETTER.search(around):
            yield start, end, ""


def _comma_cuts(text: str) -> Iterator[Cut]:
    pattern = r"(?<![0-9]),|,(?![0-9])"
    return ((*match.span(), " ") for match in re.finditer(pattern, text))


def _space_cuts(text: str) -> Iterator[Cut]:
    for match in re.finditer(" +", text):
        start, end = match.span()
        outer = start == 0 or end == len(text)
        if outer or text[start - 1] in _OPENING or text[end] in _CLOSING:
            yield start, end, ""
        elif end - start > 1:
            yield start, end, " "


def _composed(text: str) -> Iterator[Cut]:
    """Compose each starter with its marks, and set the marks in order."""
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _continues(text[end]) and text[end - 1] != " ":
            continue
        if end - start > 1:
            group = text[start:end]
            composed = unicodedata.normalize("NFC", _in_order(group))
            if composed != group:
                yield start, end, composed
        start = end


def _in_order(group: str) -> str:
    """Canonical order by a quick sort first: normalize alone is quadratic in unsorted marks."""
    runs = groupby(group, lambda character: unicodedata.combining(character) > 0)
    return "".join(
        "".join(sorted(run, key=unicodedata.combining) if is_mark else run) for is_mark, run in runs
    )


@cache
def _continues(character: str) -> bool:
    """Whether NFC may join it to the character before: marks, Hangul and Kirat Rai vowels."""
    hangul = "\u1160" <= character <= "\u11ff"
    return hangul or character in "\U00016d63\U00016d67" or _is_letter_or_mark(character, "M")


@cache
def _is_letter_or_mark(character: str, kinds: str = "LM") -> bool:
    return unicodedata.category(character)[0] in kinds


_ALIKE_BY_CODE = _Translation(lambda each: alike(each).replace(_BELONGS_TO_LAST, ""))
_WORD_OR_SPACE = _Translation(lambda each: each if is_word(each) else " ")
