"""A part of a page to its claims, with a model by the book."""

from __future__ import annotations

from typing import Any

import pytest

from checker.claims.articles import join_drafts
from checker.claims.extraction import Draft, extract_part
from checker.claims.parts import cut_page
from checker.errors import AnswerError, EndpointError, TooLongError
from tests.conftest import ScriptedLLM
from tests.support.stories import make_page, said_article, said_claim, said_part

TEXT = """The sides met in Baku on Saturday.
They did not reach a deal, an official said.
The sides met in Baku on Saturday."""
HONEST = "The sides met in Baku"
TAMPERED = "They reached a deal"


def extract(*answers: object, text: str = TEXT) -> tuple[Draft, ScriptedLLM]:
    llm = ScriptedLLM({"extract_claims": answers[:1], "repair_quotes": answers[1:]})
    return extract_part(llm, cut_page(make_page(1, text))[0], "English"), llm


def mended(*quotes: tuple[int, str | None]) -> dict[str, Any]:
    return {"quotes": [{"n": n, "quote": quote} for n, quote in quotes]}


def quoted(draft: Draft) -> dict[int, str]:
    return {n: draft.part.page.text[start:end] for n, (start, end) in draft.spans.items()}


def test_quotes_are_found_and_no_second_call_is_made() -> None:
    draft, llm = extract(
        said_part([said_claim("the sides met".capitalize()), said_claim("a deal")])
    )
    assert quoted(draft) == {0: "The sides met", 1: "a deal"}
    assert draft.problems == ()
    assert [name for name, _ in llm.history] == ["extract_claims"]


def test_the_model_is_given_the_part_and_what_is_known_of_the_page() -> None:
    page = make_page(1, TEXT, outlet="Daily", published="2025-07-12")
    llm = ScriptedLLM({"extract_claims": [said_part([])]})
    extract_part(llm, cut_page(page)[0], "French")
    about = llm.asked("extract_claims")[0]
    assert about["write_in"] == "French"
    assert about["page"] == {"outlet": "Daily", "title": None, "published": "2025-07-12"}
    assert about["paragraphs"] == list(enumerate(TEXT.split("\n"), start=1))
    assert (about["part"], about["before"]) == ("1 of 1", None)


def test_of_several_places_a_quote_takes_the_next_one_in_reading_order() -> None:
    claims = [said_claim(HONEST), said_claim("not reach a deal"), said_claim(HONEST)]
    draft, _ = extract(said_part(claims))
    assert draft.spans[0][0] == 0
    assert draft.spans[2][0] == TEXT.rindex(HONEST)


def test_a_lost_quote_is_asked_for_once_more_with_the_reason() -> None:
    said = said_part([said_claim(HONEST), said_claim(TAMPERED)])
    draft, llm = extract(said, mended((1, "They did not reach a deal")))
    assert quoted(draft) == {0: HONEST, 1: "They did not reach a deal"}
    assert draft.problems == ()
    (asked,) = llm.asked("repair_quotes")
    (lost,) = asked["quotes"]
    assert (lost["n"], lost["quote"]) == (1, TAMPERED)
    assert "not reach a deal" in lost["reason"]
    assert asked["paragraphs"] == list(enumerate(TEXT.split("\n"), start=1))


@pytest.mark.parametrize(
    "answer",
    [
        mended((1, None)),
        mended((1, TAMPERED)),
        mended((1, "reach a deal")),
        mended((0, "They did not reach a deal"), (7, "They did not reach a deal")),
        mended(),
    ],
    ids=["null", "tampered again", "negation cut off", "other numbers", "nothing"],
)
def test_a_quote_that_stays_lost_is_a_problem_with_the_reason(answer: dict[str, Any]) -> None:
    draft, _ = extract(said_part([said_claim(HONEST), said_claim(TAMPERED)]), answer)
    assert quoted(draft) == {0: HONEST}
    (problem,) = draft.problems
    assert problem.stage == "claims"
    assert problem.subject == "'001.txt'"
    for words in (repr(TAMPERED), f"It says: {TAMPERED}", "nearest it says is «not reach a deal"):
        assert words in problem.reason


@pytest.mark.parametrize("error", [AnswerError("cut off"), EndpointError("gone")])
def test_a_repair_that_fails_keeps_the_other_claims(error: Exception) -> None:
    draft, _ = extract(said_part([said_claim(HONEST), said_claim(TAMPERED)]), error)
    assert quoted(draft) == {0: HONEST}
    assert draft.problems[0].reason.endswith(f"asking again failed: {error}")


