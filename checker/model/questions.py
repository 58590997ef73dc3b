"""One question to the endpoint: what is asked, how often it was sent, and what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

from checker.errors import AnswerError, RefusedError, TooLongError
from checker.model.answer import T
from checker.model.calls import Call, Endpoint, Outcome, request_key
from checker.model.completions import Completion, Usage, parse_answer
from checker.prompts import Prompt


@dataclass(frozen=True)
class Question:
    """A prompt with its request body; ``key`` is the digest under which answers are kept."""

    prompt: Prompt
    body: dict[str, Any]
    key: str


@dataclass
class Tries:
    """How it goes with one request; seconds of a clock of its own."""

    started: float
    sent: int = 0
    timeouts: int = 0

    def describe(
        self, endpoint: Endpoint, question: Question, got: Completion | None, outcome: Outcome
    ) -> Call:
        """The call that these tries came to; ``got`` is None where there was no answer."""
        return replace(
            describe_call(endpoint, question, got),
            cached=False,
            attempts=self.sent,
            milliseconds=round((time.monotonic() - self.started) * 1_000),
            outcome=outcome,
        )


def describe_call(endpoint: Endpoint, question: Question, got: Completion | None) -> Call:
    """The call whose answer was kept from an earlier run: it was not sent."""
    usage = (got.usage if got else None) or Usage()
    return Call(
        prompt=question.prompt,
        prompt_tokens=usage.prompt_tokens or 0,
        answer_tokens=usage.completion_tokens or 0,
        created=int((got.created if got else None) or 0),
        cached=True,
        digest=request_key(question.body),
        model=endpoint.model,
        attempts=0,
        milliseconds=0,
        outcome="usable",
        prefix_tokens=usage.prefix_tokens,
    )


def judge_answer(
    completion: Completion, answer_type: type[T], chances: int
) -> tuple[Outcome, T | AnswerError]:
    """Read an answer, or say why it cannot be read and whether the same is asked again."""
    try:
        return "usable", parse_answer(completion, answer_type)
    except TooLongError as error:
        return "too long", error
    except RefusedError as error:
        return "refused", error
    except AnswerError as error:
        return ("asked again" if chances else "unusable"), error
