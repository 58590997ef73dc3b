"""The one seam to the model: ``ask`` puts a prompt and its data, and gives a checked answer.

The only module that imports openai and tenacity; openai is imported when the first request
is sent, since that takes most of a second. Retries, the bound on requests in flight, usage
counts and the cache of answers live here; what the answers mean does not.
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from checker.completions import Completion, Usage, parse_answer
from checker.errors import AnswerError, EndpointError
from checker.prompts import Prompt, render_data

if TYPE_CHECKING:
    from openai import OpenAI, OpenAIError
    from tenacity import RetryCallState

    from checker.cache import AnswerCache
    from checker.cassettes import Tape

ATTEMPTS = 6
LONGEST_WAIT_S = 120.0
# Rough, for estimates only: Arabic and JSON run at about three characters to a token.
CHARACTERS_PER_TOKEN = 3


class Answer(BaseModel):
    """Base of the answer schemas: what the model is asked for, not what we believe.

    In the subset that strict structured output accepts everywhere: every field required,
    nullable instead of optional, no defaults, no bounds, no dictionaries.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


T = TypeVar("T", bound=Answer)


class LLM(Protocol):
    """What the stages need of a model."""

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """Put ``about`` to the model under ``prompt``.

        Raises:
            AnswerError: this one answer cannot be used.
            EndpointError: no more answers are to be had.
        """
        ...


@dataclass(frozen=True)
class Endpoint:
    """Where requests go. ``key`` never leaves this record but for the request's own header."""

    model: str
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 600.0
    workers: int = 8


@dataclass(frozen=True)
class Call:
    """One answered request, for the account of a run."""

    prompt: Prompt
    prompt_tokens: int
    answer_tokens: int
    created: int
    cached: bool


def request_body(
    model: str, prompt: Prompt, about: Mapping[str, object], answer_type: type[Answer]
) -> dict[str, Any]:
    """Build the chat completion request: the same for the same question on every run."""
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.text},
            {"role": "user", "content": render_data(about)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {
                "name": prompt.name,
                "strict": True,
                "schema": answer_type.model_json_schema(),
            },
        },
        "temperature": 0,
    }


