"""One small question to an endpoint, and what it answers: status, words, seconds.

Unlike a run, which wants an answer, this wants to see what the endpoint does with a request; so
the raw reply counts, and nothing is asked again but where the endpoint says that it is busy.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checker.errors import AnswerError, BrokenBodyError, RedirectError
from checker.intake.documents import tame_answer
from checker.model.access import OPENAI, key_headers, refuse_redirect, split_address
from checker.model.calls import Endpoint
from checker.model.capabilities import Wrapping
from checker.model.completions import (
    THINKING_ENDS,
    Completion,
    parse_answer,
    read_completion,
)

if TYPE_CHECKING:
    import httpx2
    from pydantic import BaseModel

TOO_MANY_REQUESTS = 429
LONGEST_PAUSE_S = 20.0
SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Reply:
    """What came back; ``status`` is None, and ``said`` says why, where nothing did."""

    status: int | None
    said: str
    seconds: float
    content: bytes = b""

    @property
    def completion(self) -> Completion | None:
        """The chat completion in it, if it is one."""
        if self.status != 200:
            return None
        try:
            return read_completion(self.content)
        except BrokenBodyError:
            return None

    @property
    def text(self) -> str:
        """What the model said, an empty text where it said nothing."""
        whole = self.completion
        return (whole.choices[0].message.content or "") if whole else ""

    @property
    def json(self) -> Any:
        """The body, or None where it is no JSON."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


class Probe:
    """A connection to one endpoint, for questions one after the other."""

    def __init__(self, endpoint: Endpoint, sleep: Callable[[float], None] = time.sleep) -> None:
        import httpx2

        self.endpoint = endpoint
        self._sleep = sleep
        self._address, self._query = split_address(endpoint.base_url or OPENAI)
        self._client = httpx2.Client(
            headers=key_headers(endpoint),
            timeout=endpoint.timeout_s,
            follow_redirects=True,
            event_hooks={"response": [refuse_redirect]},
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def list_models(self) -> Reply:
        """Ask which models there are."""
        return self._exchange("GET", "models")

    def ask(self, body: Mapping[str, Any]) -> Reply:
        """Ask for a chat completion; once more where the endpoint is busy."""
        return self._exchange("POST", "chat/completions", body)

    def _exchange(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Reply:
        import httpx2

        started = time.monotonic()
        try:
            response = self._send(method, path, body)
            if response.status_code == TOO_MANY_REQUESTS:
                self._sleep(_pause(response))
                started = time.monotonic()
                response = self._send(method, path, body)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            return Reply(None, type(error).__name__, time.monotonic() - started)
        except RedirectError as error:
            return Reply(None, str(error), time.monotonic() - started)
        seconds = time.monotonic() - started
        said = self._shown(response)
        return Reply(response.status_code, said, seconds, response.content)

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> httpx2.Response:
        url = f"{self._address.rstrip('/')}/{path}"
        return self._client.request(method, url, params=self._query, json=body)

    def _shown(self, response: httpx2.Response) -> str:
        """The status, and the message of an error without the key and what steers terminals."""
        if response.status_code == 200:
            return "HTTP 200"
        message = _message(response.content)
        tamed = " ".join(tame_answer(self.endpoint.hide_key(message)).split())
        return f"HTTP {response.status_code}: {tamed[:SHOWN_CHARACTERS]}".rstrip(": ")


def fault_in(reply: Reply) -> str:
    """Say what is wrong with a reply that is no chat completion."""
    if reply.status is None:
        return f"no reply ({reply.said})"
    return "not a chat completion" if reply.status == 200 else f"refused ({reply.said})"


def keeps_limit(reply: Reply, tokens: int) -> bool:
    """Tell whether a limit was taken and kept; some reasoning models give an error instead."""
    whole = reply.completion
    if not whole:
        return reply.status == 400 and "could not finish" in reply.said.lower()
    counted = whole.usage.completion_tokens if whole.usage else None
    length = len(reply.text.split()) if counted is None else counted
    return whole.choices[0].finish_reason == "length" or length <= tokens


def why_unstructured(reply: Reply, answer_type: type[BaseModel], *, enforced: bool) -> str | None:
    """Say how a reply shows that structured output does not work, or None where it does.

    What is ``enforced`` comes bare: words around the JSON mean that it was the model's choice.
    """
    if not reply.completion:
        return fault_in(reply)
    try:
        parse_answer(reply.completion, answer_type)
    except AnswerError as error:
        return f"accepted, but {str(error).partition(';')[0]}"
    wrapping = wrapping_of(reply.text)
    if enforced and wrapping != "none":
        return f"accepted, but not enforced: there is {wrapping} around the answer"
    return None


def wrapping_of(text: str) -> Wrapping:
    """Tell what stands around a JSON object that was found in ``text``."""
    if text.lstrip().startswith("{"):
        return "none"
    return "thinking" if THINKING_ENDS in text else "a code fence"


def _message(content: bytes) -> str:
    """The words of an error, in the forms that endpoints give it."""
    try:
        body = json.loads(content)
    except ValueError:
        return ""
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        error = error.get("message") or error.get("detail") or ""
    return str(error)


def _pause(response: httpx2.Response) -> float:
    try:
        asked = float(response.headers.get("retry-after", "2"))
    except ValueError:
        asked = 2.0
    return max(0.0, min(asked, LONGEST_PAUSE_S))
