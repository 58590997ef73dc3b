"""What endpoints send that is nearly a chat completion."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.errors import AnswerError, BrokenBodyError, ReportedError
from checker.model.answer import Answer
from checker.model.completions import parse_answer, read_completion

ANSWER = '{"claims":["one"]}'


class Claims(Answer):
    claims: tuple[str, ...]


def body(message: dict[str, Any], **more: Any) -> bytes:
    choice = {"message": message, "finish_reason": more.pop("finish_reason", "stop")}
    return json.dumps({"choices": [choice], **more}).encode()


@pytest.mark.parametrize(
    "message",
    [
        {"content": ANSWER},
        {"content": None, "reasoning_content": ANSWER},
        {"content": "", "reasoning_content": f"<think>hm</think>{ANSWER}"},
        {"content": [{"type": "thinking", "thinking": "…"}, {"type": "text", "text": ANSWER}]},
        {"content": [{"type": "text", "text": ANSWER[:5]}, {"type": "text", "text": ANSWER[5:]}]},
    ],
)
def test_an_answer_is_found_where_it_stands(message: dict[str, Any]) -> None:
    assert parse_answer(read_completion(body(message)), Claims).claims == ("one",)


@pytest.mark.parametrize(
    ("thinking", "finish"), [("I wonder about {claims}", "stop"), (ANSWER, "tool_calls")]
)
def test_thinking_is_no_answer_and_the_setting_is_named(thinking: str, finish: str) -> None:
    raw = body({"content": None, "reasoning_content": thinking}, finish_reason=finish)
    with pytest.raises(AnswerError, match="reasoning_content"):
        parse_answer(read_completion(raw), Claims)


@pytest.mark.parametrize(
    ("usage", "created"),
    [
        ({"prompt_tokens": 12, "completion_tokens": 3.5}, "2025-07-12T10:00:00Z"),
        ({"prompt_tokens": "many"}, None),
        ("none", [1]),
        ({"prompt_tokens": float("1e400")}, 1.5),
    ],
)
def test_figures_that_cannot_be_read_cost_no_answer(usage: object, created: object) -> None:
    completion = read_completion(body({"content": ANSWER}, usage=usage, created=created))
    assert parse_answer(completion, Claims).claims == ("one",)
    assert completion.usage is None or completion.usage.completion_tokens is None


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ({"message": "Rate limit", "code": 429}, 429),
        ({"message": "Rate limit", "code": "rate_limit_exceeded"}, 429),
        ({"message": "Rate limit"}, None),
        ("Rate limit", None),
    ],
)
def test_an_error_in_a_good_response_is_the_providers_own(error: object, status: int) -> None:
    with pytest.raises(ReportedError) as caught:
        read_completion(json.dumps({"error": error}).encode())
    assert (str(caught.value), caught.value.status_code) == ("Rate limit", status)


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"error": null}', b"<html>", b'{"choices": []}'])
def test_what_is_neither_is_no_completion(raw: bytes) -> None:
    with pytest.raises(BrokenBodyError, match="not a chat completion"):
        read_completion(raw)
