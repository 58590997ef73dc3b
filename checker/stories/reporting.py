"""Reports of a folder of stories, one story after the other, within one budget.

What is done stands in ``reported.jsonl`` as soon as it is, so that a run that stopped goes on where
it was: a story whose pages and settings are the same is not reported again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from checker.data import Record
from checker.errors import CheckerError, EndpointError, InputError, InterruptError
from checker.files import refuse_link, write_whole
from checker.found import Severity
from checker.kept_report import Report
from checker.model.account import Limits, Spending
from checker.model.watching import Watch, Watches
from checker.pipeline.batches import GoingOn
from checker.pipeline.runs import Settings, open_case, run_case
from checker.report.contract import load_report
from checker.stories.folders import StoryEntry

DONE = "reported.jsonl"
CONFLICTS_KEPT = 10  # of a story, in the list


class ConflictLine(Record):
    """A conflict as the list of stories names it; ``finding`` is its id in the report."""

    finding: str
    question: str
    severity: Severity


class StoryReport(Record):
    """What became of a story: its gravest conflicts, or why there is no report.

    ``digest`` tells its pages and the settings apart from others; an ``incomplete`` report, and one
    that ``failed``, is made again by the next run.
    """

    id: str
    digest: str
    conflicts: tuple[ConflictLine, ...] = ()
    conflict_count: int = 0
    agreement_count: int = 0
    incomplete: bool = False
    failed: str | None = None


@dataclass(frozen=True)
class Progress:
    """Where a run over many stories is: shown before the stage that is under way."""

    done: int
    total: int
    conflicts: int
    began: float
    left_to_spend: float | None

    def line(self) -> str:
        """In words: stories, conflicts, time and money left."""
        facts = [f"story {self.done + 1:,} of {self.total:,}", f"{self.conflicts:,} conflicts"]
        if self.done:
            left = (time.monotonic() - self.began) / self.done * (self.total - self.done)
            facts.append(f"about {left / 60:.0f} min for the rest")
        if self.left_to_spend is not None:
            facts.append(f"{self.left_to_spend:.2f} left to spend")
        return ", ".join(facts)


class _Titled(Watch):
    """Says which story a stage is of."""

    def __init__(self, inner: Watch, progress: Progress) -> None:
        self._inner, self._progress = inner, progress

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`."""
        self._inner.begin(f"{self._progress.line()}; {stage}", total)


