"""A report against its labelled file: recall of what is expected, precision of what is told.

A conflict of the report is right where it opposes two labelled sides and is called as the file
allows; wrong where it opposes what the file keeps apart, or is called otherwise; and not judged
where the file says nothing about it. Precision is over those that are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from checker.data import Record
from checker.found import Conflict, Relation
from checker.kept_report import Report
from checker.scoring.evidence_scores import EvidenceScore, score_evidence
from checker.scoring.expectations import (
    HARMLESS,
    MarkedReport,
    Score,
    are_labelled_right,
    are_opposed,
    score_report,
    sides_apart,
)
from checker.scoring.labels import Expectations, ExpectedConflict, Passage
from checker.scoring.measures import Spent, share
from checker.scoring.source_scores import SourceScore, score_sources

Judged = Literal["right", "invented", "called otherwise", "not judged"]
Told = tuple[Conflict, Judged, str, tuple[set[str], set[str]]]
# What the report itself takes back.
UNSAID: frozenset[Relation] = frozenset({"agree", "not_comparable", "unsure"})
GROUPINGS = ("relation", "type", "level")


class Recall(Record):
    """How many expectations of a group were met, by ``grouping`` and value."""

    grouping: str
    value: str
    met: int
    expected: int
    recall: float | None


class Precision(Record):
    """How many of a report's conflicts are right, of those that the file judges."""

    grouping: str
    value: str
    right: int
    judged: int
    not_judged: int
    precision: float | None


class WrongFinding(Record):
    """An expectation that was not met, or a conflict that is wrong, with the words of its sides.

    ``why`` is ``missed``, ``invented`` or ``called otherwise``.
    """

    group: str
    name: str
    why: str
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


class CaseEvaluation(Record):
    """The scores of one report."""

    name: str
    recall: tuple[Recall, ...]
    precision: tuple[Precision, ...]
    wrong: tuple[WrongFinding, ...]
    evidence: EvidenceScore | None = None
    sources: SourceScore | None = None
    spent: Spent = Spent()

    def measures(self) -> dict[str, float]:
        """What a floor can hold: ``recall_conflict`` and its like, ``precision_conflict``."""
        found = {
            f"recall_{each.value}": each.recall for each in self.recall if each.grouping == "group"
        }
        if self.evidence:
            found["evidence_precision"] = self.evidence.supports
            found["evidence_carried"] = self.evidence.carried
        found["precision_conflict"] = next(
            (each.precision for each in self.precision if each.grouping == "group"), None
        )
        if self.sources:
            found |= self.sources.measures()
        return {name: value for name, value in found.items() if value is not None}


def evaluate_report(name: str, report: Report, expected: Expectations) -> CaseEvaluation:
    """Score a report.

    Raises:
        InputError: a passage of the labelled file does not stand on its page.
    """
    scores = score_report(report, expected)
    told = list(_judge_conflicts(MarkedReport(report), expected))
    return CaseEvaluation(
        name=name,
        recall=(*_recall_by_group(scores), *_recall_of_conflicts(scores, expected)),
        precision=tuple(_precision(told)),
        wrong=(*_missed(scores, expected), *_wrongly_told(told, report)),
        evidence=score_evidence(report, expected.evidence),
        sources=score_sources(report, expected.parties),
    )


def _recall_by_group(scores: Sequence[Score]) -> Iterator[Recall]:
    for group in dict.fromkeys(score.group for score in scores):
        yield _recall("group", group, [score.met for score in scores if score.group == group])


def _recall_of_conflicts(scores: Sequence[Score], expected: Expectations) -> Iterator[Recall]:
    """Expected conflicts by what they may be called; one that may be either has its own row."""
    met = {score.name: score.met for score in scores if score.group == "conflict"}
    for grouping in GROUPINGS:
        rows: dict[str, list[bool]] = {}
        for each in expected.conflict:
            value = " or ".join(getattr(each, f"{grouping}s")) or "any"
            rows.setdefault(value, []).append(met[each.name])
        yield from (_recall(grouping, value, rows[value]) for value in sorted(rows))


def _recall(grouping: str, value: str, met: Sequence[bool]) -> Recall:
    recall = share(sum(met), len(met))
    return Recall(grouping=grouping, value=value, met=sum(met), expected=len(met), recall=recall)


def _judge_conflicts(marked: MarkedReport, expected: Expectations) -> Iterator[Told]:
    sides = [
        (each, marked.claims_at(each.a), marked.claims_at(each.b)) for each in expected.conflict
    ]
    apart = [(each.name, *sides_apart(marked, each)) for each in expected.apart]
    for first, second, conflict in marked.conflicts():
        if conflict.relation in UNSAID:
            continue
        meant = [each for each, a, b in sides if are_opposed(a, b, first, second)]
        kept = [
            name
            for name, a, b in apart
            if conflict.relation not in HARMLESS and are_opposed(a, b, first, second)
        ]
        judged, name = _judge(conflict, meant, kept)
        yield conflict, judged, name, (first, second)


def _judge(
    conflict: Conflict, meant: Sequence[ExpectedConflict], kept: Sequence[str]
) -> tuple[Judged, str]:
    if kept:
        return "invented", kept[0]
    right = [each.name for each in meant if are_labelled_right(conflict, each)]
    if right:
        return "right", right[0]
    return ("called otherwise", meant[0].name) if meant else ("not judged", "")


def _precision(told: Sequence[Told]) -> Iterator[Precision]:
    yield _precision_of("group", "conflict", [judged for _, judged, _, _ in told])
    for grouping in GROUPINGS:
        for value in sorted({getattr(conflict, grouping) for conflict, _, _, _ in told}):
            rows = [judged for each, judged, _, _ in told if getattr(each, grouping) == value]
            yield _precision_of(grouping, value, rows)


def _precision_of(grouping: str, value: str, rows: Sequence[Judged]) -> Precision:
    right, unknown = rows.count("right"), rows.count("not judged")
    judged = len(rows) - unknown
    return Precision(
        grouping=grouping,
        value=value,
        right=right,
        judged=judged,
        not_judged=unknown,
        precision=share(right, judged),
    )


def _missed(scores: Sequence[Score], expected: Expectations) -> Iterator[WrongFinding]:
    sides = {("conflict", each.name): (each.a, each.b) for each in expected.conflict}
    groups = {("agreement", each.name): each.groups for each in expected.agreement}
    for score in scores:
        key = score.group, score.name
        if score.met or score.group == "apart":  # what is not kept apart is told as invented
            continue
        a, b = sides.get(key, ((), ()))
        words = _words(a or [passage for group in groups.get(key, ()) for passage in group])
        why = "missed" if score.together else "missed: its claims share no topic"
        yield WrongFinding(group=score.group, name=score.name, why=why, a=words, b=_words(b))


def _wrongly_told(told: Sequence[Told], report: Report) -> Iterator[WrongFinding]:
    quotes = {claim.id: claim.quote for claim in report.claims}
    for conflict, judged, name, sides in told:
        if judged in ("invented", "called otherwise"):
            a, b = (tuple(quotes[id_] for id_ in sorted(side)) for side in sides)
            called = f"{judged}: {conflict.relation}, {conflict.type}, {conflict.level}"
            yield WrongFinding(group="conflict", name=name, why=called, a=a, b=b)


def _words(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(f"{each.page}: {each.words}" for each in passages)
