"""An article's text cut where claims begin and end, so that overlapping quotes can be marked.

The cutting is done here, in code points: a browser counts UTF-16 units and would miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from checker.data import Article, Claim


@dataclass(frozen=True)
class Passage:
    """A piece of text and the claims that rest on it, the shortest quote first; often none."""

    text: str
    claims: tuple[Claim, ...]


def cut_passages(text: str, article: Article, claims: Sequence[Claim]) -> list[Passage]:
    """Cut ``text[article.start:article.end]`` at all borders of its claims' quotes.

    ``text`` is the page's. The pieces joined give the article's text, character for character.
    """
    inside = [each for each in claims if each.end > article.start and each.start < article.end]
    borders = {article.start, article.end}
    for claim in inside:
        borders |= {max(claim.start, article.start), min(claim.end, article.end)}
    cuts = sorted(borders)
    begin = sorted(inside, key=attrgetter("start"))
    open_: list[Claim] = []
    pieces: list[Passage] = []
    for start, end in pairwise(cuts):
        while begin and begin[0].start <= start:
            open_.append(begin.pop(0))
        open_ = [claim for claim in open_ if claim.end > start]
        covering = sorted(open_, key=lambda claim: (claim.end - claim.start, claim.start, claim.id))
        pieces.append(Passage(text[start:end], tuple(covering)))
    return pieces
