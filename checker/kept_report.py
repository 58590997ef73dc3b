"""The whole of what is kept of a run: `report.json` is this record."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Literal

from checker.data import Article, Claim, Origin, Page, Storyline, Topic, Voice
from checker.found import Coverage, Finding, NotUpheld
from checker.memory import Edit, PastFinding, Since
from checker.record import Record as Record

SCHEMA_VERSION: Literal["2"] = "2"
MissingKind = Literal[
    "parts",
    "retellings",
    "names",
    "events",
    "comparisons",
    "overlooked",
    "evidence",
    "second_looks",
    "rankings",
    "repairs",
]


class Problem(Record):
    """Something that could not be done: at which stage, about what, and why."""

    stage: str
    subject: str
    reason: str


class Missing(Record):
    """What a run did not come to: ``count`` of ``total`` requests without a usable answer.

    Both are None where the run stopped before any was made; ``total`` alone where only the
    failures were counted. ``what``: ``parts`` of pages that were not read, ``retellings`` of
    reports not judged, ``names`` not united, ``events`` not sorted and so not compared,
    ``comparisons`` not made, ``overlooked`` claims not asked about again, ``evidence`` not checked,
    ``second_looks`` not taken, ``rankings`` of findings not made, ``repairs`` of quotes not
    tried.
    """

    what: MissingKind
    count: int | None = None
    total: int | None = None


class StageUsage(Record):
    """What one prompt cost: ``calls`` answered, and the tokens the endpoint counted."""

    calls: int
    prompt_tokens: int
    answer_tokens: int


class PromptUsed(Record):
    """The name, version and sha256 of a prompt file that a run used."""

    name: str
    version: int
    sha256: str


class Run(Record):
    """How a report came about. ``answered`` is when the model gave its last answer (ISO, UTC).

    ``verified``: conflicts were looked at a second time, and quotes held against their answers.
    ``read`` is when a run read its pages (ISO, UTC) that needed no answer.
    """

    checker_version: str
    model: str
    answered: str | None
    pivot_language: str
    prompts: tuple[PromptUsed, ...]
    usage: dict[str, StageUsage]
    flip_rate: float | None = None
    verified: bool = True
    read: str | None = None


class Report(Record):
    """All of the above: the public contract of ``report.json``.

    ``complete``: the run had a usable answer to all that it asked; else ``missing`` says what is
    not here, and that no conflict stands here means nothing. Of a story that goes on, ``since``
    says what the last run changed, ``earlier`` are the runs before it, ``edits`` what pages changed
    between two readings, and ``past`` the findings that no longer hold.
    """

    schema_version: Literal["2"] = SCHEMA_VERSION
    case: str
    since: Since | None = None
    run: Run
    earlier: tuple[Run, ...] = ()
    pages: tuple[Page, ...]
    articles: tuple[Article, ...]
    origins: tuple[Origin, ...]
    claims: tuple[Claim, ...]
    voices: tuple[Voice, ...] = ()
    storylines: tuple[Storyline, ...] = ()
    topics: tuple[Topic, ...]
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...]
    past: tuple[PastFinding, ...] = ()
    not_upheld: tuple[NotUpheld, ...] = ()
    coverage: Coverage = Coverage()
    problems: tuple[Problem, ...]
    complete: bool = True
    missing: tuple[Missing, ...] = ()

    @property
    def next_run(self) -> int:
        """The number of the run that goes on from this report; the first run is 1."""
        return len(self.earlier) + 2

    def _repr_html_(self) -> str:
        """What a notebook shows: counts, and what contradicts what.

        Found by name when a notebook asks: records know nothing of the forms they are shown in.
        """
        render: Callable[[Report], str] = import_module("checker.report.notebook").render_notebook
        return render(self)
