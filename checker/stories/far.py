"""Purse, pause, brake, cache and watch of a story on another machine: they ask the `Books`.

The same classes as beside the driver, but for where the numbers stand. What has to be known before
a request goes out is asked for and waited for; what is only told, is sent off.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from checker.errors import EndpointError, InterruptError, StorageError
from checker.model.account import Purse, Spending, tokens_of
from checker.model.calls import Call, request_key
from checker.model.pacing import Pace
from checker.model.side_by_side import Brake, Common
from checker.model.watching import Watch
from checker.stories.books import Asked, Leave

PULSE_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.3


class Desk(Protocol):
    """Where the books are asked, by the names of the methods of `Books`."""

    def call(self, name: str, *told: object) -> Any:
        """Ask, and wait for the answer.

        Raises:
            StorageError: the books cannot be reached.
            CheckerError: as the method does.
        """

    def send(self, name: str, *told: object) -> None:
        """Tell, in the order of the calls, and wait for nothing."""


@dataclass(frozen=True)
class Far:
    """What an attempt at a story runs with; ``ended`` is set where the user wants no more."""

    common: Common
    watch: Watch
    ended: threading.Event


@contextmanager
def at_the_books(desk: Desk, story: str, cache: Path) -> Iterator[Far]:
    """Begin an attempt at a story, and give signs of life until the block ends.

    Raises:
        StorageError: the books cannot be reached.
    """
    attempt = desk.call("begin", story)
    pace, brake, over = _FarPace(desk), _FarBrake(desk), threading.Event()
    common = Common(_FarPurse(desk, attempt, pace), pace, brake, _FarCache(desk, attempt, cache))
    far = Far(common, _FarWatch(desk, attempt), threading.Event())

    def pulse() -> None:
        while not over.wait(PULSE_S):
            try:
                leave: Leave = desk.call("pulse", attempt)
            except StorageError as error:
                leave = Leave(refused=error)
            pace.wait_along(leave.rest_s)
            if leave.refused:
                brake.hear(leave.refused)
            if isinstance(leave.refused, InterruptError):
                far.ended.set()

    beating = threading.Thread(target=pulse, daemon=True)
    beating.start()
    try:
        yield far
    finally:
        over.set()
        beating.join()
        with suppress(StorageError):  # then the run ends, and says so
            desk.call("leave", attempt)  # comes after all that was told


class _FarPace(Pace):
    """A pause that is set here is told; one that others set is heard of with the next leave."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def hold(self, seconds: float) -> None:
        """See `Pace.hold`."""
        super().hold(seconds)
        self._desk.send("hold", seconds)

    def wait_along(self, seconds: float) -> None:
        """Rest as long as others do."""
        super().hold(seconds)


class _FarBrake(Brake):
    """Stops all stories, wherever they are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def stop(self, error: EndpointError) -> bool:
        """See `Brake.stop`."""
        if not super().stop(error):
            return False
        return bool(self._desk.call("stop", error))

    def hear(self, error: EndpointError) -> None:
        """It was stopped elsewhere."""
        super().stop(error)


class _FarPurse(Purse):
    """Its money is in the books."""

    def __init__(self, desk: Desk, attempt: int, pace: _FarPace) -> None:
        super().__init__()
        self._desk, self._attempt, self._pace = desk, attempt, pace
        self._queue = threading.Lock()

    @contextmanager
    def reserving(self, prompt: str, body: Mapping[str, object]) -> Iterator[Spending]:
        """See `Purse.reserving`."""
        asked = Asked(prompt, request_key(body), str(body.get("model")), tokens_of(body))
        with self._queue:  # one asks at a time: where it has to wait, so have the others
            leave = self._wait_for_leave(asked)
        try:
            yield leave.expected
        finally:
            self._desk.send("free", self._attempt, leave.number)

    def pay(self, spent: Spending) -> None:
        """See `Purse.pay`."""
        self._desk.send("pay", spent)

    def note_length(self, prompt: str, answer_tokens: int) -> None:
        """See `Purse.note_length`."""
        self._desk.send("note_length", prompt, answer_tokens)

    def _wait_for_leave(self, asked: Asked) -> Leave:
        for pause in _pauses():
            leave: Leave = self._desk.call("reserve", self._attempt, asked)
            self._pace.wait_along(leave.rest_s)
            if leave.refused:
                raise leave.refused
            if leave.number is not None:
                return leave
            time.sleep(pause)
        raise AssertionError("pauses have no end")


class _FarCache:
    """The answers of the books: `checker.model.kept.Answers`."""

    def __init__(self, desk: Desk, attempt: int, path: Path) -> None:
        self.path, self._desk, self._attempt = path, desk, attempt

    def get(self, key: str) -> object | None:
        """See `AnswerCache.get`."""
        found: object | None = self._desk.call("get", key)
        return found

    def put(self, key: str, prompt: str, completion: dict[str, Any]) -> None:
        """See `AnswerCache.put`."""
        self._desk.call("put", key, prompt, completion)

    def reject(self, key: str) -> int:
        """See `AnswerCache.reject`."""
        return int(self._desk.call("reject", key))

    @contextmanager
    def turn(self, key: str, look: Callable[[], None]) -> Iterator[None]:
        """See `AnswerCache.turn`."""
        for pause in _pauses():
            if self._desk.call("take_turn", self._attempt, key):
                break
            look()
            time.sleep(pause)
        try:
            yield
        finally:
            self._desk.send("give_up_turn", self._attempt, key)


class _FarWatch(Watch):
    """Tells whoever watches the whole run; of what is sent, the books know with their leave."""

    def __init__(self, desk: Desk, attempt: int) -> None:
        self._desk, self._attempt = desk, attempt

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`."""
        self._tell("begin", stage, total)

    def advance(self, stage: str) -> None:
        """See `Watch.advance`."""
        self._tell("advance", stage)

    def answer(self, call: Call) -> None:
        """See `Watch.answer`."""
        self._tell("answer", call)

    def retry(self, prompt: str, error: str, seconds: float) -> None:
        """See `Watch.retry`."""
        self._tell("retry", prompt, error, seconds)

    def stop(self, reason: str) -> None:
        """See `Watch.stop`."""
        self._tell("stop", reason)

    def _tell(self, name: str, *told: object) -> None:
        self._desk.send("tell", self._attempt, name, told)


def _pauses() -> Iterator[float]:
    """Seconds between two looks: short at first, and never long."""
    pause = FIRST_PAUSE_S
    while True:
        yield pause
        pause = min(1.5 * pause, LONGEST_PAUSE_S)
