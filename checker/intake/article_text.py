"""The text of the article on a page: what trafilatura takes for it, and what belongs to that.

trafilatura tells the article from the rest of the page, yet loses standfirsts, captions,
paragraphs that are one link, and text that is split over wrappers. So its text only marks the
blocks of the page that are certainly the article's; blocks between them and beside them that look
alike are taken as well. A lost paragraph is a claim that nobody sees; a piece of furniture is
noise that a model skips.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker.intake.blocks import HEADINGS, Block, label_of
from checker.intake.furniture import HOUSE, is_caption, is_furniture

_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:(?:user|reader|post|article|fb|js|entry|view)?-?_?comments?(?:-?(?:list|area|"
    r"section|body|content|text|wrap(?:per)?|container|thread|box|form|item|author|respond))?|"
    r"disqus\w*|talkbacks?|respond|replies|reply|discussion|kommentare?|commentaires?|"
    r"comentarios?|commenti|reacties|yorumlar|livefyre|fb-comments|coral)(?:$|[\s_-])"
)
_PARAGRAPHS = frozenset(["p", "li", "blockquote", "article", "section", "dd"])
_LEADS = re.compile(
    r"(?:^|[\s_-])(?:\w*(?:standfirst|excerpt|subtitle|sub-?title|sub-?head\w*|dek|deck|lead|lede|"
    r"leadtext|intro\w*|chap[oe]au?|sapo|summary|description|teaser|abstract|kicker|vorspann|"
    r"entradilla|bajada|sottotitolo|occhiello))(?:$|[\s_-])"
)
_PARAGRAPH = 80  # characters of a paragraph of sentences
_LIVE_TIMES = 3  # so many lines of time among an article's are those of a live blog's updates
LEAST_MARK = 25  # characters: shorter lines are the article's only where they are a whole line


@dataclass(frozen=True)
class ArticleText:
    """The lines of an article, and the blocks they are; ``headline`` is a block's number.

    ``unread`` counts the letters of paragraphs beside them that look like an article's too.
    """

    lines: tuple[str, ...]
    chosen: tuple[int, ...]
    headline: int | None
    is_headline_alone: bool = False
    unread: int = 0

    @property
    def anchor(self) -> int | None:
        """The block beside which the article's dateline stands: its headline, or its beginning."""
        return self.headline if self.headline is not None else next(iter(self.chosen), None)


def choose_blocks(blocks: Sequence[Block], seed: str, titles: Sequence[str]) -> ArticleText:
    """The article's blocks; ``seed`` is trafilatura's text, ``titles`` what the page calls it."""
    said = comment_elements(blocks)
    comments = {number for number, block in enumerate(blocks) if not said.isdisjoint(block.path)}
    marked = _mark(blocks, seed, comments)
    headline = find_headline(blocks, titles, _first_paragraph(blocks, marked))
    chosen = marked | _Filling(blocks, marked, headline).found() if marked else set()
    chosen -= comments
    if headline is not None and chosen:
        chosen = {headline, *chosen}
    ordered = tuple(sorted(chosen))
    alone = ordered == (headline,) and any(each.tag in HEADINGS for each in blocks[ordered[0]].path)
    unread = _unread(blocks, chosen | comments)
    lines = tuple(blocks[each].text for each in ordered)
    return ArticleText(lines, ordered, headline, alone, unread)


def _first_paragraph(blocks: Sequence[Block], marked: set[int]) -> int | None:
    """The story's first paragraph; lines before it may be menus that its text holds by chance."""
    long = (each for each in marked if len(blocks[each].text) >= _PARAGRAPH)
    return min(long, default=min(marked, default=None))


def _unread(blocks: Sequence[Block], taken: set[int]) -> int:
    """The letters of ``<p>`` elements of sentences that were not taken and are no furniture."""
    return sum(
        len(squeeze(block.text))
        for number, block in enumerate(blocks)
        if number not in taken
        and block.line.tag == "p"
        and block.linked < 0.3
        and len(block.text) >= _PARAGRAPH
        and not any(map(is_furniture, block.path))
        and not HOUSE.search(block.text)
    )


def comment_elements(blocks: Sequence[Block]) -> frozenset[Any]:
    """The elements that hold readers' comments, by what the page calls them.

    What holds the page's ``h1`` is none of them: themes call an article *comments-open*.
    """
    around = dict.fromkeys(each for block in blocks for each in block.path)
    return frozenset(
        each
        for each in around
        if each.tag not in ("html", "body", "main")
        and _COMMENTS.search(label_of(each))
        and next(each.iter("h1"), None) is None
    )


def squeeze(text: str) -> str:
    """A text by its letters and figures alone."""
    return "".join(filter(str.isalnum, text)).casefold()


