"""Answers from the cache, checked as if they had just come; what is missing is asked once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from checker.errors import AnswerError, StorageError
from checker.kept_report import Problem
from checker.model.answer import T
from checker.model.completions import Completion, parse_answer
from checker.model.questions import Question


class Answers(Protocol):
    """Answers kept by request key: what `AnswerCache` is, on this machine or another."""

    path: Path

    def get(self, key: str) -> object | None:
        """See `AnswerCache.get`."""

    def put(self, key: str, prompt: str, completion: dict[str, Any]) -> None:
        """See `AnswerCache.put`."""

    def reject(self, key: str) -> int:
        """See `AnswerCache.reject`."""

    def turn(self, key: str, look: Callable[[], None]) -> AbstractContextManager[None]:
        """See `AnswerCache.turn`."""


class KeptAnswers:
    """The answers of a cache, if there is one; ``recalled`` hears of each that is taken from it."""

    def __init__(
        self, cache: Answers | None, recalled: Callable[[Question, Completion], None]
    ) -> None:
        self._cache, self._recalled = cache, recalled
        self._rejected, self._lock = 0, threading.Lock()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """That answers were none, if there were such."""
        count = self._rejected
        if not self._cache or not count:
            return ()
        answers = "1 answer was" if count == 1 else f"{count} answers were"
        reason = f"{answers} damaged there, or written by something else; asked again"
        return (Problem(stage="cache", subject=self._cache.path.name, reason=reason),)

    def ask_once(
        self,
        question: Question,
        answer_type: type[T],
        ask: Callable[[Question, type[T]], T],
        look: Callable[[], None],
    ) -> T:
        """What is kept; else what one thread asks for, of all the runs that share the cache.

        ``look`` is called while another asks, and ends the waiting with an error.

        Raises:
            StorageError: the cache cannot be used.
        """
        if self._cache is None:
            return ask(question, answer_type)
        if (answer := self._recall(question, answer_type)) is not None:
            return answer
        with self._cache.turn(question.key, look):
            if (answer := self._recall(question, answer_type)) is not None:
                return answer
            return ask(question, answer_type)

    def keep(self, question: Question, completion: Completion) -> StorageError | None:
        """Keep an answer; gives the error where that fails: the answer is good all the same."""
        try:
            if self._cache:
                self._cache.put(question.key, question.prompt.name, completion.model_dump())
        except StorageError as error:
            return error
        return None

    def _recall(self, question: Question, answer_type: type[T]) -> T | None:
        """The answer kept from an earlier run, or None.

        Only usable answers are ever kept, so one that is not was damaged or forged: it is
        rejected, and the question is asked again.
        """
        if self._cache is None or (stored := self._cache.get(question.key)) is None:
            return None
        try:
            completion = Completion.model_validate(stored)
            answer = parse_answer(completion, answer_type)
        except (ValidationError, AnswerError):
            with self._lock:
                self._rejected += self._cache.reject(question.key)
            return None
        self._recalled(question, completion)
        return answer
