"""A model that asks nobody: answers come from the cache, and what is missing is put down."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from checker.errors import AnswerError, EndpointError, WaitingError
from checker.model.account import Account
from checker.model.answer import Answer, T
from checker.model.calls import Endpoint
from checker.model.llm import EndpointLLM
from checker.model.questions import Question

if TYPE_CHECKING:
    from checker.model.kept import Answers


class CollectingLLM(EndpointLLM):
    """Gives what the cache holds; ``waiting`` are the other questions, by their keys.

    A run with it ends at the first stage that has to wait. ``failed`` are questions that have no
    answer, and never will: the error is raised that says why.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        cache: Answers,
        account: Account,
        failed: Mapping[str, AnswerError],
    ) -> None:
        super().__init__(endpoint, cache=cache, account=account)
        self.waiting: dict[str, tuple[Question, type[Answer]]] = {}
        self._failed = failed
        self._noting = threading.Lock()

    def stop(self, error: EndpointError) -> None:
        """Nothing is sent, so nothing has to stop."""

    def _ask_endpoint(self, question: Question, answer_type: type[T]) -> T:
        if failure := self._failed.get(question.key):
            raise failure
        with self._noting:
            self.waiting[question.key] = question, answer_type
        raise WaitingError("its answer will come with a batch")
