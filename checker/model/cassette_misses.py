"""Why a cassette holds no answer to a request: what differs from those that it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def explain_miss(path: Path, recorded: list[dict[str, Any]], body: Mapping[str, Any]) -> str:
    """Say what differs between a request and those on the cassette."""
    name = _prompt_name(body) or "model"
    same = [other for other in recorded if (_prompt_name(other) or "model") == name]
    where = f"the cassette {str(path)!r} holds no answer to a {name!r} request of this run"
    if not same:
        reason = "it holds none of this kind"
    elif all(other["model"] != body["model"] for other in same):
        reason = f"it was recorded with the model {same[0]['model']!r}, not {body['model']!r}"
    elif all(other["messages"][0] != body["messages"][0] for other in same):
        reason = f"the prompt {name!r} changed since it was recorded"
    elif all(other.get("response_format") != body.get("response_format") for other in same):
        reason = f"the answer schema of {name!r} changed since it was recorded"
    else:
        reason = "the pages, or the way they are put to the model, changed since it was recorded"
    return f"{where}: {reason}"


def about_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """The data that a request puts to the model; nothing where it is no JSON object."""
    try:
        about = json.loads(body["messages"][-1]["content"])
    except (KeyError, IndexError, TypeError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def _prompt_name(body: Mapping[str, Any]) -> str | None:
    form: dict[str, Any] = body.get("response_format", {}).get("json_schema", {})
    return form.get("name")
