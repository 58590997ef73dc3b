"""A finding as a page shows it: positions by letter, each sentence once, and each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from checker.data import Claim, Origin
from checker.findings.verdicts import CONFLICTING, GRAVITY
from checker.found import Conflict, Finding, Position, Relation, Severity
from checker.report.lookup import TONES, Lookup, letter_of, moment_of
from checker.report.sections import Section, count_severities, sort_findings
from checker.report.sentences import Sentence, unite_sentences

T = TypeVar("T")
QUOTES_SHOWN = 3  # sentences of a position, before the rest is folded away


@dataclass(frozen=True)
class PositionView:
    """One position. ``faint``: it takes no part in any conflict of its finding.

    ``shown`` are its first sentences and ``folded`` the rest; ``origins`` says what those rest
    on, and ``published`` when the first and the last of its articles came out, where known.
    """

    record: Position
    letter: str | None
    tone: int
    shown: tuple[Sentence, ...]
    folded: tuple[Sentence, ...]
    origins: tuple[Origin, ...]
    published: tuple[str, ...]
    faint: bool

    @property
    def first_claim(self) -> Claim | None:
        """The claim that is opened where both sides are to be read beside each other."""
        return self.shown[0].claims[0] if self.shown else None


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
    def is_by_the_way(self) -> bool:
        """Whether it is partial by rule: judgements clash, and the story does not turn on them."""
        look = self.record.second_look
        return bool(self.record.relation == "partial" and look and look.relation in CONFLICTING)

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
            count_severities(findings),
        )
        for name, findings in sort_findings(lookup.report)
    ]


def view_finding(finding: Finding, section: Section, lookup: Lookup) -> FindingView:
    """Lay out one finding."""
    cited = {place for each in finding.conflicts for place in (each.a, each.b)}
    positions = tuple(
        _view_position(finding, place, lookup, faint=bool(cited) and place not in cited)
        for place in range(len(finding.positions))
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


def _view_position(finding: Finding, place: int, lookup: Lookup, *, faint: bool) -> PositionView:
    position = finding.positions[place]
    claims = lookup.claims_in(position)
    sentences = _one_of_each_origin_first(unite_sentences(claims), lookup)
    resting = (lookup.origins.get(claim.article_id) for claim in claims)
    known = {lookup.published(claim.article_id) for claim in claims} - {None}
    times = sorted(filter(None, known), key=lambda each: (moment_of(each), each))
    return PositionView(
        record=position,
        letter=letter_of(finding, place),
        tone=place % TONES,
        shown=tuple(sentences[:QUOTES_SHOWN]),
        folded=tuple(sentences[QUOTES_SHOWN:]),
        origins=_unique(origin for origin in resting if origin),
        published=_unique((times[0], times[-1])) if times else (),
        faint=faint,
    )


def _one_of_each_origin_first(sentences: Sequence[Sentence], lookup: Lookup) -> list[Sentence]:
    """Sentences that bring an origin not met before, then the others; else in their order."""
    met: set[str] = set()
    new: list[Sentence] = []
    others: list[Sentence] = []
    for sentence in sentences:
        found = {lookup.origins.get(claim.article_id) for claim in sentence.claims}
        ids = {origin.id for origin in found if origin}
        (new if ids - met else others).append(sentence)
        met |= ids
    return new + others


def in_time_order(finding: FindingView) -> tuple[PositionView, ...]:
    """Positions as they are read: of a superseded fact by publication, the earliest first."""
    if "superseded" not in finding.relations:
        return finding.positions

    def first_told(position: PositionView) -> float:
        return moment_of(position.published[0]) if position.published else inf

    return tuple(sorted(finding.positions, key=first_told))


def gravest_first(sections: Iterable[SectionView]) -> list[FindingView]:
    """What contradicts what, in whichever section it stands: all conflicts by severity."""
    views = [
        each for row in sections if row.name in ("conflicts", "drift") for each in row.findings
    ]
    return sorted(views, key=lambda each: GRAVITY.index(each.record.severity))


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