def find_headline(blocks: Sequence[Block], titles: Sequence[str], first: int | None) -> int | None:
    """The block that is the headline: one that says what the page calls itself, before the story.

    ``first`` is the number of the story's first block. Without such a block it is the last ``h1``
    before the story.
    """
    wanted = [squeezed for title in titles if len(squeezed := squeeze(title)) > 7]
    best: tuple[int, int] | None = None
    last = len(blocks) if first is None else first + 3
    for number, block in enumerate(blocks[:last]):
        if block.tag == "title" or len(block.text) > 400:
            continue
        own = squeeze(block.text)
        says = len(own) > 7 and any(own in each or each in own for each in wanted)
        heading = next((each.tag for each in reversed(block.path) if each.tag in HEADINGS), "")
        rank = 4 * (says and heading == "h1") or 3 * (says and bool(heading)) or 2 * says
        rank = rank or (heading == "h1" and block.linked < 0.9)
        if rank and (best is None or rank >= best[0]) and not (rank == 2 and block.linked > 0.9):
            best = int(rank), number
    return best[1] if best else None


def _mark(blocks: Sequence[Block], seed: str, comments: set[int]) -> set[int]:
    """The blocks that trafilatura's text holds, less those that readers wrote."""
    whole = squeeze(seed)
    lines = Counter(squeeze(line) for line in seed.split("\n"))
    marked: set[int] = set()
    for number, block in enumerate(blocks):
        own = squeeze(block.text)
        if not own or number in comments:
            continue
        if lines[own] > 0:
            lines[own] -= 1
            marked.add(number)
        elif len(own) >= LEAST_MARK and own in whole:
            marked.add(number)
    return _without_strays(blocks, marked)


def _without_strays(blocks: Sequence[Block], marked: set[int]) -> set[int]:
    """Short marks far before the story are menus that hold the words of a line by chance."""
    long = [number for number in marked if len(blocks[number].text) >= 80]
    if not long:
        return marked
    first, last = min(long), max(long)
    return {each for each in marked if first - 12 <= each <= last + 12}


class _Filling:
    """Blocks that belong to the marked ones: between them, beside them, or just before them."""

    def __init__(self, blocks: Sequence[Block], marked: set[int], headline: int | None) -> None:
        self._blocks, self._marked, self._headline = blocks, marked, headline
        self._first, self._last = min(marked), max(marked)
        self._holding: Counter[Any] = Counter()
        for number in marked:
            self._holding.update(blocks[number].path)
        inside = blocks[self._first : self._last]
        self._live = sum(_is_time(block) for block in inside) >= _LIVE_TIMES
        self._kinds = {self._kind(each) for number in marked for each in blocks[number].path}

    @staticmethod
    def _kind(element: Any) -> tuple[str, str]:
        return str(element.tag), element.get("class") or ""

    def found(self) -> set[int]:
        """The blocks that belong, and the headings right before those after the story."""
        more = {number for number, block in enumerate(self._blocks)
                if number not in self._marked and self._belongs(number, block)}  # fmt: skip
        headings = {number - 1 for number in more if number - 1 > self._last
                    and self._blocks[number - 1].tag in HEADINGS}  # fmt: skip
        return more | headings

    def _belongs(self, number: int, block: Block) -> bool:
        own = [each for each in block.path if each not in self._holding]
        if len(block.text) < 400 and HOUSE.search(block.text):
            return False
        alike = [each for each in own if self._kind(each) not in self._kinds]
        if any(map(is_furniture, alike)):
            return False
        words = len(block.text.split())
        words = max(words, len(block.text) // 6)  # unspaced scripts
        if self._first < number < self._last:
            return self._between(block, own, words)
        if number < self._first:
            return self._before(number, block, words)
        return self._after(block, own, words)

    def _between(self, block: Block, own: Sequence[Any], words: int) -> bool:
        if block.linked > 0.6:
            return words >= 8 and block.tag in ("p", "a", "strong", "em", "b", "span")
        return words >= 2 or (self._live and _is_time(block))

    def _before(self, number: int, block: Block, words: int) -> bool:
        """Standfirsts: between the headline and the story."""
        if self._headline is None or number <= self._headline or words < 4 or block.linked > 0.4:
            return False
        lead = any(_LEADS.search(label_of(each)) for each in block.path[-3:])
        itself = any((each.get("itemprop") or "") in ("description", "alternativeHeadline")
                     for each in block.path[-2:])  # fmt: skip
        return lead or itself or is_caption(block) or words >= 9

    def _after(self, block: Block, own: Sequence[Any], words: int) -> bool:
        """What goes on in a wrapper like the story's own, or in a second article."""
        if block.linked > 0.3 or words < 8:
            return False
        outermost = next(iter(own), None)
        if outermost is None:
            return block.path[-1].tag not in ("html", "body")
        tag, called = self._kind(outermost)
        return (tag, called) in self._kinds and bool(called or tag in _PARAGRAPHS)


def _is_time(block: Block) -> bool:
    """Whether a line is a moment, as over each update of a live blog."""
    return len(block.text) < 40 and any(each.tag == "time" for each in block.path[-3:])
