"""What a run did to each finding: first seen, grown, changed, superseded, no longer held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.data import Claim
from checker.found import Conflict, Finding, Position
from checker.memory import Changed, PastFinding, Step, StepKind, Why

VERDICT = ("relation", "type", "level", "severity")


@dataclass(frozen=True)
class Turn:
    """One run over findings: its number, and the page of each claim, old and new, by claim id."""

    run: int
    page_of: Mapping[str, str]

    def pages(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        """The pages on which some claims stand, in order."""
        ids = {self.page_of[id_] for id_ in claim_ids if id_ in self.page_of}
        return tuple(sorted(ids, key=lambda id_: int(id_[1:])))


def page_index(rows: Iterable[tuple[Iterable[Claim], Mapping[str, str]]]) -> dict[str, str]:
    """The page of each claim; each row gives claims and the page of each article."""
    return {claim.id: pages[claim.article_id] for claims, pages in rows for claim in claims}


def take_step(old: Finding, new: Finding, turn: Turn) -> Finding:
    """The finding with what this run did to it at the end of its history."""
    begun = old.history or (first_step(old, 1, turn),)
    before, after = claims_of(old), claims_of(new)
    changes = tuple(_changes(old, new))
    added, lost = after - before, before - after
    if not changes and not added and not lost:
        return new.model_copy(update={"history": old.history})
    what: StepKind = "grown" if added and not lost and _only_grew(changes) else "changed"
    if is_superseded(new) and not is_superseded(old):
        what = "superseded"
    step = Step(run=turn.run, what=what, page_ids=turn.pages(added | lost), changes=changes)
    return new.model_copy(update={"history": (*begun, step)})


def first_step(finding: Finding, run: int, turn: Turn) -> Step:
    """How a history begins."""
    return Step(run=run, what="first_seen", page_ids=turn.pages(claims_of(finding)))


def is_superseded(finding: Finding) -> bool:
    """Tell whether a later report replaces one of its answers."""
    return any(each.relation == "superseded" for each in finding.conflicts)


def claims_of(finding: Finding) -> frozenset[str]:
    """The claims (ids) on which a finding rests."""
    return frozenset(id_ for position in finding.positions for id_ in position.claim_ids)


def leave(finding: Finding, why: Why, page_ids: Sequence[str], turn: Turn) -> PastFinding:
    """A finding as it last was."""
    return PastFinding(
        key=finding.key,
        question=finding.question,
        answers=tuple(position.answer for position in finding.positions),
        relation=finding.relation,
        run=turn.run,
        why=why,
        page_ids=tuple(page_ids),
        history=finding.history or (first_step(finding, 1, turn),),
    )


def _only_grew(changes: Iterable[Changed]) -> bool:
    return all(each.what == "sources" for each in changes)


def _changes(old: Finding, new: Finding) -> Iterator[Changed]:
    for name in VERDICT:
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield Changed(what=name, old=_text(one), new=_text(other))
    before = {position.answer: position for position in old.positions}
    after = {position.answer: position for position in new.positions}
    for answer in [each for each in before if each not in after]:
        yield Changed(what="position", old=answer, new=None)
    for answer in [each for each in after if each not in before]:
        yield Changed(what="position", old=None, new=answer)
    for answer in [each for each in after if each in before]:
        yield from _source_changes(before[answer], after[answer])
    yield from _conflict_changes(old, new)


def _source_changes(old: Position, new: Position) -> Iterator[Changed]:
    if old.source_count != new.source_count:
        yield Changed(
            what="sources",
            old=f"{old.answer}: {old.source_count}",
            new=f"{new.answer}: {new.source_count}",
        )


def _conflict_changes(old: Finding, new: Finding) -> Iterator[Changed]:
    before = {_sides(each, old): each for each in old.conflicts}
    after = {_sides(each, new): each for each in new.conflicts}
    for sides, conflict in before.items():
        other = after.get(sides)
        if other is None or other.relation != conflict.relation:
            told = " / ".join(sorted(sides))
            yield Changed(
                what="conflict",
                old=f"{told}: {conflict.relation}",
                new=f"{told}: {other.relation}" if other else None,
            )
    for sides, conflict in after.items():
        if sides not in before:
            told = " / ".join(sorted(sides))
            yield Changed(what="conflict", old=None, new=f"{told}: {conflict.relation}")


def _sides(conflict: Conflict, finding: Finding) -> frozenset[str]:
    return frozenset(finding.positions[n].answer for n in (conflict.a, conflict.b))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
