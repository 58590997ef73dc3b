"""Quotes that do not carry their answer leave it; what could not be checked says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from checker.data import Claim
from checker.errors import AnswerError
from checker.findings.described_evidence import describe_evidence
from checker.findings.drafts import Draft, Pair
from checker.findings.evidence import (
    ROWS_A_CALL,
    Checked,
    check_evidence,
)
from checker.prompts import Prompt
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim, make_page, make_story

TEXT = "Before. A car drove into the crowd, police said. After."
QUOTE = "A car drove into the crowd"
START = TEXT.index(QUOTE)


def told(number: int, article: str = "a1", **given: Any) -> Claim:
    place: dict[str, Any] = {"quote": QUOTE, "start": START, "end": START + len(QUOTE)}
    return make_claim(number, article_id=article, **place, **given)


CLAIMS = [told(n, f"a{n}") for n in range(1, 5)]
STORY = make_story(CLAIMS, pages=[make_page(n, TEXT) for n in range(1, 5)])
CONFLICT = Draft(
    topic_id="t1",
    question="Which vehicle was it?",
    answers=("A car", "A truck"),
    claim_ids=(("c1", "c2"), ("c3", "c4")),
    pairs=(Pair(0, 1, "contradict", "object", "One says truck."),),
    key="t1.1",
)


def check(
    verdicts: Mapping[int, str],
    *drafts: Draft,
    disputed: Sequence[tuple[int, int]] = (),
) -> Checked:
    """The verdicts by row; rows come in the order of answers and claims."""
    whole = [n for n, said in verdicts.items() if said == "supports"]
    others = [{"n": n, "why": "so it is", "verdict": said} for n, said in verdicts.items()
              if said != "supports"]  # fmt: skip
    against = [{"question": n, "against": other} for n, other in disputed]
    said = {"supports": whole, "others": others, "disputed": against}
    llm = ScriptedLLM({"check_evidence": [said]})
    return check_evidence(llm, drafts or (CONFLICT,), STORY, "English")


def test_what_supports_its_answer_stays() -> None:
    checked = check(dict.fromkeys(range(1, 5), "supports"))
    assert checked.problems == ()
    assert checked.drafts[0].claim_ids == CONFLICT.claim_ids
    assert checked.drafts[0].evidence == ((), ())


def test_what_does_not_support_leaves_its_position_and_is_a_problem() -> None:
    checked = check({1: "supports", 2: "supports", 3: "supports", 4: "does_not"})
    (draft,) = checked.drafts
    assert draft.claim_ids == (("c1", "c2"), ("c3",))
    assert draft.pairs == CONFLICT.pairs
    (problem,) = checked.problems
    assert (problem.stage, problem.subject) == ("evidence", "Which vehicle was it?")
    assert "c4" in problem.reason
    assert "so it is" in problem.reason


def test_a_position_without_support_falls_and_its_conflict_with_it() -> None:
    checked = check({1: "supports", 2: "supports", 3: "does_not", 4: "does_not"})
    (draft,) = checked.drafts
    assert (draft.claim_ids, draft.pairs) == ((("c1", "c2"), ()), ())
    assert any("no support left" in each.reason for each in checked.problems)


def test_a_finding_of_which_nothing_is_left_falls() -> None:
    checked = check({1: "supports", 2: "does_not", 3: "does_not", 4: "does_not"})
    assert checked.drafts == ()
    assert "fell" in checked.problems[-1].reason


def test_a_quote_that_carries_a_part_stands_beside_those_that_carry_it_whole() -> None:
    (draft,) = check({1: "supports", 2: "partly", 3: "supports", 4: "supports"}).drafts
    assert draft.claim_ids[0] == ("c1",)
    (note,) = draft.evidence[0]
    assert (note.claim_id, note.carries, note.why) == ("c2", "partly", "so it is")


def test_where_none_carries_it_whole_those_that_carry_a_part_stay() -> None:
    (draft,) = check({1: "supports", 2: "supports", 3: "partly", 4: "does_not"}).drafts
    assert draft.claim_ids[1] == ("c3",)
    assert draft.pairs == CONFLICT.pairs


AGREED = replace(CONFLICT, question="Did it drive?", answers=("It drove",),
                 claim_ids=(("c1", "c2"),), pairs=(), key="t1.2")  # fmt: skip


def test_an_agreement_against_which_somebody_speaks_names_that_finding() -> None:
    rows = dict.fromkeys(range(1, 7), "supports")
    checked = check(rows, CONFLICT, AGREED, disputed=[(2, 1), (1, 2), (2, 2), (2, 9), (0, 1)])
    assert [each.disputed for each in checked.drafts] == [(), ("t1.1",)]


def test_rows_left_out_stay_and_are_marked_and_rows_that_do_not_exist_change_nothing() -> None:
    checked = check({1: "supports", 3: "supports", 4: "supports", 9: "does_not", 0: "does_not"})
    (draft,) = checked.drafts
    assert draft.claim_ids == CONFLICT.claim_ids
    (note,) = draft.evidence[0]
    assert (note.claim_id, note.carries) == ("c2", "not_checked")
    assert any("not checked" in each.reason for each in checked.problems)


def test_a_row_on_which_the_answer_has_two_words_has_no_support() -> None:
    lacking = [{"n": 2, "why": "so it is", "verdict": said} for said in ("does_not", "partly")]
    said = {"supports": [1, 2], "others": lacking, "disputed": []}
    checked = check_evidence(ScriptedLLM({"check_evidence": [said]}), [AGREED], STORY, "English")
    assert checked.drafts == ()  # of two claims that agreed one is left
    assert "c2" in checked.problems[0].reason


def test_an_answer_that_cannot_be_used_leaves_all_as_it_was() -> None:
    llm = ScriptedLLM({"check_evidence": [AnswerError("no JSON")]})
    checked = check_evidence(llm, [CONFLICT], STORY, "English")
    (draft,) = checked.drafts
    assert draft.claim_ids == CONFLICT.claim_ids
    assert {note.carries for notes in draft.evidence for note in notes} == {"not_checked"}
    assert all("no JSON" in each.reason for each in checked.problems)


def test_the_quote_stands_marked_in_its_sentence() -> None:
    places = [(0, 0, "c1"), (0, 0, "c2"), (0, 1, "c3")]
    about: Any = describe_evidence([CONFLICT], places, STORY, "English")
    assert about["questions"] == [
        ["Which vehicle was it?", [["A car", [[1, 1], [2, 2]]], ["A truck", [[3, 3]]]]]
    ]
    assert about["claims"][0] == {"c": 1, "words": f"⟦{QUOTE}⟧, police said."}


def rows_of(about: Mapping[str, Any]) -> list[int]:
    """The numbers of the rows that are asked about."""
    return [row[0] for _, answers in about["questions"] for _, rows in answers for row in rows]


@pytest.mark.parametrize("count", [1, 40, 200])
def test_many_rows_are_cut_into_calls_and_a_finding_stays_in_one(count: int) -> None:
    asked: list[int] = []

    class Agreeing:
        def ask(self, prompt: Prompt, about: Mapping[str, Any], answer_type: Any) -> Any:
            numbers = rows_of(about)
            asked.append(len(numbers))
            said = {"supports": numbers, "others": [], "disputed": []}
            return answer_type.model_validate(said)

    checked = check_evidence(Agreeing(), [CONFLICT] * count, STORY, "English")
    assert len(checked.drafts) == count
    assert sum(asked) == 4 * count
    assert all(n % 4 == 0 and n <= ROWS_A_CALL for n in asked)
