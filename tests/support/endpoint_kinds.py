"""Local endpoints of the kinds that there are: what each takes, refuses, ignores, and lists.

After what their documents and sources say, and, for llama.cpp, what its server was seen to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from checker.model.capabilities import SCHEMA_SENTENCE
from tests.support.endpoint import Body, LocalEndpoint, Reply, completion, failure, serving

Dress = Callable[[str], str]
PROSE = "Yes. Damascus is its capital; the name has eight letters."


def in_fence(text: str) -> str:
    """As chat models like to give it."""
    return f"Here it is:\n\n```json\n{text}\n```\nI hope this helps."


def after_thinking(text: str) -> str:
    """As reasoning models give it, where nothing takes their thinking apart."""
    return f"<think>\nA {{brace}} and a fence:\n```\n</think>\n\n{text}"


@dataclass(frozen=True)
class Kind:
    """How an endpoint behaves.

    ``enforces`` are the kinds of response format it keeps to, ``ignores`` those it takes and
    forgets; all others are refused with ``status``. Parameters in ``refuses`` are an error, those
    in ``forgets`` are taken and forgotten.
    """

    enforces: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    status: int = 400
    refuses: tuple[str, ...] = ()
    forgets: tuple[str, ...] = ()
    dress: Dress = field(default=str)
    obeys_words: bool = True

    def __call__(self, body: Body) -> Reply:
        for name in self.refuses:
            if name in body:
                return failure(400, f"Unsupported parameter: '{name}'", "unsupported_parameter")
        form = form_of(body)
        if form and form not in self.enforces + self.ignores:
            return failure(self.status, f"response_format {form} is not supported")
        if "one to 300" in str(body["messages"]):
            return self._count(body)
        return completion(self._say(body, form))

    def _say(self, body: Body, form: str) -> str:
        written = SCHEMA_SENTENCE in body["messages"][0]["content"] and self.obeys_words
        if form in self.enforces and (written or "schema" in form):
            return fill(body)
        return self.dress(fill(body)) if written else PROSE

    def _count(self, body: Body) -> Reply:
        names = ("max_completion_tokens", "max_tokens")
        limit = next((body[name] for name in names if name in body and name not in self.forgets), 0)
        reply = completion("one two three", finish_reason="length" if limit else "stop")
        whole = json.loads(reply.content)
        whole["usage"]["completion_tokens"] = limit or 900
        return replace(reply, content=json.dumps(whole).encode())


def form_of(body: Body) -> str:
    """The kind of structured output that a request asks for; empty for none."""
    form: dict[str, Any] = body.get("response_format", {})
    return "json_object_schema" if "schema" in form else str(form.get("type", ""))


def fill(body: Body) -> str:
    """A good answer to the questions that `checker doctor` asks."""
    task, question = (message["content"] for message in body["messages"])
    answer: dict[str, object] = {"is_capital": True, "letters": 8}
    if task.startswith("Copy"):
        answer = {"sentence": question}
    elif not task.startswith("Answer"):
        answer = {"word": "سلام", "count": 4}
    return json.dumps(answer, ensure_ascii=False)


def listing(*rows: dict[str, Any]) -> Reply:
    """A list of models."""
    return Reply(200, json.dumps({"object": "list", "data": rows}).encode())


@contextmanager
def kind_serving(
    kind: Callable[[Body], Reply], models: Reply | None = None
) -> Iterator[LocalEndpoint]:
    """Serve an endpoint of this kind."""
    with serving(kind) as endpoint:
        if models:
            endpoint.models = models
        yield endpoint


EVERYTHING = ("json_schema", "json_object_schema", "json_object")
STRONG = Kind(enforces=EVERYTHING)
