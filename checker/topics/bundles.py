"""Storylines to topics: claims that could be about the same thing, few enough for one comparison.

A passage that several reprints share stands in a bundle once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from checker.data import Claim, Topic
from checker.sources.origins import Sources
from checker.topics.happenings import Happening, communities

# What a comparison was seen to go through whole. Cut storylines are compared by pairs of blocks,
# which asks about each claim more than once and lists one conflict in several wordings.
CLAIMS_A_TOPIC = 160
# Small storylines side by side in one comparison, which goes through as many of one storyline well.
POOLED_CLAIMS = 125


def bundle_claims(
    storylines: Iterable[tuple[str, Sequence[Happening]]],
    sources: Sources,
    limit: int = CLAIMS_A_TOPIC,
) -> list[Topic]:
    """Storylines to topics of at most ``limit`` claims.

    Any two claims of a storyline of at most twice the limit share a topic. Larger ones are cut by
    the words that their events share, so that the topics stay linear in the claims.

    A topic names the reprints of its claims too, beyond the limit: they are compared with them. A
    storyline of one article in which a single voice is quoted has nothing to be compared with, and
    makes no topic.
    """
    rows = [
        (label, piece)
        for label, members in storylines
        for piece in _pieces(members, limit)
        if _can_meet(piece, sources)
    ]
    return [
        Topic(id=f"t{n}", label=label, claim_ids=_with_twins(piece, sources))
        for n, (label, piece) in enumerate(_pool(rows, min(POOLED_CLAIMS, limit * 4 // 5)), start=1)
    ]


def _pool(
    rows: Sequence[tuple[str, Sequence[Claim]]], limit: int
) -> list[tuple[str, Sequence[Claim]]]:
    """Small pieces side by side in one topic of at most ``limit`` claims, the others as they are.

    A comparison of a few claims costs as much to explain as one of many.
    """
    pooled: list[tuple[str, Sequence[Claim]]] = []
    for label, piece in rows:
        before = pooled[-1] if pooled else ("", ())
        together = _in_order((*before[1], *piece))
        if pooled and len(together) <= limit:
            labels = dict.fromkeys((*before[0].split("; "), label))
            pooled[-1] = ("; ".join(labels), together)
        else:
            pooled.append((label, piece))
    return pooled


def _pieces(members: Sequence[Happening], limit: int) -> list[Sequence[Claim]]:
    """All pairs of blocks of half the limit; beyond four blocks, windows over alike events."""
    claims = _in_order(claim for each in members for claim in each.claims)
    if len(claims) <= limit:
        return [claims]
    half = max(1, limit // 2)
    blocks = [claims[at : at + half] for at in range(0, len(claims), half)]
    if len(blocks) <= 4:
        return [[*one, *other] for one, other in combinations(blocks, 2)]
    alike = [claim for group in communities(members) for each in group for claim in each.claims]
    return _windows(list({claim.id: claim for claim in alike}.values()), limit)


def _windows(claims: Sequence[Claim], limit: int) -> list[Sequence[Claim]]:
    """Pieces of ``limit`` claims, each sharing a third with the one before it."""
    step = max(1, limit - limit // 3)
    starts = range(0, max(1, len(claims) - limit // 3), step)
    return [claims[at : at + limit] for at in starts]


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    once = {claim.id: claim for claim in claims}
    return sorted(once.values(), key=lambda claim: int(claim.id[1:]))


def _with_twins(claims: Sequence[Claim], sources: Sources) -> tuple[str, ...]:
    ids = {claim.id for claim in claims}
    ids.update(twin for id_ in tuple(ids) for twin in sources.twins.get(id_, ()))
    return tuple(sorted(ids, key=lambda id_: int(id_[1:])))


def _can_meet(claims: Sequence[Claim], sources: Sources) -> bool:
    """Tell whether two articles, a passage and its reprint, or two quoted voices speak here."""
    articles = {claim.article_id for claim in claims}
    reprinted = any(claim.id in sources.twins for claim in claims)
    chains = sorted({claim.chain for claim in claims}, key=len)
    # The article's own chain ends every chain of its voices.
    rivals = any(longer[-len(chain) :] != chain for chain, longer in combinations(chains, 2))
    return len(articles) > 1 or reprinted or rivals
