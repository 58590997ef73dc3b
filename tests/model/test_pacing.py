"""Waits after failures, and the pause that all workers share."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.pacing import (
    ATTEMPTS,
    LONGEST_WAIT_S,
    TOLD_ATTEMPTS,
    Pace,
    asked_wait,
    is_busy,
    tried_enough,
    wait_for_endpoint,
)


class Clock:
    """Time that passes only while somebody sleeps; ``during`` is called in the next sleep."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, list[float]()
        self.during: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        during, self.during = self.during, lambda: None
        during()

    def pace(self) -> Pace:
        return Pace(self.sleep, lambda: self.now)


def error(status: int = 429, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    made: Any = RuntimeError("no")
    made.status_code, made.response = status, SimpleNamespace(headers=named)
    return made


def test_nobody_waits_where_nobody_was_told_to() -> None:
    clock = Clock()
    clock.pace().rest()
    assert clock.slept == []


def test_a_pause_holds_those_who_were_not_told() -> None:
    clock = Clock()
    pace = clock.pace()
    seconds = pace.wait_after(error(retry_after="7"), 1)
    assert 7 <= seconds <= 8
    pace.rest()
    assert 7 <= clock.slept[0] <= 9
    pace.rest()
    assert len(clock.slept) == 1


def test_a_pause_that_grows_while_others_sleep_holds_them_on() -> None:
    clock = Clock()
    pace = clock.pace()
    clock.during = lambda: pace.hold(20)
    pace.rest(5)
    assert clock.slept[0] == 5
    assert 20 <= clock.slept[1] <= 21
    pace.hold(3)
    pace.hold(1)
    pace.rest()
    assert 3 <= clock.slept[2] <= 4


def test_a_failure_that_is_not_the_whole_endpoint_holds_nobody() -> None:
    clock = Clock()
    pace = clock.pace()
    assert 0.5 <= pace.wait_after(error(500), 1) <= 2
    pace.rest()
    assert clock.slept == []
    assert not is_busy(error(500))
    assert is_busy(error(503, retry_after="1"))


def test_an_endpoint_that_says_when_is_asked_more_often() -> None:
    assert tried_enough(error(), ATTEMPTS)
    assert not tried_enough(error(retry_after="1"), ATTEMPTS)
    assert tried_enough(error(retry_after="1"), TOLD_ATTEMPTS)


@settings(deadline=None, max_examples=100)
@given(said=st.text(max_size=30) | st.floats().map(str) | st.integers().map(str))
def test_whatever_the_header_says_the_wait_is_a_time(said: str) -> None:
    asked = asked_wait(error(retry_after=said))
    assert asked is None or asked >= 0
    assert wait_for_endpoint(error(retry_after=said), 3) >= 0
    assert tried_enough(error(retry_after=said), 1) == ((asked or 0) > LONGEST_WAIT_S)


@pytest.mark.parametrize("attempt", [1, 5, 50])
def test_waits_grow_and_differ(attempt: int) -> None:
    waits = {wait_for_endpoint(None, attempt) for _ in range(20)}
    assert len(waits) > 1
    assert max(waits) <= 30
