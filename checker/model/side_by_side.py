"""What runs that go on side by side have in common: money, pauses, answers, and the end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.errors import EndpointError
from checker.model.account import Purse
from checker.model.pacing import Pace

if TYPE_CHECKING:
    from checker.model.kept import Answers


class Brake:
    """Once ``stopped``, no further request goes out; the first error stays."""

    def __init__(self) -> None:
        self.stopped: EndpointError | None = None
        self._lock = threading.Lock()

    def stop(self, error: EndpointError) -> bool:
        """Let no further request out; tells whether this error is the first."""
        with self._lock:
            first, self.stopped = self.stopped is None, self.stopped or error
        return first

    def look(self) -> None:
        """Raise the error that stopped the run, perhaps on another thread."""
        if self.stopped:
            raise self.stopped


@dataclass(frozen=True)
class Common:
    """What one run has for itself, and several side by side share.

    Without a ``cache`` each run opens its own.
    """

    purse: Purse = field(default_factory=Purse)
    pace: Pace = field(default_factory=Pace)
    brake: Brake = field(default_factory=Brake)
    cache: Answers | None = None
