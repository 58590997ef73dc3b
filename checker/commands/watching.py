"""All that watch a run: the progress line, the log that was asked for, the run record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.commands.options import prices_of

if TYPE_CHECKING:
    from checker.model.watching import Watch


@contextmanager
def watching(given: dict[str, Any], record: Path | None = None) -> Iterator[Watch]:
    """Watch as the `model_options` and ``quiet`` say; ``record`` is where a run record goes."""
    from checker.commands.progress import ProgressLine
    from checker.model.journal import EventLog, Lines, RunRecord
    from checker.model.watching import Watches

    with ExitStack() as stack:
        watches: list[Watch] = []
        if record:
            watches.append(RunRecord(stack.enter_context(closing(Lines(record)))))
        if given["log_json"]:
            watches.append(
                EventLog(stack.enter_context(closing(Lines(given["log_json"], named=True))))
            )
        line = ProgressLine(prices_of(given), quiet=given["quiet"])
        yield Watches([*watches, stack.enter_context(line)])
