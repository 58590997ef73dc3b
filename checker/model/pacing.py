"""When to ask again, and when nobody should: waits after failures, shared by all workers.

An endpoint that says it is busy says so to the whole run. So its wish to be left alone holds
back every worker, not only the one that was told.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ATTEMPTS = 6
# Where the endpoint itself says when to come back, only the total time is the limit.
TOLD_ATTEMPTS = 30
LONGEST_WAIT_S = 600.0
LONGEST_TOTAL_S = 1_800.0
TOO_MANY_REQUESTS = 429


class Pace:
    """One pause for all workers, by a ``clock`` in seconds."""

    def __init__(
        self,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._until = 0.0

    def hold(self, seconds: float) -> None:
        """Let nobody ask for this long, from now; a longer pause that was set stays."""
        with self._lock:
            self._until = max(self._until, self._clock() + seconds)

    def rest(self, seconds: float = 0.0) -> None:
        """Sleep this long, and on until the pause is over, also one set while sleeping.

        Workers that only waited for the others' pause wake at slightly different times, so that
        they do not all ask in one moment.
        """
        until, slept_until = self._clock() + seconds, 0.0
        while True:
            with self._lock:
                paused = self._until
            if paused > until:
                until = paused + random.random()
            left = until - self._clock()
            if until <= slept_until or left <= 0:
                return
            slept_until = until
            self._sleep(left)

    def wait_after(self, error: BaseException | None, attempt: int) -> float:
        """Seconds until the next attempt; where the endpoint is busy, everybody pauses."""
        seconds = wait_for_endpoint(error, attempt)
        if is_busy(error):
            self.hold(min(seconds, LONGEST_WAIT_S))
        return seconds


def is_busy(error: BaseException | None) -> bool:
    """Tell whether the endpoint asks for fewer requests, rather than failing at this one."""
    status = getattr(error, "status_code", None)
    return status == TOO_MANY_REQUESTS or asked_wait(error) is not None


def wait_for_endpoint(error: BaseException | None, attempt: int) -> float:
    """Seconds to wait: what the endpoint asks for, else exponential; with jitter."""
    asked = asked_wait(error)
    if asked is not None:
        return asked + random.random()
    return random.uniform(0.5, min(2.0**attempt, 30.0))


def tried_enough(error: BaseException | None, attempt: int) -> bool:
    """Tell whether a request was sent often enough, or the next time would be too late."""
    asked = asked_wait(error)
    if asked is None:
        return attempt >= ATTEMPTS
    return attempt >= TOLD_ATTEMPTS or asked > LONGEST_WAIT_S


def asked_wait(error: BaseException | None) -> float | None:
    """Seconds to wait by the answer's headers, or None where they do not say.

    RFC 9110, section 10.2.3: Retry-After is a number of seconds or a date; Azure also sends
    retry-after-ms.
    """
    headers = getattr(getattr(error, "response", None), "headers", {})
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1_000
    said = headers.get("retry-after")
    return _number(said) if _number(said) is not None else _until_date(said)


def _number(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None


def _until_date(text: str | None) -> float | None:
    try:
        date = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    if date is None:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
