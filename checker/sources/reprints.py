"""Articles that are reprints or rewrites of one story, by the words they share in long runs.

Two articles are certainly one report where a fifth of the shorter stands in the other word for
word, in runs of five words or more (`tiling`), and part of that outside quotation marks: two
reports that quote one statement are not one report. The reason names the longest run, so that
anybody can check it. Pairs worth the test come from an index of word 3-grams, not from all pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.data import Article, Page
from checker.quotations import QUOTATION
from checker.sources.likeness import Likeness, Pair, candidate_pairs
from checker.sources.tiling import SHORTEST_RUN, Tile, tile
from checker.text import words

VERBATIM = 0.2  # of the words of the shorter text
VERBATIM_UNQUOTED = 0.1
# Of very short texts a headline would be a fifth.
FEWEST_WORDS = 20
WHOLE = 0.8  # of a text too short for that
CONTAINED = 0.5  # of a text, in a longer one that holds it
# Two texts that share this with a third share at least twice this less one with each other.
CLOSE = 0.7
RUN_SHOWN = 25  # words
# From how many articles of one outlet on, and of no other, a run is its template.
TEMPLATE = 3
CUT = "𐎀"  # stands for a quotation: a letter that no news is written in


@dataclass(frozen=True)
class Text:
    """An article's words, and those that stand outside quotation marks."""

    source: str
    words: Sequence[str]
    unquoted: Sequence[str]


@dataclass(frozen=True)
class Overlap:
    """Why two texts are one report; ``holder`` is 0 or 1 where the one contains the other.

    ``close``: they share `CLOSE` of the longer one's words, and so of both. ``shared``: how many.
    """

    reason: str
    holder: int | None
    close: bool
    shared: int


def find_reprints(pages: Sequence[Page], articles: Sequence[Article]) -> dict[Pair, Likeness]:
    """Find the pairs of articles, by id, that share so many words that they are one report."""
    by_page = {page.id: page for page in pages}
    texts = {each.id: _read(by_page[each.page_id].text[each.start : each.end]) for each in articles}
    outlets = {each.id: each.outlet or by_page[each.page_id].outlet for each in articles}
    texts = _without_templates(texts, outlets)
    found: dict[Pair, Likeness] = {}
    for one, other in candidate_pairs({id_: text.words for id_, text in texts.items()}):
        overlap = compare_texts(texts[one], texts[other])
        if overlap:
            holder = overlap.holder if overlap.holder is None else (one, other)[overlap.holder]
            found[one, other] = Likeness(
                "reprint", "certain", overlap.reason, holder, overlap.close, overlap.shared
            )
    return found


def _read(text: str) -> Text:
    return Text(text, words(text), words(QUOTATION.sub(f" {CUT} ", text)))


def compare_texts(one: Text, other: Text) -> Overlap | None:
    """Why two texts are one report, or None."""
    shorter = min(len(one.words), len(other.words))
    tiles = tile(one.words, other.words)
    shared = sum(each.length for each in tiles)
    enough = shared >= FEWEST_WORDS or (shared >= SHORTEST_RUN and shared >= WHOLE * shorter)
    if not enough or shared < VERBATIM * shorter:
        return None
    unquoted = min(len(one.unquoted), len(other.unquoted))
    outside = sum(each.length for each in tile(one.unquoted, other.unquoted))
    if outside < VERBATIM_UNQUOTED * unquoted:
        return None
    close = shared >= CLOSE * max(len(one.words), len(other.words))
    return Overlap(_reason(shared, shorter, tiles, one), _holder(shared, one, other), close, shared)


def _holder(shared: int, one: Text, other: Text) -> int | None:
    share = shared / (len(one.words) or 1), shared / (len(other.words) or 1)
    if max(share) < CONTAINED or share[0] == share[1]:
        return None
    return 1 if share[0] > share[1] else 0


def _reason(shared: int, shorter: int, tiles: Sequence[Tile], text: Text) -> str:
    longest = max(tiles, key=lambda each: each.length)
    run = _as_written(text, longest.one, min(longest.length, RUN_SHOWN))
    dots = " …" if longest.length > RUN_SHOWN else ""
    return (
        f"{shared} of the {shorter} words of the shorter text stand in the other word for word, "
        f"in runs of {SHORTEST_RUN} words or more; the longest, of {longest.length}: “{run}{dots}”"
    )


def _as_written(text: Text, first: int, count: int) -> str:
    """Some words of a text with their marks and letters, as the page has them."""
    spans = [
        match.span() for match in re.finditer(r"\S+", text.source) for _ in words(match.group())
    ]
    if len(spans) != len(text.words):  # a mark that parts or joins words over a space
        return " ".join(text.words[first : first + count])
    return " ".join(text.source[spans[first][0] : spans[first + count - 1][1]].split())


# --- Templates ------------------------------------------------------------------------------------


def _without_templates(
    texts: Mapping[str, Text], outlets: Mapping[str, str | None]
) -> dict[str, Text]:
    """The texts without what several articles of one outlet share, and no other outlet's has.

    Menus, notes on the author and the like made one report of 84 articles. Where another outlet
    has the words too, they are a story.
    """
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    for id_ in texts:
        counts[outlets[id_] or id_] += 1
    many = {outlet for outlet, count in counts.items() if count >= TEMPLATE}
    if not many:
        return dict(texts)
    for id_, text in texts.items():
        for gram in _grams(text.words):
            holders[gram].add(id_)
    template = {
        gram
        for gram, ids in holders.items()
        if len(ids) >= TEMPLATE and len({outlets[id_] or id_ for id_ in ids}) == 1
    }
    return {
        id_: Text(text.source, _cut(text.words, template), _cut(text.unquoted, template))
        if outlets[id_] in many
        else text
        for id_, text in texts.items()
    }


def _grams(row: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(row[n:] for n in range(SHORTEST_RUN)), strict=False))


def _cut(row: Sequence[str], template: set[tuple[str, ...]]) -> list[str]:
    cut = bytearray(len(row))
    for at, gram in enumerate(_grams(row)):
        if gram in template:
            cut[at : at + SHORTEST_RUN] = b"\1" * SHORTEST_RUN
    return [word for word, gone in zip(row, cut, strict=True) if not gone]
