"""The second look at the conflicts of a finding: what it is shown, what its verdicts change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.errors import AnswerError, EndpointError
from checker.findings.drafts import Draft, Pair
from checker.findings.passages import sentence_around, words_around
from checker.findings.second_look import (
    CLAIMS_A_SIDE,
    PAIRS_A_CALL,
    choose_claims,
    cut_contested,
    describe_conflicts,
    is_flip,
    list_contested,
    settle,
    verify_conflicts,
)
from checker.findings.story import Story, from_one_origin
from checker.found import Kind, Relation, SecondLook
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim, make_page, make_story

TEXT = "Early news. The sides met in Baku, an official said. More later.\nOther paragraph."
QUOTE = "met in Baku"
PAGES = [make_page(n, TEXT) for n in (1, 2, 3)]
PAIR = Pair(0, 1, "contradict", "denial", "One denies it.")
DRAFT = Draft("t1", "Did they meet?", ("yes", "no"), (("c1",), ("c2",)), (PAIR,))
START = TEXT.index(QUOTE)


def verdict(relation: str = "contradict", kind: str = "directness") -> dict[str, Any]:
    return {
        "n": 1,
        "same_event": "yes",
        "same_actor": "unclear",
        "same_time": "no",
        "same_modality": "yes",
        "why": "They speak of one meeting.",
        "opposed": True,
        "relation": relation,
        "type": kind,
    }


def told(number: int, article: str = "a1", **given: Any) -> Any:
    place: dict[str, Any] = {"quote": QUOTE, "start": START, "end": START + len(QUOTE)}
    return make_claim(number, article_id=article, **place, **given)


def two_articles(**given: Any) -> Story:
    return make_story([told(1), told(2, "a2", **given)], pages=PAGES)


def look(answer: object, story: Story | None = None) -> tuple[SecondLook, ScriptedLLM]:
    said = {"verdicts": [answer]} if isinstance(answer, dict) else answer
    llm = ScriptedLLM({"verify_conflict": [said]})
    return verify_conflicts(llm, [DRAFT], story or two_articles(), "English")[0, 0], llm


def shown_sides(about: Any) -> list[tuple[str, list[Any]]]:
    """The answers of the first finding that is shown, each with the claims shown for it."""
    claims = {row["id"]: row for row in about["claims"]}
    return [(answer, [claims[n] for n in ids]) for answer, ids in about["findings"][0]["answers"]]


def test_the_verdict_is_taken_over_whole() -> None:
    seen, _ = look(verdict())
    assert seen == SecondLook(
        same_event="yes",
        same_actor="unclear",
        same_time="no",
        same_modality="yes",
        relation="contradict",
        type="directness",
        why="They speak of one meeting.",
    )


def test_positions_stand_in_the_other_order() -> None:
    _, llm = look(verdict())
    (about,) = llm.asked("verify_conflict")
    (asked,) = about["findings"]
    assert (asked["question"], about["write_in"]) == ("Did they meet?", "English")
    (first, theirs), (second, ours) = shown_sides(about)
    assert (first, second) == ("no", "yes")
    assert [row["article"] for row in theirs] == ["outlet a2"]
    assert [row["article"] for row in ours] == ["outlet a1"]
    assert asked["pairs"] == [[1, 1, 2, False]]


def test_quotes_are_shown_in_the_words_of_the_page_with_those_around_them() -> None:
    story = two_articles(chain=("Minister", "AFP", "outlet a2"), stance="denies")
    (_, (theirs,)), (_, (ours,)) = shown_sides(describe_conflicts([DRAFT], story, "English"))
    assert ours["words"] == TEXT.split("\n")[0].replace(QUOTE, f"⟦{QUOTE}⟧")
    assert "voice" not in ours
    assert theirs["voice"] == "Minister → AFP"
    assert theirs["stance"] == "denies"
    assert "published" not in ours


@pytest.mark.parametrize("error", ["the answer was cut off", "the model refused"])
def test_a_look_that_fails_says_why(error: str) -> None:
    seen, _ = look(AnswerError(error))
    assert seen == SecondLook(failed=error)
    assert settle(PAIR, seen) == ("contradict", "denial", "One denies it.")
    assert not is_flip(seen)


def test_an_endpoint_that_fails_is_raised() -> None:
    with pytest.raises(EndpointError):
        look(EndpointError("gone"))


def test_without_a_second_look_the_first_judgement_stands() -> None:
    assert settle(PAIR, None) == ("contradict", "denial", "One denies it.")


def seen_as(relation: Relation, kind: Kind = "directness", why: str = "Not so.") -> SecondLook:
    return SecondLook(relation=relation, type=kind, why=why)


@pytest.mark.parametrize("relation", ["contradict", "attributed_conflict", "superseded", "partial"])
def test_a_conflict_that_is_upheld_takes_the_second_judgement(relation: Relation) -> None:
    assert settle(PAIR, seen_as(relation)) == (relation, "directness", "Not so.")
    assert settle(PAIR, seen_as(relation, why=""))[2] == "One denies it."
    assert not is_flip(seen_as(relation))


@pytest.mark.parametrize("relation", ["agree", "not_comparable", "unsure"])
def test_a_conflict_that_is_not_upheld_is_a_flip(relation: Relation) -> None:
    assert is_flip(seen_as(relation))


def test_where_nothing_conflicts_the_verdict_needs_no_kind() -> None:
    seen, _ = look({**verdict("agree"), "type": None})
    assert (seen.relation, seen.type) == ("agree", None)
    assert settle(PAIR, seen)[1] == "denial"


# --- Reprints ---------------------------------------------------------------------------------

MINISTER = ("Minister", "outlet")


@pytest.mark.parametrize(
    ("claims", "groups", "one"),
    [
        ([told(1), told(2, "a2")], [("a1", "a2")], True),
        ([told(1), told(2, "a2")], [], False),
        ([told(1), told(2)], [("a1", "a2")], False),
        ([told(1, chain=MINISTER), told(2, "a2")], [("a1", "a2")], True),
    ],
    ids=["two articles", "two origins", "one article", "the words given to another voice"],
)
def test_two_articles_of_one_origin(
    claims: list[Any], groups: list[tuple[str, str]], one: bool
) -> None:
    assert from_one_origin(["c1"], ["c2"], make_story(claims, groups)) is one


def test_the_model_is_told_of_drift() -> None:
    drifted = replace(DRAFT, pairs=(replace(PAIR, drift=True),))
    about: Any = describe_conflicts([drifted], two_articles(), "English")
    assert about["findings"][0]["pairs"] == [[1, 1, 2, True]]


# --- Several conflicts of one topic -------------------------------------------------------------

THREE = Draft(
    "t1",
    "Who was hit?",
    ("a bus", "a car", "nobody"),
    (("c1",), ("c2",), ("c3",)),
    (PAIR, replace(PAIR, b=2, relation="partial"), replace(PAIR, a=1, b=2)),
)


def three_articles() -> Story:
    return make_story([told(1), told(2, "a2"), told(3, "a3")], pages=PAGES)


def test_the_conflicts_of_a_topic_are_asked_about_together() -> None:
    verdicts = [verdict("agree"), {**verdict(), "n": 2}, {**verdict("unsure"), "n": 3}]
    llm = ScriptedLLM({"verify_conflict": [{"verdicts": [*verdicts, {**verdict(), "n": 9}]}]})
    looks = verify_conflicts(llm, [THREE, DRAFT], three_articles(), "English")
    assert {place: look.relation for place, look in looks.items()} == {
        (0, 0): "agree",
        (0, 2): "contradict",
        (1, 0): "unsure",
    }
    (about,) = llm.asked("verify_conflict")
    first, second = about["findings"]
    assert [answer for answer, _ in first["answers"]] == ["nobody", "a car", "a bus"]
    assert first["pairs"] == [[1, 2, 3, False], [2, 1, 2, False]]
    assert second["pairs"] == [[3, 1, 2, False]]


def test_a_claim_that_stands_in_two_findings_is_shown_once() -> None:
    about: Any = describe_conflicts([THREE, DRAFT], three_articles(), "English")
    assert [row["article"] for row in about["claims"]] == ["outlet a3", "outlet a2", "outlet a1"]
    first, second = about["findings"]
    assert first["answers"] == [["nobody", [1]], ["a car", [2]], ["a bus", [3]]]
    assert second["answers"] == [["no", [2]], ["yes", [3]]]


def test_a_call_holds_a_bounded_number_of_pairs() -> None:
    agreed = replace(DRAFT, pairs=())
    other = replace(DRAFT, topic_id="t2")
    most, few = (replace(THREE, pairs=(PAIR,) * n) for n in (PAIRS_A_CALL - 1, 2))
    assert cut_contested([most, agreed, few]) == [[0], [2]]
    whole = replace(most, pairs=(PAIR,) * (PAIRS_A_CALL + 9))
    assert cut_contested([other, whole, other]) == [[0, 2], [1]]


def test_small_topics_share_a_call_and_a_topic_is_not_cut_for_it() -> None:
    second, third = (replace(THREE, topic_id=f"t{n}") for n in (2, 3))
    assert cut_contested([DRAFT, second, THREE]) == [[0, 2, 1]]
    held = len(list_contested(THREE))
    third = replace(third, pairs=(PAIR,) * (PAIRS_A_CALL - held))
    assert cut_contested([DRAFT, THREE, third]) == [[0, 1], [2]]


def test_a_verdict_that_is_left_out_is_a_failed_look() -> None:
    llm = ScriptedLLM({"verify_conflict": [{"verdicts": [verdict(), verdict("agree")]}]})
    looks = verify_conflicts(llm, [THREE], three_articles(), "English")
    assert looks[0, 0].relation == "contradict"
    assert looks[0, 2] == SecondLook(failed="the answer leaves it out")


# --- What is shown ------------------------------------------------------------------------------


def test_a_side_is_shown_by_the_claims_that_differ_most() -> None:
    said = "Three people died in the attack, police said"
    alike = [told(n, statement=f"{said} {n}.") for n in range(1, 8)]
    other = told(8, statement="Four died, the driver among them.")
    chosen = choose_claims([*alike, other], make_story([*alike, other]))
    assert len(chosen) == CLAIMS_A_SIDE
    assert other in chosen
    assert chosen[0].id == "c1"
    few = choose_claims(alike[:2], make_story(alike))
    assert [each.id for each in few] == ["c1", "c2"]


def test_each_voice_and_origin_is_shown_before_more_of_one() -> None:
    claims = [told(n, statement=f"Words {'abcdefg'[n]} of its own.") for n in range(1, 7)]
    claims += [told(7, chain=MINISTER, statement="Words a of its own.")]
    assert claims[-1] in choose_claims(claims, make_story(claims))


@pytest.mark.parametrize(
    ("text", "quote", "shown"),
    [
        ("One. The quote here. Two.", "quote", "The ⟦quote⟧ here."),
        ("Above.\nThe quote\nBelow.", "quote", "The ⟦quote⟧"),
        ("Here. Mr. J. Doe and Gov. Roe left. Two.", "left", "Mr. J. Doe and Gov. Roe ⟦left⟧."),
        ("Here. He left the U.S. Senate. Two.", "left", "He ⟦left⟧ the U.S. Senate."),
        ("قال: «نعم.» ثم مضى. هذا الاقتباس هنا.", "الاقتباس", "هذا ⟦الاقتباس⟧ هنا."),
    ],
)
def test_the_sentence_of_a_quote(text: str, quote: str, shown: str) -> None:
    start = text.index(quote)
    assert sentence_around(text, start, start + len(quote), ("⟦", "⟧")) == shown


def test_a_long_sentence_is_cut() -> None:
    text = "word " * 200 + "quote" + " word" * 200
    start = text.index("quote")
    shown = sentence_around(text, start, start + 5, ("⟦", "⟧"))
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) < 400


@pytest.mark.parametrize(
    ("text", "quote", "shown"),
    [
        ("One. Two. The quote here. Four.", "quote", "Two. The quote here. Four."),
        ("Above.\nThe quote.\nBelow.", "quote", "The quote."),
        ("quote", "quote", "quote"),
        ("قال: «نعم.» ثم مضى. الاقتباس هنا.", "الاقتباس", "ثم مضى. الاقتباس هنا."),
    ],
)
def test_words_around_a_quote(text: str, quote: str, shown: str) -> None:
    start = text.index(quote)
    assert words_around(text, start, start + len(quote)) == shown


def test_words_around_a_quote_are_few() -> None:
    text = "x" * 1_000 + " quote " + "y" * 1_000
    start = text.index("quote")
    shown = words_around(text, start, start + 5)
    assert "quote" in shown
    assert len(shown) < 400


def test_only_what_could_contradict_is_looked_at_again() -> None:
    kinds: list[Relation] = ["contradict", "partial", "superseded", "attributed_conflict"]
    pairs = tuple(replace(PAIR, relation=each) for each in kinds)
    assert list_contested(replace(DRAFT, pairs=pairs)) == [0, 2, 3]
