"""The seam to the model, and what the answer schemas are built on.

Answers are free of what could steer a terminal or a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, field_validator

from checker.intake.documents import tame_answer
from checker.prompts import Prompt


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


class TerseAnswer(Answer):
    """Base of those whose schema goes without their docstrings, which every request would carry.

    Their prompts say what the fields mean.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: schema.pop("description", None))


T = TypeVar("T", bound=Answer)


class LLM(Protocol):
    """What the stages need of a model."""

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """Put ``about`` to the model under ``prompt``.

        Raises:
            TooLongError: the answer, or what was asked about, is too long for the endpoint.
            AnswerError: this one answer cannot be used.
            EndpointError: no more answers are to be had.
        """
        ...
