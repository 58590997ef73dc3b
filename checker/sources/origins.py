"""The one source that several articles, or several claims, rest on.

Articles found to be one story (`reprints`, `retellings`) have one origin. Within it, the same
passage of two articles is told once to the comparison. An unnamed source that two outlets have
through one agency is probably one origin too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from checker.data import Article, Claim, Origin
from checker.sources.grouping import group_articles
from checker.sources.likeness import Likeness, Pair
from checker.sources.names import is_unnamed, same_role, same_voice
from checker.text import words

TWIN_LIKENESS = 60.0  # the mean of the ratios of statements and quotes
TWIN_STATEMENT_RATIO = 55.0
TRANSLATED_STATEMENT_RATIO = 75.0  # of a quote and its translation into another script
ALONE = "no other article tells this story in the same words or order"
SHARING = "it shares text with articles that do not all share text with each other"


@dataclass(frozen=True)
class Sources:
    """The origins of a run, and how to find them.

    ``of_article`` maps an article to its origin; ``twins`` maps a claim to the same passage in
    other articles of its origin.
    """

    origins: tuple[Origin, ...]
    of_article: Mapping[str, Origin]
    twins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_sources(origins: Sequence[Origin], claims: Iterable[Claim]) -> Sources:
    """The origins of a kept report. It does not say which claims are twins.

    Those of articles that rest on others are found again: who said them first depends on it.
    """
    by_article = {
        id_: origin
        for origin in origins
        if origin.kind != "named_source"
        for id_ in origin.article_ids
    }
    pairs = [(each.article_ids[0], other) for each in origins for other in each.rests_on]
    return Sources(tuple(origins), by_article, _find_twins(pairs, _claims_by_article(claims)))


def find_origins(
    articles: Sequence[Article], claims: Sequence[Claim], likenesses: Mapping[Pair, Likeness]
) -> Sources:
    """Put each article under one origin, alone or with those that tell the same story.

    ``likenesses`` holds the pairs of articles, by id, that were found to be one story.
    """
    origins = _number_origins(articles, likenesses)
    of_article = {id_: origin for origin in origins for id_ in origin.article_ids}
    within = [pair for origin in origins for pair in combinations(origin.article_ids, 2)]
    pairs = dict.fromkeys((*within, *likenesses))
    return Sources(origins, of_article, _find_twins(pairs, _claims_by_article(claims)))


def _claims_by_article(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.article_id].append(claim)
    return told


# --- From pairs to origins -------------------------------------------------------------------


def _number_origins(
    articles: Sequence[Article], likenesses: Mapping[Pair, Likeness]
) -> tuple[Origin, ...]:
    """Articles under their origins; ids in the order of their first articles."""
    groups = group_articles(articles, likenesses)
    return tuple(
        _single(f"o{n}", group[0], groups.rests_on.get(group[0], ()))
        if len(group) == 1
        else _origin(f"o{n}", group, likenesses)
        for n, group in enumerate(groups.members, start=1)
    )


def _origin(id_: str, group: tuple[str, ...], likenesses: Mapping[Pair, Likeness]) -> Origin:
    inside = [likenesses[pair] for pair in combinations(group, 2) if pair in likenesses]
    inside += [likenesses[b, a] for a, b in combinations(group, 2) if (b, a) in likenesses]
    weakest = next((like for like in inside if like.certainty == "probable"), inside[0])
    return Origin(
        id=id_,
        kind=weakest.kind,
        certainty=weakest.certainty,
        article_ids=group,
        reason=weakest.reason,
    )


def _single(id_: str, article_id: str, rests_on: tuple[str, ...]) -> Origin:
    return Origin(
        id=id_,
        kind="digest" if rests_on else "single",
        certainty="certain",
        article_ids=(article_id,),
        rests_on=rests_on,
        reason=SHARING if rests_on else ALONE,
    )


# --- The same passage in two articles of one origin -------------------------------------------


def _find_twins(
    pairs: Iterable[Pair], told: Mapping[str, Sequence[Claim]]
) -> dict[str, tuple[str, ...]]:
    twins: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for one, other in pairs:
        for first, second in pair_claims(told.get(one, ()), told.get(other, ())):
            twins[first] += (second,)
            twins[second] += (first,)
    return dict(twins)


def pair_claims(one: Sequence[Claim], other: Sequence[Claim]) -> list[tuple[str, str]]:
    """Pair the claims of two reprints, best likeness first, each claim once."""
    said = {each.id: " ".join(words(each.quote)) for each in (*one, *other)}
    scored = [
        (score, first.id, second.id)
        for first in one
        for second in other
        if (score := _twin_likeness(first, second, said)) > 0
    ]
    scored.sort(key=lambda row: (-row[0], row[1], row[2]))
    taken: set[str] = set()
    pairs: list[tuple[str, str]] = []
    for _, first_id, second_id in scored:
        if first_id not in taken and second_id not in taken:
            taken |= {first_id, second_id}
            pairs.append((first_id, second_id))
    return pairs


def passage_likeness(one: Claim, other: Claim) -> float:
    """How alike two claims of one origin's articles are (to 200); 0 if of different passages."""
    from rapidfuzz.fuzz import token_sort_ratio

    if token_sort_ratio(one.statement, other.statement) < TWIN_STATEMENT_RATIO:
        return 0.0
    said = {each.id: " ".join(words(each.quote)) for each in (one, other)}
    return _twin_likeness(one, other, said)


