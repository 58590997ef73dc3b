"""Origins of a kept report, and how new articles come under them.

What was found of two known articles stays: only pairs with a new article are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from checker.data import Article, Claim, Origin, last_number
from checker.sources.likeness import Likeness, Pair
from checker.sources.origins import Sources, find_origins

JUDGED_AN_ARTICLE = 2  # doubtful pairs that are put to the model, for each new article


BY_TEXT = ("reprint", "digest", "single")  # kinds of origins that the text alone decides


def known_likenesses(
    origins: Iterable[Origin], measured: Mapping[Pair, Likeness], edited: Collection[str] = ()
) -> dict[Pair, Likeness]:
    """The pairs of known articles that are one report; as ``measured`` now where they still are.

    What the text of an ``edited`` article (ids) shares is measured anew.
    """
    found: dict[Pair, Likeness] = {}
    for origin in origins:
        if origin.kind == "named_source":
            continue
        kind = "reprint" if origin.kind in ("single", "digest") else origin.kind
        known = Likeness(kind, origin.certainty, origin.reason)
        anew = {*edited} if origin.kind in BY_TEXT else set()
        for one, other in combinations(origin.article_ids, 2):
            if not anew.isdisjoint((one, other)):
                continue
            found[one, other] = measured.get((one, other)) or measured.get((other, one)) or known
        for held in origin.rests_on:
            pair = (origin.article_ids[0], held)
            if not anew.isdisjoint(pair):
                continue
            holding = Likeness(kind, origin.certainty, origin.reason, holder=pair[0])
            found[pair] = measured.get(pair) or measured.get((pair[1], pair[0])) or holding
    return found


def with_new(measured: Mapping[Pair, Likeness], new: Collection[str]) -> dict[Pair, Likeness]:
    """The pairs in which an article is new, or reads otherwise than before."""
    return {pair: like for pair, like in measured.items() if pair[0] in new or pair[1] in new}


def choose_doubtful(doubtful: Iterable[Pair], new: Sequence[str]) -> tuple[list[Pair], int]:
    """The doubtful pairs to be judged, a few for each new article; how many are left out."""
    rows = [pair for pair in doubtful if pair[0] in new or pair[1] in new]
    times = dict.fromkeys(new, 0)
    chosen: list[Pair] = []
    for pair in rows:
        newest = pair[1] if pair[1] in times else pair[0]
        if times[newest] < JUDGED_AN_ARTICLE:
            times[newest] += 1
            chosen.append(pair)
    return chosen, len(rows) - len(chosen)


def continue_origins(
    known: Sequence[Origin],
    articles: Sequence[Article],
    claims: Sequence[Claim],
    likenesses: Mapping[Pair, Likeness],
) -> Sources:
    """Put all articles under origins; those that hold a known article keep its origin's id."""
    found = find_origins(articles, claims, likenesses)
    id_of = {
        id_: each.id for each in known for id_ in each.article_ids if each.kind != "named_source"
    }
    last = last_number(each.id for each in known if each.id[1:].isdecimal())
    taken: set[str] = set()
    renamed: list[Origin] = []
    for origin in found.origins:
        kept = next(
            (id_of[a] for a in origin.article_ids if id_of.get(a, "") not in taken | {""}), None
        )
        if kept is None:
            last += 1
            kept = f"o{last}"
        taken.add(kept)
        renamed.append(origin.model_copy(update={"id": kept}))
    of_article = {id_: origin for origin in renamed for id_ in origin.article_ids}
    named = tuple(each for each in known if each.kind == "named_source")
    return Sources((*renamed, *named), of_article, found.twins)
