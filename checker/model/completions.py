"""A chat completion as endpoints send it, and the answer inside it or why there is none."""

from __future__ import annotations

import json
import re
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from checker.errors import AnswerError, BrokenBodyError, RefusedError, ReportedError, TooLongError

A = TypeVar("A", bound=BaseModel)
THINKING_ENDS = "</think>"
# What providers call their errors, by the HTTP status that others send.
_STATUS_OF = {
    **dict.fromkeys(("rate_limit_exceeded", "rate_limit_error", "resource_exhausted"), 429),
    **dict.fromkeys(("invalid_api_key", "authentication_error", "unauthenticated"), 401),
    **dict.fromkeys(("model_not_found", "not_found"), 404),
    **dict.fromkeys(("invalid_request_error", "invalid_argument", "bad_request"), 400),
    **dict.fromkeys(("insufficient_quota", "insufficient_credits"), 402),
}
FENCE = re.compile(r"^[ \t]*```[^\n`]*$", re.MULTILINE)


class _Part(BaseModel):
    """Only what checker reads: endpoints that call themselves compatible differ in the rest."""

    model_config = ConfigDict(frozen=True)


def _joined(value: object) -> object:
    """The text parts of a content that comes as a list; thinking and pictures are none."""
    if not isinstance(value, list):
        return value
    texts = [part.get("text") for part in value if isinstance(part, dict)]
    return "".join(text for text in texts if isinstance(text, str)) or None


def _or_nothing(kind: type) -> BeforeValidator:
    """What cannot be read of figures beside an answer is left out: the answer was paid for."""
    return BeforeValidator(lambda value: value if _is_whole(value, kind) else None)


def _is_whole(value: object, kind: type) -> bool:
    if kind is dict:
        return isinstance(value, dict | BaseModel)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return kind is float or float(value).is_integer()


class Message(_Part):
    """What the model said, or why it would not; some endpoints keep an answer with the thinking."""

    content: Annotated[str | None, BeforeValidator(_joined)] = None
    refusal: str | None = None
    reasoning_content: Annotated[str | None, BeforeValidator(_joined)] = None


class Choice(_Part):
    """One of the answers; checker asks for one."""

    message: Message
    finish_reason: str | None = None


class PromptDetails(_Part):
    """Of the prompt tokens, those that the endpoint had in its own cache of prefixes."""

    cached_tokens: int | None = None


class Usage(_Part):
    """Tokens, as the endpoint counts them."""

    prompt_tokens: Annotated[int | None, _or_nothing(int)] = None
    completion_tokens: Annotated[int | None, _or_nothing(int)] = None
    prompt_tokens_details: PromptDetails | None = None

    @property
    def prefix_tokens(self) -> int:
        """The prompt tokens that came from the endpoint's cache of prefixes, as far as it says."""
        details = self.prompt_tokens_details
        return (details.cached_tokens if details else None) or 0


class Completion(_Part):
    """The body of a good response; ``created`` is in seconds of the endpoint's clock."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    usage: Annotated[Usage | None, _or_nothing(dict)] = None
    created: Annotated[float | None, _or_nothing(float)] = None


def read_completion(raw: bytes) -> Completion:
    """Take the endpoint's own bytes, since the SDK lets a page of HTML or a wrong type through.

    Raises:
        ReportedError: they are an error of the provider, sent as if all were well.
        BrokenBodyError: they are no chat completion.
    """
    try:
        return Completion.model_validate_json(raw)
    except ValidationError as error:
        if reported := _reported(raw):
            raise reported from error
        raise BrokenBodyError("not a chat completion; the body may have ended early") from error


def _reported(raw: bytes) -> ReportedError | None:
    """The provider's error in a body, with the status it stands for, if it names one."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    said = body.get("error") if isinstance(body, dict) else None
    if not isinstance(said, dict | str) or not said:
        return None
    fields = said if isinstance(said, dict) else {"message": said}
    code = str(fields.get("code") or fields.get("status") or body.get("code") or "")
    status = int(code) if re.fullmatch(r"[45]\d\d", code) else _STATUS_OF.get(code.lower())
    return ReportedError(str(fields.get("message") or code or "an error without a message"), status)


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
        return _from_thinking(choice, answer_type)
    try:
        return answer_type.model_validate_json(unwrap(message.content))
    except ValidationError as error:
        raise AnswerError(explain_validation(error)) from error


def _from_thinking(choice: Choice, answer_type: type[A]) -> A:
    """An answer that stands whole where the thinking belongs, as some endpoints send it."""
    thinking = choice.message.reasoning_content
    if not thinking:
        raise AnswerError("the answer is empty")
    if choice.finish_reason == "stop":
        try:
            return answer_type.model_validate_json(unwrap(thinking))
        except ValidationError:
            pass  # it is thinking, and no answer
    raise AnswerError(
        "the answer is empty, and words stand in reasoning_content instead; turn the model's "
        "thinking off, or the endpoint's reasoning parser (vLLM: --reasoning-parser)"
    )


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
