"""checker from Python: `check`, `ask` and the others that ``import checker`` offers.

They take paths, as the command line does, or records, and any model: without one, the endpoint
and key are those of the environment (``CHECKER_MODEL``, ``OPENAI_BASE_URL``, ``OPENAI_API_KEY``),
or the recording that a case folder names.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Protocol, TypedDict, Unpack, cast

from pydantic import ValidationError

from checker.asking.answers import answer_question
from checker.asking.questions import (
    Source,
    ask_question,
    extract_claims,
    open_source,
    report_source,
)
from checker.data import UNPLACED, Page
from checker.errors import AnswerError, InputError
from checker.intake.case import Case
from checker.kept_report import Report
from checker.model.answer import LLM, T
from checker.model.completions import explain_validation
from checker.model.watching import Watch, Watches
from checker.pipeline.options import Options
from checker.pipeline.reports import make_report
from checker.pipeline.runs import Settings, open_case, run_case
from checker.pipeline.story import run_story
from checker.prompts import Prompt
from checker.replies import Reply
from checker.report import contract, formats

__all__ = ["Page", "Pages", "acheck", "ask", "check", "load_report", "render"]

Pages = str | Path | Page | Iterable[str | Path | Page]
"""A path (file, folder, case folder, pattern, address), a `Page` record, or several of one kind."""


class Running(TypedDict, total=False):
    """How to run `check`: ``model`` is a name at the endpoint of the environment.

    ``progress`` is called with a stage, how many of its questions are done, and how many there
    are so far; stages overlap. From worker threads, one call at a time.
    """

    model: str | None
    options: Options | None
    progress: Callable[[str, int, int], None] | None


class AsyncLLM(Protocol):
    """An async client: what `acheck` takes besides what `check` does."""

    async def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """See `checker.model.llm.LLM.ask`."""
        ...


def check(pages: Pages, llm: LLM | None = None, **running: Unpack[Running]) -> Report:
    """Compare what pages say: the main job, ``checker report``.

    ``model`` names another model at the endpoint of the environment than it does, ``options``
    says how to run, and ``progress(stage, done, total)`` hears how far the run is.

    ``llm`` is any object with a method ``ask(prompt, about, answer_type)`` that gives an
    ``answer_type``. It raises `AnswerError` (pydantic's ValidationError will do) for a single
    answer of no use, `EndpointError` when no more can be had, and is called from
    ``options.workers`` threads at once. What could not be read or answered stands in
    ``problems`` of the report.

    Raises:
        InputError: the pages cannot be read, or there is no model, key or recording.
        EndpointError: no more answers are to be had.
    """
    case, options = _open_pages(pages), _options(running)
    if llm is None:
        outcome = run_case(case, _settings(options, running.get("model")))
        if outcome.stopped:
            raise outcome.stopped
        return outcome.report
    trail = run_story(_Guarded(llm), case.pages, options)
    if trail.stopped:
        raise trail.stopped
    trail.problems[:0] = case.problems
    return make_report(case.name, trail, (), _name_of(llm), options.pivot)


async def acheck(
    pages: Pages, llm: LLM | AsyncLLM | None = None, **running: Unpack[Running]
) -> Report:
    """`check` in an async program: the loop goes on while threads wait for answers.

    ``llm`` may have an ``async def ask``; it is then awaited in the caller's loop. Raises as
    `check` does.
    """
    loop = asyncio.get_running_loop()
    given = _Awaited(llm, loop) if llm and iscoroutinefunction(llm.ask) else llm
    return await asyncio.to_thread(check, pages, cast("LLM | None", given), **running)


def render(report: Report, form: str = "html", language: str = "en") -> str:
    """A report in a form: ``html``, ``brief``, ``markdown``, ``csv``, ``json``, ….

    Raises:
        InputError: there is no such form, or no interface in that language.
    """
    return formats.render(report, form, language)


def ask(
    question: str, about: Report | Pages, llm: LLM | None = None, *, write_in: str | None = None
) -> Reply:
    """Put one question, in any language, to a report or to pages: ``checker ask``.

    ``about`` may also be the path of a kept report. Of a report the question costs one call; of
    pages, their claims are read first. ``write_in`` names the language of the answers
    (``"Arabic"``); None is that of the question. A reply with no positions means that the pages
    do not say.

    Raises:
        InputError: the question is empty or too long, or the pages cannot be read.
        AnswerError: the answer cannot be used.
        EndpointError: there is none.
    """
    source = _open_source(about)
    if llm is None:
        return ask_question(question, source, _settings(Options()), write_in)
    guarded, name = _Guarded(llm), _name_of(llm)
    report = source.kept or extract_claims(guarded, source.case, Options(), name)
    reply = answer_question(guarded, question, report, write_in)
    problems = () if source.kept else report.problems
    return reply.model_copy(update={"model": name, "problems": (*problems, *reply.problems)})


def load_report(path: str | Path) -> Report:
    """Read a kept report.json.

    Raises:
        InputError: it is not there, cut off, of another version, or its parts do not fit together.
    """
    return contract.load_report(Path(path))


class _Awaited:
    """An async client, asked from a worker thread."""

    def __init__(self, llm: LLM | AsyncLLM, loop: asyncio.AbstractEventLoop) -> None:
        self._llm, self._loop = cast(AsyncLLM, llm), loop
        self.model = _name_of(llm)

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        asked = self._llm.ask(prompt, about, answer_type)
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()


class _Told(Watch):
    """Tells a function how far a run is."""

    def __init__(self, tell: Callable[[str, int, int], None]) -> None:
        self._tell, self._lock = tell, threading.Lock()
        self._done, self._total = Counter[str](), Counter[str]()

    def begin(self, stage: str, total: int) -> None:
        with self._lock:
            self._total[stage] += total
            self._tell(stage, self._done[stage], self._total[stage])

    def advance(self, stage: str) -> None:
        with self._lock:
            self._done[stage] += 1
            self._tell(stage, self._done[stage], self._total[stage])


class _Guarded:
    """A model whose answers may break their schema, as any client's may."""

    def __init__(self, llm: LLM) -> None:
        self._llm = llm

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        try:
            return self._llm.ask(prompt, about, answer_type)
        except ValidationError as error:
            raise AnswerError(explain_validation(error)) from error


def _options(running: Running) -> Options:
    options, progress = running.get("options") or Options(), running.get("progress")
    if progress is None:
        return options
    return replace(options, watch=Watches((options.watch, _Told(progress))))


def _settings(options: Options, model: str | None = None) -> Settings:
    def named(name: str) -> str | None:
        return (os.environ.get(name) or "").strip() or None

    return Settings(
        model=model or named("CHECKER_MODEL"),
        base_url=named("OPENAI_BASE_URL"),
        key=named("OPENAI_API_KEY"),
        options=options,
    )


def _open_source(about: Report | Pages) -> Source:
    if isinstance(about, Report):
        return report_source(about)
    if isinstance(about, str | Path):
        return open_source([str(about)])
    return Source(_open_pages(about))


def _open_pages(pages: Pages) -> Case:
    """Page records as they are, or what paths hold; not both, since ids would clash."""
    given = [pages] if isinstance(pages, str | Path | Page) else list(pages)
    records = [each for each in given if isinstance(each, Page)]
    if not records:
        return open_case([str(each) for each in given])
    records = [
        page.model_copy(update={"id": f"p{n}"}) if page.id == UNPLACED else page
        for n, page in enumerate(records, start=1)
    ]
    ids = {page.id for page in records}
    if len(records) < len(given) or len(ids) < len(records):
        raise InputError("give paths, or Page records with an id each, not both kinds together")
    return Case(name=records[0].path, pages=tuple(records), problems=())


def _name_of(llm: object) -> str:
    return str(getattr(llm, "model", type(llm).__name__))
