"""Threads to wait on, none of which keeps the program from ending; one run's, or several runs'."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures import wait as wait_for
from typing import Any, TypeVar

B = TypeVar("B")
LAST = float("inf")


class Workers(Executor):
    """Threads that do not keep the program from ending while they wait for an answer.

    Those of `concurrent.futures` do: it joins them at exit, and an answer may take minutes.
    """

    def __init__(self, number: int) -> None:
        self._tasks: queue.PriorityQueue[tuple[float, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._numbers = itertools.count()
        self._idle, self._counting = 0, threading.Lock()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., B], /, *args: Any, **kwargs: Any) -> Future[B]:
        """Call ``fn`` on a thread as soon as one is free."""
        return self.submit_ranked(0, lambda: fn(*args, **kwargs))

    def submit_ranked(self, rank: float, call: Callable[[], B]) -> Future[B]:
        """As `submit`; where several wait for a thread, those of the lowest rank go first."""
        future: Future[B] = Future()

        def task() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = call()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        self._tasks.put((rank, next(self._numbers), task))
        return future

    @property
    def has_room(self) -> bool:
        """Whether a thread has nothing to do, and nothing waits for one."""
        return self._idle > 0 and self._tasks.empty()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads as they become free; ``wait`` until they are."""
        for _ in self._threads:
            self._tasks.put((LAST, next(self._numbers), None))
        if wait:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        while task := self._next():
            task()

    def _next(self) -> Callable[[], None] | None:
        with self._counting:
            self._idle += 1
        task = self._tasks.get()[2]
        with self._counting:
            self._idle -= 1
        return task


class Share(Executor):
    """One run's part in threads that serve several; its tasks go before those of higher ranks."""

    def __init__(self, workers: Workers, rank: float) -> None:
        self._workers, self._rank = workers, rank
        self._futures: set[Future[Any]] = set()

    def submit(self, fn: Callable[..., B], /, *args: Any, **kwargs: Any) -> Future[B]:
        """See `Workers.submit`."""
        future = self._workers.submit_ranked(self._rank, lambda: fn(*args, **kwargs))
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up what no thread has begun, and ``wait`` for the rest; the threads live on."""
        left = [future for future in tuple(self._futures) if not future.cancel()]
        if wait:
            wait_for(left)
