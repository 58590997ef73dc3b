"""Articles that tell another one's story in another language, or in other words.

They are held against each other by what they claim, in the pivot language: the same statements,
with the same figures, in the same order. Where these measures cannot tell, the model is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from checker.data import Article, Claim
from checker.errors import AnswerError
from checker.kept_report import Problem
from checker.model.answer import LLM, Answer
from checker.prompts import read_prompt
from checker.sources.likeness import Likeness, Pair, candidate_pairs
from checker.text import words

RETOLD_SHARE = 0.6
RETOLD_ORDER = 0.8
# From here up to the bounds above the measures cannot tell.
DOUBTFUL_SHARE = 0.35
RETOLD_CLAIMS = 4
STATEMENT_RATIO = 70.0
STATEMENTS_SHOWN = 30


class RetellingVerdict(Answer):
    """The judgement of one pair of articles."""

    shared: str
    verdict: Literal["one_report", "own_reports", "unclear"]


@dataclass(frozen=True)
class Retellings:
    """What the measures say: pairs that are one story, and pairs of which they cannot tell."""

    found: Mapping[Pair, Likeness]
    doubtful: tuple[Pair, ...]


def measure_retellings(
    articles: Sequence[Article], claims: Sequence[Claim], reprints: Collection[Pair]
) -> Retellings:
    """Measure pairs in different languages, and pairs in one language that credit one source.

    Other pairs in one language are judged by the text they share: ``reprints`` are those found.
    """
    told: dict[str, list[Claim]] = {article.id: [] for article in articles}
    for claim in claims:
        told[claim.article_id].append(claim)
    by_id = {article.id: article for article in articles if told[article.id]}
    tokens = {id_: words(" ".join(each.statement for each in told[id_])) for id_ in by_id}
    found: dict[Pair, Likeness] = {}
    doubtful: list[Pair] = []
    for one, other in candidate_pairs(tokens):
        first, second = by_id[one], by_id[other]
        credit = first.credited_to if first.credited_to == second.credited_to else None
        if (one, other) in reprints or (first.language == second.language and not credit):
            continue
        share, order = retold(told[one], told[other])
        if share >= RETOLD_SHARE and order >= RETOLD_ORDER:
            source = f"; both credit {credit}" if credit else ""
            reason = f"{share:.0%} of the claims are the same, {order:.0%} of them in one order"
            found[one, other] = Likeness("retelling", "probable", reason + source)
        elif share >= DOUBTFUL_SHARE:
            doubtful.append((one, other))
    return Retellings(found, tuple(doubtful))


def have_a_claim_in_common(one: str, other: str, claims: Sequence[Claim]) -> bool:
    """Whether some claim of one article (by id) says what a claim of the other says.

    Where none does, nobody needs to be asked whether the two are one report.
    """
    first, second = ([each for each in claims if each.article_id == id_] for id_ in (one, other))
    return bool(second) and any(_counterpart(claim, second) is not None for claim in first)


def judge_retelling(
    llm: LLM, articles: tuple[Article, Article], claims: Sequence[Claim], pivot: str
) -> tuple[Likeness | None, Problem | None]:
    """Ask whether two articles are one report; an answer that cannot be used is a problem."""
    about = {
        "write_in": pivot,
        "first": _describe_article(articles[0], claims),
        "second": _describe_article(articles[1], claims),
    }
    try:
        answer = llm.ask(read_prompt("judge_retelling"), about, RetellingVerdict)
    except AnswerError as error:
        subject = f"articles {articles[0].id} and {articles[1].id}"
        reason = f"whether they are one report could not be judged; counted as two: {error}"
        return None, Problem(stage="origins", subject=subject, reason=reason)
    if answer.verdict != "one_report":
        return None, None
    return Likeness("retelling", "probable", f"by the model's judgement: {answer.shared}"), None


def _describe_article(article: Article, claims: Sequence[Claim]) -> dict[str, object]:
    told = [claim for claim in claims if claim.article_id == article.id][:STATEMENTS_SHOWN]
    about = {
        "outlet": article.outlet,
        "credited_to": article.credited_to,
        "published": article.published,
        "language": article.language,
    }
    known = {name: value for name, value in about.items() if value is not None}
    return {**known, "statements": [[claim.chain[0], claim.statement] for claim in told]}


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
