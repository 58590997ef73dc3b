"""How to run: workers, the language of statements, whether to verify."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.kept_report import Report
from checker.model.watching import Watch


@dataclass(frozen=True)
class Options:
    """How to run. ``pivot`` is the language of statements; ``verify`` takes second looks.

    ``since`` is the report of the same story that is to go on (`checker.pipeline.story`); with
    ``afresh`` all pages are read anew all the same, and only keys and history come from it.
    """

    workers: int = 8
    pivot: str = "English"
    verify: bool = True
    watch: Watch = field(default_factory=Watch)
    since: Report | None = None
    afresh: bool = False
