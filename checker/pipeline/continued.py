"""What a run that goes on knows between its stages."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.data import Topic
from checker.findings.drafts import Draft
from checker.findings.story import Story
from checker.history.nearest import Nearest
from checker.history.pages import Sorted
from checker.history.reading import Reading
from checker.history.touching import Touches
from checker.kept_report import Report


@dataclass
class Continued:
    """A run that goes on, between its stages."""

    report: Report
    pages: Sorted
    reading: Reading
    story: Story
    drafts: list[Draft] = field(default_factory=list)
    added: dict[int, set[tuple[int, str]]] = field(default_factory=dict)


@dataclass
class Places:
    """Where new claims belong: strands that they touch, and topics that they are the first of.

    ``nearest`` are the known claims that are nearest to them by words, in any strand.
    """

    touches: Touches
    topics: list[Topic]
    fresh: list[Topic]
    nearest: Nearest
