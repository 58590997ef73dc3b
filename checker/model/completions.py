"""A chat completion as endpoints send it, and the answer inside it or why there is none."""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.errors import AnswerError, BrokenBodyError, RefusedError, TooLongError

A = TypeVar("A", bound=BaseModel)
THINKING_ENDS = "</think>"
FENCE = re.compile(r"^[ \t]*```[^\n`]*$", re.MULTILINE)


class _Part(BaseModel):
    """Only what checker reads: endpoints that call themselves compatible differ in the rest."""

    model_config = ConfigDict(frozen=True)


class Message(_Part):
    """What the model said, or why it would not."""

    content: str | None = None
    refusal: str | None = None


class Choice(_Part):
    """One of the answers; checker asks for one."""

    message: Message
    finish_reason: str | None = None


class PromptDetails(_Part):
    """Of the prompt tokens, those that the endpoint had in its own cache of prefixes."""

    cached_tokens: int | None = None


class Usage(_Part):
    """Tokens, as the endpoint counts them."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: PromptDetails | None = None

    @property
    def prefix_tokens(self) -> int:
        """The prompt tokens that came from the endpoint's cache of prefixes, as far as it says."""
        details = self.prompt_tokens_details
        return (details.cached_tokens if details else None) or 0


class Completion(_Part):
    """The body of a good response; ``created`` is in seconds of the endpoint's clock."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    usage: Usage | None = None
    created: float | None = None


def read_completion(raw: bytes) -> Completion:
    """Take the endpoint's own bytes, since the SDK lets a page of HTML or a wrong type through.

    Raises:
        BrokenBodyError: they are no chat completion.
    """
    try:
        return Completion.model_validate_json(raw)
    except ValidationError as error:
        raise BrokenBodyError("not a chat completion; the body may have ended early") from error


def parse_answer(completion: Completion, answer_type: type[A]) -> A:
    """Check what the model said against the schema it was asked for.

    Raises:
        TooLongError: it was cut off.
        RefusedError: the model refused.
        AnswerError: it is empty, not JSON, or breaks the schema.
    """
    choice = completion.choices[0]
    message = choice.message
    if choice.finish_reason == "length":
        raise TooLongError(
            "the answer was cut off at the endpoint's length limit; raise that limit"
        )
    if choice.finish_reason == "content_filter" or message.refusal:
        raise RefusedError(f"the model refused: {message.refusal or 'content filter'}")
    if not message.content:
        raise AnswerError("the answer is empty")
    try:
        return answer_type.model_validate_json(unwrap(message.content))
    except ValidationError as error:
        raise AnswerError(explain_validation(error)) from error


def unwrap(content: str) -> str:
    """Take an answer out of a code fence, or from behind the model's thinking.

    Nothing is guessed: a JSON object as such is left alone; thinking ends at its last mark (its
    first is often part of the prompt) unless that stands in a fence; a fence counts if it is the
    only one, and since no line of JSON begins with backticks, it holds no other.
    """
    text = content.strip()
    if text.startswith("{"):
        return text
    fenced = _only_fence(text)
    if fenced is None or text.rfind(THINKING_ENDS) > text.find(fenced) + len(fenced):
        text = text.rpartition(THINKING_ENDS)[2].strip()
        fenced = _only_fence(text)
    return text if fenced is None else fenced.strip()


def _only_fence(text: str) -> str | None:
    """What stands in the code fence, if there is one and no other."""
    fences = [match.span() for match in FENCE.finditer(text)]
    return text[fences[0][1] : fences[1][0]] if len(fences) == 2 else None


def explain_validation(error: ValidationError) -> str:
    """Say in a few words what is wrong with an answer, quoting nothing of it."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "the answer is not JSON; `checker doctor` tells if this endpoint keeps to a schema"
    place = ".".join(str(step) for step in first["loc"]) or "its top level"
    return f"the answer breaks the schema at {place}: {first['msg']} ({error.error_count()} faults)"