class _Rest(Watches):
    """Hears all but the beginnings."""

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`: `_Titled` passes it on."""


class StoryRun:
    """Reports the stories of a folder; ``write`` writes one report into the folder of its story.

    ``stopped`` is why the run ended before its end, if it did.
    """

    def __init__(
        self, folder: Path, settings: Settings, write: Callable[[Report, Path], None]
    ) -> None:
        self._folder, self.settings, self._write = folder, settings, write
        self._began = time.monotonic()
        self.done = {each.id: each for each in read_done(folder)}
        self.spent = Spending()
        self.stopped: EndpointError | None = None
        self.unusable = 0

    def report(self, entries: Sequence[StoryEntry]) -> Iterator[StoryReport]:
        """Report all stories that are not done yet; gives each as it is done."""
        waiting = [each for each in entries if not self._is_done(each)]
        for place, entry in enumerate(waiting):
            conflicts = sum(each.conflict_count for each in self.done.values())
            money = _money_left(self.settings.limits, self.spent)
            progress = Progress(place, len(waiting), conflicts, self._began, money)
            told = self._report_one(entry, progress)
            self.done[entry.id] = told
            self._keep()
            yield told
            if self.stopped:
                return

    def cases(self, entries: Sequence[StoryEntry]) -> Iterator[GoingOn]:
        """The cases of the stories that are not done yet; one that cannot be read is left out."""
        for entry in entries:
            if not self._is_done(entry):
                with suppress(InputError):  # `report` says why
                    yield read_story(self._folder / entry.id)

    def _is_done(self, entry: StoryEntry) -> bool:
        told = self.done.get(entry.id)
        if told is None or told.failed or told.incomplete or self.settings.options.afresh:
            return False
        written = (self._folder / entry.id / "report.json").is_file()
        return written and told.digest == self._digest(entry)

    def _report_one(self, entry: StoryEntry, progress: Progress) -> StoryReport:
        """A story that fails does not stop the rest; an endpoint that does, stops all."""
        told = StoryReport(id=entry.id, digest=self._digest(entry))
        try:
            refuse_link(self._folder / entry.id)
            case, before = read_story(self._folder / entry.id)
            outcome = run_case(case, self._for(progress, before))
            self.spent += outcome.spent
            self.stopped = outcome.stopped
            self.unusable += outcome.unusable
            if before and before.complete and outcome.stopped:  # it is whole, and stays
                return _summed_up(told, before, incomplete=True)
            if not isinstance(outcome.stopped, InterruptError):
                self._write(outcome.report, self._folder / entry.id)
        except CheckerError as error:
            return told.model_copy(update={"failed": str(error)})
        incomplete = not outcome.report.complete or outcome.stopped is not None
        return _summed_up(told, outcome.report, incomplete=incomplete)

    def _for(self, progress: Progress, before: Report | None) -> Settings:
        """The settings of one story: what is left of the budget, and a line that names it."""
        inner = self.settings.options.watch
        watch = Watches([_Rest([inner]), _Titled(inner, progress)])
        return replace(
            self.settings,
            limits=_rest_of(self.settings.limits, self.spent),
            options=replace(self.settings.options, watch=watch, since=before),
        )

    def _digest(self, entry: StoryEntry) -> str:
        options = self.settings.options
        what = [
            self.settings.model or "",
            options.pivot,
            str(options.verify),
            *sorted(page.sha256 for page in entry.pages),
        ]
        return hashlib.sha256("\n".join(what).encode("utf-8")).hexdigest()

    def _keep(self) -> None:
        lines = (each.model_dump_json() + "\n" for each in self.done.values())
        write_whole(self._folder / DONE, "".join(lines))


def read_done(folder: Path) -> list[StoryReport]:
    """What earlier runs reported of a folder of stories.

    Raises:
        InputError: the list of it is damaged.
    """
    path = folder / DONE
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return [StoryReport.model_validate_json(line) for line in lines]
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise InputError(
            f"{str(path)!r} was damaged; remove it to have the stories reported again (answers "
            "that were paid for are kept in the cache)"
        ) from error


def read_story(folder: Path) -> GoingOn:
    """The case of a story, and its report from an earlier run, which goes on.

    Raises:
        InputError: a page or the report cannot be read.
    """
    kept = folder / "report.json"
    return open_case([str(folder)]), load_report(kept) if kept.is_file() else None


def _summed_up(told: StoryReport, report: Report, *, incomplete: bool) -> StoryReport:
    findings = report.findings
    grave = [each for each in findings if each.severity in ("high", "medium")]
    lines = tuple(
        ConflictLine(finding=each.id, question=each.question, severity=each.severity)
        for each in grave[:CONFLICTS_KEPT]
    )
    return told.model_copy(
        update={
            "conflicts": lines,
            "conflict_count": len(grave),
            "agreement_count": sum(not each.conflicts for each in findings),
            "incomplete": incomplete,
        }
    )


def _rest_of(limits: Limits, spent: Spending) -> Limits:
    """What may still be spent."""
    calls, tokens = limits.calls, limits.tokens
    return replace(
        limits,
        calls=None if calls is None else max(0, calls - spent.calls),
        tokens=None if tokens is None else max(0, tokens - spent.tokens),
        cost=_money_left(limits, spent),
    )


def _money_left(limits: Limits, spent: Spending) -> float | None:
    return None if limits.cost is None else max(0.0, limits.cost - limits.prices.cost_of(spent))
