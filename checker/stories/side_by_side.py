"""Runs side by side: each on a thread of its own, and all on one set of worker threads.

The next begins as soon as a worker has nothing to do, in a fixed order; where several runs wait for
a worker, the one that began first is served first. So few runs are half done at any time.
"""

from __future__ import annotations

import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from checker.pipeline.crew import CTRL_C_EVERY_S
from checker.pipeline.options import Shared
from checker.pipeline.workers import Share, Workers

LOOK_EVERY_S = 0.05
MOST_AT_ONCE = 64
J = TypeVar("J")
R = TypeVar("R")
Run = Callable[[J, Shared, Callable[[], None]], R]


class SideBySide(Generic[J, R]):
    """Puts jobs to ``run``, which gets the threads to share, and a function to call at its start.

    ``fits`` says whether a job may go on beside those that are under way; alone each may.
    ``interrupted``: Ctrl-C came; those under way were told, and no other began.
    """

    def __init__(
        self, run: Run[J, R], fits: Callable[[J, Sequence[J]], bool], workers: int, at_once: int
    ) -> None:
        self._run, self._fits, self._workers = run, fits, workers
        self._at_once = min(at_once, workers)
        self._done: queue.SimpleQueue[tuple[J, R | None, BaseException | None]] = (
            queue.SimpleQueue()
        )
        self._begun = threading.Event()
        self._under_way: list[J] = []
        self.interrupted = False

    def results(self, jobs: Sequence[J], over: Callable[[], bool]) -> Iterator[tuple[J, R]]:
        """Each job and its result, as it is done; none begins any more once it is ``over``.

        An error that ``run`` lets through is raised here.
        """
        pool, ended = Workers(self._workers), threading.Event()
        waiting = deque(enumerate(jobs))
        try:
            with _ctrl_c(lambda: self._interrupt(ended)):
                while self._under_way or (waiting and not over()):
                    if waiting and not over() and self._has_room(pool, waiting[0][1]):
                        self._start(*waiting.popleft(), pool, ended)
                    if done := self._next(LOOK_EVERY_S if waiting else CTRL_C_EVERY_S):
                        yield done
                    if self.interrupted:
                        waiting.clear()
        finally:
            ended.set()
            pool.shutdown(wait=False)

    def _has_room(self, pool: Workers, job: J) -> bool:
        if not self._under_way:
            return True
        free = len(self._under_way) < self._at_once and self._begun.is_set() and pool.has_room
        return free and self._fits(job, self._under_way)

    def _interrupt(self, ended: threading.Event) -> None:
        self.interrupted = True
        ended.set()

    def _start(self, rank: int, job: J, pool: Workers, ended: threading.Event) -> None:
        begun = self._begun = threading.Event()
        share = Shared(Share(pool, rank), ended)

        def work() -> None:
            try:
                self._done.put((job, self._run(job, share, begun.set), None))
            except BaseException as error:
                self._done.put((job, None, error))
            finally:
                begun.set()

        self._under_way.append(job)
        threading.Thread(target=work, daemon=True).start()

    def _next(self, seconds: float) -> tuple[J, R] | None:
        try:
            job, result, error = self._done.get(timeout=seconds)
        except queue.Empty:
            return None
        self._under_way.remove(job)
        if error is not None:
            raise error
        return job, result  # type: ignore[return-value]


@contextmanager
def _ctrl_c(do: Callable[[], None]) -> Iterator[None]:
    """What the first Ctrl-C does; the second ends the program wherever it is.

    An exception could come while a report is being written. On another thread than the main one,
    which alone gets signals, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def heard(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        do()

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
