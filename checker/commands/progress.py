"""How far a run is, on standard error: one live line on a terminal, else a line now and then."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections import Counter
from contextlib import AbstractContextManager

import click

from checker.commands.screen import is_capable
from checker.model.account import Prices, Spending
from checker.model.calls import Call
from checker.model.watching import Watch

LIVE_EVERY_S = 0.25
FIRST_PLAIN_AFTER_S = 1.0
PLAIN_EVERY_S = 5.0
UNCHANGED_EVERY_S = 60.0


class ProgressLine(Watch, AbstractContextManager["ProgressLine"]):
    """Counts what it hears and shows it from a thread of its own: ``with ProgressLine(...):``."""

    def __init__(self, prices: Prices, *, quiet: bool = False) -> None:
        self._prices, self._quiet, self._live = prices, quiet, is_capable(sys.stderr.isatty())
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._show_until_over, daemon=True)
        self._done, self._total = Counter[str](), Counter[str]()
        self._title, self._began = "", 0.0
        self._waiting = self._retries = 0
        self._spent, self._prefix = Spending(), 0

    def __enter__(self) -> ProgressLine:
        """Begin to show, unless quiet."""
        if not self._quiet:
            self._ticker.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop, and wipe the live line."""
        self._over.set()
        if self._quiet:
            return
        self._ticker.join()
        if self._live:
            click.echo("\r\x1b[K", nl=False, err=True)

    def title(self, text: str) -> None:
        """See `Watch.title`."""
        with self._lock:
            self._title = text

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`."""
        with self._lock:
            if not self._open():
                self._done, self._total = Counter(), Counter()
                self._began = time.monotonic()
            self._total[stage] += total

    def advance(self, stage: str) -> None:
        """See `Watch.advance`."""
        with self._lock:
            self._done[stage] += 1

    def sent(self) -> None:
        """See `Watch.sent`."""
        with self._lock:
            self._waiting += 1

    def answer(self, call: Call) -> None:
        """See `Watch.answer`."""
        if call.cached:
            return
        with self._lock:
            self._waiting -= 1
            self._spent += Spending(1, call.prompt_tokens, call.answer_tokens)
            self._prefix += call.prefix_tokens

    def retry(self, prompt: str, error: str, seconds: float) -> None:
        """See `Watch.retry`."""
        with self._lock:
            self._retries += 1

    def line(self) -> str:
        """What is known now; empty before the first stage."""
        with self._lock:
            if not self._total:
                return ""
            facts = [self._title] if self._title else []
            facts += [
                f"{stage}: {self._done[stage]} of {self._total[stage]} done"
                for stage in self._open() or [*self._total][-1:]
            ]
            facts += [f"{self._waiting} waiting"] if self._waiting else []
            again = "retry" if self._retries == 1 else "retries"
            facts += [f"{self._retries} {again}"] if self._retries else []
            cached = f" ({self._prefix:,} in the endpoint's cache)" if self._prefix else ""
            facts += [f"{self._spent.tokens:,} tokens{cached}"]
            cost = self._prices.cost_of(self._spent)
            spent = f"{cost:.2f} spent" if cost >= 1 else f"{cost:.4f} spent"
            facts += [spent] if self._prices != Prices() else []
            done, total = self._done.total(), self._total.total()
            if 0 < done < total and not self._title:
                each = (time.monotonic() - self._began) / done
                facts.append(f"about {_duration(each * (total - done))} left")
            return ", ".join(facts)

    def _open(self) -> list[str]:
        """The stages that are under way."""
        return [stage for stage in self._total if self._done[stage] < self._total[stage]]

    def _show_until_over(self) -> None:
        pause = LIVE_EVERY_S if self._live else FIRST_PLAIN_AFTER_S
        shown, when = None, 0.0
        while not self._over.wait(pause):
            line, now = self.line(), time.monotonic()
            state = (self._done.total(), self._total.total(), self._waiting, self._retries)
            if line and (self._live or state != shown or now - when >= UNCHANGED_EVERY_S):
                self._show(line)
                shown, when = state, now
            pause = LIVE_EVERY_S if self._live else PLAIN_EVERY_S

    def _show(self, line: str) -> None:
        if self._live:
            width = shutil.get_terminal_size((80, 24)).columns - 1
            click.echo(f"\r\x1b[K{line[:width]}", nl=False, err=True)
        else:
            click.echo(line, err=True)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
