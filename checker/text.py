"""Arabic-aware folding of text, and where exactly a quote stands on a page.

Two texts fold alike when they differ only in marks a writer may leave out: hamza seats, vowel
signs, tatweel, quotation marks, commas, digit scripts, kinds of space. A quote is accepted only
where its fold equals the fold of the page. Similarity explains a refusal and never lifts one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

Span = tuple[int, int]

# Words that turn the meaning of what follows them. A new language is one more line.
NEGATIONS: dict[str, str] = {
    "ar": "لم لن لا ليس ليست ليسوا ليسا لست لسنا ما كلا دون بدون بلا "
    "غير الغير بغير لغير عدم بعدم لعدم",
    "en": "not no never without neither nor cannot non",
    "fr": "pas ne non jamais sans",
}
_ARABIC_PREFIXES = ("", "و", "ف", "ا")
_NO_NEGATION = {"اما"}  # «أما» and «إما»: "as for", "either"
_ELIDED_NEGATION = "n'"  # French, before a vowel
_WORD_BEFORE = re.compile(r"([^\W_]+(?:'[^\W_]+)*'?)[ \-(\[{]*\Z")
_WINDOW = 40  # characters looked back for a negation: longer than any of them

_LEAST_LIKENESS = 60  # of 100: below, two texts share little but their letters
_SHOWN = 160  # characters of the page in an explanation
_STEMMERS = {
    **{"ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish"},
    **{"fa": "persian", "fr": "french", "hi": "hindi", "id": "indonesian", "it": "italian"},
    **{"nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian", "tr": "turkish"},
}

_APOSTROPHES = "'’‘‛ʼ`´′"
_QUOTATION_MARKS = '"„‚″‶‴‷⹂〝〞〟「」『』❛❜❝❞❟❠'
_COMMAS = ",،、٬⸲⸴⹁߸"
_DASHES = "−⁃˗"
_OPENING = "([{"
_CLOSING = ".:;?!)]}%"
_DIGITS = "0123456789"
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
# Arabic and Quranic marks, the grapheme joiner and variation selectors.
_DROPPED_MARKS = re.compile(
    "[\u034f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08ff\u180b-\u180d\ufe00-\ufe0f\U00010efa-\U00010eff\U000e0100-\U000e01ef]"
)
_ARABIC_LETTER = re.compile("[\u0620-\u06ff\u0750-\u077f\u0870-\u08c9]")


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
    folded = _expanded(text)
    for cuts in (_quotation_cuts, _apostrophe_cuts, _comma_cuts, _space_cuts, _composed):
        folded = _spliced(folded, cuts(folded.text))
    return folded


def find_quote(page: Folded, quote: str, within: Span | None = None) -> list[Span]:
    """Find all spans [start, end) of ``page.source`` that hold the quote, in order.

    A span stands between word borders and does not follow a negation; it has no outer spaces or
    quotation marks. ``within`` is a range of ``page.source``. A quote with no letter or digit has
    no place.
    """
    wanted = fold(quote).text
    return [
        (page.starts[index], page.ends[index + len(wanted) - 1])
        for index in _places(page, wanted, within)
        if not _negation_before(page, index)
    ]


def explain_refusal(page: Folded, quote: str) -> str:
    """Say in one English sentence why `find_quote` has no place for the quote.

    The nearest words are found with rapidfuzz's partial_ratio_alignment over both folds.
    """
    wanted = fold(quote).text
    if not any(map(_is_word, wanted)):
        return "The quote holds no letter or digit."
    negations = [_negation_before(page, index) for index in _places(page, wanted, None)]
    if "" in negations:
        return "The words stand on the page, but outside the part that was searched."
    if negations:
        return f"The words stand on the page only right after the negation «{negations[0]}»."
    nearest = _nearest_words(page, wanted)
    if nearest:
        return f"The words are not on the page; the nearest it says is «{nearest}»."
    return "Nothing like these words is on the page."


def words(text: str) -> list[str]:
    """Cut the folded text into its runs of letters, marks and digits, without case."""
    runs = groupby(fold(text).text.casefold(), _is_word)
    return ["".join(run) for is_word, run in runs if is_word]


def stems(text: str, language: str | None) -> list[str]:
    """Give the `words` by their Snowball stems, or as they are where there is no stemmer.

    ``language`` is a tag such as ``ar`` or ``en-GB``.
    """
    name = _STEMMERS.get((language or "").replace("_", "-").split("-")[0].lower())
    if name is None:
        return words(text)
    import snowballstemmer  # type: ignore[import-untyped]

    stemmer = snowballstemmer.stemmer(name)  # it keeps state, so threads must not share one
    return list(stemmer.stemWords(words(text)))


def _places(page: Folded, wanted: str, within: Span | None) -> Iterator[int]:
    """Where in the folded page the words stand whole, negated or not."""
    if not any(map(_is_word, wanted)):
        return
    low = bisect_left(page.starts, within[0]) if within else 0
    high = bisect_right(page.ends, within[1]) if within else len(page.text)
    index = page.text.find(wanted, low, high)
    while index >= 0:
        if _is_border(page, index) and _is_border(page, index + len(wanted)):
            yield index
        index = page.text.find(wanted, index + 1, high)


def _is_border(page: Folded, index: int) -> bool:
    """Whether a quote may begin or end between two characters of the folded page."""
    if index in (0, len(page.text)):
        return True
    end, start = page.ends[index - 1], page.starts[index]
    if start < end or _is_inside_number(page, index):
        return False
    if _is_word(page.text[index - 1]) and _is_word(page.text[index]):
        return any(_alike(dropped) in ('"', "'") for dropped in page.source[end:start])
    return True


def _is_inside_number(page: Folded, index: int) -> bool:
    """Whether this is before or after the separator in 1,500 or 2.5, with no space in it."""
    middle = index if page.text[index] in ".," else index - 1
    if page.text[middle] not in ".," or not 0 < middle < len(page.text) - 1:
        return False
    gapless = page.ends[middle - 1] == page.starts[middle]
    gapless = gapless and page.ends[middle] == page.starts[middle + 1]
    return gapless and page.text[middle - 1] in _DIGITS and page.text[middle + 1] in _DIGITS


def _negation_before(page: Folded, index: int) -> str:
    """Give the negation directly before, in the page's own spelling, or nothing.

    Spaces, commas, dashes and opening brackets may stand between; the end of a sentence may not.
    """
    offset = max(0, index - _WINDOW)
    match = _WORD_BEFORE.search(page.text[offset:index])
    if match is None:
        return ""
    word = match[1].casefold()
    if word.rstrip("'") not in _negation_words() and not word.endswith(("n't", _ELIDED_NEGATION)):
        return ""
    return page.source[page.starts[offset + match.start(1)] : page.ends[offset + match.end(1) - 1]]


@cache
def _negation_words() -> frozenset[str]:
    folded = {language: fold(line).text.split() for language, line in NEGATIONS.items()}
    prefixed = {prefix + word for prefix in _ARABIC_PREFIXES for word in folded["ar"]}
    return frozenset(prefixed.union(*folded.values()) - _NO_NEGATION)


def _nearest_words(page: Folded, wanted: str) -> str:
    """Give the page's own words most like the wanted ones, or nothing."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(wanted, page.text, score_cutoff=_LEAST_LIKENESS)
    if found is None or found.dest_start == found.dest_end:
        return ""
    start, end = found.dest_start, found.dest_end
    while start > 0 and page.text[start - 1] != " ":
        start -= 1
    while end < len(page.text) and page.text[end] != " ":
        end += 1
    shown = " ".join(page.source[page.starts[start] : page.ends[end - 1]].split())
    if len(shown) <= _SHOWN:
        return shown
    return (shown[:_SHOWN].rpartition(" ")[0] or shown[:_SHOWN]) + " …"


