"""A finding as a page shows it: positions by letter, quotes by origin, and each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from checker.data import Claim, Conflict, Finding, Origin, Position, Relation, Severity
from checker.findings.verdicts import GRAVITY
from checker.report.lookup import TONES, Lookup, letter_of
from checker.report.sections import Section, sort_findings

T = TypeVar("T")
QUOTES_SHOWN = 3  # of a position, before the rest is folded away


@dataclass(frozen=True)
class QuoteGroup:
    """The quotes of one position that rest on one origin."""

    origin: Origin | None
    shown: tuple[Claim, ...]
    folded: tuple[Claim, ...]


@dataclass(frozen=True)
class PositionView:
    """One position. ``faint``: it takes no part in any conflict of its finding."""

    record: Position
    letter: str | None
    tone: int
    groups: tuple[QuoteGroup, ...]
    faint: bool


@dataclass(frozen=True)
class Verdict:
    """One conflict: the letters and tones of its sides.

    ``reasons`` says why, once where both looks gave one reason.
    """

    record: Conflict
    sides: tuple[PositionView, PositionView]

    @property
    def changed(self) -> bool:
        """Whether the second look came to another verdict than the comparison."""
        look = self.record.second_look
        return bool(look and look.relation and look.relation != self.record.first_relation)

    @property
    def both_reasons(self) -> bool:
        """Whether both reasons must be shown: the verdict is unsure, or it changed."""
        look = self.record.second_look
        disputed = self.record.relation == "unsure" or self.changed
        return bool(disputed and look and look.why)


@dataclass(frozen=True)
class FindingView:
    """One finding, and what the filters match it by (numbers into the lists of names)."""

    record: Finding
    section: Section
    positions: tuple[PositionView, ...]
    verdicts: tuple[Verdict, ...]
    outlets: tuple[str, ...]
    voices: tuple[str, ...]
    relations: tuple[Relation, ...]
    kinds: tuple[str, ...]
    quote_count: int
    parts: tuple[FindingView, ...] = ()


@dataclass(frozen=True)
class SectionView:
    """Findings under one title; ``severities`` counts them, gravest first."""

    name: Section
    findings: tuple[FindingView, ...]
    severities: tuple[tuple[Severity, int], ...]


def view_sections(lookup: Lookup) -> list[SectionView]:
    """All findings in the order in which every form of a report shows them."""
    return [
        SectionView(
            name,
            tuple(view_finding(each, name, lookup) for each in findings),
            _count_severities(findings),
        )
        for name, findings in sort_findings(lookup.report)
    ]


def view_finding(finding: Finding, section: Section, lookup: Lookup) -> FindingView:
    """Lay out one finding."""
    cited = {place for each in finding.conflicts for place in (each.a, each.b)}
    positions = tuple(
        PositionView(
            record=position,
            letter=letter_of(finding, place),
            tone=place % TONES,
            groups=_group_quotes(position, lookup),
            faint=bool(cited) and place not in cited,
        )
        for place, position in enumerate(finding.positions)
    )
    claims = [claim for each in finding.positions for claim in lookup.claims_in(each)]
    return FindingView(
        record=finding,
        section=section,
        positions=positions,
        verdicts=tuple(
            Verdict(each, (positions[each.a], positions[each.b])) for each in finding.conflicts
        ),
        outlets=_unique(outlet for each in finding.positions for outlet in each.outlets),
        voices=_unique(lookup.voices[claim.chain[0]] for claim in claims),
        relations=_unique((finding.relation, *(each.relation for each in finding.conflicts))),
        kinds=_unique(each.type for each in finding.conflicts),
        quote_count=len(claims),
        parts=tuple(view_finding(each, section, lookup) for each in lookup.parts_of(finding)),
    )


def _group_quotes(position: Position, lookup: Lookup) -> tuple[QuoteGroup, ...]:
    """Quotes by origin. The first of every origin is shown, then as many more as there is room."""
    by_origin: dict[str, list[Claim]] = {}
    for claim in lookup.claims_in(position):
        origin = lookup.origins.get(claim.article_id)
        by_origin.setdefault(origin.id if origin else "", []).append(claim)
    room = max(QUOTES_SHOWN - len(by_origin), 0)
    groups = []
    for claims in by_origin.values():
        shown = 1 + min(room, len(claims) - 1)
        room -= shown - 1
        origin = lookup.origins.get(claims[0].article_id)
        groups.append(QuoteGroup(origin, tuple(claims[:shown]), tuple(claims[shown:])))
    return tuple(groups)


def _count_severities(findings: Sequence[Finding]) -> tuple[tuple[Severity, int], ...]:
    counts = [(name, sum(each.severity == name for each in findings)) for name in GRAVITY]
    return tuple((name, count) for name, count in counts if count and name != "none")


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
