"""How a request is put to endpoints of each kind, and read back from one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import AnswerError
from checker.model.answer import Answer
from checker.model.calls import Endpoint, lean_schema, request_body
from checker.model.capabilities import (
    OUTPUT_MODES,
    SCHEMA_SENTENCE,
    Capabilities,
    OutputMode,
    read_capabilities,
    shape_request,
)
from checker.model.llm import EndpointLLM
from checker.prompts import Prompt
from tests.support.endpoint import completion, serving
from tests.support.endpoint_kinds import EVERYTHING, Kind, after_thinking, in_fence, kind_serving

PROMPT = Prompt("give_word", 1, "Give the word.")
BODY: dict[str, Any] = {
    "model": "m",
    "messages": [{"role": "system", "content": "Do."}, {"role": "user", "content": "{}"}],
}
CAPABILITIES = st.builds(
    Capabilities,
    structured_output=st.sampled_from(OUTPUT_MODES),
    temperature=st.booleans(),
    limit_parameter=st.sampled_from(["max_completion_tokens", "max_tokens"]),
    answer_tokens=st.none() | st.integers(1, 10_000),
    seed=st.none() | st.integers(),
)


class Word(Answer):
    word: str
    count: int | None


def body_of(**can: Any) -> dict[str, Any]:
    endpoint = Endpoint("m", can=Capabilities(**can))
    return request_body(endpoint, PROMPT, {"text": "خبر"}, Word)


def test_by_default_a_request_is_what_it_was_before_there_were_capabilities() -> None:
    form = {"name": "give_word", "strict": True, "schema": lean_schema(Word)}
    expected = {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Give the word."},
            {"role": "user", "content": '{\n"text":"خبر"\n}'},
        ],
        "response_format": {"type": "json_schema", "json_schema": form},
        "temperature": 0,
    }
    assert json.dumps(body_of()) == json.dumps(expected)


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("json_object_schema", {"type": "json_object", "schema": lean_schema(Word)}),
        ("json_object", {"type": "json_object"}),
        ("prompt", None),
    ],
)
def test_where_the_schema_is_not_enforced_it_is_written_out(
    mode: str, form: dict[str, Any] | None
) -> None:
    body = body_of(structured_output=mode)
    assert body.get("response_format") == form
    system, user = (message["content"] for message in body["messages"])
    start, _, written = system.rpartition("\n")
    assert start == f"Give the word.\n\n{SCHEMA_SENTENCE}"
    assert json.loads(written) == lean_schema(Word)
    assert user == body_of()["messages"][1]["content"]


@pytest.mark.parametrize(
    ("can", "sent"),
    [
        ({"temperature": False}, {}),
        ({"answer_tokens": 7}, {"temperature": 0, "max_completion_tokens": 7}),
        (
            {"answer_tokens": 7, "limit_parameter": "max_tokens"},
            {"temperature": 0, "max_tokens": 7},
        ),
        ({"answer_tokens": 7, "limit_parameter": "none"}, {"temperature": 0}),
        ({"limit_parameter": "max_tokens"}, {"temperature": 0}),
        ({"seed": 0, "temperature": False}, {"seed": 0}),
    ],
)
def test_only_what_is_set_and_taken_is_sent(can: dict[str, Any], sent: dict[str, Any]) -> None:
    body = body_of(**can)
    rest = set(body) - {"model", "messages", "response_format"}
    assert {name: body[name] for name in rest} == sent


@settings(deadline=None, max_examples=50)
@given(can=CAPABILITIES)
def test_a_request_tells_how_it_was_put(can: Capabilities) -> None:
    shaped = shape_request(BODY, "do", lean_schema(Word), can)
    again = shape_request(BODY, "do", lean_schema(Word), read_capabilities(shaped))
    assert again == shaped
    assert BODY["messages"][0]["content"] == "Do."


@pytest.mark.parametrize("mode", OUTPUT_MODES)
def test_an_answer_in_every_mode(mode: OutputMode) -> None:
    dressed = in_fence if mode == "prompt" else str
    with kind_serving(Kind(enforces=EVERYTHING, dress=dressed)) as endpoint:
        can = Capabilities(structured_output=mode)
        llm = EndpointLLM(Endpoint("m", endpoint.url, can=can))
        assert llm.ask(PROMPT, {"n": 1}, Word).word == "سلام"
        assert len(endpoint.bodies) == 1


GOOD = '{"word": "سلام </think> ```", "count": 4}'
BAD = '{"word": "حرب", "count": 5}'


@pytest.mark.parametrize(
    "said",
    [
        GOOD,
        f"  \n{GOOD}\n",
        in_fence(GOOD),
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"<think>{BAD}</think>{GOOD.replace('</think>', '')}",
        after_thinking(GOOD.replace("</think>", "")),
        f"the prompt opened it {BAD} </think>\n{GOOD.replace('</think>', '')}",
        after_thinking(in_fence(GOOD.replace("</think>", ""))),
        f"<think>\n```\n{BAD}\n```\n</think>{GOOD.replace('</think>', '')}",
        f"<think>so</think>```json\n{GOOD.replace('</think>', '')}\n```",
    ],
)
def test_an_answer_is_taken_out_of_its_wrapping(said: str) -> None:
    with serving([completion(said)]) as endpoint:
        answer = EndpointLLM(Endpoint("m", endpoint.url)).ask(PROMPT, {}, Word)
    assert answer.word.startswith("سلام")
    assert answer.count == 4


@pytest.mark.parametrize(
    "said",
    [
        f"The answer is {GOOD}",
        f"{GOOD} That is all.",
        f"```json\n{GOOD}\n```\nor\n```json\n{BAD}\n```",
        f"```json\n{GOOD}",
        f"<think>{GOOD}",
        f"<think>{GOOD}</think>",
        f"{GOOD}\n{BAD}",
        "```json\n```",
    ],
)
def test_what_would_have_to_be_guessed_is_refused(said: str) -> None:
    with serving(lambda body: completion(said)) as endpoint:
        llm = EndpointLLM(Endpoint("m", endpoint.url))
        with pytest.raises(AnswerError, match="is not JSON; `checker doctor` tells"):
            llm.ask(PROMPT, {}, Word)
