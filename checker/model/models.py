"""The list of models as endpoints give it, and what it says of the context length.

OpenAI and Ollama give names alone; vLLM adds ``max_model_len``, OpenRouter ``context_length``,
llama.cpp's server ``meta.n_ctx_train`` and, in newer versions, ``meta.n_ctx``.
"""

from __future__ import annotations

from typing import Any

from checker.data import Record
from checker.intake.documents import tame_answer

LENGTHS = ("context_length", "max_model_len", "max_context_length", "context_window")
META_LENGTHS = ("n_ctx", "n_ctx_train")
LATEST = ":latest"


class ListedModel(Record):
    """A model's name, and its context in tokens if the list says so."""

    name: str
    context_length: int | None = None

    def answers_to(self, name: str) -> bool:
        """Tell whether it is meant by ``name``; Ollama's ``x`` is short for ``x:latest``."""
        return self.name in {name, name + LATEST}


def read_models(body: Any) -> list[ListedModel]:
    """Read the body of an answer to ``/v1/models``; what is no list of models gives none."""
    rows = body.get("data") if isinstance(body, dict) else None
    entries = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        ListedModel(name=tame_answer(row["id"]), context_length=_length(row))
        for row in entries
        if isinstance(row.get("id"), str)
    ]


def _length(row: dict[str, Any]) -> int | None:
    meta = row.get("meta")
    said = [row.get(name) for name in LENGTHS]
    said += [meta.get(name) for name in META_LENGTHS] if isinstance(meta, dict) else []
    return next((each for each in said if type(each) is int and each > 0), None)
