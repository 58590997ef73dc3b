"""Retellings of which the measures cannot tell: when the model is asked, and what of its answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from checker.data import Article, Claim
from checker.errors import AnswerError
from checker.sources.retellings import (
    have_a_claim_in_common,
    judge_retelling,
    measure_retellings,
)
from tests.conftest import ScriptedLLM
from tests.sources.test_origins import RETOLD, STATEMENTS
from tests.support.stories import make_claim, make_page, whole_article

OTHERS = [
    "Prices of bread rose in the market of Aleppo.",
    "A school was opened near the old harbour.",
    "Farmers wait for rain after a dry winter.",
]


def two_articles(told: Sequence[str], language: str = "en") -> tuple[list[Article], list[Claim]]:
    pages = [make_page(1, "نص عربي"), make_page(2, "Some other text")]
    articles = [whole_article(pages[0], outlet="One"), whole_article(pages[1], language=language)]
    claims = [make_claim(n, text) for n, text in enumerate(STATEMENTS, start=1)]
    claims += [make_claim(n, text, article_id="a2") for n, text in enumerate(told, start=11)]
    return articles, claims


def test_half_the_claims_in_another_order_leave_a_doubt() -> None:
    articles, claims = two_articles([*RETOLD[1:], *RETOLD[:1]][::-1])
    measured = measure_retellings(articles, claims, ())
    assert measured.found == {}
    assert measured.doubtful == (("a1", "a2"),)


@pytest.mark.parametrize(
    ("told", "language", "reprints"),
    [
        (RETOLD, "en", ()),
        (OTHERS, "en", ()),
        (RETOLD[::-1], "ar", ()),
        (RETOLD[::-1], "en", {("a1", "a2")}),
    ],
    ids=["plainly retold", "plainly not", "one language", "known reprint"],
)
def test_no_question_is_asked_where_the_measures_can_tell(
    told: list[str], language: str, reprints: set[tuple[str, str]]
) -> None:
    articles, claims = two_articles(told, language)
    assert measure_retellings(articles, claims, reprints).doubtful == ()


def test_articles_with_no_claim_in_common_are_nothing_to_ask_about() -> None:
    _, claims = two_articles(OTHERS)
    assert not have_a_claim_in_common("a1", "a2", claims)
    _, claims = two_articles([RETOLD[2], *OTHERS])
    assert have_a_claim_in_common("a1", "a2", claims)
    assert not have_a_claim_in_common("a1", "a3", claims)


@pytest.mark.parametrize(
    ("verdict", "is_one"), [("one_report", True), ("own_reports", False), ("unclear", False)]
)
def test_only_one_report_makes_one_origin(verdict: str, is_one: bool) -> None:
    articles, claims = two_articles(RETOLD)
    llm = ScriptedLLM({"judge_retelling": [{"shared": "All of it.", "verdict": verdict}]})
    like, problem = judge_retelling(llm, (articles[0], articles[1]), claims, "English")
    assert problem is None
    assert (like is not None) is is_one
    if like:
        assert (like.kind, like.certainty) == ("retelling", "probable")
        assert "All of it." in like.reason
    [(_, about)] = llm.history
    assert about["first"]["outlet"] == "One"
    assert [text for _, text in about["second"]["statements"]] == RETOLD


def test_an_answer_that_cannot_be_used_counts_two_origins_and_says_so() -> None:
    articles, claims = two_articles(RETOLD)
    llm = ScriptedLLM({"judge_retelling": [AnswerError("cut off")]})
    like, problem = judge_retelling(llm, (articles[0], articles[1]), claims, "English")
    assert like is None
    assert problem is not None
    assert "counted as two: cut off" in problem.reason
