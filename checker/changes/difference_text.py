"""Differences for a person: the gravest first, plain lines, no colour.

Also the message of a failed test, so each line stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.changes.changes import (
    ClaimChange,
    ClaimNote,
    Differences,
    FieldChange,
    FindingChange,
    FindingNote,
)
from checker.data import Problem
from checker.report.layout import CONTROLS
from checker.report.terminal import LETTERS

LONGEST_LIST = 20
SHOWN = 300  # characters of one changed value


def render_differences(differences: Differences, longest: int | None = LONGEST_LIST) -> str:
    """All differences; of each list at most ``longest`` entries, or all for None."""
    lines = [_summary(differences)]
    for title, entries in _sections(differences):
        lines += _section(title, entries, longest)
    return "\n".join(line.translate(CONTROLS).rstrip() for line in lines) + "\n"


def _summary(differences: Differences) -> str:
    counts = ", ".join(f"{count} {kind}" for kind, count in differences.counts().items())
    return f"{differences.case}: {counts or 'nothing changed'}"


def _sections(differences: Differences) -> Iterator[tuple[str, Sequence[Iterable[str]]]]:
    changed = differences.findings_changed
    verdicts = [each for each in changed if "verdict-change" in each.kinds]
    others = [each for each in changed if "verdict-change" not in each.kinds]
    yield "Findings gone", [_finding("-", each) for each in differences.findings_gone]
    yield "Findings new", [_finding("+", each) for each in differences.findings_new]
    yield "Verdicts changed", [_changed_finding(each) for each in verdicts]
    yield "Other changes of findings", [_changed_finding(each) for each in others]
    yield "Claims lost", [_claim("-", each) for each in differences.claims_gone]
    yield "Claims new", [_claim("+", each) for each in differences.claims_new]
    yield "Claims changed", [_changed_claim(each) for each in differences.claims_changed]
    yield (
        "Pages added, missing, or of another text",
        [[f"~ {path}"] for path in differences.pages_changed],
    )
    yield "Problems gone", [_problem("-", each) for each in differences.problems_gone]
    yield "Problems new", [_problem("+", each) for each in differences.problems_new]


def _section(title: str, entries: Sequence[Iterable[str]], longest: int | None) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield f"{title}: {len(entries)}"
    for entry in entries[:longest]:
        yield from (f"  {_one_line(line)}" for line in entry)
    left = len(entries[longest:]) if longest else 0
    if left:
        yield f"  … and {left} more; --all shows them"


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _finding(sign: str, finding: FindingNote) -> Iterator[str]:
    labels = (finding.relation, finding.type, finding.level, finding.severity)
    told = ", ".join(label.replace("_", " ") for label in labels if label and label != "none")
    kinds = f" ({', '.join(finding.kinds)})" if finding.kinds else ""
    yield f"{sign} {finding.id} {finding.question} [{told}]{kinds}"
    for place, position in enumerate(finding.positions):
        letter = LETTERS[place % len(LETTERS)] if len(finding.positions) > 1 else "="
        origins = f"{position.origin_count} independent"
        yield f"    {letter} {position.answer} ({', '.join(position.outlets)}; {origins})"
        for claim in position.claims:
            yield f"      {_place(claim)} “{claim.quote}”"


def _changed_finding(change: FindingChange) -> Iterator[str]:
    ids = change.old.id if change.old.id == change.new.id else f"{change.old.id} → {change.new.id}"
    text = "the text it rests on is the same" if change.same_text else "its text changed too"
    yield f"~ {ids} {change.old.question} ({', '.join(change.kinds)}; {text})"
    yield from map(_field, change.changes)
    if "verdict-change" in change.kinds:
        yield from list(_finding(" ", change.new))[1:]


def _field(change: FieldChange) -> str:
    old, new = (_shortened(value) for value in (change.old, change.new))
    if change.old is None:
        return f"    {change.what} new: {new}"
    if change.new is None:
        return f"    {change.what} gone: {old}"
    return f"    {change.what}: {old}  ⇒  {new}"


def _shortened(value: str | None) -> str:
    text = value or "none"
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _claim(sign: str, claim: ClaimNote) -> Iterator[str]:
    yield f"{sign} {claim.id} {_place(claim)} “{claim.quote}”"
    yield f"    {' → '.join(claim.chain)}: {claim.statement}"


def _changed_claim(change: ClaimChange) -> Iterator[str]:
    yield f"~ {change.old.id} {_place(change.old)} “{change.old.quote}”"
    yield from map(_field, change.changes)


def _place(claim: ClaimNote) -> str:
    return f"{claim.page}:{claim.start}"


def _problem(sign: str, problem: Problem) -> Iterator[str]:
    yield f"{sign} {problem.stage}: {problem.subject}: {problem.reason}"
