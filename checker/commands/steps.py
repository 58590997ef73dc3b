"""How far a long job without a model is: one line on standard error, like `progress`."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import AbstractContextManager

import click

FIRST_AFTER_S = 1.0
EVERY_S = 0.5
PLAIN_EVERY_S = 5.0


class Steps(AbstractContextManager["Steps"]):
    """Set ``total`` and ``done``; shown from a thread of its own after a second."""

    def __init__(self, name: str, *, quiet: bool = False) -> None:
        self.total = self.done = 0
        self._name, self._quiet, self._live = name, quiet, sys.stderr.isatty()
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._show_until_over, daemon=True)
        self._began = time.monotonic()

    def __enter__(self) -> Steps:
        """Begin to show, unless quiet."""
        if not self._quiet:
            self._ticker.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop, and wipe the live line."""
        self._over.set()
        if not self._quiet:
            self._ticker.join()
            if self._live:
                click.echo("\r\x1b[K", nl=False, err=True)

    def line(self) -> str:
        """What is known now."""
        if not self.total:
            return "reading pages"
        return f"{self._name}: {self.done:,} of {self.total:,}"

    def _show_until_over(self) -> None:
        pause, shown = FIRST_AFTER_S, ""
        while not self._over.wait(pause):
            line = self.line()
            if self._live:
                click.echo(f"\r\x1b[K{line}", nl=False, err=True)
            elif line != shown:
                click.echo(line, err=True)
            shown, pause = line, EVERY_S if self._live else PLAIN_EVERY_S
