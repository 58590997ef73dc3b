"""What a run has so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.claims.articles import Extraction
from checker.data import Page, Storyline, Topic
from checker.errors import EndpointError, InterruptError
from checker.found import Coverage, Finding, NotUpheld
from checker.kept_report import Missing, MissingKind, Problem, Report
from checker.memory import Edit, PastFinding, Since
from checker.sources.origins import Sources
from checker.sources.voices import Voices


@dataclass
class Trail:
    """What a run has so far; also what is left of it when the endpoint fails half-way.

    ``recut`` counts the answers that were too long, and were had in smaller pieces instead.
    ``stopped`` is why no more answers are to be had, ``missing`` what the run did not come to.
    ``before`` is the report that goes on in it, and ``since``, ``edits`` and ``past`` what became
    of that; without ``since`` it was read ``afresh``, for that reason.
    """

    pages: Sequence[Page]
    extraction: Extraction = field(default_factory=lambda: Extraction((), (), ()))
    sources: Sources = field(default_factory=lambda: Sources((), {}))
    voices: Voices = field(default_factory=Voices)
    storylines: Sequence[Storyline] = ()
    topics: Sequence[Topic] = ()
    findings: tuple[Finding, ...] = ()
    not_upheld: tuple[NotUpheld, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    problems: list[Problem] = field(default_factory=list)
    flips: float | None = None
    verified: bool = True
    recut: int = 0
    stopped: EndpointError | None = None
    missing: dict[MissingKind, Missing] = field(default_factory=dict)
    before: Report | None = None
    since: Since | None = None
    afresh: str | None = None
    reread: bool = False
    edits: tuple[Edit, ...] = ()
    past: tuple[PastFinding, ...] = ()

    def miss(self, what: MissingKind, count: int | None, total: int | None = None) -> None:
        """Note what a run did not come to; nothing where ``count`` is 0."""
        if count != 0:
            self.missing[what] = Missing(what=what, count=count, total=total)

    @property
    def interrupted(self) -> bool:
        """Whether the user wants no more answers."""
        return isinstance(self.stopped, InterruptError)
