"""Where exactly a quote stands on a page, or why it is refused.

A quote is accepted only where its fold equals the fold of the page, and where no negation is
cut off beside it. Similarity explains a refusal and never lifts one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from checker.negation_words import AUXILIARIES, EXCEPT, NEGATIONS, NEGATIONS_AFTER, languages_of
from checker.text import Folded, alike, fold, fold_opened, is_word
from checker.word_breaks import has_half_spaces, is_unspaced

Span = tuple[int, int]

_ARABIC_PREFIXES = ("", "و", "ف", "ا")
_HEBREW_PREFIXES = ("ו", "ש", "כש", "וש", "ה")
_NO_NEGATION = {"اما"}  # «أما» and «إما»: "as for", "either"
_ELIDED_NEGATION = "n'"  # French, before a vowel
# What is written onto the front of a word, and may be left out of a quote of it.
_ATTACHED_NAMES = (
    "و ف ب ك ل س ال وال بال فال كال لل ول وب فل وس وك فس ولل وبال "
    "ו ה ב ל כ מ ש וה וב ול ומ וש שה מה כש וכש שב של לה"
)
_ATTACHED = frozenset(_ATTACHED_NAMES.split())
_LONGEST_ATTACHED = 4
_LEAST_EXTENDED = 8  # characters of a quote that is extended: a short one may be another word
_CHINESE_NUMBERS = "〇零一二三四五六七八九十百千万萬亿億兆两兩"
_WORD_AFTER = re.compile(r"[ \-)\]}]*([^\W_]+)")
_WORD_BEFORE = re.compile(r"([^\W_]+(?:'[^\W_]+)*'?)[ \-(\[{]*\Z")
_WINDOW = 40  # characters looked back for one word: longer than any in these tables
_AUXILIARIES_PASSED = 2  # "did not have any", «لم تكن هناك»

_DIGITS = "0123456789"
_LEAST_LIKENESS = 60  # of 100: below, two texts share little but their letters
_SOUGHT = 300  # characters of a lost quote that are looked for: the time grows with its square
_SHOWN = 160  # characters of the page in an explanation


def find_quote(page: Folded, quote: str, within: Span | None = None) -> list[Span]:
    """Find all spans [start, end) of ``page.source`` that hold the quote, in order.

    A span stands between word borders and does not follow a negation, alone or with auxiliaries;
    it has no outer spaces or quotation marks. A quote that lacks what Arabic and Hebrew write onto
    the front of its first word is found with it («المحادثات» in «والمحادثات»), where it stands
    nowhere as it is. ``within`` is a range of ``page.source``. A quote
    with no letter or digit has no place.
    """
    places = _spans(page, fold(quote).text, within)
    if not places and (has_half_spaces(page.source) or has_half_spaces(quote)):
        # Persian writers set a half-space, a space, or nothing between the same two words.
        return _spans(fold_opened(page.source), fold_opened(quote).text, within)
    return places


def _spans(page: Folded, wanted: str, within: Span | None) -> list[Span]:
    places = list(_places(page, wanted, within)) or list(_extended(page, wanted, within))
    return [
        (page.starts[start], page.ends[end - 1])
        for start, end in places
        if not _negation_beside(page, start, end)
    ]


def explain_refusal(page: Folded, quote: str) -> str:
    """Say in one English sentence why `find_quote` has no place for the quote.

    The nearest words are found with rapidfuzz's partial_ratio_alignment over both folds.
    """
    wanted = fold(quote).text
    if not any(map(is_word, wanted)):
        return "The quote holds no letter or digit."
    places = list(_places(page, wanted, None))
    negations = [_negation_beside(page, start, end) for start, end in places]
    if "" in negations:
        return "The words stand on the page, but outside the part that was searched."
    if negations:
        side = "after" if _negation_before(page, places[0][0]) else "before"
        return f"The words stand on the page only right {side} the negation «{negations[0]}»."
    nearest = _nearest_words(page, wanted)
    if nearest:
        return f"The words are not on the page; the nearest it says is «{nearest}»."
    return "Nothing like these words is on the page."


def _places(page: Folded, wanted: str, within: Span | None) -> Iterator[Span]:
    """Where in the folded page the words stand whole, negated or not."""
    for start in _finds(page, wanted, within):
        if _is_border(page, start) and _is_border(page, start + len(wanted)):
            yield start, start + len(wanted)


def _finds(page: Folded, wanted: str, within: Span | None) -> Iterator[int]:
    if not any(map(is_word, wanted)):
        return
    low = bisect_left(page.starts, within[0]) if within else 0
    high = bisect_right(page.ends, within[1]) if within else len(page.text)
    index = page.text.find(wanted, low, high)
    while index >= 0:
        yield index
        index = page.text.find(wanted, index + 1, high)


def _extended(page: Folded, wanted: str, within: Span | None) -> Iterator[Span]:
    """Where the words stand whole but for what is written onto the front of the first."""
    if len(wanted) < _LEAST_EXTENDED or " " not in wanted:
        return
    for index in _finds(page, wanted, within):
        for length in range(1, min(_LONGEST_ATTACHED, index) + 1):
            start = index - length
            if page.text[start:index] in _ATTACHED and _is_border(page, start):
                if _is_border(page, index + len(wanted)):
                    yield start, index + len(wanted)
                break


def _is_border(page: Folded, index: int) -> bool:
    """Whether a quote may begin or end between two characters of the folded page."""
    if index in (0, len(page.text)):
        return True
    end, start = page.ends[index - 1], page.starts[index]
    if start < end or _is_inside_number(page, index):
        return False
    before, after = page.text[index - 1], page.text[index]
    if not is_word(before) or not is_word(after):
        return True
    if is_unspaced(before) or is_unspaced(after):
        return _is_unspaced_border(before, after)
    return any(alike(dropped) in ('"', "'") for dropped in page.source[end:start])


def _is_unspaced_border(before: str, after: str) -> bool:
    """Scripts without spaces have no word border, but numbers and marks belong together."""
    if unicodedata.category(after)[0] == "M":
        return False
    return not (before in _CHINESE_NUMBERS and after in _CHINESE_NUMBERS)


def _is_inside_number(page: Folded, index: int) -> bool:
    """Whether this is before or after the separator in 1,500 or 2.5, with no space in it."""
    middle = index if page.text[index] in ".," else index - 1
    if page.text[middle] not in ".," or not 0 < middle < len(page.text) - 1:
        return False
    gapless = page.ends[middle - 1] == page.starts[middle]
    gapless = gapless and page.ends[middle] == page.starts[middle + 1]
    return gapless and page.text[middle - 1] in _DIGITS and page.text[middle + 1] in _DIGITS


def _negation_beside(page: Folded, start: int, end: int) -> str:
    """The negation that the words are cut off from, in the page's own spelling, or nothing."""
    return _negation_before(page, start) or _negation_after(page, end)


