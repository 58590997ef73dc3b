"""What of one finding is not the same in two reports: its verdict, what it rests on, its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from checker.changes.changes import FieldChange, Kind
from checker.data import Record
from checker.findings.verdicts import CONFLICTING
from checker.found import Conflict, Finding, Position
from checker.history.matching import best_first

VERDICT = ("relation", "type", "level", "severity")
Places = Mapping[int, int]
Edge = frozenset[str]
Paired = tuple[Conflict | None, Conflict | None]


@dataclass(frozen=True)
class Change:
    """What changed in a finding, and for which guards that counts."""

    fields: tuple[FieldChange, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Ground:
    """What findings of two reports are told apart by.

    ``names`` gives old claims their new ids; ``opposed`` are the pairs of claims that any
    conflict of the old report, and of the new, sets against each other, under those names.
    """

    names: Mapping[str, str]
    opposed: tuple[frozenset[Edge], frozenset[Edge]]

    def is_lost(self, conflict: Conflict | None, old: Finding) -> bool:
        """Tell whether the new report opposes none of the claims that this old conflict does."""
        edges = opposed_claims(conflict, old, self.names)
        return bool(edges) and not edges & self.opposed[1]

    def is_added(self, conflict: Conflict | None, new: Finding) -> bool:
        """Tell whether the old report opposes none of the claims that this new conflict does."""
        edges = opposed_claims(conflict, new, None)
        return bool(edges) and not edges & self.opposed[0]


def opposed_claims(
    conflict: Conflict | None, finding: Finding, names: Mapping[str, str] | None
) -> frozenset[Edge]:
    """The pairs of claims that a conflict opposes; none where the report does not hold to it."""
    if conflict is None or conflict.relation not in CONFLICTING:
        return frozenset()
    sides = [
        [names[id_] if names else id_ for id_ in finding.positions[place].claim_ids]
        for place in (conflict.a, conflict.b)
    ]
    return frozenset(frozenset(pair) for pair in product(*sides))


def all_opposed(findings: Iterable[Finding], names: Mapping[str, str] | None) -> frozenset[Edge]:
    """The pairs of claims that any of the findings opposes."""
    rows = ((each, finding) for finding in findings for each in finding.conflicts)
    return frozenset().union(*(opposed_claims(*row, names) for row in rows))


def describe_change(old: Finding, new: Finding, ground: Ground) -> Change:
    """Hold a finding against its old self."""
    names = ground.names
    places = _pair_positions(old, new, names)
    conflicts = _pair_conflicts(old, new, places)
    verdict = (*field_changes(old, new, VERDICT), *_conflict_changes(old, new, conflicts))
    evidence = tuple(_evidence_changes(old, new, places, names))
    wording = field_changes(old, new, ["question"])
    kinds: list[Kind] = []
    if any(ground.is_added(after, new) for _, after in conflicts):
        kinds.append("new-conflict")
    if any(ground.is_lost(before, old) for before, _ in conflicts):
        kinds.append("gone-conflict")
    agreement = "agree" in (old.relation, new.relation) and (verdict or evidence)
    by_kind: dict[Kind, object] = {
        "verdict-change": verdict,
        "evidence-change": evidence,
        "agreement-change": agreement,
        "wording-change": wording,
    }
    kinds += [kind for kind, changed in by_kind.items() if changed]
    return Change((*verdict, *evidence, *wording), tuple(kinds))


def field_changes(old: Record, new: Record, fields: Iterable[str]) -> tuple[FieldChange, ...]:
    """The fields, among those named, whose values differ."""
    rows = ((name, _shown(getattr(old, name)), _shown(getattr(new, name))) for name in fields)
    return tuple(
        FieldChange(what=name, old=one, new=other) for name, one, other in rows if one != other
    )


def _shown(value: object) -> str | None:
    if isinstance(value, tuple):
        return " → ".join(map(str, value))
    if isinstance(value, Record):
        return ", ".join(str(field) for field in value.model_dump().values() if field is not None)
    return None if value is None else str(value)


def _pair_positions(old: Finding, new: Finding, names: Mapping[str, str]) -> Places:
    """The new position for each old one: by shared claims, then by the same answer."""
    scored = []
    for one, first in enumerate(old.positions):
        own = {names[id_] for id_ in first.claim_ids}
        for other, second in enumerate(new.positions):
            common = len(own.intersection(second.claim_ids))
            if common:
                share = common / len(own.union(second.claim_ids))
                scored.append((share + 0.1 * (first.answer == second.answer), one, other))
    return best_first(scored)


def _pair_conflicts(old: Finding, new: Finding, places: Places) -> list[Paired]:
    """Conflicts between the same positions; None where one report has no such conflict."""
    after = {frozenset((each.a, each.b)): each for each in new.conflicts}
    pairs: list[Paired] = []
    for each in old.conflicts:
        sides = frozenset((places.get(each.a, -1), places.get(each.b, -2)))
        pairs.append((each, after.pop(sides, None)))
    return [*pairs, *((None, each) for each in after.values())]


def _conflict_changes(old: Finding, new: Finding, conflicts: list[Paired]) -> Iterator[FieldChange]:
    """Conflicts that are new, gone, or called otherwise."""
    for before, after in conflicts:
        one, other = _conflict(before, old), _conflict(after, new)
        alone = before and after and len(conflicts) == 1  # then the finding says it all
        if not alone and _verdict(before) != _verdict(after):
            yield FieldChange(what="conflict", old=one, new=other)


def _verdict(conflict: Conflict | None) -> tuple[str, ...] | None:
    return tuple(str(getattr(conflict, name)) for name in VERDICT) if conflict else None


def _conflict(conflict: Conflict | None, finding: Finding) -> str | None:
    if conflict is None:
        return None
    sides = " / ".join(finding.positions[n].answer for n in (conflict.a, conflict.b))
    return f"{sides}: {', '.join(_verdict(conflict) or ())}"


def _evidence_changes(
    old: Finding, new: Finding, places: Places, names: Mapping[str, str]
) -> Iterator[FieldChange]:
    """Positions with other claims, outlets or sources than before, or of only one report."""
    for one, position in enumerate(old.positions):
        other = new.positions[places[one]] if one in places else None
        own = {names[id_] for id_ in position.claim_ids}
        if other is None:
            yield FieldChange(what="position", old=_position(position), new=None)
        elif own != set(other.claim_ids) or _standing(position) != _standing(other):
            yield FieldChange(
                what="position",
                old=_position(position),
                new=_position(other),
                added=tuple(each for each in other.outlets if each not in position.outlets),
                removed=tuple(each for each in position.outlets if each not in other.outlets),
            )
    for place in sorted(set(range(len(new.positions))) - set(places.values())):
        yield FieldChange(what="position", old=None, new=_position(new.positions[place]))


def _standing(position: Position) -> tuple[object, ...]:
    return position.source_count, sorted(position.outlets)


def _position(position: Position) -> str:
    counts = f"{len(position.claim_ids)} claims, {position.source_count} sources"
    return f"{position.answer} ({counts}: {', '.join(position.outlets)})"
