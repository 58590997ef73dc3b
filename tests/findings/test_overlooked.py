"""What a comparison left over is asked about once more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.data import Claim, Event, Topic
from checker.errors import AnswerError
from checker.findings.comparison import Compared
from checker.findings.drafts import Draft, Pair
from checker.findings.overlooked import absorb, find_overlooked, tells_more_of
from checker.findings.story import Story
from checker.findings.suspects import find_suspects, list_left
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim, make_story


def told(number: int, statement: str, article: str, **given: Any) -> Claim:
    event = Event(id=f"p{article[1:]}.1.1", label="air strike on the town")
    return make_claim(number, statement, article_id=article, event=event, **given)


LAUNCHERS = told(1, "The coalition hit missile launchers in the town.", "a1")
BUS = told(2, "The coalition hit a bus in the town.", "a2")
DENIAL = told(3, "The coalition did not hit the town.", "a3", stance="denies")
HOPE = told(4, "The coalition hopes for peace in the town.", "a1", modality="hoped")
WEATHER = told(5, "Rain is expected tomorrow.", "a2").model_copy(
    update={"event": Event(id="p2.1.9", label="weather")}
)
CLAIMS = [LAUNCHERS, BUS, DENIAL, HOPE, WEATHER]
Said = dict[str, Any]


def topic_of(claims: list[Claim]) -> tuple[Topic, Story]:
    ids = tuple(each.id for each in claims)
    return Topic(id="t1", label="strike", claim_ids=ids), make_story(claims)


def suspects(claims: list[Claim], compared: Compared | None = None) -> list[str]:
    topic, story = topic_of(claims)
    return [row.claim.id for row in find_suspects(topic, compared or Compared(), story)]


def left(claims: list[Claim], compared: Compared | None = None) -> list[str]:
    topic, story = topic_of(claims)
    return [*list_left(topic, compared or Compared(), story)]


def met(*ids: str) -> Compared:
    pair = Pair(0, 1, "contradict", "object", "why")
    sides = tuple((id_,) for id_ in ids)
    return Compared((Draft("t1", "What?", ("a", "b"), sides, (pair,), key="t1.1"),))


def test_rival_accounts_and_denials_that_met_nothing_are_listed() -> None:
    assert set(suspects(CLAIMS)) == {"c1", "c2", "c3"}


def test_what_stands_in_a_conflict_is_not_asked_about_again() -> None:
    assert suspects(CLAIMS, met("c1", "c2")) == ["c3"]


def test_of_claims_that_agree_only_a_denial_is_asked_about_again() -> None:
    both = Compared((Draft("t1", "Was it hit?", ("yes",), (("c1", "c2"),), (), key="t1.1"),))
    assert not {"c1", "c2"} & set(suspects(CLAIMS, both))
    denied = [each.model_copy(update={"stance": "denies"}) for each in CLAIMS]
    assert {"c1", "c2"} <= set(suspects(denied, both))


def test_one_voice_of_one_article_has_no_rival() -> None:
    again = told(6, "The coalition hit missile launchers near the town.", "a1")
    assert suspects([LAUNCHERS, again]) == []


def test_what_stands_in_no_finding_is_left() -> None:
    assert left(CLAIMS) == ["c1", "c2", "c3", "c4", "c5"]
    assert left(CLAIMS, met("c1", "c2")) == ["c3", "c4", "c5"]
    both = Compared((Draft("t1", "Was it hit?", ("yes",), (("c1", "c3"),), (), key="t1.1"),))
    assert left(CLAIMS, both) == ["c2", "c4", "c5"]


def test_of_the_background_only_what_should_have_met_something_is_left() -> None:
    aside = [each.model_copy(update={"main": False}) for each in (HOPE, WEATHER)]
    assert left([LAUNCHERS, BUS, DENIAL, *aside]) == ["c1", "c2", "c3"]
    denied = aside[1].model_copy(update={"stance": "denies"})
    assert "c5" in left([LAUNCHERS, BUS, denied])


def test_where_one_voice_speaks_in_one_article_nothing_is_left() -> None:
    assert left([LAUNCHERS, HOPE]) == []


def test_a_hope_that_the_other_version_lost_is_asked_about() -> None:
    minister: Any = {"chain": ("Minister", "outlet"), "modality": "hoped"}
    claims = [
        make_claim(1, "He hopes to end the sanctions for good.", **minister),
        make_claim(2, "He hopes to cancel the waivers.", **minister),
        make_claim(3, "He hopes to end the sanctions for good.", article_id="a2", **minister),
    ]
    twins = {"c1": ("c3",), "c3": ("c1",)}
    topic = Topic(id="t1", label="sanctions", claim_ids=("c1", "c2", "c3"))
    (suspect,) = find_suspects(topic, Compared(), make_story(claims, [("a1", "a2")], twins))
    assert suspect.claim.id == "c2"
    assert [each.id for each in suspect.rivals] == ["c1", "c3"]
    assert find_suspects(topic, Compared(), make_story(claims)) == []


def finding(question: str, *positions: list[int], pairs: tuple[tuple[int, int], ...] = ()) -> Said:
    """A finding as the model gives it, with the claims of each position by number."""
    return {
        "question": question,
        "positions": [
            {"answer": f"answer {n}", "claims": ids} for n, ids in enumerate(positions, start=1)
        ],
        "conflicts": [
            {"a": a, "b": b, "why": "Rival accounts.", "drift": False, "relation": "contradict",
             "type": "object"}
            for a, b in pairs
        ],
        "part_of": None,
    }  # fmt: skip


def look_again(claims: list[Claim], compared: Compared, *found: Said) -> tuple[Compared, Said]:
    """What stands afterwards, and what the model was shown."""
    topic, story = topic_of(claims)
    answer = {"weighed": [], "meets": [], "across": [], "findings": [*found]}
    llm = ScriptedLLM({"find_overlooked": [answer]})
    made = find_overlooked(llm, topic, compared, (story, "English"))
    (about,) = llm.asked("find_overlooked")
    return made, about


def agreed(*ids: str) -> Compared:
    return Compared((Draft("t1", "Was it hit?", ("yes",), (ids,), (), key="t1.1"),))


def test_what_is_found_again_stands_beside_the_rest() -> None:
    conflict = finding("What was hit?", [1], [3], pairs=((1, 2),))  # 2: what c4 says, in a1
    found, about = look_again(CLAIMS, Compared(), conflict)
    assert (about["found"], about["open"]) == ([], [])
    (draft,) = found.drafts
    assert (draft.topic_id, draft.key, draft.asked_again) == ("t1", "t1.again.1", True)
    assert draft.claim_ids == (("c1",), ("c2",))
    assert found.claim_ids == ("c1", "c2", "c3", "c4", "c5")


def test_an_agreement_between_claims_that_were_left_is_found() -> None:
    found, _ = look_again(CLAIMS, Compared(), finding("Was the town hit?", [1, 3]))
    (draft,) = found.drafts
    assert (draft.claim_ids, draft.pairs, draft.asked_again) == ((("c1", "c2"),), (), True)


def test_found_answers_are_numbered_after_the_claims() -> None:
    _, about = look_again(CLAIMS, met("c1", "c2"))
    numbers = [each["id"] for article in about["articles"] for each in article["claims"]]
    assert sorted(numbers) == [1, 2, 3]
    assert about["found"] == [["What?", [4, "a"], [5, "b"]]]


def test_a_claim_is_shown_with_what_is_nearest_to_it() -> None:
    _, about = look_again(CLAIMS, agreed("c1", "c2"))
    rows = [each for article in about["articles"] for each in article["claims"]]
    near = {each["says"]: each.get("near") for each in rows}
    assert near == {DENIAL.statement: [4], HOPE.statement: [4, 1], WEATHER.statement: None}


def test_background_that_is_agreed_on_is_not_shown() -> None:
    aside = [each.model_copy(update={"main": False}) for each in (LAUNCHERS, BUS)]
    _, about = look_again([*aside, DENIAL, HOPE], agreed("c1", "c2"))
    assert about["found"] == []


def test_a_claim_that_says_what_a_found_answer_says_joins_it() -> None:
    found, about = look_again(CLAIMS, agreed("c1", "c2"), finding("Hit?", [4, 1]))
    assert about["found"] == [["Was it hit?", [4, "yes"]]]
    (draft,) = found.drafts
    assert (draft.question, draft.answers) == ("Was it hit?", ("yes",))
    assert draft.claim_ids == (("c1", "c2", "c3"),)


def test_a_claim_joins_the_answer_that_is_named_and_no_other() -> None:
    found, _ = look_again(CLAIMS, met("c1", "c2"), finding("What?", [5, 2], [4]))
    (draft,) = found.drafts
    assert draft.claim_ids == (("c1",), ("c2", "c4"))
    assert draft.pairs == met("c1", "c2").drafts[0].pairs


def test_a_left_claim_stands_against_all_claims_of_a_found_answer() -> None:
    conflict = finding("Did it hit the town?", [4], [1], pairs=((1, 2),))
    found, _ = look_again(CLAIMS, agreed("c1", "c2"), conflict)
    first, again = found.drafts
    assert first.claim_ids == (("c1", "c2"),)
    assert again.claim_ids == (("c1", "c2"), ("c3",))
    assert (again.asked_again, len(again.pairs)) == (True, 1)


def test_numbers_that_nobody_was_shown_are_problems() -> None:
    found, _ = look_again(CLAIMS, agreed("c1", "c2"), finding("Hit?", [1, 99]))
    assert "names claims that were not shown: [99]" in found.problems[0].reason
    assert found.drafts == agreed("c1", "c2").drafts


OPEN = Draft("t1", "What was hit?", ("launchers", "a bus"), (("c1",), ("c2",)), (), key="t1.1")


def test_different_answers_that_nobody_weighed_are_weighed() -> None:
    found, about = look_again([LAUNCHERS, BUS, HOPE], Compared(open=(OPEN,)))
    assert about["open"] == [[1, "What was hit?", [["launchers", [1]], ["a bus", [3]]]]]
    assert found.drafts == ()


def test_what_is_known_is_not_found_again() -> None:
    conflict = finding("What did it hit?", [7], [6], pairs=((1, 2),))
    known = Compared(met("c1", "c2").drafts, open=(OPEN,))
    found, about = look_again(CLAIMS, known, conflict)
    assert found.drafts == known.drafts
    assert about["open"] == [[1, "What was hit?", [["launchers", [1]], ["a bus", [3]]]]]
    told = Compared(agreed("c1", "c2").drafts, open=(OPEN,))
    found, _ = look_again(CLAIMS, told, finding("Was it hit?", [1, 3]))
    assert found.drafts == told.drafts


def test_without_anything_to_ask_nothing_is_asked() -> None:
    topic, story = topic_of([HOPE, LAUNCHERS])
    assert find_overlooked(ScriptedLLM({}), topic, Compared(), (story, "English")) == Compared()


def test_a_call_that_fails_is_a_problem() -> None:
    topic, story = topic_of(CLAIMS)
    llm = ScriptedLLM({"find_overlooked": [AnswerError("cut off")]})
    found = find_overlooked(llm, topic, Compared(), (story, "English"))
    assert found.drafts == ()
    (problem,) = found.problems
    assert "5 claims in no finding were not asked about again: cut off" in problem.reason


# --- A finding that tells more of a known one ----------------------------------------------------


def test_another_answer_to_a_found_question_stands_in_its_finding() -> None:
    other = finding("Was it hit?", [4], [1], pairs=((1, 2),))
    found, _ = look_again(CLAIMS, agreed("c1", "c2"), other)
    (draft,) = found.drafts
    assert (draft.key, draft.asked_again) == ("t1.1", False)
    assert draft.answers == ("yes", "answer 2")
    assert draft.claim_ids == (("c1", "c2"), ("c3",))
    assert [(each.a, each.b) for each in draft.pairs] == [(0, 1)]


CLAIM_IDS = st.lists(st.sampled_from([f"c{n}" for n in range(1, 9)]), unique=True, max_size=4)


def draft_of(draw: st.DrawFn, sides: list[list[str]]) -> Draft:
    """A draft of some sides, with any pairs between them."""
    places = st.integers(0, len(sides) - 1)
    pairs = tuple(
        Pair(a, b, "contradict", "object", "why")
        for a, b in draw(st.lists(st.tuples(places, places), max_size=3))
        if a != b
    )
    answers = tuple(f"answer {n}" for n in range(len(sides)))
    return Draft("t1", "What?", answers, tuple(map(tuple, sides)), pairs)


@st.composite
def known_and_more(draw: st.DrawFn) -> tuple[Draft, Draft]:
    """A draft, and one with some of its sides, each with more claims, and sides of its own."""
    known = draft_of(draw, draw(st.lists(CLAIM_IDS, min_size=1, max_size=4)))
    chosen = draw(st.lists(st.sampled_from(known.claim_ids), min_size=1, max_size=3))
    grown = [[*dict.fromkeys((*ids, *draw(CLAIM_IDS)))] for ids in chosen]
    return known, draft_of(draw, [*grown, *draw(st.lists(CLAIM_IDS, max_size=2))])


@given(known_and_more())
def test_what_is_absorbed_keeps_all_that_was_known_and_makes_no_new_pair(
    drafts: tuple[Draft, Draft],
) -> None:
    known, draft = drafts
    if not tells_more_of(known, draft):
        return
    made = absorb(known, draft)
    stood = len(known.answers)
    assert made.answers[:stood] == known.answers
    assert made.pairs[: len(known.pairs)] == known.pairs
    assert all({each.a, each.b} <= {*range(len(made.answers))} for each in made.pairs)
    for n, ids in enumerate(made.claim_ids):
        before = known.claim_ids[n] if n < stood else ()
        assert ids[: len(before)] == before
        added = {*ids[len(before) :]}
        assert not added & {id_ for each in known.claim_ids for id_ in each}
        assert any({*before} | added <= {*each} for each in draft.claim_ids) or not added


def test_two_answers_that_hold_one_known_answer_do_not_join_it() -> None:
    known = agreed("c1").drafts[0]
    both = replace(known, answers=("a", "b"), claim_ids=(("c1", "c2"), ("c1", "c3")))
    assert not tells_more_of(known, both)
    assert tells_more_of(known, replace(both, answers=("a",), claim_ids=(("c1", "c2"),)))
