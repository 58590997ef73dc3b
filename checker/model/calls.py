"""A request to the model and what became of it: where it goes, its body, its digest, its cost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from checker.model.capabilities import Capabilities, shape_request
from checker.prompts import Prompt, render_data

# "asked again": of no use, so the same was asked once more; "failed": there was no answer at all.
Outcome = Literal["usable", "asked again", "too long", "refused", "unusable", "failed"]


@dataclass(frozen=True)
class Endpoint:
    """Where requests go. ``key`` never leaves this record but for the request's own header."""

    model: str
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 600.0
    workers: int = 8
    can: Capabilities = field(default_factory=Capabilities)

    @property
    def shown(self) -> str:
        """The address as messages name it: without its login and query, which may be secret."""
        if not self.base_url:
            return "the endpoint"
        scheme, _, rest = self.base_url.partition("?")[0].rpartition("://")
        return self.hide_key(f"{scheme}://{rest.rpartition('@')[2]}" if scheme else rest)

    def hide_key(self, text: str) -> str:
        """Put stars where the key stands in a text that will be shown or written."""
        return text.replace(self.key, "***") if self.key else text


@dataclass(frozen=True)
class Call:
    """One request and what became of it; neither its text nor the answer's.

    ``digest`` is that of the request body, ``attempts`` counts how often it was sent for this
    one answer, ``milliseconds`` include the waiting between attempts, ``created`` is in seconds
    of the endpoint's clock. A ``cached`` answer cost nothing in this run. ``prefix_tokens`` are
    those of the prompt that the endpoint had in its own cache, and may ask less for.
    """

    prompt: Prompt
    prompt_tokens: int
    answer_tokens: int
    created: int
    cached: bool
    digest: str = ""
    model: str = ""
    attempts: int = 1
    milliseconds: int = 0
    outcome: Outcome = "usable"
    prefix_tokens: int = 0


def request_body(
    endpoint: Endpoint, prompt: Prompt, about: Mapping[str, object], answer_type: type[BaseModel]
) -> dict[str, Any]:
    """Build the chat completion request: the same for the same question on every run."""
    body = {
        "model": endpoint.model,
        "messages": [
            {"role": "system", "content": prompt.text},
            {"role": "user", "content": render_data(about)},
        ],
    }
    return shape_request(body, prompt.name, lean_schema(answer_type), endpoint.can)


@cache
def lean_schema(answer_type: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of an answer without the titles that pydantic makes of the names.

    Made once for each type, and shared: not to be changed.
    """
    return _without_titles(answer_type.model_json_schema())


def _without_titles(schema: dict[str, Any]) -> dict[str, Any]:
    """Drop ``title`` where it is a word about the schema; a property may bear that name."""
    lean: dict[str, Any] = {}
    for name, value in schema.items():
        if name in ("properties", "$defs"):
            lean[name] = {key: _without_titles(inner) for key, inner in value.items()}
        elif isinstance(value, dict):
            lean[name] = _without_titles(value)
        elif isinstance(value, list):
            lean[name] = [_without_titles(v) if isinstance(v, dict) else v for v in value]
        elif name != "title":
            lean[name] = value
    return lean


def request_key(body: Mapping[str, object]) -> str:
    """Digest a request body: equal for equal JSON, whatever the order of its keys."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
