"""The records of one ad-hoc question: what `checker ask` prints, and gives with ``--json``."""

from __future__ import annotations

from checker.data import Record
from checker.found import Position
from checker.kept_report import Problem


class Quotation(Record):
    """The words a position rests on: ``quote`` is ``text[start:end]`` of the page at ``path``.

    ``chain`` runs from the speaker to the outlet, as in `Claim`.
    """

    claim_id: str
    quote: str
    path: str
    start: int
    end: int
    chain: tuple[str, ...]
    published: str | None = None
    url: str | None = None


class Stand(Position):
    """A position with its quotes, one for each of its claims and in their order."""

    quotes: tuple[Quotation, ...]


class Assumption(Record):
    """Something the question takes for granted and the pages do not share.

    ``quotes`` are those that speak against it; none where the pages say nothing of it.
    """

    assumption: str
    quotes: tuple[Quotation, ...] = ()


class Reply(Record):
    """What the pages say to a question; no position at all means that they do not say.

    ``unsaid`` is what the question asks and nobody says. ``shown`` of ``claims`` claims were put
    to the model, the passage that reprints share counted once.
    """

    question: str
    case: str
    model: str
    assumptions: tuple[Assumption, ...]
    positions: tuple[Stand, ...]
    unsaid: tuple[str, ...]
    claims: int
    shown: int
    problems: tuple[Problem, ...]
