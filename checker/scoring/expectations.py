"""Labelled expectations of a case, and how far a report meets them.

Expectations name passages of the pages, never claim ids, so that a new recording is scored by
the same file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from checker.claims.quotes import find_quote
from checker.data import Conflict, Finding, Kind, Level, Record, Relation, Report
from checker.errors import InputError
from checker.text import fold

# A pair that the report itself calls no conflict is not set against each other.
HARMLESS: frozenset[Relation] = frozenset({"unsure", "not_comparable", "agree", "partial"})


class Passage(Record):
    """Words on a page whose file name begins with ``page``."""

    page: str
    words: str


class ExpectedConflict(Record):
    """Two sides, each by any of its passages; empty tuples stand for any type, relation, level."""

    name: str
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]
    types: tuple[Kind, ...] = ()
    relations: tuple[Relation, ...] = ()
    levels: tuple[Level, ...] = ()


class ExpectedAgreement(Record):
    """One position with a claim of every group; a group is met by any of its passages."""

    name: str
    groups: tuple[tuple[Passage, ...], ...]


class ExpectedApart(Record):
    """Two sides that no finding may set against each other."""

    name: str
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]


class ExpectedOrigins(Record):
    """Groups of pages whose articles are one origin; no other two pages are."""

    together: tuple[tuple[str, ...], ...]


class Expectations(Record):
    """A labelled file."""

    origins: ExpectedOrigins | None = None
    conflict: tuple[ExpectedConflict, ...] = ()
    agreement: tuple[ExpectedAgreement, ...] = ()
    apart: tuple[ExpectedApart, ...] = ()
    furniture: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Score:
    """One expectation: whether it was met, and whether its claims share a topic."""

    group: str
    name: str
    met: bool
    together: bool = True


def read_expectations(path: Path) -> Expectations:
    """Read a labelled file.

    Raises:
        InputError: it is not there, no TOML, or holds what no expectation has.
    """
    try:
        return Expectations.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"the labelled file {str(path)!r} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise InputError(f"the labelled file {str(path)!r}, at {place}: {first['msg']}") from error


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
