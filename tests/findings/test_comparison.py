"""What a comparison answers, cut down to what exists; and the drafts of topics that overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from checker.data import Event, Topic, When
from checker.errors import AnswerError, TooLongError
from checker.findings.comparison import compare_topic, cut_topic
from checker.findings.descriptions import describe_topic
from checker.findings.drafts import Draft, Pair
from checker.findings.story import Story
from checker.kept_report import Problem
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim, make_story


def small_story() -> Story:
    """Six claims: c1 to c3 of article a1; c4, c5 of a2; c6 of a3. a1 and a2 are reprints."""
    claims = [make_claim(n) for n in (1, 2, 3)]
    claims += [make_claim(n, article_id="a2") for n in (4, 5)]
    claims += [make_claim(6, article_id="a3")]
    twins = {"c1": ("c4",), "c4": ("c1",), "c2": ("c5",), "c5": ("c2",)}
    return make_story(claims, [("a1", "a2")], twins)


TOPIC = Topic(id="t1", label="talks", claim_ids=tuple(f"c{n}" for n in range(1, 7)))


def pair(a: int, b: int, why: str = "They differ.") -> dict[str, Any]:
    said = {"why": why, "relation": "contradict", "type": "denial", "drift": False}
    return {"a": a, "b": b, **said}


def finding(positions: Sequence[Sequence[int]], *conflicts: dict[str, Any]) -> dict[str, Any]:
    told = [{"answer": f"answer {n}", "claims": [*ids]} for n, ids in enumerate(positions)]
    question = {"question": "Did it happen?", "part_of": None}
    return {**question, "positions": told, "conflicts": [*conflicts]}


def compare(
    *findings: dict[str, Any], topic: Topic = TOPIC, story: Story | None = None
) -> tuple[list[Draft], list[Problem]]:
    """Findings that name claims as they are called here: 4 is c4."""
    story = story or small_story()
    shown = describe_topic(topic, story, "English").claim_ids
    number = {int(id_[1:]): n for n, id_ in enumerate(shown, start=1)}
    for each in findings:
        for position in each["positions"]:
            position["claims"] = [number.get(n, n) for n in position["claims"]]
    return compare_by_number(*findings, topic=topic, story=story)


def compare_by_number(
    *findings: dict[str, Any], topic: Topic = TOPIC, story: Story | None = None
) -> tuple[list[Draft], list[Problem]]:
    """Findings that name claims by their numbers in the request."""
    llm = ScriptedLLM({"compare_claims": [{"findings": [*findings]}]})
    compared = compare_topic(llm, topic, story or small_story(), "English")
    return list(compared.drafts), list(compared.problems)


def test_positions_hold_the_claims_that_are_cited() -> None:
    (draft,), problems = compare(finding([[3], [6]], pair(1, 2, "One denies it.")))
    assert draft.topic_id == "t1"
    assert draft.question == "Did it happen?"
    assert draft.answers == ("answer 0", "answer 1")
    assert draft.claim_ids == (("c3",), ("c6",))
    assert draft.pairs == (Pair(0, 1, "contradict", "denial", "One denies it."),)
    assert problems == []


def test_claims_that_do_not_exist_are_problems_and_never_guessed() -> None:
    (draft,), (problem,) = compare(finding([[3, 99], [6, 0]], pair(1, 2)))
    assert draft.claim_ids == (("c3",), ("c6",))
    assert problem.stage == "findings"
    assert problem.subject == "topic 'talks'"
    assert "[0, 99]" in problem.reason


def test_claims_are_numbered_within_the_request() -> None:
    topic = Topic(id="t1", label="talks", claim_ids=("c3", "c6"))
    (draft,), (problem,) = compare_by_number(finding([[1, 3], [2]], pair(1, 2)), topic=topic)
    assert draft.claim_ids == (("c3",), ("c6",))
    assert "[3]" in problem.reason


@pytest.mark.parametrize(("a", "b"), [(1, 3), (0, 1), (2, 2), (7, 9)])
def test_positions_that_do_not_exist_are_problems(a: int, b: int) -> None:
    (draft,), (problem,) = compare(finding([[3, 1], [6]], pair(1, 2), pair(a, b)))
    assert draft.pairs == (Pair(0, 1, "contradict", "denial", "They differ."),)
    assert f"sets position {a} against {b}, of 2 positions" in problem.reason


@pytest.mark.parametrize("empty", [[], [99]])
def test_a_conflict_with_a_position_of_no_claims_is_a_problem(empty: list[int]) -> None:
    drafts, problems = compare(finding([[3], empty], pair(1, 2)))
    assert drafts == []
    assert "sets position 1 against 2, one of which no claim" in problems[-1].reason


def test_a_single_claim_agrees_with_nothing() -> None:
    for alone in (finding([[3]]), finding([])):
        drafts, (problem,) = compare(alone)
        assert drafts == []
        assert "is no finding" in problem.reason


def test_an_agreement_is_one_position_of_several_claims() -> None:
    (draft,), _ = compare(finding([[3, 6]]))
    assert (draft.claim_ids, draft.pairs) == ((("c3", "c6"),), ())


def test_reprints_join_the_position_of_their_twin() -> None:
    (draft,), _ = compare(finding([[1, 3], [6]], pair(1, 2)))
    assert draft.claim_ids == (("c1", "c3", "c4"), ("c6",))


@pytest.mark.parametrize(
    ("one", "other", "joins"),
    [
        ({}, {}, True),
        ({"statement": "It killed 11."}, {"statement": "It killed 12."}, False),
        ({"statement": "It killed 11."}, {"statement": "Killed: 11."}, True),
        ({"chain": ("Sharaa", "outlet a1")}, {"chain": ("al-Shara", "outlet a2")}, True),
        ({"chain": ("Sharaa", "outlet a1")}, {"chain": ("Dermer", "outlet a2")}, False),
        ({"chain": ("Sharaa", "outlet a1")}, {}, False),
    ],
    ids=["alike", "figures", "same figures", "one voice", "two voices", "voice and article"],
)
def test_a_reprint_joins_only_where_the_same_voice_gives_the_same_figures(
    one: dict[str, Any], other: dict[str, Any], joins: bool
) -> None:
    claims = [make_claim(1, **one), make_claim(2, article_id="a2", **other)]
    claims.append(make_claim(3, article_id="a3"))
    story = make_story(claims, [("a1", "a2")], {"c1": ("c2",), "c2": ("c1",)})
    topic = Topic(id="t1", label="talks", claim_ids=("c1", "c2", "c3"))
    (draft,), _ = compare(finding([[1], [3]], pair(1, 2)), topic=topic, story=story)
    assert draft.claim_ids[0] == (("c1", "c2") if joins else ("c1",))


def test_reprints_that_are_cited_against_their_twin_stay_there() -> None:
    (draft,), _ = compare(finding([[1], [4]], pair(1, 2)))
    assert draft.claim_ids == (("c1",), ("c4",))


def test_a_reprint_of_claims_on_both_sides_joins_neither() -> None:
    claims = [make_claim(n, article_id=f"a{n}") for n in (1, 2, 3)]
    twins = {"c1": ("c3",), "c2": ("c3",), "c3": ("c1", "c2")}
    story = make_story(claims, [("a1", "a2", "a3")], twins)
    topic = Topic(id="t1", label="talks", claim_ids=("c1", "c2", "c3"))
    (draft,), _ = compare(finding([[1], [2]], pair(1, 2)), topic=topic, story=story)
    assert draft.claim_ids == (("c1",), ("c2",))


def test_an_answer_that_cannot_be_used_is_a_problem() -> None:
    llm = ScriptedLLM({"compare_claims": [AnswerError("the model refused")]})
    compared = compare_topic(llm, TOPIC, small_story(), "English")
    assert compared.drafts == ()
    (problem,) = compared.problems
    assert "were not compared: the model refused" in problem.reason


# --- What the model is given --------------------------------------------------------------------


def test_a_passage_is_described_once_with_what_its_reprint_says_otherwise() -> None:
    about: Any = describe_topic(TOPIC, small_story(), "French").about
    assert (about["write_in"], about["topic"]) == ("French", "talks")
    first, third = about["articles"]
    assert (first["article"], first["origin"], first["outlet"]) == (1, 1, "outlet a1")
    assert (third["article"], third["origin"]) == (2, 2)
    assert [row["id"] for row in first["claims"]] == [1, 3, 5]
    assert first["claims"][0]["reprint"] == [{"id": 2, "says": "Statement e."}]
    assert "reprint" not in first["claims"][2]


def test_a_claim_is_described_without_what_goes_without_saying() -> None:
    event = Event(id="p1.1.1", label="talks", place="Baku", time="Saturday")
    plain = make_claim(1, event=event)
    rich = make_claim(
        2,
        event=event,
        chain=("Minister", "AFP", "outlet a1"),
        stance="denies",
        modality="planned",
        when=When(words="Saturday", start=date(2025, 7, 12), end=date(2025, 7, 12)),
    )
    story = make_story([plain, rich])
    topic = Topic(id="t", label="x", claim_ids=("c1", "c2"))
    about: Any = describe_topic(topic, story, "English").about
    assert about["events"] == [[1, "talks; Baku; Saturday"]]
    (article,) = about["articles"]
    assert article["claims"] == [
        {"id": 1, "event": 1, "says": "Statement b."},
        {
            "id": 2,
            "event": 1,
            "voice": "Minister → AFP",
            "stance": "denies",
            "modality": "planned",
            "when": "Saturday = 2025-07-12",
            "says": "Statement c.",
        },
    ]


def test_a_reprint_says_who_speaks_and_how() -> None:
    claims = [
        make_claim(1, "They met.", chain=("Minister", "outlet a1")),
        make_claim(2, "They may meet.", article_id="a2", modality="possible"),
    ]
    story = make_story(claims, [("a1", "a2")], {"c1": ("c2",), "c2": ("c1",)})
    about: Any = describe_topic(Topic(id="t", label="x", claim_ids=("c1", "c2")), story, "en").about
    (row,) = about["articles"][0]["claims"]
    assert row["reprint"] == [
        {"id": 2, "voice": "the article itself", "modality": "possible", "says": "They may meet."}
    ]


def test_a_reprint_does_not_repeat_what_is_alike() -> None:
    alike: dict[str, Any] = {"chain": ("Minister", "outlet"), "modality": "hoped", "main": False}
    claims = [
        make_claim(1, "He hopes to meet.", **alike),
        make_claim(2, "He wishes for talks.", article_id="a2", **alike),
    ]
    story = make_story(claims, [("a1", "a2")], {"c1": ("c2",), "c2": ("c1",)})
    about: Any = describe_topic(Topic(id="t", label="x", claim_ids=("c1", "c2")), story, "en").about
    assert about["articles"][0]["claims"][0]["reprint"] == [
        {"id": 2, "says": "He wishes for talks."}
    ]


def test_different_answers_without_a_conflict_are_open() -> None:
    llm = ScriptedLLM(
        {
            "compare_claims": [
                {"findings": [finding([[1], [3]]), finding([[1, 6], [5]]), finding([[1, 3], [6]])]}
            ]
        }
    )
    compared = compare_topic(llm, TOPIC, small_story(), "English")
    assert [len(each.claim_ids) for each in compared.open] == [2, 2, 2]
    (agreed,) = compared.drafts
    assert agreed.answers == ("answer 0",)
    assert compared.problems == ()


def test_what_does_not_concern_a_request_does_not_change_it() -> None:
    few = [make_claim(7, "They met.", article_id="a3"), make_claim(9, "No.", article_id="a5")]
    many = [make_claim(1, "Else."), make_claim(2, "Else.", article_id="a2")]
    moved = [each.model_copy(update={"id": f"c{int(each.id[1:]) + 30}"}) for each in (*few, *many)]
    topic = Topic(id="t1", label="x", claim_ids=("c7", "c9"))
    other = Topic(id="t9", label="x", claim_ids=("c37", "c39"))
    alone = describe_topic(topic, make_story(few), "en").about
    assert alone == describe_topic(other, make_story(moved), "en").about


# --- Answers that are too long ------------------------------------------------------------------


def test_an_answer_that_is_too_long_is_had_in_pieces_that_hold_every_pair() -> None:
    claims = [make_claim(n, article_id=f"a{n}") for n in range(1, 13)]
    story = make_story(claims)
    topic = Topic(id="t1", label="talks", claim_ids=tuple(each.id for each in claims))
    pieces = cut_topic(topic, story)
    for one, other in combinations(topic.claim_ids, 2):
        assert any({one, other} <= set(piece.claim_ids) for piece in pieces)
    found = {"findings": [finding([[1], [2]], pair(1, 2))]}
    llm = ScriptedLLM({"compare_claims": [TooLongError("cut off"), *[found] * 3]})
    compared = compare_topic(llm, topic, story, "English")
    assert [each.topic_id for each in compared.drafts] == ["t1"] * 3
    assert len({each.key for each in compared.drafts}) == 3
    assert set(compared.claim_ids) == set(topic.claim_ids)


def test_a_small_topic_whose_answer_is_too_long_is_a_problem() -> None:
    llm = ScriptedLLM({"compare_claims": [TooLongError("cut off")]})
    (problem,) = compare_topic(llm, TOPIC, small_story(), "English").problems
    assert "cut off" in problem.reason


@pytest.mark.parametrize(("part_of", "key"), [(1, "t1.1"), (2, None), (9, None), (None, None)])
def test_an_agreement_that_another_finding_contains_is_its_part(
    part_of: int | None, key: str | None
) -> None:
    small = {**finding([[1, 6]]), "part_of": part_of}
    drafts, _ = compare(finding([[3, 6]]), small)
    assert [each.part_of for each in drafts] == [None, key]


def test_articles_are_named_and_not_numbered() -> None:
    said = {"answer": "Yes, according to article 1 and articles 1 and 2", "claims": [1, 3]}
    given = {**finding([[1, 3]]), "positions": [said], "question": "Does article 9 say so?"}
    (draft,), _ = compare_by_number(given)
    assert draft.answers == ("Yes, according to outlet a1 and outlet a1 and outlet a3",)
    assert draft.question == "Does article 9 say so?"
