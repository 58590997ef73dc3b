"""A question to positions: only claims that exist and were shown may be cited."""

from __future__ import annotations

from typing import Any

import pytest

from checker.asking.answers import (
    MOST_WORDS,
    answer_question,
    describe_question,
    read_story,
)
from checker.asking.candidates import find_candidates
from checker.data import Event
from checker.errors import AnswerError, InputError
from checker.kept_report import Report
from checker.model.answer import Answer
from checker.prompts import read_prompt
from checker.replies import Reply
from tests.conftest import ScriptedLLM
from tests.support.sample_report import make_report

QUESTION = "هل عُقد لقاء مباشر في باكو؟"


def said(*positions: tuple[str, list[int]], **more: Any) -> dict[str, Any]:
    rows = [{"answer": answer, "claims": claims} for answer, claims in positions]
    return {"assumptions": [], "positions": rows, "unsaid": [], **more}


def ask(answer: object, report: Report | None = None, question: str = QUESTION) -> Reply:
    """Ask; claims in ``answer`` are called as they are here: 4 is c4."""
    report = report or make_report()
    if isinstance(answer, dict):
        number = {id_: n for n, id_ in enumerate(shown_ids(question, report), start=1)}
        for row in (*answer["positions"], *answer["assumptions"]):
            row["claims"] = [number.get(f"c{n}", n) for n in row["claims"]]
    llm = ScriptedLLM({"answer_question": [answer]})
    return answer_question(llm, question, report)


def shown_ids(question: str, report: Report) -> tuple[str, ...]:
    story = read_story(report)
    candidates = find_candidates(question, story, report.run.pivot_language)
    return describe_question(question, candidates, None).claim_ids


def test_a_position_is_completed_by_code() -> None:
    reply = ask(said(("Yes.", [1, 7]), ("No.", [2])))
    yes, no = reply.positions
    assert yes.voices == ("Diplomatic source", "Outlet 3")
    assert yes.outlets == ("Outlet 1", "Outlet 3")
    assert (yes.report_count, no.report_count) == (2, 1)
    pages = {page.path: page.text for page in make_report().pages}
    for quote in (*yes.quotes, *no.quotes):
        assert pages[quote.path][quote.start : quote.end] == quote.quote
    assert yes.quotes[0].chain == ("Diplomatic source", "AFP", "Outlet 1")
    assert yes.quotes[1].url == "https://news.example/baku"
    assert reply.problems == ()


def test_reprints_of_a_cited_claim_stand_behind_it_and_add_no_origin() -> None:
    claims = tuple(
        claim.model_copy(update={"statement": "Damascus held no direct meeting."})
        if claim.id in ("c2", "c6")
        else claim
        for claim in make_report().claims
    )
    [no] = ask(said(("No.", [2])), make_report(claims=claims)).positions
    assert no.claim_ids == ("c2", "c6")
    assert (len(no.outlets), no.report_count) == (2, 1)


def test_a_claim_that_does_not_exist_is_a_problem_and_its_position_is_dropped() -> None:
    reply = ask(said(("Yes.", [1, 99]), ("Never.", [98])))
    assert [each.answer for each in reply.positions] == ["Yes."]
    reasons = [f"{each.subject} {each.reason}" for each in reply.problems]
    assert reasons == [
        "'Yes.' cites claims that were not shown: [99]",
        "'Never.' cites claims that were not shown: [98]",
        "'Never.' was dropped, since no claim supports it",
    ]


def test_a_claim_that_was_not_shown_may_not_be_cited() -> None:
    claims = tuple(
        claim.model_copy(
            update={"statement": claim.quote, "event": Event(id=claim.id, label=claim.quote)}
        )
        for claim in make_report().claims
        if claim.id in ("c4", "c8")
    )
    llm = ScriptedLLM({"answer_question": [said(("In 1967.", [1, 2]))]})
    report = make_report(claims=claims, findings=())
    reply = answer_question(llm, "the occupied Golan", report)
    shown = {row["id"] for each in llm.history[0][1]["articles"] for row in each["claims"]}
    assert shown == {1}
    assert reply.positions[0].claim_ids == ("c8",)
    assert "[2]" in reply.problems[0].reason


def test_a_position_without_claims_is_dropped() -> None:
    reply = ask(said(("Probably.", [])))
    assert reply.positions == ()
    assert "no claim supports it" in reply.problems[0].reason


def test_what_the_question_takes_for_granted() -> None:
    assumption = {"assumption": "There was a direct meeting.", "claims": [2, 77]}
    reply = ask(said(unsaid=["Who mediated it?"], assumptions=[assumption]))
    [wrong] = reply.assumptions
    assert [quote.claim_id for quote in wrong.quotes] == ["c2"]
    assert reply.unsaid == ("Who mediated it?",)
    assert "[77]" in reply.problems[0].reason


def test_what_the_model_is_given() -> None:
    llm = ScriptedLLM({"answer_question": [said(), said()]})
    answer_question(llm, f"  {QUESTION}\n", make_report())
    answer_question(llm, QUESTION, make_report(), "Arabic")
    first, second = llm.asked("answer_question")
    assert first["question"] == second["question"] == QUESTION
    assert (first["write_in"], second["write_in"]) == ("the language of the question", "Arabic")
    [*articles] = first["articles"]
    assert articles[0]["outlet"] == "Outlet 1"
    assert articles[0]["origin"] == 1
    assert articles[0]["claims"][1]["stance"] == "denies"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "holds no word"),
        (" ؟?! ", "holds no word"),
        ("هل " * 10_000, f"10,000 words, more than {MOST_WORDS:,}"),
    ],
)
def test_a_question_that_cannot_be_asked(question: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        answer_question(ScriptedLLM({}), question, make_report())


def test_a_report_with_no_claims_is_not_paid_for() -> None:
    reply = answer_question(ScriptedLLM({}), QUESTION, make_report(claims=(), findings=()))
    assert (reply.positions, reply.unsaid, reply.shown) == ((), (QUESTION,), 0)


def test_an_answer_that_cannot_be_used_is_an_error() -> None:
    with pytest.raises(AnswerError, match="cut off"):
        ask(AnswerError("the answer was cut off"))


def test_named_sources_of_a_report_are_no_origins_of_articles() -> None:
    report = make_report()
    named = report.origins[0].model_copy(update={"id": "o9", "kind": "named_source"})
    story = read_story(report.model_copy(update={"origins": (*report.origins, named)}))
    assert story.sources.of_article["a1"].id == "o1"


def test_the_prompt_explains_every_field_of_its_answer() -> None:
    text = read_prompt("answer_question").text
    for schema in _schemas():
        assert all(f"`{name}`" in text for name in schema.model_fields), schema


def _schemas() -> list[type[Answer]]:
    from checker.asking.answers import GivenAssumption, GivenPosition, GivenReply

    return [GivenReply, GivenPosition, GivenAssumption]
