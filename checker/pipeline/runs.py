"""One run from settings to report: where answers come from, and what is kept of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from checker.errors import (
    AnswerError,
    EndpointError,
    InputError,
    InterruptError,
    ModelError,
    StorageError,
)
from checker.intake.case import Case
from checker.intake.pages import read_case
from checker.intake.reading import Intake
from checker.kept_report import Report
from checker.model.access import OPENAI
from checker.model.account import Account, Limits, Purse, Spending
from checker.model.cache import AnswerCache, default_path
from checker.model.calls import Endpoint
from checker.model.capabilities import Capabilities
from checker.model.cassettes import Tape
from checker.model.collecting import CollectingLLM
from checker.model.llm import EndpointLLM
from checker.model.side_by_side import Common
from checker.pipeline.options import Options
from checker.pipeline.reports import make_report, note_unusable
from checker.pipeline.story import run_story
from checker.pipeline.trail import Trail
from checker.prompts import data_folder


@dataclass(frozen=True)
class Settings:
    """What the user asked for; None where nothing was said. ``key`` is never shown.

    ``adding`` leaves on a cassette that is recorded what it held before. ``batched`` holds what
    batches could not answer, by request key: then nobody is asked, all else is in the cache.
    ``common`` is what runs side by side share; its purse holds their limits.
    """

    model: str | None = None
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    replay: Path | None = None
    record: Path | None = None
    cache: Path | None = None
    timeout_s: float = 600.0
    adding: bool = False
    limits: Limits = field(default_factory=Limits)
    options: Options = field(default_factory=Options)
    can: Capabilities = field(default_factory=Capabilities)
    batched: Mapping[str, AnswerError] | None = None
    common: Common | None = None


@dataclass(frozen=True)
class Outcome:
    """A report; why the run stopped before its end, if it did; how many answers were of no use.

    ``spent`` is what the endpoint answered in this run.
    """

    report: Report
    stopped: EndpointError | None = None
    unusable: int = 0
    spent: Spending = field(default_factory=Spending)

    @property
    def interrupted(self) -> bool:
        """Whether the user ended the run."""
        return isinstance(self.stopped, InterruptError)

    @property
    def failure(self) -> ModelError | None:
        """What the run should end with once the report is written: an exit status, a message."""
        if self.stopped or not self.unusable:
            return self.stopped
        answers = "1 answer" if self.unusable == 1 else f"{self.unusable} answers"
        return AnswerError(
            f"{answers} could not be used; the problems in the report say which, and why"
        )


def open_case(paths: Sequence[str], intake: Intake | None = None) -> Case:
    """Read the pages; a name that is no path here may be a case that comes with checker."""
    folder = data_folder("fixtures")
    packaged = {case.parent.name for case in folder.glob("*/case.toml")}
    known = [
        str(folder / path) if not os.path.lexists(path) and path in packaged else path
        for path in paths
    ]
    return read_case(known, intake)


def run_case(case: Case, settings: Settings) -> Outcome:
    """Ask the model about all pages of a case.

    Raises:
        InputError: there is no model, key or cassette to ask.
    """
    outcome: Outcome | None = None
    try:
        with open_llm(case, settings) as llm:
            trail = run_story(llm, case.pages, settings.options)
            # What could not be kept stops a run too, even if it was the last answer.
            trail.stopped = trail.stopped or llm.stopped
            if trail.stopped:
                llm.stop(trail.stopped)
            outcome = _conclude(case, trail, llm, settings.options.pivot)
    except StorageError as error:  # the recording, which is written at the end
        if outcome is None:
            raise
        return replace(outcome, stopped=outcome.stopped or error)
    return outcome


def _conclude(case: Case, trail: Trail, llm: EndpointLLM, pivot: str) -> Outcome:
    trail.problems[:0] = [*case.problems, *llm.problems]
    note_unusable(trail, llm.account.unusable_by)
    calls = llm.account.answered()
    report = make_report(case.name, trail, calls, llm.endpoint.model, pivot)
    unusable = llm.account.unusable - trail.recut
    return Outcome(report, trail.stopped, unusable, llm.account.spent)


@contextmanager
def open_llm(case: Case, settings: Settings) -> Iterator[EndpointLLM]:
    """Give the source of answers: a cassette where one is to be replayed, else the endpoint."""
    replayed = choose_cassette(case, settings)
    model = check_endpoint(case, settings)
    workers = settings.options.workers
    address, key, patience = settings.base_url, settings.key, settings.timeout_s
    endpoint = Endpoint(model, address, key, patience, workers, settings.can)
    # A replay costs nothing, so nothing limits it.
    common = settings.common or Common(Purse(settings.limits))
    account = Account(watch=settings.options.watch, purse=None if replayed else common.purse)
    with ExitStack() as stack:
        if replayed:
            tape = stack.enter_context(Tape(replayed, "replay"))
            recorded = Endpoint(model, workers=workers, can=tape.capabilities)
            llm = EndpointLLM(recorded, tape=tape, account=account)
            yield stack.enter_context(closing(llm))
            return
        if settings.record:
            tape = stack.enter_context(Tape(settings.record, "record"))
            llm = EndpointLLM(endpoint, tape=tape, account=account)
            yield stack.enter_context(closing(llm))
            if llm.stopped or settings.adding:
                tape.keep_unused()
            return
        cache = common.cache or stack.enter_context(closing(open_cache(settings)))
        if settings.batched is not None:
            yield CollectingLLM(endpoint, cache, account, settings.batched)
            return
        llm = EndpointLLM(
            endpoint, cache=cache, account=account, pace=common.pace, brake=common.brake
        )
        yield stack.enter_context(closing(llm))


def check_endpoint(case: Case, settings: Settings) -> str:
    """Find out before anything is asked whether there is somebody to ask; gives the model's name.

    Raises:
        InputError: no model or no key is named, or the address is none.
    """
    model = settings.model or case.model
    if not model:
        raise InputError(
            "no model was named; use --model NAME, set CHECKER_MODEL, or write model = … in "
            "the case.toml of the pages' folder"
        )
    if choose_cassette(case, settings):
        return model
    if not settings.key and not settings.base_url:
        raise InputError(
            f"no key for {OPENAI}; set OPENAI_API_KEY, or name another endpoint with "
            "--base-url, or a recording with --replay"
        )
    _check_access(settings.base_url, settings.key)
    return model


def open_cache(settings: Settings) -> AnswerCache:
    """The cache that the settings name, else the user's own.

    Raises:
        InputError: it cannot be used.
    """
    return AnswerCache(settings.cache or default_path())


def _check_access(base_url: str | None, key: str | None) -> None:
    """Find what is no address and no key, before a library quotes them in its own error."""
    try:
        parts = urlsplit(base_url or OPENAI)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise InputError(
            f"the endpoint's address {Endpoint('', base_url, key).shown!r} is none; it starts "
            "with http:// or https:// and usually ends in /v1"
        )
    if key and not (key.isascii() and key.isprintable()):
        raise InputError(
            "OPENAI_API_KEY holds a character that no key has; copy it anew, without quotes"
        )


def choose_cassette(case: Case, settings: Settings) -> Path | None:
    """The cassette to replay: the one asked for, else the case's own if no endpoint is named."""
    if settings.replay:
        return settings.replay
    if settings.record or settings.base_url or settings.model:
        return None
    return case.cassette if case.cassette and case.cassette.is_file() else None
