"""A report across its findings: the matrix, the timeline, and the list of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.data import Claim
from checker.found import Finding
from checker.report.finding_view import FindingView, PositionView, SectionView
from checker.report.lookup import Lookup, describe_days

MATRIX_ROWS = 60
MATRIX_COLUMNS = 30


@dataclass(frozen=True)
class MatrixRow:
    """A question, and for each column the positions that stand there."""

    finding: FindingView
    cells: tuple[tuple[PositionView, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """Questions with more than one position by outlets, then by voices that are no outlets.

    ``left`` is how many questions more there are than `MATRIX_ROWS`.
    """

    outlets: tuple[str, ...]
    voices: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    left: int = 0


@dataclass(frozen=True)
class Happening:
    """An event as it is named, and the claims about it."""

    label: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Moment:
    """Happenings of one time: days as ISO text (``start`` is the first), or only words."""

    time: str
    start: date | None
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Reliance:
    """Outlets that reach a source by the same way; ``through`` is empty where directly."""

    through: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A voice that is quoted, who relies on it, and the findings it speaks in."""

    name: str
    relied_on: tuple[Reliance, ...]
    claim_count: int
    findings: tuple[Finding, ...]


def build_matrix(sections: Sequence[SectionView], lookup: Lookup) -> Matrix:
    """Columns stand in the order of how many questions they answer, most first.

    A table larger than `MATRIX_ROWS` by `MATRIX_COLUMNS` of each kind is read by nobody.
    """
    found = [each for row in sections for each in row.findings if len(each.positions) > 1]
    views, left = found[:MATRIX_ROWS], max(len(found) - MATRIX_ROWS, 0)
    outlets = _by_frequency(outlet for each in views for outlet in each.outlets)[:MATRIX_COLUMNS]
    voices = [
        voice
        for voice in _by_frequency(voice for each in views for voice in each.voices)
        if voice not in outlets
    ][:MATRIX_COLUMNS]
    shown = tuple(_matrix_row(each, outlets, voices, lookup) for each in views)
    return Matrix(outlets, tuple(voices), shown, left)


def _matrix_row(
    view: FindingView, outlets: Sequence[str], voices: Sequence[str], lookup: Lookup
) -> MatrixRow:
    spoken = {
        position.letter: {
            lookup.voices[each.chain[0]] for each in lookup.claims_in(position.record)
        }
        for position in view.positions
    }
    by_outlet = (
        tuple(each for each in view.positions if name in each.record.outlets) for name in outlets
    )
    by_voice = (
        tuple(each for each in view.positions if name in spoken[each.letter]) for name in voices
    )
    return MatrixRow(view, (*by_outlet, *by_voice))


def build_timeline(lookup: Lookup) -> list[Moment]:
    """Moments with known days in their order, then those known by words, as they were met.

    A claim whose own time and whose event's time are both unknown is left out.
    """
    days: dict[tuple[date, date], list[Claim]] = {}
    words: dict[str, list[Claim]] = {}
    for claim in lookup.report.claims:
        if claim.when and claim.when.start:
            days.setdefault((claim.when.start, claim.when.end or claim.when.start), []).append(
                claim
            )
        elif said := claim.event.time or (claim.when.words if claim.when else None):
            words.setdefault(said, []).append(claim)
    known = [
        Moment(describe_days(*span), span[0], _happenings(claims))
        for span, claims in sorted(days.items(), key=lambda row: row[0])
    ]
    return known + [Moment(said, None, _happenings(claims)) for said, claims in words.items()]


def split_moments(moments: Iterable[Moment], claims: int) -> list[Moment]:
    """Moments cut so that none has more than ``claims`` claims: a part of a page holds few."""
    return [
        Moment(moment.time, moment.start, rows)
        for moment in moments
        for rows in _split_happenings(moment.happenings, claims)
    ]


def _split_happenings(
    happenings: Iterable[Happening], claims: int
) -> Iterator[tuple[Happening, ...]]:
    rows: list[Happening] = []
    for happening in happenings:
        for start in range(0, len(happening.claims), claims):
            piece = Happening(happening.label, happening.claims[start : start + claims])
            if rows and sum(len(each.claims) for each in rows) + len(piece.claims) > claims:
                yield tuple(rows)
                rows = []
            rows.append(piece)
    if rows:
        yield tuple(rows)


def _happenings(claims: Iterable[Claim]) -> tuple[Happening, ...]:
    by_label: dict[str, list[Claim]] = {}
    for claim in claims:
        by_label.setdefault(claim.event.label, []).append(claim)
    return tuple(Happening(label, tuple(told)) for label, told in by_label.items())


def list_sources(lookup: Lookup) -> list[Source]:
    """Everyone who is quoted by another, those on whom most outlets rely first."""
    spoken: dict[str, list[Claim]] = {}
    for claim in lookup.report.claims:
        if len(claim.chain) > 1:
            spoken.setdefault(lookup.voices[claim.chain[0]], []).append(claim)
    sources = [_source(name, claims, lookup) for name, claims in spoken.items()]
    return sorted(sources, key=lambda each: (-_outlet_count(each), -each.claim_count))


def _source(name: str, claims: Sequence[Claim], lookup: Lookup) -> Source:
    ways: dict[tuple[str, ...], dict[str, None]] = {}
    for claim in claims:
        ways.setdefault(claim.chain[1:-1], {})[claim.chain[-1]] = None
    used = {use.finding.id: use.finding for claim in claims for use in lookup.uses[claim.id]}
    return Source(
        name=name,
        relied_on=tuple(Reliance(through, tuple(outlets)) for through, outlets in ways.items()),
        claim_count=len(claims),
        findings=tuple(sorted(used.values(), key=lambda each: lookup.order[each.id])),
    )


def _outlet_count(source: Source) -> int:
    return len({outlet for way in source.relied_on for outlet in way.outlets})


def _by_frequency(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(names).most_common())
