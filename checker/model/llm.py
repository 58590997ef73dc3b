"""The one seam to the model: ``ask`` puts a prompt and its data, and gives a checked answer.

The only module that imports openai and tenacity; openai is imported when the first request
is sent, since that takes most of a second. Retries, the bound on requests in flight and the
cache of answers live here; what the answers mean does not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from checker.errors import (
    AnswerError,
    BrokenBodyError,
    CheckerError,
    EndpointError,
    ReportedError,
    StorageError,
)
from checker.kept_report import Problem
from checker.model import access, faults, pacing
from checker.model.account import Account
from checker.model.answer import T
from checker.model.calls import Endpoint, request_body, request_key
from checker.model.completions import Completion, read_completion
from checker.model.kept import Answers, KeptAnswers
from checker.model.pacing import Pace
from checker.model.questions import Question, Tries, describe_call, judge_answer
from checker.model.side_by_side import Brake
from checker.prompts import Prompt

if TYPE_CHECKING:
    from openai import OpenAI
    from tenacity import RetryCallState

    from checker.model.cassettes import Tape

CONNECT_S = 15.0


class EndpointLLM:
    """An OpenAI-compatible endpoint, asked from many threads at once.

    ``account`` holds what was asked and spent. Once ``stopped``, no further request goes out.
    An answer that is empty, no JSON or against the schema is asked for once more.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        cache: Answers | None = None,
        tape: Tape | None = None,
        account: Account | None = None,
        pace: Pace | None = None,
        brake: Brake | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.account = account or Account()
        self._brake = brake or Brake()
        self._tape, self._pace = tape, pace or Pace()
        self._kept = KeptAnswers(cache, self._note_recalled)
        self._slots = threading.BoundedSemaphore(endpoint.workers)
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._heard = self._answered = False
        self._unusable: set[str] = set()

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """Ask, from the cache where this was answered before. See `LLM.ask`."""
        body = request_body(self.endpoint, prompt, about, answer_type)
        key = request_key({"endpoint": self.endpoint.base_url, **body})
        question = Question(prompt, body, key)
        self._ask_anew(question)
        try:
            return self._kept.ask_once(question, answer_type, self._ask_in_slot, self._brake.look)
        except AnswerError:
            self.account.note_unusable(prompt.name)
            with self._lock:
                self._unusable.add(key)
            raise
        except EndpointError as error:
            self.stop(error)
            raise

    def _ask_anew(self, question: Question) -> None:
        """Where a stage asks once more, only the last answer counts as usable or not."""
        with self._lock:
            anew = question.key in self._unusable
            self._unusable.discard(question.key)
        if anew:
            self.account.ask_anew(question.prompt.name, request_key(question.body))

    @property
    def recorded_questions(self) -> tuple[str, ...]:
        """The users' questions that the cassette holds, where one is replayed."""
        return self._tape.questions if self._tape else ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the answers that were kept."""
        return self._kept.problems

    @property
    def stopped(self) -> EndpointError | None:
        """Why no further request goes out, if so."""
        return self._brake.stopped

    def stop(self, error: EndpointError) -> None:
        """Let no further request out; the first error stays."""
        if self._brake.stop(error):
            self.account.watch.stop(str(error))

    def close(self) -> None:
        """Close the connections."""
        if self._client:
            self._client.close()

    def _ask_in_slot(self, question: Question, answer_type: type[T]) -> T:
        with self._slots:
            return self._ask_endpoint(question, answer_type)

    def _note_recalled(self, question: Question, completion: Completion) -> None:
        self.account.note(describe_call(self.endpoint, question, completion))

    def _stop_at(self, error: StorageError | None) -> None:
        """An answer that cannot be kept is good all the same, but no more are asked for."""
        if error:
            self.stop(error)

    def _ask_endpoint(self, question: Question, answer_type: type[T]) -> T:
        # A recording gives the same answer however often it is asked.
        chances = 1 if self._tape and self._tape.mode == "replay" else 2
        while True:
            chances -= 1
            with self.account.reserving(question.prompt.name, question.body) as assumed:
                tries = Tries(time.monotonic())
                completion = self._send(question, tries)
                outcome, answer = judge_answer(completion, answer_type, chances)
                call = tries.describe(self.endpoint, question, completion, outcome)
                if isinstance(answer, answer_type):
                    self._stop_at(self._kept.keep(question, completion))
                self.account.note(call, assumed)
            if isinstance(answer, answer_type):
                return answer
            if outcome != "asked again" and isinstance(answer, AnswerError):
                raise answer
            if self._tape:
                self._tape.forget(question.body)

    def _send(self, question: Question, tries: Tries) -> Completion:
        try:
            self._pace.rest()
            return self._retrying(question, tries)
        except CheckerError:
            self.account.note(tries.describe(self.endpoint, question, None, "failed"))
            raise

    def _retrying(self, question: Question, tries: Tries) -> Completion:
        import tenacity
        from openai import OpenAIError

        attempt = tenacity.Retrying(
            retry=tenacity.retry_if_exception(partial(self._may_pass, tries)),
            wait=lambda state: self._pace.wait_after(_error(state), state.attempt_number),
            stop=lambda state: (
                pacing.tried_enough(_error(state), state.attempt_number)
                or tenacity.stop_before_delay(pacing.LONGEST_TOTAL_S)(state)
            ),
            before_sleep=partial(self._note_retry, question.prompt.name),
            sleep=self._pace.rest,
            reraise=True,
        )
        try:
            return attempt(self._request, question.body, tries)
        except OpenAIError as error:
            raise faults.explain_failure(error, self.endpoint) from error
        except BrokenBodyError as error:
            raise faults.explain_broken_body(
                error, self.endpoint, answered=self._answered
            ) from error

    def _request(self, body: dict[str, Any], tries: Tries) -> Completion:
        self._brake.look()
        tries.sent += 1
        create = self._connect().chat.completions.with_raw_response.create
        with self._tape.explaining_misses(body) if self._tape else nullcontext():
            response = create(**body, extra_headers=_azure_headers(self.endpoint))
        self._stop_at(self._tape.fault if self._tape else None)
        self._heard = True
        completion = read_completion(response.content)
        self._answered = True
        return completion

    def _may_pass(self, tries: Tries, error: BaseException) -> bool:
        """Tell whether to ask again; an address that never answered is wrong rather than busy."""
        from openai import OpenAIError

        if isinstance(error, ReportedError) and error.status_code:
            return faults.is_transient(error)
        if isinstance(error, BrokenBodyError):
            return self._answered
        if not isinstance(error, OpenAIError) or access.redirect_in(error):
            return False
        if faults.is_unreachable(error):
            return self._heard
        self._heard = True
        tries.timeouts += faults.is_timeout(error)
        return faults.is_transient(error) and tries.timeouts <= 1

    def _connect(self) -> OpenAI:
        with self._lock:
            if self._client is None:
                from openai import DefaultHttpxClient, OpenAI, Timeout

                patience = self.endpoint.timeout_s
                hooks = {"response": [access.refuse_redirect]}
                address, query = access.split_address(self.endpoint.base_url or access.OPENAI)
                self._client = OpenAI(
                    api_key=self.endpoint.key or "none",
                    base_url=address,
                    default_query=query,
                    timeout=Timeout(patience, connect=min(patience, CONNECT_S)),
                    max_retries=0,
                    http_client=DefaultHttpxClient(event_hooks=hooks),
                )
            return self._client

    def _note_retry(self, prompt: str, state: RetryCallState) -> None:
        self.account.note_retry(prompt, type(_error(state)).__name__, state.upcoming_sleep)


def _azure_headers(endpoint: Endpoint) -> dict[str, Any] | None:
    """The key as Azure wants it; as a bearer token it would be taken for one of its logins."""
    if not access.is_azure(endpoint.base_url):
        return None
    from openai import Omit

    return {**access.key_headers(endpoint), "Authorization": Omit()}


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
