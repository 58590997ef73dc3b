"""What an endpoint can do with a model, and how a request is put so that it can.

Endpoints that call themselves OpenAI-compatible differ most in structured output. Where one does
not enforce a JSON schema, or only in another place of the request, the schema is also written at
the end of the system message. What comes back is checked against it in every mode.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

# From the strongest down: the schema is enforced, enforced in another place of the request,
# only JSON is enforced, nothing is.
OutputMode = Literal["json_schema", "json_object_schema", "json_object", "prompt"]
OUTPUT_MODES: tuple[OutputMode, ...] = (
    "json_schema",
    "json_object_schema",
    "json_object",
    "prompt",
)
LimitParameter = Literal["max_completion_tokens", "max_tokens", "none"]
Wrapping = Literal["none", "a code fence", "thinking"]
SCHEMA_SENTENCE = (
    "Answer with one JSON object and nothing else; it must be valid against this JSON Schema:"
)


@dataclass(frozen=True)
class Capabilities:
    """How an endpoint has to be asked for one model.

    ``answer_tokens`` limits one answer, under the name ``limit_parameter``; ``seed`` is sent
    where it is set. ``wrapping`` is what was seen around its JSON and ``context_length`` (in
    tokens) what it says of itself: nothing depends on these two, since answers are unwrapped
    wherever they are wrapped and pages too long for it are asked in parts.
    """

    structured_output: OutputMode = "json_schema"
    temperature: bool = True
    limit_parameter: LimitParameter = "max_completion_tokens"
    answer_tokens: int | None = None
    seed: int | None = None
    wrapping: Wrapping = "none"
    context_length: int | None = None


def shape_request(
    body: Mapping[str, Any], name: str, schema: Mapping[str, Any], can: Capabilities
) -> dict[str, Any]:
    """Add to ``body`` (model and messages) how its answer is wanted.

    ``name`` and ``schema`` describe the answer. With the default capabilities this is strict
    structured output at temperature 0.
    """
    shaped = dict(body)
    if can.structured_output != "json_schema":
        shaped["messages"] = _with_schema(body["messages"], schema)
    form = _response_format(name, schema, can.structured_output)
    if form:
        shaped["response_format"] = form
    if can.temperature:
        shaped["temperature"] = 0
    if can.answer_tokens is not None and can.limit_parameter != "none":
        shaped[can.limit_parameter] = can.answer_tokens
    if can.seed is not None:
        shaped["seed"] = can.seed
    return shaped


def read_capabilities(body: Mapping[str, Any]) -> Capabilities:
    """Tell from a request how it was put: the inverse of `shape_request`.

    A recording is asked in the way it was recorded, whatever endpoint the user has now.
    """
    limit: LimitParameter = "max_tokens" if "max_tokens" in body else "max_completion_tokens"
    return Capabilities(
        structured_output=_output_mode(body.get("response_format") or {}),
        temperature="temperature" in body,
        limit_parameter=limit,
        answer_tokens=body.get(limit),
        seed=body.get("seed"),
    )


def _with_schema(messages: list[dict[str, Any]], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    system, *rest = messages
    written = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    content = f"{system['content']}\n\n{SCHEMA_SENTENCE}\n{written}"
    return [{**system, "content": content}, *rest]


def _response_format(
    name: str, schema: Mapping[str, Any], mode: OutputMode
) -> dict[str, Any] | None:
    match mode:
        case "json_schema":
            inner = {"name": name, "strict": True, "schema": schema}
            return {"type": "json_schema", "json_schema": inner}
        case "json_object_schema":
            return {"type": "json_object", "schema": schema}
        case "json_object":
            return {"type": "json_object"}
        case "prompt":
            return None


def _output_mode(form: Mapping[str, Any]) -> OutputMode:
    if not form:
        return "prompt"
    if form.get("type") == "json_schema":
        return "json_schema"
    return "json_object_schema" if "schema" in form else "json_object"
