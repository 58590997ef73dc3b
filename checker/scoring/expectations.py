"""How far a report meets the expectations of a labelled file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.claims.quotes import find_quote
from checker.errors import InputError
from checker.found import Conflict, Finding, Position, Relation
from checker.kept_report import Report
from checker.scoring.labels import (
    Expectations,
    ExpectedAgreement,
    ExpectedApart,
    ExpectedConflict,
    ExpectedOrigins,
    Passage,
    Unsupported,
)
from checker.text import fold

# A pair that the report itself calls no conflict is not set against each other.
HARMLESS: frozenset[Relation] = frozenset({"unsure", "not_comparable", "agree", "partial"})


@dataclass(frozen=True)
class Score:
    """One expectation: whether it was met, and whether its claims share a topic."""

    group: str
    name: str
    met: bool
    together: bool = True


def score_report(report: Report, expected: Expectations) -> list[Score]:
    """Hold a report against its labelled file.

    Raises:
        InputError: a passage does not stand on its page.
    """
    marked = MarkedReport(report)
    return [
        *(_score_conflict(marked, each) for each in expected.conflict),
        *(_score_agreement(marked, each) for each in expected.agreement),
        *(_score_apart(marked, each) for each in expected.apart),
        *(_score_furniture(marked, each) for each in expected.furniture),
        *(_score_unsupported(marked, each) for each in expected.unsupported),
        *_score_stances(marked, expected),
        *_score_origins(report, expected.origins),
    ]


class MarkedReport:
    """A report in which the claims over a passage can be found."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._pages = {page.id: (page, fold(page.text)) for page in report.pages}
        self._page_of = {article.id: article.page_id for article in report.articles}
        self.findings: tuple[Finding, ...] = report.findings

    def claims_at(self, passages: Iterable[Passage]) -> set[str]:
        """The ids of all claims that overlap some of the passages."""
        return set().union(*(self._claims_at(passage) for passage in passages))

    def _claims_at(self, passage: Passage) -> set[str]:
        page_id, start, end = self._place(passage)
        return {
            claim.id
            for claim in self.report.claims
            if self._page_of[claim.article_id] == page_id
            and claim.start < end
            and claim.end > start
        }

    def claims_on_lines(self, page: str, lines: Sequence[int]) -> set[str]:
        """The ids of all claims whose quotes touch some lines of a page, numbered from 0."""
        found = next((each for each, _ in self._pages.values() if each.path.endswith(page)), None)
        if found is None:
            raise InputError(f"no page is called {page!r}")
        starts = [0, *(n + 1 for n, letter in enumerate(found.text) if letter == "\n")]
        ends = [*starts[1:], len(found.text) + 1]
        spans = [(starts[n], ends[n]) for n in lines if n < len(starts)]
        return {
            claim.id
            for claim in self.report.claims
            if self._page_of[claim.article_id] == found.id
            and any(claim.start < end and claim.end > start for start, end in spans)
        }

    def positions(self) -> Iterable[Position]:
        """All positions of all findings."""
        return (position for finding in self.findings for position in finding.positions)

    def _place(self, passage: Passage) -> tuple[str, int, int]:
        for page, folded in self._pages.values():
            if page.path.rsplit("/", 1)[-1].startswith(passage.page):
                places = find_quote(folded, passage.words)
                if places:
                    return page.id, *places[-1]
        raise InputError(f"no page {passage.page!r} holds the words {passage.words!r}")

    def conflicts(self) -> Iterable[tuple[set[str], set[str], Conflict]]:
        """The claim ids of both sides of each conflict, and the conflict."""
        for finding in self.findings:
            for each in finding.conflicts:
                sides = (set(finding.positions[n].claim_ids) for n in (each.a, each.b))
                first, second = sides
                yield first, second, each

    def share_topic(self, groups: Sequence[set[str]]) -> bool:
        """Tell whether some topic holds a claim of every group."""
        return any(
            all(group & set(topic.claim_ids) for group in groups) for topic in self.report.topics
        )