def _negation_after(page: Folded, end: int) -> str:
    """The negation right behind, in languages that set it there: *Er log | nicht*, değil."""
    tables = languages_of(page.source) & NEGATIONS_AFTER.keys()
    if not tables or end >= len(page.text):
        return ""
    words = _folded_words(*(NEGATIONS_AFTER[language] for language in tables))
    match = _WORD_AFTER.match(page.text[end : end + _WINDOW])
    if match is None:
        return ""
    found = match[1].casefold()
    unspaced = next((word for word in words if found.startswith(word)), None)
    if found not in words and not (unspaced and is_unspaced(unspaced[0])):
        return ""
    start = end + match.start(1)
    stop = end + match.start(1) + len(unspaced or found)
    return page.source[page.starts[start] : page.ends[min(stop, len(page.text)) - 1]]


def _unspaced_negation(page: Folded, index: int, languages: frozenset[str]) -> str:
    """A negation right before, in a script without spaces: 没有 | 船上有人."""
    for language in languages & {"zh", "th"}:
        for word in sorted(NEGATIONS[language].split(), key=len, reverse=True):
            if page.text.endswith(word, 0, index):
                return page.source[page.starts[index - len(word)] : page.ends[index - 1]]
    return ""


def _negation_before(page: Folded, index: int) -> str:
    """Give the negation before, up to ``index`` and in the page's own spelling, or nothing.

    Auxiliaries may stand between, and spaces, commas, dashes and opening brackets, but not the
    end of a sentence.
    """
    languages = languages_of(page.source)
    if found := _unspaced_negation(page, index, languages):
        return found
    auxiliaries = _folded_words(*(AUXILIARIES.get(each, "") for each in sorted(languages)))
    start, ends = index, []
    for _ in range(_AUXILIARIES_PASSED + 1):
        offset = max(0, start - _WINDOW)
        match = _WORD_BEFORE.search(page.text[offset:start])
        if match is None:
            return ""
        start = offset + match.start(1)
        ends.append(offset + match.end(1))
        word = match[1].casefold()
        if _is_negation(word, languages) and not EXCEPT.match(page.source, page.starts[start]):
            return page.source[page.starts[start] : page.ends[ends[0] - 1]]
        if word.rstrip("'") not in auxiliaries:
            return ""
    return ""


def _is_negation(word: str, languages: frozenset[str]) -> bool:
    negated = word.rstrip("'") in _negation_words(languages)
    return negated or word.endswith(("n't", _ELIDED_NEGATION))


@cache
def _negation_words(languages: frozenset[str]) -> frozenset[str]:
    arabic = _folded_words(NEGATIONS["ar"])
    prefixed = {prefix + word for prefix in _ARABIC_PREFIXES for word in arabic}
    hebrew = _folded_words(NEGATIONS["he"]) if "he" in languages else frozenset()
    prefixed |= {prefix + word for prefix in _HEBREW_PREFIXES for word in hebrew}
    own = _folded_words(*(NEGATIONS.get(each, "") for each in sorted(languages)))
    return own.union(prefixed) - _NO_NEGATION


@cache
def _folded_words(*lines: str) -> frozenset[str]:
    return frozenset(fold(" ".join(lines)).text.casefold().split())


def _nearest_words(page: Folded, wanted: str) -> str:
    """Give the page's own words most like the wanted ones, or nothing."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    sought = wanted[:_SOUGHT]
    found = partial_ratio_alignment(sought, page.text, score_cutoff=_LEAST_LIKENESS)
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