def same_passage(claim: Claim, version: Iterable[Claim]) -> Claim | None:
    """The claim of another version of its report that tells the same passage, or None."""
    scored = [(passage_likeness(claim, each), each) for each in version]
    best = max(scored, key=lambda row: row[0], default=None)
    return best[1] if best and best[0] > 0 else None


def _twin_likeness(one: Claim, other: Claim, said: Mapping[str, str]) -> float:
    """How alike two claims are in statement and quote, 0 where they fall short."""
    from rapidfuzz.fuzz import token_sort_ratio

    statements = token_sort_ratio(one.statement, other.statement)
    if statements < TWIN_STATEMENT_RATIO:
        return 0.0
    if _share_no_letter(said[one.id], said[other.id]):
        return 2 * statements if statements >= TRANSLATED_STATEMENT_RATIO else 0.0
    both = statements + token_sort_ratio(said[one.id], said[other.id])
    return both if both >= 2 * TWIN_LIKENESS else 0.0


def _share_no_letter(one: str, other: str) -> bool:
    """Whether two quotes are in two scripts, so that only their statements can be compared."""
    letters = [{each for each in quote if each.isalpha()} for quote in (one, other)]
    return all(letters) and letters[0].isdisjoint(letters[1])


def first_of_twins(claims: Iterable[Claim], sources: Sources) -> list[Claim]:
    """The claims without those whose passage an earlier claim already gives."""
    seen: set[str] = set()
    kept: list[Claim] = []
    for claim in claims:
        if claim.id not in seen:
            kept.append(claim)
            seen.update(sources.twins.get(claim.id, ()))
    return kept


# --- The same source behind claims of different articles -----------------------------------------


def named_source(one: Claim, other: Claim) -> str | None:
    """Why two claims of different origins probably rest on one source, or None.

    The same speaker through the same intermediary; or an unnamed source of the same role, where
    one side names the agency it came through and the other names none.
    """
    first, second = one.chain, other.chain
    through = [link for link in first[1:-1] if any(same_voice(link, b) for b in second[1:-1])]
    if through and (same_voice(first[0], second[0]) or same_role(first[0], second[0])):
        return f"probably one origin: {first[0]} through {through[0]} in both"
    if len(first) == 1 or len(second) == 1 or not is_unnamed(first[0]):
        return None
    agencies = [chain[1] for chain in (first, second) if len(chain) > 2]
    if same_role(first[0], second[0]) and len(agencies) == 1:
        return (
            f"probably one origin: an unnamed source of the same kind ({first[0]}; {second[0]}), "
            f"which one side has through {agencies[0]}"
        )
    return None