def _score_conflict(marked: MarkedReport, expected: ExpectedConflict) -> Score:
    a, b = marked.claims_at(expected.a), marked.claims_at(expected.b)
    met = any(
        are_opposed(a, b, first, second) and are_labelled_right(conflict, expected)
        for first, second, conflict in marked.conflicts()
    )
    return Score("conflict", expected.name, met, marked.share_topic([a, b]))


def are_labelled_right(conflict: Conflict, expected: ExpectedConflict) -> bool:
    """Tell whether a conflict is of a type, relation and level that the labelled file allows."""
    return (
        (not expected.types or conflict.type in expected.types)
        and (not expected.relations or conflict.relation in expected.relations)
        and (not expected.levels or conflict.level in expected.levels)
    )


def are_opposed(a: set[str], b: set[str], first: set[str], second: set[str]) -> bool:
    """Tell whether claims of ``a`` and ``b`` stand on the two sides, either way round."""
    return bool((a & first and b & second) or (a & second and b & first))


def _score_agreement(marked: MarkedReport, expected: ExpectedAgreement) -> Score:
    groups = [marked.claims_at(group) for group in expected.groups]
    met = any(
        all(group & set(position.claim_ids) for group in groups)
        for finding in marked.findings
        for position in finding.positions
    )
    return Score("agreement", expected.name, met, marked.share_topic(groups))


def sides_apart(marked: MarkedReport, expected: ExpectedApart) -> tuple[set[str], set[str]]:
    """The claims of both sides; a claim over both passages says nothing about either."""
    a, b = marked.claims_at(expected.a), marked.claims_at(expected.b)
    return a - b, b - a


def _score_apart(marked: MarkedReport, expected: ExpectedApart) -> Score:
    a, b = sides_apart(marked, expected)
    met = not any(
        are_opposed(a, b, first, second)
        for first, second, conflict in marked.conflicts()
        if conflict.relation not in HARMLESS
    )
    return Score("apart", expected.name, met)


def _score_furniture(marked: MarkedReport, passage: Passage) -> Score:
    return Score("furniture", passage.words, not marked.claims_at([passage]))


def _score_unsupported(marked: MarkedReport, expected: Unsupported) -> Score:
    claims = marked.claims_at(expected.passages)
    met = not any(
        claims & set(position.claim_ids)
        for position in marked.positions()
        if _is_meant(position.answer.casefold(), expected)
    )
    return Score("unsupported", expected.name, met)


def _is_meant(answer: str, expected: Unsupported) -> bool:
    said = all(words.casefold() in answer for words in expected.answer)
    return said and not any(words.casefold() in answer for words in expected.unless)


def _score_stances(marked: MarkedReport, expected: Expectations) -> Iterable[Score]:
    """Whether a conflict sets an agreeing page's gold lines against a disagreeing one's."""
    if expected.claim is None:
        return
    sides = {"agree": set[str](), "disagree": set[str]()}
    for page in expected.pages:
        if page.stance in sides:
            sides[page.stance] |= marked.claims_on_lines(page.file, page.rationale_lines)
    met = any(
        are_opposed(sides["agree"], sides["disagree"], first, second)
        for first, second, conflict in marked.conflicts()
        if conflict.relation not in HARMLESS
    )
    yield Score("stance", expected.claim, met, marked.share_topic([*sides.values()]))


def _score_origins(report: Report, expected: ExpectedOrigins | None) -> Iterable[Score]:
    if expected is None:
        return
    names = {page.id: page.path.rsplit("/", 1)[-1] for page in report.pages}
    pages = {article.id: names[article.page_id] for article in report.articles}
    found = [
        {pages[id_] for id_ in origin.article_ids}
        for origin in report.origins
        if len(origin.article_ids) > 1
    ]
    for group in expected.together:
        wanted = {name for name in names.values() if name.startswith(group)}
        yield Score("origins", " and ".join(group), wanted in found)
    yield Score("origins", "no others", len(found) == len(expected.together))
