"""The books of a run on a cluster: its money, its pause, its brake, its answers, what it did.

They are kept in one process on the machine where the run was started (`cluster`), which is asked
over the network by stories on other machines (`far`). So nothing here waits: who has to wait asks
again. What a story holds, turns and money, it holds by an attempt at it; that of an attempt whose
worker was killed is free with the next one, or `LEASE_S` after its last sign of life.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.errors import BudgetError, EndpointError, InterruptError
from checker.model.account import Limits, Purse, Spending
from checker.model.cache import AnswerCache
from checker.model.calls import Call
from checker.model.side_by_side import Brake
from checker.prompts import read_prompt

LEASE_S = 20.0
Event = tuple[str, tuple[Any, ...]]  # a method of `Watch`, and what it is told


@dataclass(frozen=True)
class Asked:
    """A request that is about to be sent; ``tokens`` are its own, roughly."""

    prompt: str
    digest: str
    model: str
    tokens: int

    def lost(self) -> Call:
        """What became of it where the worker that sent it was killed."""
        prompt = read_prompt(self.prompt)
        return Call(prompt, 0, 0, 0, False, self.digest, self.model, outcome="failed")


@dataclass(frozen=True)
class Leave:
    """Whether a request may go out: by a ``number``, for `Books.free`; None where it has to wait.

    ``refused`` is why neither it nor any other may; ``rest_s`` is what is left of the common pause.
    """

    number: int | None = None
    expected: Spending = field(default_factory=Spending)
    refused: EndpointError | None = None
    rest_s: float = 0.0


@dataclass(frozen=True)
class News:
    """What the run spent so far, and what it did since this was last asked."""

    spent: Spending
    events: tuple[Event, ...]


@dataclass
class _Attempt:
    """One worker at one story, what it holds, and how many answers it waits for."""

    seen: float
    turns: set[str] = field(default_factory=set)
    requests: dict[int, tuple[Asked, Spending]] = field(default_factory=dict)
    stages: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    def note(self, name: str, told: tuple[Any, ...]) -> None:
        """Keep count of what it began and has not ended, as far as a progress line shows it."""
        if name == "begin":
            self.stages[told[0]] += told[1]
        elif name == "advance":
            self.stages[told[0]] -= 1
        elif name == "answer":
            self.waiting -= not told[0].cached

    def ends(self) -> Iterator[Event]:
        """What brings those counts to an end, where nobody else will."""
        for asked, _ in list(self.requests.values())[: self.waiting]:
            yield "answer", (asked.lost(),)
        for stage, count in self.stages.items():
            yield from [("advance", (stage,))] * count


class Books:
    """See the module; ``workers`` requests are under way at most; ``clock`` is in seconds."""

    def __init__(
        self, limits: Limits, workers: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._purse, self._brake, self._clock = Purse(limits), Brake(), clock
        self._workers = workers
        self._resting_until = 0.0
        self._cache: AnswerCache | None = None
        self._attempts: dict[int, _Attempt] = {}
        self._of_story: dict[str, int] = {}
        self._events: list[Event] = []
        self._numbers = itertools.count(1)

    def open(self, cache: Path) -> None:
        """Open the cache before anything is asked.

        Raises:
            InputError: it cannot be used.
        """
        self._cache = AnswerCache(cache)

    def close(self) -> None:
        """Close it."""
        self._answers.close()

    def news(self) -> News:
        """For whoever watches the run."""
        events, self._events = tuple(self._events), []
        return News(self._purse.spent, events)

    def begin(self, story: str) -> int:
        """A number for an attempt at a story; what an earlier one held is free."""
        self.give_up(story)
        self._of_story[story] = number = next(self._numbers)
        self._attempts[number] = _Attempt(self._clock())
        return number

    def give_up(self, story: str) -> None:
        """Nobody is at a story any more: its worker was killed."""
        if number := self._of_story.pop(story, None):
            self.leave(number)

    def leave(self, attempt: int) -> None:
        """An attempt is over."""
        if found := self._attempts.pop(attempt, None):
            self._release(found)

    def pulse(self, attempt: int) -> Leave:
        """An attempt gives a sign of life, and hears whether it is to go on."""
        if self._seen(attempt) is None:
            return Leave(refused=InterruptError("another worker is at this story"))
        rest = max(0.0, self._resting_until - self._clock())
        return Leave(refused=self._brake.stopped, rest_s=rest)

    def tell(self, attempt: int, name: str, told: tuple[Any, ...]) -> None:
        """What an attempt tells whoever watches; of one that was given up, nothing any more."""
        if found := self._seen(attempt):
            found.note(name, told)
            self._events.append((name, told))

    def reserve(self, attempt: int, asked: Asked) -> Leave:
        """Keep back what a request may cost, if it may go out now."""
        if (leave := self.pulse(attempt)).refused:
            return leave
        try:
            expected = self._has_room() and self._purse.take(asked.prompt, asked.tokens)
        except BudgetError as error:
            return Leave(refused=error)
        if not expected:
            self._release_the_dead()
            return leave
        number = next(self._numbers)
        self._attempts[attempt].requests[number] = asked, expected
        self._attempts[attempt].waiting += 1
        self._events.append(("sent", ()))
        return Leave(number, expected, rest_s=leave.rest_s)

    def free(self, attempt: int, number: int) -> None:
        """A request was answered, and paid for, or failed."""
        found = self._seen(attempt)
        if found and number in found.requests:
            self._purse.give_back(found.requests.pop(number)[1])

    def pay(self, spent: Spending) -> None:
        """See `Purse.pay`."""
        self._purse.pay(spent)

    def note_length(self, prompt: str, answer_tokens: int) -> None:
        """See `Purse.note_length`."""
        self._purse.note_length(prompt, answer_tokens)

    def hold(self, seconds: float) -> None:
        """Let nobody ask for this long; a longer pause that was set stays."""
        self._resting_until = max(self._resting_until, self._clock() + seconds)

    def stop(self, error: EndpointError) -> bool:
        """See `Brake.stop`."""
        return self._brake.stop(error)

    def get(self, key: str) -> object | None:
        """See `AnswerCache.get`."""
        return self._answers.get(key)

    def put(self, key: str, prompt: str, completion: dict[str, Any]) -> None:
        """See `AnswerCache.put`."""
        self._answers.put(key, prompt, completion)

    def reject(self, key: str) -> int:
        """See `AnswerCache.reject`."""
        return self._answers.reject(key)

    def take_turn(self, attempt: int, key: str) -> bool:
        """See `AnswerCache.take_turn`."""
        if not (found := self._seen(attempt)):
            return False
        if not self._answers.take_turn(key):
            self._release_the_dead()
            return False
        found.turns.add(key)
        return True

    def give_up_turn(self, attempt: int, key: str) -> None:
        """See `AnswerCache.give_up_turn`."""
        found = self._seen(attempt)
        if found and key in found.turns:
            found.turns.remove(key)
            self._answers.give_up_turn(key)

    @property
    def _answers(self) -> AnswerCache:
        assert self._cache, "`open` comes first"
        return self._cache

    def _has_room(self) -> bool:
        return sum(len(each.requests) for each in self._attempts.values()) < self._workers

    def _seen(self, attempt: int) -> _Attempt | None:
        if found := self._attempts.get(attempt):
            found.seen = self._clock()
        return found

    def _release_the_dead(self) -> None:
        for attempt in self._attempts.values():
            if attempt.seen < self._clock() - LEASE_S:
                self._release(attempt)

    def _release(self, attempt: _Attempt) -> None:
        """Free what it held; what it had asked may have been answered, and so counts as spent."""
        self._events += attempt.ends()
        for _, expected in attempt.requests.values():
            self._purse.pay(expected)
            self._purse.give_back(expected)
        for key in attempt.turns:
            self._answers.give_up_turn(key)
        attempt.requests, attempt.turns = {}, set()
        attempt.stages, attempt.waiting = Counter(), 0
