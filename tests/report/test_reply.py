"""A reply as text: every position with its voices, and nothing of a page steers the terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from checker.asking.answers import answer_question
from checker.kept_report import Problem
from checker.replies import Assumption, Reply
from checker.report.reply import VOICES_SHOWN, render_reply, render_reply_json
from tests.conftest import ScriptedLLM
from tests.support.sample_report import HOSTILE, hostile_report, make_report

SAID = {
    "assumptions": [
        {"assumption": "There was only one meeting.", "claims": [2]},
        {"assumption": "It was in June.", "claims": []},
    ],
    "positions": [{"answer": "Yes.", "claims": [1, 7]}, {"answer": "No.", "claims": [2, 4]}],
    "unsaid": ["Who mediated?"],
}


@pytest.fixture(scope="module")
def reply() -> Reply:
    llm = ScriptedLLM({"answer_question": [SAID]})
    return answer_question(llm, "Was a direct meeting held in Baku?", make_report())


def test_each_position_has_its_voices_counts_quotes_and_places(reply: Reply) -> None:
    lines = [line.strip() for line in render_reply(reply, 200).splitlines()]
    yes, no = lines.index("A    Yes."), lines.index("B    No.")
    assert lines[yes + 1] == "2 sources, in 2 outlets: Diplomatic source; Outlet 3 · 2 reports"
    assert lines[yes + 2 : yes + 5] == [
        "Diplomatic source → AFP → Outlet 1",
        f"“{reply.positions[0].quotes[0].quote}”",
        f"p1.txt {reply.positions[0].quotes[0].start}–{reply.positions[0].quotes[0].end}, c1",
    ]
    assert lines[no + 1].startswith("probably one source, in 1 outlet: Syrian government")


def test_assumptions_silence_and_problems_follow(reply: Reply) -> None:
    faulty = reply.model_copy(
        update={"problems": (Problem(stage="answer", subject="'Yes.'", reason="cites c99"),)}
    )
    text = render_reply(faulty, 200)
    parts = [
        "only one meeting",
        "It was in June",
        "say nothing of it",
        "Who mediated?",
        "cites c99",
    ]
    assert sorted(map(text.index, parts)) == [text.index(part) for part in parts]


@pytest.mark.parametrize("width", [50, 80, 200])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_line_is_wider_than_the_terminal(reply: Reply, width: int, language: str) -> None:
    text = render_reply(reply, width, language=language)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_headings_in_arabic(reply: Reply) -> None:
    text = render_reply(reply, 100, language="ar")
    assert "ما لا يقوله أحد" in text
    assert "مصدران، في منبرين" in text


def test_the_first_quote_of_each_speaker_is_shown_and_the_rest_counted(reply: Reply) -> None:
    first = reply.positions[0]
    quote = first.quotes[0]
    many = tuple(quote.model_copy(update={"chain": (f"Voice {n}", "Outlet")}) for n in range(20))
    wide = first.model_copy(update={"quotes": (*many, many[0])})
    text = render_reply(reply.model_copy(update={"positions": (wide,)}), 100)
    assert text.count("Voice ") == VOICES_SHOWN
    assert f"{21 - VOICES_SHOWN} more quotes" in text


def test_the_json_is_the_record(reply: Reply) -> None:
    assert Reply.model_validate_json(render_reply_json(reply)) == reply


def test_what_a_page_or_a_model_says_cannot_steer_the_terminal() -> None:
    attack = "\x1b[31mred\x07 \u202edirrevo"
    said = {
        "assumptions": [{"assumption": attack, "claims": [1]}],
        "positions": [{"answer": attack, "claims": list(range(1, len(HOSTILE) + 1))}],
        "unsaid": [attack],
    }
    reply = answer_question(ScriptedLLM({"answer_question": [said]}), attack, hostile_report())
    assert reply.assumptions != (Assumption(assumption=attack),)
    text = render_reply(reply)
    assert not set(text) & {"\x1b", "\x07", "\u202e", "\x00"}
    assert "[31mred" in text