def request_key(body: Mapping[str, object]) -> str:
    """Digest a request body: equal for equal JSON, whatever the order of its keys."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class EndpointLLM:
    """An OpenAI-compatible endpoint, asked from many threads at once.

    ``calls``, ``retries`` (by error) and ``unusable`` (answers, an `AnswerError` each) are the
    account of what was asked. Once ``stopped``, no further request goes out.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        cache: AnswerCache | None = None,
        tape: Tape | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.calls: list[Call] = []
        self.retries: Counter[str] = Counter()
        self.unusable = 0
        self._cache, self._tape, self._sleep = cache, tape, sleep
        self._slots = threading.BoundedSemaphore(endpoint.workers)
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._heard = False
        self.stopped: EndpointError | None = None

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """Ask, from the cache where this was answered before. See `LLM.ask`."""
        body = request_body(self.endpoint.model, prompt, about, answer_type)
        key = request_key({"endpoint": self.endpoint.base_url, **body})
        stored = self._cache.get(key) if self._cache else None
        try:
            completion = Completion.model_validate(stored) if stored else self._send(body)
            self._count(prompt, completion, cached=stored is not None)
            answer = parse_answer(completion, answer_type)
        except AnswerError:
            self._note_unusable()
            raise
        if self._cache and not stored:  # an answer that cannot be used is asked for again
            self._cache.put(key, prompt.name, completion.model_dump())
        return answer

    def close(self) -> None:
        """Close the connections."""
        if self._client:
            self._client.close()

    def _send(self, body: dict[str, Any]) -> Completion:
        with self._slots:
            try:
                return self._retrying(body)
            except EndpointError as error:
                self.stopped = error
                raise

    def _retrying(self, body: dict[str, Any]) -> Completion:
        import tenacity
        from openai import OpenAIError

        attempt = tenacity.Retrying(
            retry=tenacity.retry_if_exception(self._may_pass),
            wait=wait_for_endpoint,
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            before_sleep=self._note_retry,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempt(self._request, body)
        except OpenAIError as error:
            raise explain_failure(error, self.endpoint) from error

    def _request(self, body: dict[str, Any]) -> Completion:
        if self.stopped:  # on another thread, perhaps while this one waited to ask again
            raise self.stopped
        create = self._connect().chat.completions.with_raw_response.create
        with self._tape.explaining_misses(body) if self._tape else nullcontext():
            response = create(**body)
        self._heard = True
        if self._tape:
            self._tape.save()
        return _read_completion(response.content, self.endpoint)

    def _may_pass(self, error: BaseException) -> bool:
        """Tell whether to ask again; an address that never answered is wrong rather than busy."""
        if is_unreachable(error):
            return self._heard
        self._heard = True
        return is_transient(error)

    def _connect(self) -> OpenAI:
        with self._lock:
            if self._client is None:
                from openai import OpenAI

                self._client = OpenAI(
                    api_key=self.endpoint.key or "none",
                    base_url=self.endpoint.base_url,
                    timeout=self.endpoint.timeout_s,
                    max_retries=0,
                )
            return self._client

    def _note_retry(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        with self._lock:
            self.retries[type(error).__name__] += 1

    def _note_unusable(self) -> None:
        with self._lock:
            self.unusable += 1

    def _count(self, prompt: Prompt, completion: Completion, *, cached: bool) -> None:
        usage = completion.usage or Usage()
        call = Call(
            prompt=prompt,
            prompt_tokens=usage.prompt_tokens or 0,
            answer_tokens=usage.completion_tokens or 0,
            created=int(completion.created or 0),
            cached=cached,
        )
        with self._lock:
            self.calls.append(call)


def _read_completion(raw: bytes, endpoint: Endpoint) -> Completion:
    """Take the endpoint's own bytes, since the SDK lets a page of HTML or a wrong type through."""
    try:
        return Completion.model_validate_json(raw)
    except ValidationError as error:
        where = endpoint.base_url or "the endpoint"
        raise EndpointError(
            f"{where} answered, but not with a chat completion; check --base-url "
            "(it usually ends in /v1)"
        ) from error


def is_unreachable(error: BaseException) -> bool:
    """Tell whether no connection came about, or it broke before an answer."""
    import openai

    timeout = isinstance(error, openai.APITimeoutError)
    return isinstance(error, openai.APIConnectionError) and not timeout


def is_transient(error: BaseException) -> bool:
    """Tell whether asking again may help: an allow-list of the SDK's error types."""
    import openai

    if getattr(error, "code", None) == "insufficient_quota":
        return False
    return isinstance(
        error,
        openai.APIConnectionError
        | openai.RateLimitError
        | openai.InternalServerError
        | openai.ConflictError,
    )


def wait_for_endpoint(state: RetryCallState) -> float:
    """Seconds to wait: what the endpoint asks for, else exponential with full jitter."""
    error = state.outcome.exception() if state.outcome else None
    asked = _retry_after(error)
    if asked is not None:
        return min(asked, LONGEST_WAIT_S) + random.random()
    return random.uniform(0.5, min(2.0**state.attempt_number, 30.0))


def _retry_after(error: BaseException | None) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None


def explain_failure(error: OpenAIError, endpoint: Endpoint) -> AnswerError | EndpointError:
    """Say what went wrong and what to do, never repeating the key."""
    import openai

    where = endpoint.base_url or "the endpoint"
    said = _server_message(error, endpoint.key)
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return EndpointError(f"{where} refused the key: {said}; set OPENAI_API_KEY to a valid one")
    if isinstance(error, openai.NotFoundError):
        return EndpointError(
            f"{where} does not know the model {endpoint.model!r} or this address: {said}; "
            "check --model and --base-url"
        )
    if isinstance(error, openai.RateLimitError):
        return EndpointError(f"{where} allows no more requests now: {said}; wait, or use another")
    if isinstance(error, openai.APITimeoutError):
        return AnswerError(f"no answer within {endpoint.timeout_s:g} s; raise --timeout")
    if isinstance(error, openai.APIConnectionError):
        return EndpointError(
            f"{where} cannot be reached ({type(error.__cause__ or error).__name__}); "
            "check --base-url and the connection"
        )
    return AnswerError(f"{where} answered with an error: {said}")


def _server_message(error: OpenAIError, key: str | None) -> str:
    body = getattr(error, "body", None)
    text = body.get("message") if isinstance(body, dict) else None
    status = getattr(error, "status_code", None)
    message = str(text or (f"HTTP {status}" if status else type(error).__name__))
    return (message.replace(key, "***") if key else message)[:300]
