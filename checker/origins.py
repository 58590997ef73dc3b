"""Which articles, and which claims, rest on one and the same source.

Two articles are reprints or translations of one story when much of their text is the same
(character 5-grams) and their sentences run side by side. Pairs worth that test come from an index
of word 3-grams, not from all pairs. Articles in different languages are held against each other
by what they claim, in the pivot language: the same statements in the same order.
Measures and thresholds were set on few real cases; CONTRIBUTING.md says which.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from checker.data import Article, Certainty, Claim, Origin, OriginKind, Page
from checker.names import is_unnamed, same_role, same_voice
from checker.text import words

CANDIDATE_CONTAINMENT = 0.05
SAME_TEXT_JACCARD = 0.25
SAME_TEXT_CONTAINMENT = 0.45
SENTENCES_ALIGNED = 0.5
SENTENCE_RATIO = 55.0
COMMON_SHINGLE = 50
RETOLD_SHARE = 0.6
RETOLD_ORDER = 0.8
RETOLD_CLAIMS = 4
STATEMENT_RATIO = 70.0
TWIN_LIKENESS = 60.0  # the mean of the ratios of statements and quotes
TWIN_STATEMENT_RATIO = 55.0
SENTENCE = re.compile(r"(?<=[.!?؟])\s+|\n+")


@dataclass(frozen=True)
class Sources:
    """The origins of a run, and how to find them.

    ``of_article`` maps an article to its origin; ``twins`` maps a claim to the same passage in
    other articles of its origin.
    """

    origins: tuple[Origin, ...]
    of_article: Mapping[str, Origin]
    twins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Likeness:
    """Why two articles are held to be one story."""

    kind: OriginKind
    certainty: Certainty
    reason: str


def find_origins(
    pages: Sequence[Page], articles: Sequence[Article], claims: Sequence[Claim]
) -> Sources:
    """Put each article under one origin, alone or with those that tell the same story."""
    by_page = {page.id: page for page in pages}
    texts = {each.id: by_page[each.page_id].text[each.start : each.end] for each in articles}
    told = _claims_by_article(claims)
    # Where both measures find a pair, what the texts share is the better reason.
    likenesses = {**_same_statements(articles, told), **_same_texts(articles, texts)}
    origins = _number_origins(articles, likenesses)
    of_article = {id_: origin for origin in origins for id_ in origin.article_ids}
    twins = _find_twins(origins, told)
    return Sources(origins, of_article, twins)


def _claims_by_article(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.article_id].append(claim)
    return told


# --- Articles that share their text ------------------------------------------------------


def _same_texts(
    articles: Sequence[Article], texts: Mapping[str, str]
) -> dict[tuple[str, str], _Likeness]:
    tokens = {each.id: words(texts[each.id]) for each in articles}
    found: dict[tuple[str, str], _Likeness] = {}
    for one, other in candidate_pairs(tokens):
        measure = _shared_text(" ".join(tokens[one]), " ".join(tokens[other]))
        aligned = _aligned_sentences(texts[one], texts[other]) if measure else 0.0
        if aligned >= SENTENCES_ALIGNED:
            reason = f"{measure}; {aligned:.0%} of the sentences run side by side"
            found[one, other] = _Likeness("reprint", "certain", reason)
    return found


def candidate_pairs(tokens: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that share enough word 3-grams to be worth a closer look.

    An inverted index (Broder 1997). A 3-gram that stands in more than `COMMON_SHINGLE` texts is
    language, boilerplate, or a story that everybody reprints: it pairs only neighbours in its
    list, which is enough to join the reprints and keeps the work linear.
    """
    shingles = {key: set(zip(row, row[1:], row[2:], strict=False)) for key, row in tokens.items()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, grams in shingles.items():
        for gram in grams:
            holders[gram].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        if len(keys) > 1:
            shared.update(combinations(keys, 2) if len(keys) <= COMMON_SHINGLE else pairwise(keys))
    for (one, other), count in shared.items():
        if count >= CANDIDATE_CONTAINMENT * min(len(shingles[one]), len(shingles[other])):
            yield one, other


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


# --- Articles that make the same statements in the same order ------------------------------


def _same_statements(
    articles: Sequence[Article], told: Mapping[str, Sequence[Claim]]
) -> dict[tuple[str, str], _Likeness]:
    """Retellings across languages, and rewrites that credit the same source."""
    found: dict[tuple[str, str], _Likeness] = {}
    by_id = {article.id: article for article in articles if article.id in told}
    tokens = {id_: words(" ".join(each.statement for each in told[id_])) for id_ in by_id}
    for one, other in candidate_pairs(tokens):
        first, second = by_id[one], by_id[other]
        credited = bool(first.credited_to) and first.credited_to == second.credited_to
        if first.language == second.language and not credited:
            continue
        share, order = retold(told[one], told[other])
        if share >= RETOLD_SHARE and order >= RETOLD_ORDER:
            source = f"; both credit {first.credited_to}" if credited else ""
            reason = f"{share:.0%} of the claims are the same, {order:.0%} of them in one order"
            found[one, other] = _Likeness("retelling", "probable", reason + source)
    return found


def retold(one: Sequence[Claim], other: Sequence[Claim]) -> tuple[float, float]:
    """The share of the shorter list's claims met in the longer, and the share of those in order.

    Fewer than `RETOLD_CLAIMS` claims met show nothing: both shares are then 0.
    """
    shorter, longer = sorted((one, other), key=len)
    places = [place for claim in shorter if (place := _counterpart(claim, longer)) is not None]
    if len(places) < RETOLD_CLAIMS:
        return 0.0, 0.0
    rising = 1 + sum(after >= before for before, after in pairwise(places))
    return len(places) / len(shorter), rising / len(places)


def _counterpart(claim: Claim, others: Sequence[Claim]) -> int | None:
    """The index of the claim that says the same with the same numbers, or None."""
    from rapidfuzz.fuzz import token_sort_ratio

    scores = [
        token_sort_ratio(claim.statement, other.statement)
        if numbers_in(claim.statement) == numbers_in(other.statement)
        else 0.0
        for other in others
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    return best if scores[best] >= STATEMENT_RATIO else None


def numbers_in(text: str) -> list[str]:
    """The figures of a text, sorted."""
    return sorted(re.findall(r"\d+", text))


# --- From pairs to origins -------------------------------------------------------------------


def _number_origins(
    articles: Sequence[Article], likenesses: Mapping[tuple[str, str], _Likeness]
) -> tuple[Origin, ...]:
    """Articles joined by a likeness are one origin; ids in the order of their first articles."""
    groups = {article.id: [article.id] for article in articles}
    for one, other in likenesses:
        if groups[one] is not groups[other]:
            groups[one] += groups[other]
            for id_ in groups[other]:
                groups[id_] = groups[one]
    order = {article.id: place for place, article in enumerate(articles)}
    distinct = {id(group): sorted(group, key=order.__getitem__) for group in groups.values()}
    rows = sorted(distinct.values(), key=lambda group: order[group[0]])
    return tuple(_origin(f"o{n}", group, likenesses) for n, group in enumerate(rows, start=1))


def _origin(
    id_: str, group: Sequence[str], likenesses: Mapping[tuple[str, str], _Likeness]
) -> Origin:
    inside = [likenesses[pair] for pair in combinations(group, 2) if pair in likenesses]
    if not inside:
        return Origin(
            id=id_,
            kind="single",
            certainty="certain",
            article_ids=tuple(group),
            reason="no other article tells this story in the same words or order",
        )
    weakest = next((like for like in inside if like.certainty == "probable"), inside[0])
    return Origin(
        id=id_,
        kind=weakest.kind,
        certainty=weakest.certainty,
        article_ids=tuple(group),
        reason=weakest.reason,
    )


# --- The same passage in two articles of one origin -------------------------------------------


def _find_twins(
    origins: Sequence[Origin], told: Mapping[str, Sequence[Claim]]
) -> dict[str, tuple[str, ...]]:
    twins: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for origin in origins:
        for one, other in combinations(origin.article_ids, 2):
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


def _twin_likeness(one: Claim, other: Claim, said: Mapping[str, str]) -> float:
    """How alike two claims are in statement and quote, 0 where they fall short."""
    from rapidfuzz.fuzz import token_sort_ratio

    statements = token_sort_ratio(one.statement, other.statement)
    if statements < TWIN_STATEMENT_RATIO:
        return 0.0
    both = statements + token_sort_ratio(said[one.id], said[other.id])
    return both if both >= 2 * TWIN_LIKENESS else 0.0


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
