"""How to run: workers, the language of statements, whether to verify."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, field
from threading import Event

from checker.kept_report import Report
from checker.model.watching import Watch


@dataclass(frozen=True)
class Shared:
    """What a run has in common with others beside it: threads, and Ctrl-C, which ends them all."""

    pool: Executor
    ended: Event


@dataclass(frozen=True)
class Options:
    """How to run. ``pivot`` is the language of statements; ``verify`` takes second looks.

    ``since`` is the report of the same story that is to go on (`checker.pipeline.story`); with
    ``afresh`` all pages are read anew all the same, and only keys and history come from it.
    A run has ``workers`` threads of its own, unless they are ``shared``.
    """

    workers: int = 8
    pivot: str = "English"
    verify: bool = True
    watch: Watch = field(default_factory=Watch)
    since: Report | None = None
    afresh: bool = False
    shared: Shared | None = None
