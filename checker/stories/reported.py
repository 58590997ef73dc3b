"""What became of the stories of a folder: ``reported.jsonl``, a line for each story.

A line is added as soon as a story is done, so that a run that stopped goes on where it was; of two
lines on one story the later counts. A run that was killed may leave half a line, which is no loss.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from checker.data import Record
from checker.errors import InputError
from checker.files import open_grown, write_whole
from checker.found import Severity
from checker.kept_report import Report

DONE = "reported.jsonl"
CONFLICTS_KEPT = 10  # of a story, in the list


class ConflictLine(Record):
    """A conflict as the list of stories names it; ``finding`` is its id in the report."""

    finding: str
    question: str
    severity: Severity


class StoryReport(Record):
    """What became of a story: its gravest conflicts, or why there is no report.

    ``digest`` tells its pages and the settings apart from others; an ``incomplete`` report, and one
    that ``failed``, is made again by the next run.
    """

    id: str
    digest: str
    conflicts: tuple[ConflictLine, ...] = ()
    conflict_count: int = 0
    agreement_count: int = 0
    incomplete: bool = False
    failed: str | None = None


def read_done(folder: Path) -> dict[str, StoryReport]:
    """What earlier runs reported of a folder of stories, by story.

    Raises:
        InputError: the list of it is damaged.
    """
    path = folder / DONE
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        lines = text[: text.rfind("\n") + 1].splitlines()
        told = [StoryReport.model_validate_json(line) for line in lines]
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise InputError(
            f"{str(path)!r} was damaged; remove it to have the stories reported again (answers "
            "that were paid for are kept in the cache)"
        ) from error
    return {each.id: each for each in told}


def add_done(folder: Path, told: StoryReport) -> None:
    """Add what became of a story.

    Raises:
        InputError: it cannot be written.
    """
    try:
        with open_grown(folder / DONE) as file:
            file.write(_line(told))
    except OSError as error:
        raise InputError(f"{str(folder / DONE)!r} cannot be written: {error.strerror}") from error


def write_done(folder: Path, told: Iterable[StoryReport]) -> None:
    """Write the list whole. Raises InputError where that cannot be."""
    write_whole(folder / DONE, "".join(map(_line, told)))


def _line(told: StoryReport) -> str:
    return told.model_dump_json() + "\n"


def sum_up(told: StoryReport, report: Report, *, incomplete: bool) -> StoryReport:
    """What the list says of a story: its gravest conflicts, and how many there are."""
    findings = report.findings
    grave = [each for each in findings if each.severity in ("high", "medium")]
    lines = tuple(
        ConflictLine(finding=each.id, question=each.question, severity=each.severity)
        for each in grave[:CONFLICTS_KEPT]
    )
    return told.model_copy(
        update={
            "conflicts": lines,
            "conflict_count": len(grave),
            "agreement_count": sum(not each.conflicts for each in findings),
            "incomplete": incomplete,
        }
    )
