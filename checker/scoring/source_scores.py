"""How well a report counts sources, by a labelled file: positions too high, too low, and right.

A position is judged where the source of each of its claims is labelled. An outlet's own words may
rest on a voice that the same article quotes for them, so that either count is right there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from checker.claims.quotes import find_quote
from checker.data import Claim, Record, Voice
from checker.errors import InputError
from checker.found import Position
from checker.kept_report import Report
from checker.scoring.measures import share
from checker.scoring.source_labels import LabelledParty, Narration, SourceLabels, SourcePassage
from checker.sources.voices import Voices
from checker.text import fold

Span = tuple[int, int]


class WrongCount(Record):
    """A position whose sources are miscounted: how many it has, and how many it says."""

    finding: str
    answer: str
    sources: tuple[str, ...]
    least: int
    most: int
    said: int


class SourceScore(Record):
    """Positions by their count of sources, and pairs of labelled voices by their party.

    ``joined`` are pairs of two parties that the report makes one, of ``apart``; ``together`` those
    of one party that it keeps as one, of ``of_one``.
    """

    judged: int
    not_judged: int
    too_high: tuple[WrongCount, ...]
    too_low: tuple[WrongCount, ...]
    of_one: int
    together: int
    apart: int
    joined: int

    def measures(self) -> dict[str, float | None]:
        """Shares, all of them the higher the better."""
        return {
            "sources_not_too_high": share(self.judged - len(self.too_high), self.judged),
            "sources_not_too_low": share(self.judged - len(self.too_low), self.judged),
            "parties_together": share(self.together, self.of_one),
            "parties_apart": share(self.apart - self.joined, self.apart),
        }


def score_sources(report: Report, labels: SourceLabels | None) -> SourceScore | None:
    """Hold every position against the labels; None where there are none.

    Raises:
        InputError: a passage does not stand on its page.
    """
    if labels is None:
        return None
    known = _SourcesOfClaims(report, labels)
    rows = [
        (finding.question, position, known.bounds(position))
        for finding in report.findings
        for position in finding.positions
    ]
    wrong = [
        WrongCount(
            finding=question,
            answer=position.answer,
            sources=tuple(sorted({known.of(id_) or "" for id_ in position.claim_ids})),
            least=bounds[0],
            most=bounds[1],
            said=position.source_count,
        )
        for question, position, bounds in rows
        if bounds and not bounds[0] <= position.source_count <= bounds[1]
    ]
    judged = sum(bounds is not None for _, _, bounds in rows)
    return SourceScore(
        judged=judged,
        not_judged=len(rows) - judged,
        too_high=tuple(each for each in wrong if each.said > each.most),
        too_low=tuple(each for each in wrong if each.said < each.least),
        **_score_parties(report, labels.party),
    )


class _SourcesOfClaims:
    """The labelled source of each claim of a report, by the place of its quote."""

    def __init__(self, report: Report, labels: SourceLabels) -> None:
        self._claims = {claim.id: claim for claim in report.claims}
        self._pages = {page.id: (page.path.rsplit("/", 1)[-1], fold(page.text))
                       for page in report.pages}  # fmt: skip
        self._page_of = {article.id: article.page_id for article in report.articles}
        self._passages = [(*self._find(each), each.source) for each in labels.passage]
        starts = [(page, span[0], each.source) for each in labels.narration
                  for page, span in [self._find(each)]]  # fmt: skip
        self._narrations = sorted(starts, key=lambda row: row[1])
        self._doubtful = {name: row[0] for row in labels.doubtful for name in row}

    def of(self, claim_id: str) -> str | None:
        """The source of a claim, None where its place is not labelled."""
        claim = self._claims[claim_id]
        return self._quoted(claim) or self._narrated(claim)

    def bounds(self, position: Position) -> tuple[int, int] | None:
        """The least and the most sources that a careful reader may count; None: not judged."""
        found: dict[str, set[str]] = {}
        own: dict[str, set[str]] = {}
        for claim in (self._claims[id_] for id_ in position.claim_ids):
            source = self.of(claim.id)
            if source is None:
                return None
            quoted = self._quoted(claim) is not None
            place = self._doubtful.get(source, source)
            (found if quoted else own).setdefault(place, set()).add(claim.article_id)
        quoting = set().union(*found.values()) if found else set()
        resting = [name for name, articles in own.items() if articles <= quoting]
        most = len(found.keys() | own.keys())
        return most - len([each for each in resting if each not in found]), most

    def _quoted(self, claim: Claim) -> str | None:
        page = self._page_of[claim.article_id]
        rows = [
            (min(claim.end, span[1]) - max(claim.start, span[0]), source)
            for place, span, source in self._passages
            if place == page
        ]
        best = max(rows, default=(0, ""))
        return best[1] if best[0] > 0 else None

    def _narrated(self, claim: Claim) -> str | None:
        page = self._page_of[claim.article_id]
        before = [source for place, start, source in self._narrations
                  if place == page and start <= claim.start]  # fmt: skip
        return before[-1] if before else None

    def _find(self, label: Narration | SourcePassage) -> tuple[str, Span]:
        for id_, (name, folded) in self._pages.items():
            if name.startswith(label.page) and (places := find_quote(folded, label.words)):
                return id_, places[-1]
        raise InputError(f"no page {label.page!r} holds the words {label.words!r}")


def _score_parties(report: Report, parties: Sequence[LabelledParty]) -> dict[str, int]:
    """Pairs of labelled voices of the report: those of one party, and those of two."""
    voices = Voices(report.voices)
    known = [(voice, party) for voice in report.voices if (party := _party_of(voice, parties))]
    pairs = [
        (one[1] == other[1], voices.party(one[0]).id == voices.party(other[0]).id)
        for one, other in combinations(known, 2)
    ]
    return {
        "of_one": sum(one for one, _ in pairs),
        "together": sum(one and found for one, found in pairs),
        "apart": sum(not one for one, _ in pairs),
        "joined": sum(found and not one for one, found in pairs),
    }


def _party_of(voice: Voice, parties: Sequence[LabelledParty]) -> str | None:
    spelt = [each.casefold() for each in (voice.name, *voice.aliases)]
    fitting: Iterator[tuple[int, str]] = (
        (len(name), party.name)
        for party in parties
        for name in party.names
        if any(name.casefold() in each for each in spelt)
    )
    return max(fitting, default=(0, None))[1]
