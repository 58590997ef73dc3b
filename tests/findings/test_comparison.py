"""What a comparison answers, cut down to what exists; and the drafts of topics that overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checker.data import Event, Problem, Topic, When
from checker.errors import AnswerError
from checker.findings.comparison import compare_topic
from checker.findings.descriptions import describe_topic
from checker.findings.drafts import Draft, Pair, merge_drafts
from checker.findings.story import Story
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
    return {"a": a, "b": b, "why": why, "relation": "contradict", "type": "denial"}


def finding(positions: Sequence[Sequence[int]], *conflicts: dict[str, Any]) -> dict[str, Any]:
    told = [{"answer": f"answer {n}", "claims": [*ids]} for n, ids in enumerate(positions)]
    return {"question": "Did it happen?", "positions": told, "conflicts": [*conflicts]}


def compare(
    *findings: dict[str, Any], topic: Topic = TOPIC, story: Story | None = None
) -> tuple[list[Draft], list[Problem]]:
    llm = ScriptedLLM({"compare_claims": [{"findings": [*findings]}]})
    return compare_topic(llm, topic, story or small_story(), "English")


def test_positions_hold_the_claims_that_are_cited() -> None:
    (draft,), problems = compare(finding([[3], [6]], pair(0, 1, "One denies it.")))
    assert draft.topic_id == "t1"
    assert draft.question == "Did it happen?"
    assert draft.answers == ("answer 0", "answer 1")
    assert draft.claim_ids == (("c3",), ("c6",))
    assert draft.pairs == (Pair(0, 1, "contradict", "denial", "One denies it."),)
    assert problems == []


def test_claims_that_do_not_exist_are_problems_and_never_guessed() -> None:
    (draft,), (problem,) = compare(finding([[3, 99], [6, 0]], pair(0, 1)))
    assert draft.claim_ids == (("c3",), ("c6",))
    assert problem.stage == "findings"
    assert problem.subject == "topic 'talks'"
    assert "['c0', 'c99']" in problem.reason


def test_claims_of_another_topic_are_unknown() -> None:
    topic = Topic(id="t1", label="talks", claim_ids=("c3", "c6"))
    (draft,), (problem,) = compare(finding([[3, 2], [6]], pair(0, 1)), topic=topic)
    assert draft.claim_ids == (("c3",), ("c6",))
    assert "['c2']" in problem.reason


@pytest.mark.parametrize(("a", "b"), [(0, 2), (-1, 0), (1, 1), (7, 9)])
def test_positions_that_do_not_exist_are_problems(a: int, b: int) -> None:
    (draft,), (problem,) = compare(finding([[3, 1], [6]], pair(0, 1), pair(a, b)))
    assert draft.pairs == (Pair(0, 1, "contradict", "denial", "They differ."),)
    assert f"sets position {a} against {b}, of 2 positions" in problem.reason


@pytest.mark.parametrize("empty", [[], [99]])
def test_a_conflict_with_a_position_of_no_claims_is_a_problem(empty: list[int]) -> None:
    drafts, problems = compare(finding([[3], empty], pair(0, 1)))
    assert drafts == []
    assert "sets position 0 against 1, one of which no claim" in problems[-1].reason


def test_a_single_claim_agrees_with_nothing() -> None:
    assert compare(finding([[3]])) == ([], [])
    assert compare(finding([])) == ([], [])


def test_an_agreement_is_one_position_of_several_claims() -> None:
    (draft,), _ = compare(finding([[3, 6]]))
    assert (draft.claim_ids, draft.pairs) == ((("c3", "c6"),), ())


def test_reprints_join_the_position_of_their_twin() -> None:
    (draft,), _ = compare(finding([[1, 3], [6]], pair(0, 1)))
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
    (draft,), _ = compare(finding([[1], [3]], pair(0, 1)), topic=topic, story=story)
    assert draft.claim_ids[0] == (("c1", "c2") if joins else ("c1",))


def test_reprints_that_are_cited_against_their_twin_stay_there() -> None:
    (draft,), _ = compare(finding([[1], [4]], pair(0, 1)))
    assert draft.claim_ids == (("c1",), ("c4",))


def test_a_reprint_of_claims_on_both_sides_joins_neither() -> None:
    claims = [make_claim(n, article_id=f"a{n}") for n in (1, 2, 3)]
    twins = {"c1": ("c3",), "c2": ("c3",), "c3": ("c1", "c2")}
    story = make_story(claims, [("a1", "a2", "a3")], twins)
    topic = Topic(id="t1", label="talks", claim_ids=("c1", "c2", "c3"))
    (draft,), _ = compare(finding([[1], [2]], pair(0, 1)), topic=topic, story=story)
    assert draft.claim_ids == (("c1",), ("c2",))


def test_an_answer_that_cannot_be_used_is_a_problem() -> None:
    llm = ScriptedLLM({"compare_claims": [AnswerError("the model refused")]})
    drafts, (problem,) = compare_topic(llm, TOPIC, small_story(), "English")
    assert drafts == []
    assert "were not compared: the model refused" in problem.reason


# --- What the model is given --------------------------------------------------------------------


def test_a_passage_is_described_once_with_what_its_reprint_says_otherwise() -> None:
    about: Any = describe_topic(TOPIC, small_story(), "French")
    assert (about["write_in"], about["topic"]) == ("French", "talks")
    first, third = about["articles"]
    assert (first["article"], first["origin"], first["outlet"]) == ("a1", "o1", "outlet a1")
    assert (third["article"], third["origin"]) == ("a3", "o2")
    assert [row["id"] for row in first["claims"]] == [1, 2, 3]
    assert first["claims"][0]["reprint"] == [{"id": 4, "says": "Statement e."}]
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
    about: Any = describe_topic(Topic(id="t", label="x", claim_ids=("c1", "c2")), story, "English")
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


# --- Overlapping topics ---------------------------------------------------------------------------


def draft(*claim_ids: str, conflict: bool = True, topic: str = "t1") -> Draft:
    """One position for each word list: ``draft("c1 c2", "c3")``, the first two in conflict."""
    positions = tuple(tuple(ids.split()) for ids in claim_ids)
    answers = tuple(f"{topic} answer {n}" for n in range(len(positions)))
    pairs = (Pair(0, 1, "contradict", "denial", f"{topic} why"),) if conflict else ()
    return Draft(topic, f"{topic} question", answers, positions, pairs)


def test_a_conflict_found_in_two_topics_is_one() -> None:
    (merged,) = merge_drafts([draft("c1 c2", "c3"), draft("c2 c5", "c3 c10 c4", topic="t2")])
    assert merged.claim_ids == (("c1", "c2", "c5"), ("c3", "c4", "c10"))
    assert (merged.topic_id, merged.question) == ("t1", "t1 question")
    assert merged.pairs == draft("c1", "c3").pairs


def test_a_conflict_found_the_other_way_round_is_the_same() -> None:
    (merged,) = merge_drafts([draft("c1", "c3"), draft("c3 c4", "c1", topic="t2")])
    assert merged.claim_ids == (("c1",), ("c3", "c4"))


def test_claims_that_stand_on_the_other_side_are_not_taken_over() -> None:
    (merged,) = merge_drafts([draft("c1 c2", "c3"), draft("c1 c3", "c3 c2", topic="t2")])
    assert merged.claim_ids == (("c1", "c2"), ("c3",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (draft("c1", "c3"), draft("c1", "c4")),
        (draft("c1", "c3"), draft("c1 c3", conflict=False)),
        (draft("c1 c2", conflict=False), draft("c2 c3", conflict=False)),
        (draft("c1 c2", conflict=False), draft("c3 c4", conflict=False)),
    ],
    ids=["one side shared", "conflict and agreement", "half shared", "nothing shared"],
)
def test_other_findings_stay_apart(one: Draft, other: Draft) -> None:
    assert merge_drafts([one, other]) == [one, other]


def test_an_agreement_that_shares_most_claims_is_one() -> None:
    (merged,) = merge_drafts(
        [draft("c1 c2 c3", conflict=False), draft("c2 c3 c9", conflict=False, topic="t2")]
    )
    assert merged.claim_ids == (("c1", "c2", "c3", "c9"),)


def test_a_conflict_that_only_the_other_topic_shows_is_kept() -> None:
    third = Pair(0, 2, "superseded", "number", "new")
    other = draft("c3", "c1", "c9", topic="t2")
    other = replace(other, pairs=(*other.pairs, third))
    (merged,) = merge_drafts([draft("c1 c2", "c3"), other])
    assert merged.claim_ids == (("c1", "c2"), ("c3",), ("c9",))
    assert merged.answers[2] == "t2 answer 2"
    assert [(each.a, each.b, each.relation) for each in merged.pairs] == [
        (0, 1, "contradict"),
        (1, 2, "superseded"),
    ]
