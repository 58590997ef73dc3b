"""What new claims add: what is put beside what in the request, and what comes of the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from checker.data import Topic
from checker.errors import TooLongError
from checker.findings.drafts import Draft, Pair
from checker.findings.extension import Extended, extend_topic
from checker.findings.growth import join_growth
from checker.findings.story import Story
from checker.model.answer import T
from checker.prompts import Prompt, read_prompt
from tests.support.stories import make_claim, make_story

Said = dict[str, Any]
NOTHING: Said = {"weighed": [], "extended": [], "findings": []}


class Scripted:
    """Gives one answer; keeps what it was shown."""

    model = "scripted"

    def __init__(self, answer: Said) -> None:
        self.answer = answer
        self.about: Said = {}

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        assert prompt.name == "extend_findings"
        self.about = json.loads(json.dumps(about))
        return answer_type.model_validate(self.answer)

    def says(self, number: int) -> str:
        """The statement of a claim by its number."""
        rows = [
            row
            for article in self.about["articles"]
            for claim in article["claims"]
            for row in (claim, *claim.get("reprint", ()))
        ]
        return next(str(row["says"]) for row in rows if row["id"] == number)

    @property
    def weigh(self) -> list[tuple[str, list[str]]]:
        """The rows to be weighed, in statements."""
        rows = self.about["weigh"]
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        return [(self.says(row[1]), [self.says(n) for n in row[2]]) for row in rows]


def extend(model: Scripted, story: Story, new: set[str], known: tuple[Draft, ...] = ()) -> Extended:
    topic = Topic(id="t1", label="The fall", claim_ids=tuple(story.claims))
    return extend_topic(model, topic, known, new, (story, "English"))


COUP = "The ruler was attacked in a coup that the general led."
UPRISING = "The ruler was overthrown in an uprising that the general led."
ARMY_1 = "The army did not confirm whether the talks took place."
ARMY_2 = "The army will neither confirm nor deny that the talks took place."


def two_versions() -> Story:
    """A report of two passages, and a retelling of it that came second."""
    claims = [
        make_claim(1, COUP, main=False),
        make_claim(2, ARMY_1),
        make_claim(3, UPRISING, article_id="a2", main=False),
        make_claim(4, ARMY_2, article_id="a2"),
    ]
    return make_story(claims, groups=[("a1", "a2")], twins={"c2": ("c4",), "c4": ("c2",)})


def drift(one: int, other: int) -> Said:
    positions = [{"answer": "In a coup", "claims": [one]}]
    positions.append({"answer": "In an uprising", "claims": [other]})
    kind = {"relation": "contradict", "type": "wording", "drift": True}
    return {
        "question": "How did the ruler fall?",
        "positions": positions,
        "conflicts": [{"a": 1, "b": 2, "why": "Two versions of one passage.", **kind}],
        "part_of": None,
    }


def test_a_version_that_comes_second_is_put_beside_the_one_that_is_there() -> None:
    model = Scripted(NOTHING)
    extend(model, two_versions(), {"c3", "c4"})
    assert (ARMY_2, [ARMY_1]) in model.weigh, "the passage in other words"
    assert (COUP, [UPRISING]) in model.weigh, "what stands in its place"
    assert len(model.weigh) == 2, "each pair once"


def test_drift_of_the_version_that_comes_second_is_a_finding() -> None:
    # As numbered in the request: 1 the coup, 2 and 3 the army, 4 the uprising.
    weighed = [{"n": n, "why": "another act", "meets": "conflict"} for n in (2,)]
    model = Scripted({**NOTHING, "weighed": weighed, "findings": [drift(1, 4)]})
    found = extend(model, two_versions(), {"c3", "c4"})
    (draft,) = found.drafts
    assert draft.claim_ids == (("c1",), ("c3",))
    assert [pair.drift for pair in draft.pairs] == [True]
    assert found.problems == ()


def test_a_conflict_that_was_seen_and_not_listed_is_a_problem() -> None:
    weighed = [{"n": 2, "why": "another act", "meets": "conflict"}]
    found = extend(Scripted({**NOTHING, "weighed": weighed}), two_versions(), {"c3", "c4"})
    (problem,) = found.problems
    assert "1 times the model saw a conflict" in problem.reason


def test_two_versions_that_are_both_known_are_not_put_beside_each_other_again() -> None:
    story = two_versions()
    late = make_claim(5, "The parliament met on Friday.", article_id="a3")
    story = make_story(
        [*story.claims.values(), late], groups=[("a1", "a2")], twins=story.sources.twins
    )
    model = Scripted(NOTHING)
    extend(model, story, {"c5"})
    assert model.weigh == []


def test_what_should_meet_an_account_of_another_report_goes_along() -> None:
    claims = [
        make_claim(1, "The minister took direct part in the talks in Baku."),
        make_claim(2, "The harvest was good in the north."),
        make_claim(
            3,
            "The minister took no part in the talks in Baku.",
            article_id="a2",
            stance="denies",
            chain=("The ministry", "outlet a2"),
        ),
        make_claim(4, "A bridge was opened to lorries.", article_id="a2"),
    ]
    model = Scripted(NOTHING)
    extend(model, make_story(claims), {"c3", "c4"})
    assert model.weigh == [(claims[2].statement, [claims[0].statement])]


def test_a_page_of_much_news_keeps_the_question_short() -> None:
    rows = [
        make_claim(n, f"The {word} {n} struck the harbour of Sana.", article_id=f"a{1 + n // 100}")
        for n, word in ((n, "shell" if n < 100 else "rocket") for n in range(1, 200))
    ]
    model = Scripted(NOTHING)
    extend(model, make_story(rows), {claim.id for claim in rows[99:]})
    assert 0 < len(model.about["weigh"]) <= 24


@pytest.mark.parametrize("words", ["`weigh`", "`weighed`", "`meets`", "`only_here`", "`new`"])
def test_the_prompt_names_what_the_request_and_the_answer_hold(words: str) -> None:
    assert words in read_prompt("extend_findings").text


def draft(*ids: tuple[str, ...], pairs: tuple[tuple[int, int], ...] = ()) -> Draft:
    return Draft(
        topic_id="t1",
        question="When?",
        answers=tuple(f"answer {'+'.join(each)}" for each in ids),
        claim_ids=ids,
        pairs=tuple(Pair(a, b, "contradict", "time", "why") for a, b in pairs),
        evidence=((),) * len(ids),
    )


def test_a_finding_that_two_topics_extend_keeps_what_both_add() -> None:
    base = draft(("c1",), ("c2",), pairs=((0, 1),))
    one = draft(("c1", "c5"), ("c2",), ("c6",), pairs=((0, 1), (0, 2)))
    one = Draft(**{**vars(one), "answers": (*base.answers, "on Monday")})
    other = draft(("c1",), ("c2", "c7"), ("c8",), ("c9",), pairs=((0, 1), (1, 2), (2, 3)))
    other = Draft(**{**vars(other), "answers": (*base.answers, "on Friday", "on Monday")})
    joined = join_growth(base, one, other)
    assert joined.answers == (*base.answers, "on Monday", "on Friday")
    assert joined.claim_ids == (("c1", "c5"), ("c2", "c7"), ("c6", "c9"), ("c8",))
    assert [(pair.a, pair.b) for pair in joined.pairs] == [(0, 1), (0, 2), (1, 3), (3, 2)]
    assert len(joined.evidence) == 4


def test_an_answer_that_is_too_long_is_had_for_half_of_the_new_claims_at_a_time() -> None:
    class Brief(Scripted):
        """Has room for three new claims; sets the last of them against the first claim there is."""

        def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
            told = json.loads(json.dumps(about))
            asked.append(told)
            if len(told["new"]) > 3:
                raise TooLongError("too long")
            self.answer = {**NOTHING, "findings": [drift(1, told["new"][-1])]}
            return super().ask(prompt, about, answer_type)

    asked: list[Said] = []
    claims = [make_claim(1, COUP)]
    claims += [make_claim(n, f"{UPRISING} So says {n}.", article_id="a2") for n in range(2, 8)]
    found = extend(Brief(NOTHING), make_story(claims), {claim.id for claim in claims[1:]})
    assert [len(about["new"]) for about in asked] == [6, 3, 3]
    assert [draft.claim_ids[1] for draft in found.drafts] == [("c4",), ("c7",)]
    assert len(asked[2]["findings"]) == 1, "the second half sees what the first one found"
    weighed = {tuple(row[1:2]) for about in asked[1:] for row in about["weigh"]}
    assert weighed, "each half is weighed"
    assert not found.failed
