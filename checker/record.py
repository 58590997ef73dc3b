"""The base of all records: frozen, no field that is not known; and where one does not fit."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Where the first thing is wrong in what was given (``pages.0.text``), and what it is."""
    first = error.errors(include_url=False)[0]
    return ".".join(str(step) for step in first["loc"]), first["msg"]
