"""Where a run over many stories is, and what is heard of one as it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from checker.model.calls import Call
from checker.model.watching import Watch, Watches


@dataclass(frozen=True)
class Progress:
    """Where a run over many stories is: shown before the stages that are under way."""

    done: int
    total: int
    conflicts: int
    seconds: float
    left_to_spend: float | None

    def line(self) -> str:
        """In words: stories, conflicts, time and money left."""
        facts = [f"{self.done:,} of {self.total:,} stories", f"{self.conflicts:,} conflicts"]
        if self.done:
            left = self.seconds / self.done * (self.total - self.done)
            facts.append(f"about {left / 60:.0f} min for the rest")
        if self.left_to_spend is not None:
            facts.append(f"{self.left_to_spend:.2f} left to spend")
        return ", ".join(facts)


class Beginning(Watches):
    """Passes all on, and tells that a story has begun to ask, and that an answer came."""

    def __init__(self, inner: Watch, begun: Callable[[], None], heard: Event) -> None:
        super().__init__([inner])
        self._begun, self._heard = begun, heard

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`."""
        super().begin(stage, total)
        self._begun()

    def answer(self, call: Call) -> None:
        """See `Watch.answer`."""
        super().answer(call)
        if call.outcome != "failed":
            self._heard.set()