def _expanded(text: str) -> Folded:
    """Every character on its own: decomposed and made alike, nothing yet judged by neighbours."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, original in enumerate(text):
        for character in _alike(original):
            if character != _BELONGS_TO_LAST:
                characters.append(character)
                starts.append(index)
                ends.append(index + 1)
            elif ends:
                ends[-1] = index + 1
    return Folded("".join(characters), tuple(starts), tuple(ends), text)


@cache
def _alike(character: str) -> str:
    """Fold one character when its neighbours do not count."""
    if character in _ALIKE:
        return _ALIKE[character]
    for form in ("NFD", "NFKD"):  # NFD first: U+1FFD is a quotation mark, and NFKD would hide it
        parts = unicodedata.normalize(form, character)
        if parts[0] == " " and len(parts) > 1:  # a mark standing alone is no space and a mark
            return _BELONGS_TO_LAST if _DROPPED_MARKS.match(parts[1]) else character
        if parts != character:
            return "".join(map(_alike, parts))
    if _DROPPED_MARKS.match(character):
        return _BELONGS_TO_LAST
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    return _BY_CATEGORY.get(unicodedata.category(character), character)


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


def _quotation_cuts(text: str) -> Iterator[Cut]:
    return ((*match.span(), "") for match in re.finditer('"+', text))


def _apostrophe_cuts(text: str) -> Iterator[Cut]:
    """All but a single apostrophe between letters; Arabic has none, so there it is a quote."""
    for match in re.finditer("'+", text):
        start, end = match.span()
        around = text[max(start - 1, 0) : end + 1]
        kept = len(around) == 3 and _is_letter_or_mark(around[0]) and around[2].isalpha()
        if not kept or _ARABIC_LETTER.search(around):
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


def _is_word(character: str) -> bool:
    return _is_letter_or_mark(character, "LMN")
