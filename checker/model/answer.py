"""What the answer schemas are built on: free of what could steer a terminal or a page."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, field_validator

from checker.intake.documents import tame_answer


class Answer(BaseModel):
    """Base of the answer schemas: what the model is asked for, not what we believe.

    In the subset that strict structured output accepts everywhere: every field required,
    nullable instead of optional, no defaults, no bounds, no dictionaries.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*")
    @classmethod
    def _tame(cls, value: object) -> object:
        """Free every text of what could steer a terminal or a page; pages may have asked for it."""
        if isinstance(value, str):
            return tame_answer(value)
        if isinstance(value, list):
            return [tame_answer(each) if isinstance(each, str) else each for each in value]
        return value


T = TypeVar("T", bound=Answer)
