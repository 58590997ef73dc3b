"""Articles that are reprints, rewrites or translations of one story, by the text they share.

Two articles are one story when much of their text is the same (character 5-grams) and their
sentences run side by side. Pairs worth that test come from an index of word 3-grams, not from all
pairs. The thresholds were set on few real cases; CONTRIBUTING.md says which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.data import Article, Page
from checker.sources.likeness import Likeness, Pair, candidate_pairs
from checker.text import words

SAME_TEXT_JACCARD = 0.25
SAME_TEXT_CONTAINMENT = 0.45
SENTENCES_ALIGNED = 0.5
SENTENCE_RATIO = 55.0
SENTENCE = re.compile(r"(?<=[.!?؟])\s+|\n+")


def find_reprints(pages: Sequence[Page], articles: Sequence[Article]) -> dict[Pair, Likeness]:
    """Find the pairs of articles, by id, that share so much text that they are one story."""
    by_page = {page.id: page for page in pages}
    texts = {each.id: by_page[each.page_id].text[each.start : each.end] for each in articles}
    tokens = {each.id: words(texts[each.id]) for each in articles}
    found: dict[Pair, Likeness] = {}
    for one, other in candidate_pairs(tokens):
        measure = _shared_text(" ".join(tokens[one]), " ".join(tokens[other]))
        aligned = _aligned_sentences(texts[one], texts[other]) if measure else 0.0
        if aligned >= SENTENCES_ALIGNED:
            reason = f"{measure}; {aligned:.0%} of the sentences run side by side"
            found[one, other] = Likeness("reprint", "certain", reason)
    return found


def _shared_text(one: str, other: str) -> str:
    """What two folded texts share of their character 5-grams, in words; empty where too little."""
    first, second = _five_grams(one), _five_grams(other)
    both = len(first & second)
    smaller = min(len(first), len(second))
    if not smaller:
        return ""
    jaccard, containment = both / len(first | second), both / smaller
    if jaccard < SAME_TEXT_JACCARD and containment < SAME_TEXT_CONTAINMENT:
        return ""
    return f"the texts share {jaccard:.2f} of their character 5-grams (Jaccard)"


def _five_grams(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


def _aligned_sentences(one: str, other: str) -> float:
    """The share of the shorter text's sentences that have a counterpart in the longer."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import extractOne

    rows = [[" ".join(words(each)) for each in SENTENCE.split(text)] for text in (one, other)]
    shorter, longer = sorted(([row for row in side if row] for side in rows), key=len)
    if not shorter:
        return 0.0
    matched = sum(
        extractOne(each, longer, scorer=token_sort_ratio, score_cutoff=SENTENCE_RATIO) is not None
        for each in shorter
    )
    return matched / len(shorter)
