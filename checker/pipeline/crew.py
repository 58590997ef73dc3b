"""A stage put to the worker threads: items in, results in the items' order, whatever fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field
from typing import TypeVar

from checker.claims.articles import Extraction
from checker.data import Page, Storyline, Topic
from checker.errors import EndpointError, InterruptError, StorageError
from checker.found import Coverage, Finding, NotUpheld
from checker.kept_report import Missing, MissingKind, Problem, Report
from checker.memory import Edit, PastFinding, Since
from checker.model.watching import Watch
from checker.sources.origins import Sources
from checker.sources.voices import Voices

CTRL_C_EVERY_S = 0.3
# What the items of a stage are, where they are missing.
ASKED_FOR: dict[str, MissingKind] = {
    "claims": "parts",
    "origins": "retellings",
    "voices": "names",
    "topics": "events",
    "findings": "comparisons",
    "evidence": "evidence",
    "second looks": "second_looks",
}
A = TypeVar("A")
B = TypeVar("B")


@dataclass
class Trail:
    """What a run has so far; also what is left of it when the endpoint fails half-way.

    ``recut`` counts the answers that were too long, and were had in smaller pieces instead.
    ``stopped`` is why no more answers are to be had, ``missing`` what the run did not come to.
    ``before`` is the report that goes on in it, and ``since``, ``edits`` and ``past`` what became
    of that; without ``since`` it was read ``afresh``, for that reason.
    """

    pages: Sequence[Page]
    extraction: Extraction = field(default_factory=lambda: Extraction((), (), ()))
    sources: Sources = field(default_factory=lambda: Sources((), {}))
    voices: Voices = field(default_factory=Voices)
    storylines: Sequence[Storyline] = ()
    topics: Sequence[Topic] = ()
    findings: tuple[Finding, ...] = ()
    not_upheld: tuple[NotUpheld, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    problems: list[Problem] = field(default_factory=list)
    flips: float | None = None
    verified: bool = True
    recut: int = 0
    stopped: EndpointError | None = None
    missing: dict[MissingKind, Missing] = field(default_factory=dict)
    before: Report | None = None
    since: Since | None = None
    afresh: str | None = None
    reread: bool = False
    edits: tuple[Edit, ...] = ()
    past: tuple[PastFinding, ...] = ()

    def miss(self, what: MissingKind, count: int | None, total: int | None = None) -> None:
        """Note what a run did not come to; nothing where ``count`` is 0."""
        if count != 0:
            self.missing[what] = Missing(what=what, count=count, total=total)

    @property
    def interrupted(self) -> bool:
        """Whether the user wants no more answers."""
        return isinstance(self.stopped, InterruptError)


@dataclass
class Crew:
    """The worker threads of a run, and where they note that the endpoint failed."""

    pool: Executor
    watch: Watch
    trail: Trail

    def map(
        self, stage: str, function: Callable[[A], B], items: Sequence[A], size: Callable[[A], int]
    ) -> list[tuple[A, B]]:
        """Apply ``function`` to all items, the largest first; results in the items' order.

        Items that could not be asked about, since the endpoint failed or the user pressed
        Ctrl-C, are missing from the results, and are a problem.
        """
        futures: dict[int, Future[B]] = {}
        try:
            if not self.trail.interrupted:
                self.watch.begin(stage, len(items))
                for n in sorted(range(len(items)), key=lambda n: -size(items[n])):
                    futures[n] = self.pool.submit(self._counted, function, items[n])
                # In short waits, since Ctrl-C does not end a long one on every system.
                while wait(futures.values(), timeout=CTRL_C_EVERY_S).not_done:
                    pass
        except StorageError as error:  # of a log; what is asked already is waited for
            self.trail.stopped = self.trail.stopped or error
        except KeyboardInterrupt:
            self.trail.stopped = InterruptError(
                "interrupted; every answer so far is kept, and the same command goes on from there"
            )
        done = {n: future for n, future in futures.items() if not future.cancel()}
        rows = [(items[n], done[n].result()) for n in self._good(done)]
        self._note_missing(stage, len(items) - len(rows), len(items))
        return rows

    def again(
        self,
        stage: str,
        function: Callable[[A], B],
        rows: Sequence[tuple[A, B]],
        failed: Callable[[B], bool],
    ) -> list[tuple[A, B]]:
        """Do once more, at the end of a stage, what came to nothing; a fault may have passed."""
        places = [n for n, (_, result) in enumerate(rows) if failed(result)]
        if not places or self.trail.stopped:
            return list(rows)
        redone = self.map(stage, lambda n: function(rows[n][0]), places, lambda n: -n)
        found = dict(redone)
        return [(item, found.get(n, result)) for n, (item, result) in enumerate(rows)]

    def _counted(self, function: Callable[[A], B], item: A) -> B:
        try:
            return function(item)
        finally:
            self.watch.advance()

    def _good(self, futures: dict[int, Future[B]]) -> Iterable[int]:
        """Those with a result, in order; an error that is not the endpoint's is raised."""
        for n in sorted(futures):
            if not futures[n].done():  # it waits for an answer that nobody wants any more
                continue
            error = futures[n].exception()
            if error is None:
                yield n
            elif isinstance(error, EndpointError):
                self.trail.stopped = self.trail.stopped or error
            else:
                raise error

    def _note_missing(self, stage: str, missing: int, total: int) -> None:
        if missing:
            reason = f"{missing} of {total} requests were not answered: {self.trail.stopped}"
            self.trail.problems.append(Problem(stage=stage, subject="endpoint", reason=reason))
            self.trail.miss(ASKED_FOR[stage], missing, total)