def test_words_of_another_part_are_no_quote() -> None:
    page = make_page(1, "One two three four.\nFive six seven eight.")
    llm = ScriptedLLM(
        {
            "extract_claims": [said_part([said_claim("Five six"), said_claim("One two")])],
            "repair_quotes": [mended((1, None))],
        }
    )
    draft = extract_part(llm, cut_page(page, 25)[1], "English")
    assert quoted(draft) == {0: "Five six"}
    assert "outside the part" in draft.problems[0].reason


def test_an_answer_that_cannot_be_used_is_a_problem() -> None:
    draft, _ = extract(AnswerError("the answer is not JSON"))
    assert draft.answer is None
    assert [each.reason for each in draft.problems] == ["the answer is not JSON"]
    assert draft.problems[0].subject == "'001.txt'"


def test_an_endpoint_that_fails_is_raised() -> None:
    with pytest.raises(EndpointError, match="refused"):
        extract(EndpointError("refused the key"))


# --- A part that is too long for one answer -------------------------------------------------------

LONG = "\n".join(f"In town {n} an official spoke of {'very ' * 40}long talks." for n in range(8))


def town_by_town(about: dict[str, Any]) -> object:
    """An answer that has room for two paragraphs; each with a claim, a voice and an event."""
    rows = about["paragraphs"]
    if len(rows) > 2:
        return TooLongError("cut off")
    towns = [text.split()[2] for _, text in rows]
    return {
        "language": "en",
        "articles": [said_article(rows[0][0], rows[-1][0], continues=rows[0][0] > 1)],
        "voices": [{"n": n, "chain": [f"official {town}"]} for n, town in enumerate(towns, 1)],
        "events": [
            {"n": n, "what": f"talks {town}", "place": None, "time": None}
            for n, town in enumerate(towns, 1)
        ],
        "claims": [
            said_claim(f"In town {town}", event=n, voice=n) for n, town in enumerate(towns, 1)
        ],
    }


def test_a_part_that_is_too_long_is_asked_about_in_smaller_pieces() -> None:
    page = make_page(1, LONG)
    llm = ScriptedLLM({"extract_claims": town_by_town})
    draft = extract_part(llm, cut_page(page)[0], "English")
    assert (draft.problems, draft.recut) == ((), 3)
    assert [len(about["paragraphs"]) for about in llm.asked("extract_claims")] == [
        8,
        4,
        2,
        2,
        4,
        2,
        2,
    ]
    assert quoted(draft) == {n: f"In town {n}" for n in range(8)}
    joined = join_drafts([page], [draft])
    assert joined.problems == ()
    assert [(each.start, each.end) for each in joined.articles] == [(0, len(LONG))]
    assert [each.event.label for each in joined.claims] == [f"talks {n}" for n in range(8)]
    assert [each.chain[0] for each in joined.claims] == [f"official {n}" for n in range(8)]
    assert len({each.event.id for each in joined.claims}) == 8


def test_a_number_never_declared_means_nothing_after_the_halves_are_joined() -> None:
    def say(about: dict[str, Any]) -> object:
        rows = about["paragraphs"]
        if len(rows) > 4:
            return TooLongError("cut off")
        town = rows[0][1].split()[2]
        claims = [said_claim(f"In town {town}", voice=2), said_claim(f"town {town}", voice=0)]
        return said_part(claims, articles=[said_article(rows[0][0], rows[-1][0])])

    page = make_page(1, LONG)
    draft = extract_part(ScriptedLLM({"extract_claims": say}), cut_page(page)[0], "English")
    assert draft.answer is not None
    assert [each.n for each in draft.answer.voices] == [1, 3]
    assert [each.voice for each in draft.answer.claims] == [2, 0, 4, 0]


def test_a_piece_that_gets_no_answer_costs_only_itself() -> None:
    def say(about: dict[str, Any]) -> object:
        rows = about["paragraphs"]
        if rows[0][0] == 5:
            return AnswerError("refused")
        return town_by_town(about)

    draft = extract_part(
        ScriptedLLM({"extract_claims": say}), cut_page(make_page(1, LONG))[0], "English"
    )
    assert sorted(quoted(draft).values()) == [f"In town {n}" for n in range(4)]
    assert [each.reason for each in draft.problems] == ["refused"]


def test_what_is_too_long_and_too_short_to_be_cut_is_a_problem() -> None:
    draft, llm = extract(TooLongError("cut off"))
    assert [each.reason for each in draft.problems] == ["cut off"]
    assert (draft.answer, draft.recut, len(llm.history)) == (None, 0, 1)
