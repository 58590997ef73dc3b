"""Runs whose questions go out in batches: at half the price, within a day.

A run over the cases puts down what it would ask and has no answer to; that goes out as a batch,
the answers go into the cache, and the next round comes one stage further. So all that comes after
is as always, and a run that was killed finds its answers, and its batches, again.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from checker.errors import AnswerError, BudgetError, EndpointError, InputError
from checker.files import write_whole
from checker.intake.case import Case
from checker.kept_report import Report
from checker.model.account import CHARACTERS_PER_TOKEN, Account, Spending
from checker.model.answer import Answer
from checker.model.batch_endpoint import BatchEndpoint, BatchState
from checker.model.batch_files import BatchAnswer, cut_files, read_answers, request_lines
from checker.model.cache import AnswerCache, default_path
from checker.model.calls import Endpoint
from checker.model.collecting import CollectingLLM
from checker.model.questions import Question, judge_answer
from checker.model.watching import Watch
from checker.pipeline.runs import Settings
from checker.pipeline.story import run_story

TRIES = 3
Waiting = Mapping[str, tuple[Question, type[Answer]]]
GoingOn = tuple[Case, Report | None]  # a case, and the report that goes on with it


@dataclass
class Filled:
    """What the batches of a run came to; ``failed`` are errors by request key."""

    failed: dict[str, AnswerError] = field(default_factory=dict)
    spent: Spending = field(default_factory=Spending)
    batches: int = 0


def fill_cache(
    cases: Sequence[GoingOn],
    settings: Settings,
    told: Callable[[BatchState], None] = lambda _: None,
) -> Filled:
    """Ask in batches, round after round, until the cache holds all that the cases ask.

    Raises:
        InputError: no model is named.
        EndpointError: the endpoint has no Batch API, or gives no answers.
        BudgetError: the next batch could pass a limit.
    """
    endpoint = endpoint_of([case for case, _ in cases], settings)
    with (
        closing(AnswerCache(settings.cache or default_path())) as cache,
        closing(BatchEndpoint(endpoint)) as client,
    ):
        client.check()
        run = _Rounds(client, cache, settings)
        while waiting := collect(cases, settings, cache, run.filled.failed):
            run.ask(waiting, told)
    return run.filled


def endpoint_of(cases: Sequence[Case], settings: Settings) -> Endpoint:
    """The endpoint that the settings, or the cases, name.

    Raises:
        InputError: no model or no key and no address is named.
    """
    model = settings.model or next((case.model for case in cases if case.model), None)
    if not model or not (settings.key or settings.base_url):
        raise InputError(
            "batches need a model and an endpoint; use --model NAME, and set OPENAI_API_KEY or "
            "name another endpoint with --base-url"
        )
    workers = settings.options.workers
    return Endpoint(
        model, settings.base_url, settings.key, settings.timeout_s, workers, settings.can
    )


def collect(
    cases: Sequence[GoingOn],
    settings: Settings,
    cache: AnswerCache,
    failed: Mapping[str, AnswerError],
) -> Waiting:
    """What a run over the cases would ask next and has no answer to."""
    quiet = replace(settings.options, watch=Watch())
    waiting: dict[str, tuple[Question, type[Answer]]] = {}
    for case, before in cases:
        model = settings.model or case.model or ""
        endpoint = replace(endpoint_of([case], replace(settings, model=model)), model=model)
        llm = CollectingLLM(endpoint, cache, Account(), failed)
        trail = run_story(llm, case.pages, replace(quiet, since=before))
        if trail.interrupted and trail.stopped:
            raise trail.stopped
        waiting |= llm.waiting
    return waiting


def keep_answers(
    answers: Iterable[BatchAnswer], waiting: Waiting, cache: AnswerCache
) -> tuple[Spending, dict[str, tuple[AnswerError, bool]]]:
    """Put usable answers into the cache: what they cost, and what is wrong with the others.

    The flag tells whether asking once more may help.
    """
    spent, faults = Spending(), {}
    for answer in answers:
        if answer.key not in waiting:
            continue
        question, answer_type = waiting[answer.key]
        if answer.completion is None:
            faults[answer.key] = (
                AnswerError(f"the batch failed at it: {answer.fault}"),
                answer.again,
            )
            continue
        usage = answer.completion.usage
        asked, said = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
        spent += Spending(1, asked or 0, said or 0)
        outcome, judged = judge_answer(answer.completion, answer_type, chances=1)
        if isinstance(judged, AnswerError):
            faults[answer.key] = judged, outcome == "asked again"
        else:
            cache.put(answer.key, question.prompt.name, answer.completion.model_dump())
    return spent, faults


class _Rounds:
    def __init__(self, client: BatchEndpoint, cache: AnswerCache, settings: Settings) -> None:
        self.filled = Filled()
        self._client, self._cache, self._limits = client, cache, settings.limits
        self._open = OpenBatches(cache.path, client.address)
        self._tries: Counter[str] = Counter()

    def ask(self, waiting: Waiting, told: Callable[[BatchState], None]) -> None:
        """Wait for the batches of a run that was killed, else begin new ones; keep the answers."""
        if not self._open.ids():
            self._begin(waiting)
        faults: dict[str, tuple[AnswerError, bool]] = {}
        seen: set[str] = set()
        for batch in self._open.ids():
            state = self._client.wait(batch, told)
            if state.status == "failed":  # as a whole: it would be found again by every run
                self._open.close(batch)
            answers = self._answers(state)
            spent, wrong = keep_answers(answers, waiting, self._cache)
            self.filled.spent += spent
            faults |= wrong
            seen |= {answer.key for answer in answers}
            self._open.close(batch)
        missing = AnswerError("no batch gave an answer to it")
        faults |= {key: (missing, True) for key in self._asked & set(waiting) - seen}
        self._settle(faults)

    _asked: frozenset[str] = frozenset()

    def _begin(self, waiting: Waiting) -> None:
        self._check_budget(waiting)
        questions = [question for question, _ in waiting.values()]
        for lines in cut_files(request_lines(questions)):
            state = self._client.begin(lines)
            self._open.add(state.id)
            self.filled.batches += 1
        self._asked = frozenset(waiting)

    def _answers(self, state: BatchState) -> list[BatchAnswer]:
        if state.status == "failed" and not state.answers:
            raise EndpointError(
                f"the batch {state.id!r} failed as a whole: {state.said or 'no reason was given'}; "
                "answers had so far are kept"
            )
        files = [file for file in (state.answers, state.errors) if file]
        return [each for file in files for each in read_answers(self._client.read(file), file)]

    def _settle(self, faults: Mapping[str, tuple[AnswerError, bool]]) -> None:
        for key, (error, again) in faults.items():
            self._tries[key] += 1
            if not again or self._tries[key] >= TRIES:
                self.filled.failed[key] = error

    def _check_budget(self, waiting: Waiting) -> None:
        asked = sum(
            len(json.dumps(question.body, ensure_ascii=False)) for question, _ in waiting.values()
        )
        tokens = asked // CHARACTERS_PER_TOKEN
        whole = self.filled.spent + Spending(len(waiting), tokens, tokens)
        if limit := self._limits.passed_by(whole):
            raise BudgetError(
                f"the next batch, of {len(waiting):,} requests, could pass {limit}; what was "
                "answered is kept, and the same command with a higher limit goes on"
            )


class OpenBatches:
    """The batches begun at an address and not read yet, in a file beside the cache of answers."""

    def __init__(self, cache: Path, address: str) -> None:
        digest = hashlib.sha256(address.encode("utf-8")).hexdigest()[:12]
        self._path = cache.with_name(f"{cache.name}.batches-{digest}")

    def ids(self) -> list[str]:
        """Their ids."""
        if not self._path.is_file():
            return []
        return self._path.read_text(encoding="utf-8").split()

    def add(self, batch: str) -> None:
        """Note a batch, before anybody waits for it."""
        self._write([*self.ids(), batch])

    def close(self, batch: str) -> None:
        """Forget a batch whose answers are in the cache."""
        self._write([each for each in self.ids() if each != batch])

    def _write(self, ids: Sequence[str]) -> None:
        write_whole(self._path, "".join(f"{each}\n" for each in ids))
