"""Reports of a folder of stories, side by side, within one number of workers and one budget.

What is done stands in ``reported.jsonl`` as soon as it is, so that a run that stopped goes on where
it was: a story whose pages and settings are the same is not reported again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Event

from checker.errors import CheckerError, EndpointError, InputError, InterruptError
from checker.files import refuse_link
from checker.kept_report import Report
from checker.model.account import Purse, Spending
from checker.model.side_by_side import Common
from checker.pipeline.batches import GoingOn
from checker.pipeline.estimate import estimate_run
from checker.pipeline.options import Shared
from checker.pipeline.runs import Outcome, Settings, check_endpoint, open_cache, open_case, run_case
from checker.report.contract import load_report
from checker.stories.folders import StoryEntry
from checker.stories.progress import Beginning, Progress
from checker.stories.reported import StoryReport, add_done, read_done, sum_up, write_done
from checker.stories.side_by_side import MOST_AT_ONCE, SideBySide
from checker.stories.tasks import Cluster

Made = tuple[Outcome, Report | None] | CheckerError  # with the report that went on, or why not


class StoryRun:
    """Reports the stories of a folder; ``write`` writes one report into the folder of its story.

    Questions are asked from threads here, or from a ``cluster`` that is open.
    ``stopped`` is why the run ended before its end, if it did.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        write: Callable[[Report, Path], None],
        cluster: Cluster | None = None,
    ) -> None:
        self._folder, self.settings, self._write = folder, settings, write
        self._cluster = cluster
        self._began = time.monotonic()
        self.done = read_done(folder)
        self.stopped: EndpointError | None = None
        self.unusable = 0
        self._heard = Event()
        self._expected: dict[str, Spending] = {}

    def report(self, entries: Sequence[StoryEntry]) -> Iterator[StoryReport]:
        """Report all stories that are not done yet; gives each as it is done.

        What it gives, and in which order it is written at the end, is the same however many
        stories are under way at once.

        Raises:
            InputError: there is nobody to ask, or the lists or the cache cannot be used.
        """
        waiting = [each for each in entries if not self._is_done(each)]
        for case, _ in islice(self.cases(waiting), 1):  # what is wrong for one is so for all
            check_endpoint(case, self.settings)
        write_done(self._folder, self.done.values())  # whole lines, each story once
        with self._sharing() as common:
            side = SideBySide[StoryEntry, Made](
                lambda entry, shared, begun: self._make(entry, (common, shared), begun),
                lambda entry, beside: self._fits([*beside, entry], common.purse),
                *self._width(len(waiting)),
            )
            self._tell(0, len(waiting), common.purse)
            for place, (entry, made) in enumerate(side.results(waiting, self._is_over), start=1):
                told = self._take(entry, made)
                self._tell(place, len(waiting), common.purse)
                if told:
                    self.done[entry.id] = told
                    add_done(self._folder, told)
                    yield told
            if side.interrupted:
                self.stopped = self.stopped or InterruptError(
                    "interrupted; every answer so far is kept"
                )
        known = [self.done.pop(entry.id) for entry in entries if entry.id in self.done]
        self.done = {each.id: each for each in (*known, *self.done.values())}
        write_done(self._folder, self.done.values())

    def cases(self, entries: Sequence[StoryEntry]) -> Iterator[GoingOn]:
        """The cases of the stories that are not done yet; one that cannot be read is left out."""
        for entry in entries:
            if not self._is_done(entry):
                with suppress(InputError):  # `report` says why
                    yield read_story(self._folder / entry.id)

    @contextmanager
    def _sharing(self) -> Iterator[Common]:
        """What the stories have in common, here or on the cluster."""
        common = Common(Purse(self.settings.limits))
        if self._cluster:
            watch = Beginning(self.settings.options.watch, lambda: None, self._heard)
            with self._cluster.books(self.settings, common.purse, watch):
                yield common
        elif self._asks_many():
            with closing(open_cache(self.settings)) as cache:
                yield replace(common, cache=cache)
        else:
            yield common

    def _width(self, stories: int) -> tuple[int, int]:
        """How many threads there are here, and how many stories at once at most."""
        workers = self.settings.options.workers
        if self._cluster:
            return (at_once := self._cluster.width(workers, stories)), at_once
        return workers, MOST_AT_ONCE if self._asks_many() else 1

    def _is_done(self, entry: StoryEntry) -> bool:
        told = self.done.get(entry.id)
        if told is None or told.failed or told.incomplete or self.settings.options.afresh:
            return False
        written = (self._folder / entry.id / "report.json").is_file()
        return written and told.digest == self._digest(entry)

    def _is_over(self) -> bool:
        return self.stopped is not None

    def _asks_many(self) -> bool:
        """Whether several stories may ask at once: a cassette is one run's at a time."""
        settings = self.settings
        return not (settings.replay or settings.record or settings.batched is not None)

    def _fits(self, entries: Sequence[StoryEntry], purse: Purse) -> bool:
        """Whether several stories may be under way: an answer came, and the limits will do.

        Else a wrong key would be told once for each worker, and what may be spent would be spent
        on many stories that are half done.
        """
        if not self._heard.is_set() or purse.limits.without_any:
            return self._heard.is_set()
        expected = sum(map(self._expect, entries), purse.spent)
        return purse.limits.passed_by(expected) is None

    def _expect(self, entry: StoryEntry) -> Spending:
        if entry.id not in self._expected:
            self._expected[entry.id] = Spending()  # of one that cannot be read
            with suppress(InputError):
                case, _ = read_story(self._folder / entry.id)
                rows = estimate_run(case.pages, self.settings.options.verify)
                self._expected[entry.id] = sum((each.spending for each in rows), Spending())
        return self._expected[entry.id]

    def _make(
        self, entry: StoryEntry, having: tuple[Common, Shared], begun: Callable[[], None]
    ) -> Made:
        """Ask about one story; on a thread of its own."""
        common, shared = having
        try:
            refuse_link(self._folder / entry.id)
            case, before = read_story(self._folder / entry.id)
            options = self.settings.options
            watch = Beginning(options.watch, begun, self._heard)
            options = replace(options, watch=watch, since=before, shared=shared)
            adding = self.settings.record is not None  # one cassette holds all stories
            settings = replace(self.settings, options=options, common=common, adding=adding)
            if self._cluster:
                begun()
                return self._cluster.run_case(entry.id, case, settings), before
            return run_case(case, settings), before
        except CheckerError as error:
            return error

    def _take(self, entry: StoryEntry, made: Made) -> StoryReport | None:
        """Write a story's report, and say what became of it; None where the user ended it.

        A story that fails does not stop the rest; an endpoint that does, stops all.
        """
        told = StoryReport(id=entry.id, digest=self._digest(entry))
        if isinstance(made, InterruptError):
            return None
        if isinstance(made, CheckerError):
            return told.model_copy(update={"failed": str(made)})
        outcome, before = made
        self.stopped = self.stopped or outcome.stopped
        self.unusable += outcome.unusable
        if before and before.complete and outcome.stopped:  # it is whole, and stays
            return sum_up(told, before, incomplete=True)
        if outcome.interrupted:
            return None
        try:
            self._write(outcome.report, self._folder / entry.id)
        except CheckerError as error:
            return told.model_copy(update={"failed": str(error)})
        incomplete = not outcome.report.complete or outcome.stopped is not None
        return sum_up(told, outcome.report, incomplete=incomplete)

    def _tell(self, done: int, total: int, purse: Purse) -> None:
        conflicts = sum(each.conflict_count for each in self.done.values())
        seconds = time.monotonic() - self._began
        progress = Progress(done, total, conflicts, seconds, purse.money_left)
        self.settings.options.watch.title(progress.line())

    def _digest(self, entry: StoryEntry) -> str:
        options = self.settings.options
        what = [
            self.settings.model or "",
            options.pivot,
            str(options.verify),
            *sorted(page.sha256 for page in entry.pages),
        ]
        return hashlib.sha256("\n".join(what).encode("utf-8")).hexdigest()


def read_story(folder: Path) -> GoingOn:
    """The case of a story, and its report from an earlier run, which goes on.

    Raises:
        InputError: a page or the report cannot be read.
    """
    kept = folder / "report.json"
    return open_case([str(folder)]), load_report(kept) if kept.is_file() else None
