"""Where exactly a quote stands on a page, or why it is refused.

A quote is accepted only where its fold equals the fold of the page, and where no negation is
cut off before it. Similarity explains a refusal and never lifts one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from checker.text import Folded, alike, fold, is_word

Span = tuple[int, int]

# Words that turn the meaning of what follows them. A new language is one more line.
NEGATIONS: dict[str, str] = {
    "ar": "لم لن لا ليس ليست ليسوا ليسا لست لسنا ما كلا دون بدون بلا "
    "غير الغير بغير لغير عدم بعدم لعدم",
    "en": "not no never without neither nor cannot non",
    "fr": "pas ne non jamais sans",
}
# Words that may stand between a negation and what it denies: what follows them is cut off from
# it just as badly ("did not have | talks"). Not "only", after which the words hold.
AUXILIARIES: dict[str, str] = {
    "ar": "كان كانت كانوا يكن تكن يكونوا يكون تكون تم تمت يتم تتم يعد تعد يجر تجر يحدث تحدث "
    "يوجد توجد يمكن يجب يجوز ينبغي هناك ثمة أي أية",
    "en": "be been being have has had having do done to there any a an the ever yet longer able",
    "fr": "été être eu avoir fait encore de d' du des un une le la les",
}
_ARABIC_PREFIXES = ("", "و", "ف", "ا")
_NO_NEGATION = {"اما"}  # «أما» and «إما»: "as for", "either"
_ELIDED_NEGATION = "n'"  # French, before a vowel
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
    it has no outer spaces or quotation marks. ``within`` is a range of ``page.source``. A quote
    with no letter or digit has no place.
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
    if not any(map(is_word, wanted)):
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


def _places(page: Folded, wanted: str, within: Span | None) -> Iterator[int]:
    """Where in the folded page the words stand whole, negated or not."""
    if not any(map(is_word, wanted)):
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
    if is_word(page.text[index - 1]) and is_word(page.text[index]):
        return any(alike(dropped) in ('"', "'") for dropped in page.source[end:start])
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
    """Give the negation before, up to ``index`` and in the page's own spelling, or nothing.

    Auxiliaries may stand between, and spaces, commas, dashes and opening brackets, but not the
    end of a sentence.
    """
    start, ends = index, []
    for _ in range(_AUXILIARIES_PASSED + 1):
        offset = max(0, start - _WINDOW)
        match = _WORD_BEFORE.search(page.text[offset:start])
        if match is None:
            return ""
        start = offset + match.start(1)
        ends.append(offset + match.end(1))
        word = match[1].casefold()
        if _is_negation(word):
            return page.source[page.starts[start] : page.ends[ends[0] - 1]]
        if word.rstrip("'") not in _folded_words(*AUXILIARIES.values()):
            return ""
    return ""


def _is_negation(word: str) -> bool:
    return word.rstrip("'") in _negation_words() or word.endswith(("n't", _ELIDED_NEGATION))


@cache
def _negation_words() -> frozenset[str]:
    arabic = _folded_words(NEGATIONS["ar"])
    prefixed = {prefix + word for prefix in _ARABIC_PREFIXES for word in arabic}
    return _folded_words(*NEGATIONS.values()).union(prefixed) - _NO_NEGATION


@cache
def _folded_words(*lines: str) -> frozenset[str]:
    return frozenset(fold(" ".join(lines)).text.split())


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
