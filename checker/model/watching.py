"""Who is told what a run does, while it does it: a line on a terminal, a log, a run record."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model.calls import Call


class Watch:
    """Hears of everything and says nothing: the base of all that watch.

    All methods but ``begin`` and ``title`` are called from worker threads, several at once; those
    too, where several runs go on side by side.
    """

    def title(self, text: str) -> None:
        """Where the whole of several runs is, in words."""

    def begin(self, stage: str, total: int) -> None:
        """``total`` more questions of ``stage`` are about to be put; stages may overlap."""

    def advance(self, stage: str) -> None:
        """One of them is done with, answered or not."""

    def sent(self) -> None:
        """A request is on its way; an `answer` follows, whatever becomes of it."""

    def answer(self, call: Call) -> None:
        """What became of one request, or the answer to it from the cache."""

    def retry(self, prompt: str, error: str, seconds: float) -> None:
        """A request failed with ``error`` (a type's name) and goes out again in ``seconds``."""

    def stop(self, reason: str) -> None:
        """No further request goes out."""


class Watches(Watch):
    """Passes on to several."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.watches = tuple(watches)

    def title(self, text: str) -> None:
        """See `Watch.title`."""
        for watch in self.watches:
            watch.title(text)

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`."""
        for watch in self.watches:
            watch.begin(stage, total)

    def advance(self, stage: str) -> None:
        """See `Watch.advance`."""
        for watch in self.watches:
            watch.advance(stage)

    def sent(self) -> None:
        """See `Watch.sent`."""
        for watch in self.watches:
            watch.sent()

    def answer(self, call: Call) -> None:
        """See `Watch.answer`."""
        for watch in self.watches:
            watch.answer(call)

    def retry(self, prompt: str, error: str, seconds: float) -> None:
        """See `Watch.retry`."""
        for watch in self.watches:
            watch.retry(prompt, error, seconds)

    def stop(self, reason: str) -> None:
        """See `Watch.stop`."""
        for watch in self.watches:
            watch.stop(reason)
