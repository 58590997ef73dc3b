"""Claims that should have met something and met nothing are asked about once more."""

from __future__ import annotations

from typing import Any

from checker.data import Claim, Event, Topic
from checker.errors import AnswerError
from checker.findings.comparison import Compared
from checker.findings.drafts import Draft, Pair
from checker.findings.overlooked import find_overlooked
from checker.findings.story import Story
from checker.findings.suspects import MOST_ASKED, list_suspects
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


def topic_of(claims: list[Claim]) -> tuple[Topic, Story]:
    ids = tuple(each.id for each in claims)
    return Topic(id="t1", label="strike", claim_ids=ids), make_story(claims)


def suspects(claims: list[Claim], compared: Compared | None = None) -> list[str]:
    topic, story = topic_of(claims)
    return [row.claim.id for row in list_suspects(topic, compared or Compared(), story)]


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


def test_a_call_holds_a_bounded_number() -> None:
    many = [told(n, f"The strike killed {n} people in the town.", f"a{n}") for n in range(1, 90)]
    assert len(suspects(many)) == MOST_ASKED


def test_what_is_found_again_stands_beside_the_rest() -> None:
    topic, story = topic_of(CLAIMS)
    finding = {
        "question": "What was hit?",
        "positions": [
            {"answer": "Missile launchers", "claims": [1]},
            {"answer": "A bus", "claims": [2]},
        ],
        "conflicts": [
            {"a": 1, "b": 2, "why": "Rival accounts.", "drift": False,
             "relation": "contradict", "type": "object"}
        ],
        "part_of": None,
    }  # fmt: skip
    llm = ScriptedLLM({"find_overlooked": [{"weighed": [], "findings": [finding]}]})
    found = find_overlooked(llm, topic, Compared(), (story, "English"))
    (about,) = llm.asked("find_overlooked")
    assert about["met_nothing"] == [1, 2, 3]
    assert (about["found"], about["open"]) == ([], [])
    (draft,) = found.drafts
    assert (draft.topic_id, draft.key, draft.asked_again) == ("t1", "t1.again.1", True)
    assert draft.claim_ids == (("c1",), ("c2",))
    assert set(found.claim_ids) == {"c1", "c2", "c3"}


def test_a_hope_that_the_other_version_lost_is_asked_about() -> None:
    minister: Any = {"chain": ("Minister", "outlet"), "modality": "hoped"}
    claims = [
        make_claim(1, "He hopes to end the sanctions for good.", **minister),
        make_claim(2, "He hopes to cancel the waivers.", **minister),
        make_claim(3, "He hopes to end the sanctions for good.", article_id="a2", **minister),
    ]
    twins = {"c1": ("c3",), "c3": ("c1",)}
    topic = Topic(id="t1", label="sanctions", claim_ids=("c1", "c2", "c3"))
    (suspect,) = list_suspects(topic, Compared(), make_story(claims, [("a1", "a2")], twins))
    assert suspect.claim.id == "c2"
    assert [each.id for each in suspect.rivals] == ["c1", "c3"]
    assert list_suspects(topic, Compared(), make_story(claims)) == []


OPEN = Draft("t1", "What was hit?", ("launchers", "a bus"), (("c1",), ("c2",)), (), key="t1.1")


def test_different_answers_that_nobody_weighed_are_weighed() -> None:
    topic, story = topic_of([LAUNCHERS, BUS, HOPE])
    llm = ScriptedLLM({"find_overlooked": [{"weighed": [], "findings": []}]})
    found = find_overlooked(llm, topic, Compared(open=(OPEN,)), (story, "English"))
    (about,) = llm.asked("find_overlooked")
    assert about["open"] == [[1, "What was hit?", [["launchers", [1]], ["a bus", [2]]]]]
    assert about["met_nothing"] == []
    assert found == Compared()


def test_a_conflict_that_is_known_is_not_found_again() -> None:
    topic, story = topic_of(CLAIMS)
    pairs = [{"a": 2, "b": 1, "why": "Rivals.", "drift": False, "relation": "contradict",
              "type": "object"}]  # fmt: skip
    positions = [{"answer": "Launchers", "claims": [1]}, {"answer": "A bus", "claims": [2]}]
    again = {"question": "What did it hit?", "positions": positions, "conflicts": pairs,
             "part_of": None}  # fmt: skip
    llm = ScriptedLLM({"find_overlooked": [{"weighed": [], "findings": [again]}]})
    assert find_overlooked(llm, topic, met("c1", "c2"), (story, "English")).drafts == ()


def test_without_anything_to_ask_nothing_is_asked() -> None:
    topic, story = topic_of([HOPE, WEATHER])
    assert find_overlooked(ScriptedLLM({}), topic, Compared(), (story, "English")) == Compared()


def test_a_call_that_fails_is_a_problem() -> None:
    topic, story = topic_of(CLAIMS)
    llm = ScriptedLLM({"find_overlooked": [AnswerError("cut off")]})
    found = find_overlooked(llm, topic, Compared(), (story, "English"))
    assert found.drafts == ()
    (problem,) = found.problems
    assert "3 claims that met nothing were not asked about again: cut off" in problem.reason
