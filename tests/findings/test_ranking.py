"""Agreements stand in front, and conflicts weigh, as they were ranked; told twice is a part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import AnswerError
from checker.findings import ranking
from checker.findings.drafts import Draft, Pair
from checker.findings.ranking import Ranking, list_unranked, place_findings, rank_findings
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim, make_story

CLAIMS = [make_claim(n, article_id=f"a{n}", main=n < 9) for n in range(1, 11)]
BARE = make_story(CLAIMS)
TITLES = {"a1": "Fire in town", "a2": None, "a3": "Not of these agreements"}
STORY = replace(
    BARE,
    articles={
        id_: each.model_copy(update={"title": TITLES.get(id_)})
        for id_, each in BARE.articles.items()
    },
)


def agreed(number: int, *claim_ids: str, **given: Any) -> Draft:
    """An agreement of one topic on one answer."""
    made = Draft(
        topic_id="t1",
        question=f"Question {number}?",
        answers=(f"Answer {number}",),
        claim_ids=(claim_ids or ("c1", "c2"),),
        pairs=(),
        key=f"t1.{number}",
    )
    return replace(made, **given)


NAMES = ("agreements", "again", "central", "trifles")
NOTHING: dict[str, Any] = {key: [] for key in NAMES}


def ranked(number: int, rank: str, of: int | None = None) -> dict[str, Any]:
    return {"n": number, "of": of, "learns": "what was agreed", "rank": rank}


CONFLICT = agreed(
    9,
    answers=("Yes", "No"),
    claim_ids=(("c1",), ("c2",)),
    pairs=(Pair(0, 1, "contradict", "denial", "One denies it."),),
)


def rank(said: dict[str, Any], *drafts: Draft) -> tuple[list[Draft], ScriptedLLM]:
    llm = ScriptedLLM({"rank_findings": [{**NOTHING, **said}]})
    [asked] = list_unranked(drafts, STORY)
    return place_findings(drafts, [rank_findings(llm, drafts, asked, STORY)]), llm


def test_news_and_details_are_worth_telling_and_the_rest_is_common_ground() -> None:
    rows = [ranked(1, "plain"), ranked(2, "news"), ranked(3, "detail"), ranked(5, "plain")]
    placed, _ = rank({"agreements": rows}, *(agreed(n) for n in range(1, 5)), CONFLICT)
    assert [each.common for each in placed] == [True, False, False, False, False]
    assert [each.weight for each in placed] == ["plain", "central", "plain", "plain", "plain"]


def test_the_model_sees_agreements_then_what_stands_in_front_then_conflicts() -> None:
    kept = agreed(3, lasting="k1", stood=1)
    behind = agreed(4, lasting="k2", stood=1, common=True)
    stood = replace(CONFLICT, key="t1.8", lasting="k3")
    elsewhere = replace(CONFLICT, topic_id="t2", key="t2.1", lasting="k4")
    drafts = (kept, CONFLICT, agreed(1), behind, stood, elsewhere)
    _, llm = rank({}, *drafts)
    [about] = llm.asked("rank_findings")
    assert about == {
        "titles": ["Fire in town"],
        "agreements": [[1, "Question 1?", "Answer 1"]],
        "in_front": [[2, "Question 3?", "Answer 3"]],
        "conflicts": [[3, "Question 9?", "Yes", "No"], [4, "Question 9?", "Yes", "No"]],
    }


def test_what_an_earlier_run_placed_stays_where_it_is() -> None:
    kept = [agreed(n, lasting=f"k{n}", stood=1, common=n == 1) for n in (1, 2)]
    rows = [ranked(1, "plain"), ranked(2, "plain")]
    placed, _ = rank({"agreements": rows}, *kept, agreed(3))
    assert [each.common for each in placed] == [True, False, True]


def test_nobody_is_asked_about_background_or_one_conflict_alone() -> None:
    stood = [agreed(2, lasting="k1"), replace(CONFLICT, lasting="k2")]
    assert list_unranked([agreed(1, "c9", "c10"), CONFLICT, *stood], STORY) == []
    assert list_unranked([CONFLICT, *stood, CONFLICT], STORY) == [(0, 3)]
    assert list_unranked([agreed(1), *stood], STORY) == [(0,)]


def test_of_one_judgement_alone_it_is_asked_whether_the_story_turns_on_it() -> None:
    [pair] = CONFLICT.pairs
    judged = replace(CONFLICT, pairs=(replace(pair, type="judgement"),))
    assert list_unranked([judged], STORY) == [(0,)]


def test_many_findings_are_asked_about_in_several_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "FINDINGS_A_CALL", 2)
    assert list_unranked([agreed(n) for n in range(5)], STORY) == [(0, 1), (2, 3), (4,)]


def test_a_conflict_weighs_as_it_was_ranked() -> None:
    again = replace(CONFLICT, key="t1.8")
    kept = replace(CONFLICT, key="t1.7", lasting="k7", weight="central")
    placed, _ = rank({"central": [1, 2], "trifles": [2, 3, 4]}, agreed(1), CONFLICT, again, kept)
    assert [each.weight for each in placed] == ["plain", "central", "trifle", "central"]


def test_what_is_told_twice_is_a_part_and_news_where_its_whole_is() -> None:
    of = [(2, "plain"), (None, "news"), (4, "news"), (5, "detail")]
    rows = [ranked(n, rank, whole) for n, (whole, rank) in enumerate(of, start=1)]
    drafts = (agreed(1), agreed(2), agreed(3), agreed(4), CONFLICT)
    placed, _ = rank({"agreements": rows}, *drafts)
    assert [each.part_of for each in placed] == ["t1.2", None, "t1.4", None, None]
    assert [each.common for each in placed] == [False, False, True, False, False]
    assert [each.weight for each in placed] == ["central", "central", "plain", "plain", "plain"]


def test_a_part_of_a_conflict_is_shown_with_it() -> None:
    placed, _ = rank({"agreements": [ranked(1, "news", 2)]}, agreed(1), CONFLICT)
    assert [each.part_of for each in placed] == ["t1.9", None]
    assert [each.common for each in placed] == [True, False]


def test_an_answer_that_cannot_be_used_leaves_all_in_front() -> None:
    drafts = (agreed(1), agreed(2))
    llm = ScriptedLLM({"rank_findings": [AnswerError("no JSON")]})
    chosen = rank_findings(llm, drafts, (0, 1), STORY)
    assert chosen.failed == "no JSON"
    assert place_findings(drafts, [chosen]) == [*drafts]


def test_a_conflict_is_a_part_of_a_conflict_alone_and_what_stood_before_of_none() -> None:
    again, kept = replace(CONFLICT, key="t1.8"), replace(CONFLICT, key="t1.7", lasting="k7")
    rows = [{"n": 4, "of": 2}, {"n": 3, "of": 1}, {"n": 2, "of": 1}, {"n": 3, "of": 2}]
    placed, _ = rank({"again": rows}, agreed(1), CONFLICT, again, kept)
    assert [each.part_of for each in placed] == [None, None, "t1.9", None]
    assert not any(each.common for each in placed)


NUMBERS = st.integers(-2, 8)
RANKS = st.sampled_from(["news", "detail", "plain"])


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12),
    st.lists(st.builds(ranked, NUMBERS, RANKS, st.none() | NUMBERS), max_size=8),
)
def test_whatever_the_answer_says_no_part_has_parts(
    again: list[tuple[int, int]], rows: list[dict[str, Any]]
) -> None:
    drafts = (*(agreed(n) for n in range(1, 6)), CONFLICT)
    told = [{"n": n, "of": of} for n, of in again]
    llm = ScriptedLLM({"rank_findings": [{**NOTHING, "agreements": rows, "again": told}]})
    chosen: Ranking = rank_findings(llm, drafts, range(5), STORY)
    assert not {*chosen.whole} & {*chosen.whole.values()}
    assert chosen.common <= {*range(5)}
    assert {*chosen.whole} <= {*range(6)}
    placed = place_findings(drafts, [chosen])
    assert [each.claim_ids for each in placed] == [each.claim_ids for each in drafts]
