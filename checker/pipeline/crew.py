"""Stages put to the worker threads: items in, results in the items' order, whatever fails.

A stage that needs nothing of another runs beside it: `Crew.start` begins one, and `Stage.rows`
waits for it. What is put down, and in which order, follows from the items, never from the order
in which answers come.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from checker.errors import EndpointError, InterruptError, StorageError
from checker.kept_report import MissingKind, Problem
from checker.model.watching import Watch
from checker.pipeline.trail import Trail

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
    "ranking": "rankings",
}
A = TypeVar("A")
B = TypeVar("B")


@dataclass
class Crew:
    """The worker threads of a run, and where they note that the endpoint failed.

    ``ended`` is set where Ctrl-C comes to another thread than the one that waits here.
    """

    pool: Executor
    watch: Watch
    trail: Trail
    ended: threading.Event = field(default_factory=threading.Event)

    def start(
        self,
        name: str,
        function: Callable[[A], B],
        items: Sequence[A],
        size: Callable[[A], int],
    ) -> Stage[A, B]:
        """Begin to apply ``function`` to all items, the largest first."""
        stage = Stage(self, name, function, size)
        stage.add(items)
        return stage

    def map(
        self, name: str, function: Callable[[A], B], items: Sequence[A], size: Callable[[A], int]
    ) -> list[tuple[A, B]]:
        """Apply ``function`` to all items, and wait. See `Stage.rows`."""
        return self.start(name, function, items, size).rows()

    def again(
        self,
        name: str,
        function: Callable[[A], B],
        rows: Sequence[tuple[A, B]],
        failed: Callable[[B], bool],
    ) -> list[tuple[A, B]]:
        """Do once more, at the end of a stage, what came to nothing; a fault may have passed."""
        places = [n for n, (_, result) in enumerate(rows) if failed(result)]
        if not places or self.trail.stopped:
            return list(rows)
        redone = self.map(name, lambda n: function(rows[n][0]), places, lambda n: -n)
        found = dict(redone)
        return [(item, found.get(n, result)) for n, (item, result) in enumerate(rows)]

    @contextmanager
    def noting_the_end(self) -> Iterator[None]:
        """Put down that the user wants no more, or that nothing more can be kept."""
        try:
            yield
        except StorageError as error:  # of a log; what is asked already is waited for
            self.trail.stopped = self.trail.stopped or error
        except KeyboardInterrupt:
            self.trail.stopped = InterruptError(
                "interrupted; every answer so far is kept, and the same command goes on from there"
            )

    def look(self) -> None:
        """Raise Ctrl-C here, if it came to another thread."""
        if self.ended.is_set():
            raise KeyboardInterrupt


class Stage(Generic[A, B]):
    """Items of one stage, put to the workers as they come; results in the items' order."""

    def __init__(
        self, crew: Crew, name: str, function: Callable[[A], B], size: Callable[[A], int]
    ) -> None:
        self._crew, self._name = crew, name
        self._function, self._size = function, size
        self._items: list[A] = []
        self._futures: dict[int, Future[B]] = {}
        self._done: queue.SimpleQueue[int] = queue.SimpleQueue()

    def add(self, items: Sequence[A]) -> None:
        """Put more items to the workers, the largest first; none once the user wants no more."""
        first = len(self._items)
        self._items += items
        if not items or self._crew.trail.interrupted:
            return
        with self._crew.noting_the_end():
            self._crew.watch.begin(self._name, len(items))
            places = range(first, len(self._items))
            for n in sorted(places, key=lambda n: -self._size(self._items[n])):
                self._submit(n)

    def groups(self, groups: Sequence[Sequence[int]]) -> Iterator[dict[int, B]]:
        """The results of each group of items, by place, as soon as all of it is done.

        Items that failed are missing in it. Ends early where the user wants no more.
        """
        of_item = {n: place for place, group in enumerate(groups) for n in group}
        left = [len(group) for group in groups]
        for _ in self._futures:
            if (n := self._next()) is None:
                return
            left[of_item[n]] -= 1
            if not left[of_item[n]]:
                good = filter(self._is_good, groups[of_item[n]])
                yield {n: self._futures[n].result() for n in good}

    def rows(self) -> list[tuple[A, B]]:
        """Wait for all items, and give each with its result, in their order.

        Those that could not be asked about, since the endpoint failed or the user pressed Ctrl-C,
        are missing, and are a problem. An error that is not the endpoint's is raised.
        """
        with self._crew.noting_the_end():
            # In short waits, since Ctrl-C does not end a long one on every system.
            while wait(self._futures.values(), timeout=CTRL_C_EVERY_S).not_done:
                self._crew.look()
        # One that goes on waits for an answer that nobody wants any more.
        done = {n for n, future in self._futures.items() if not future.cancel() and future.done()}
        rows = [(self._items[n], self._futures[n].result()) for n in self._good(done)]
        self._note_missing(len(self._items) - len(rows))
        return rows

    def _submit(self, n: int) -> None:
        def counted() -> B:
            try:
                return self._function(self._items[n])
            finally:
                self._crew.watch.advance(self._name)

        self._futures[n] = self._crew.pool.submit(counted)
        self._futures[n].add_done_callback(lambda _: self._done.put(n))

    def _next(self) -> int | None:
        """The next item that is done, None where the user wants no more."""
        while not self._crew.trail.interrupted:
            with self._crew.noting_the_end():
                self._crew.look()
                try:
                    return self._done.get(timeout=CTRL_C_EVERY_S)
                except queue.Empty:
                    continue
        return None

    def _is_good(self, n: int) -> bool:
        return self._futures[n].exception() is None

    def _good(self, done: Iterable[int]) -> Iterator[int]:
        """Those with a result, in order; an error that is not the endpoint's is raised."""
        for n in sorted(done):
            error = self._futures[n].exception()
            if error is None:
                yield n
            elif isinstance(error, EndpointError):
                self._crew.trail.stopped = self._crew.trail.stopped or error
            else:
                raise error

    def _note_missing(self, missing: int) -> None:
        if missing:
            total, trail = len(self._items), self._crew.trail
            reason = f"{missing} of {total} requests were not answered: {trail.stopped}"
            trail.problems.append(Problem(stage=self._name, subject="endpoint", reason=reason))
            trail.miss(ASKED_FOR[self._name], missing, total)
