"""What changed between two reports of one case, by the meaning of their records.

Order, ids, and when and by what a report was made are no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checker.changes.changes import (
    ClaimChange,
    ClaimNote,
    Differences,
    FindingChange,
    FindingNote,
    Kind,
    PositionNote,
)
from checker.changes.finding_changes import (
    VERDICT,
    Ground,
    all_opposed,
    describe_change,
    field_changes,
)
from checker.data import Claim, Page
from checker.errors import InputError
from checker.found import Finding
from checker.history.matching import name_claims, pair_claims, pair_findings, pair_pages
from checker.history.pages import is_same_page
from checker.kept_report import Problem, Report

CLAIM_FIELDS = ("quote", "statement", "chain", "stance", "modality", "when", "main")


def compare_reports(old: Report, new: Report) -> Differences:
    """Hold a new report of a case against an old one.

    Raises:
        InputError: they are reports of different cases: they have no page in common.
    """
    _refuse_other_case(old, new)
    sides = _Sides(_Side(old), _Side(new), pair_claims(old, new))
    return Differences(
        case=new.case,
        **_compare_claims(sides),
        **_compare_findings(sides),
        **_compare_pages(old, new),
        problems_new=_left_of(new.problems, old.problems),
        problems_gone=_left_of(old.problems, new.problems),
    )


def _refuse_other_case(old: Report, new: Report) -> None:
    paired = pair_pages(old, new)
    same = any(page.id in paired and is_same_page(page, paired[page.id]) for page in old.pages)
    if same or not (old.pages and new.pages):
        return
    names = f"{old.case!r} and {new.case!r}"
    raise InputError(f"reports of different cases, {names}: they have no page in common")


@dataclass(frozen=True)
class _Side:
    """One report with its records by id, and how differences show them."""

    report: Report

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.report.claims}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Pages by article id."""
        pages = {page.id: page for page in self.report.pages}
        return {article.id: pages[article.page_id] for article in self.report.articles}

    def note_claim(self, id_: str) -> ClaimNote:
        claim = self.claims[id_]
        fields = ("id", "start", "end", "quote", "statement", "chain")
        told: dict[str, Any] = {name: getattr(claim, name) for name in fields}
        return ClaimNote(page=self.pages[claim.article_id].path, **told)

    def note_finding(self, finding: Finding, kinds: Iterable[Kind] = ()) -> FindingNote:
        told: dict[str, Any] = {name: getattr(finding, name) for name in VERDICT}
        positions = tuple(
            PositionNote(
                answer=each.answer,
                outlets=each.outlets,
                source_count=each.source_count,
                claims=tuple(map(self.note_claim, each.claim_ids)),
            )
            for each in finding.positions
        )
        shown: dict[str, Any] = {"id": finding.id, "question": finding.question, **told}
        return FindingNote(positions=positions, kinds=tuple(kinds), **shown)

    def claims_of(self, finding: Finding) -> Iterator[Claim]:
        for position in finding.positions:
            yield from (self.claims[id_] for id_ in position.claim_ids)


@dataclass(frozen=True)
class _Sides:
    """Both reports, and the new id of each old claim that has one."""

    old: _Side
    new: _Side
    pairs: Mapping[str, str]

    @cached_property
    def ground(self) -> Ground:
        names = name_claims(self.old.report, self.pairs)
        before = all_opposed(self.old.report.findings, names)
        return Ground(names, (before, all_opposed(self.new.report.findings, None)))

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of the other report's page, by ``old`` or ``new`` and the page's own id."""
        forward = pair_pages(self.old.report, self.new.report)
        backward = pair_pages(self.new.report, self.old.report)
        there = {f"old {id_}": page.text for id_, page in forward.items()}
        return there | {f"new {id_}": page.text for id_, page in backward.items()}

    def same_text(self, one: Finding, other: Finding) -> bool:
        """Tell whether all quotes of both stand in the other report's pages too."""
        rows = [("old", self.old, claim) for claim in self.old.claims_of(one)]
        rows += [("new", self.new, claim) for claim in self.new.claims_of(other)]
        return all(
            claim.quote in self.texts.get(f"{name} {side.pages[claim.article_id].id}", "")
            for name, side, claim in rows
        )


def _compare_claims(sides: _Sides) -> dict[str, Any]:
    old, new, pairs = sides.old, sides.new, sides.pairs
    found = set(pairs.values())
    changed = []
    for one, other in pairs.items():
        changes = field_changes(old.claims[one], new.claims[other], CLAIM_FIELDS)
        if changes:
            notes = old.note_claim(one), new.note_claim(other)
            changed.append(ClaimChange(old=notes[0], new=notes[1], changes=changes))
    return {
        "claims_new": tuple(new.note_claim(id_) for id_ in new.claims if id_ not in found),
        "claims_gone": tuple(old.note_claim(id_) for id_ in old.claims if id_ not in pairs),
        "claims_changed": tuple(changed),
    }


def _compare_findings(sides: _Sides) -> dict[str, Any]:
    before, after = sides.old.report.findings, sides.new.report.findings
    places = pair_findings(sides.old.report, sides.new.report, sides.ground.names)
    found = set(places.values())
    changed = (_finding_change(sides, before[one], after[n]) for one, n in sorted(places.items()))
    new = (each for place, each in enumerate(after) if place not in found)
    gone = (each for place, each in enumerate(before) if place not in places)
    return {
        "findings_new": tuple(
            sides.new.note_finding(each, _new_kinds(sides, each)) for each in new
        ),
        "findings_gone": tuple(
            sides.old.note_finding(each, _gone_kinds(sides, each)) for each in gone
        ),
        "findings_changed": tuple(change for change in changed if change),
    }


def _new_kinds(sides: _Sides, finding: Finding) -> Iterator[Kind]:
    yield "new-finding"
    if finding.relation == "agree":
        yield "agreement-change"
    if any(sides.ground.is_added(each, finding) for each in finding.conflicts):
        yield "new-conflict"


def _gone_kinds(sides: _Sides, finding: Finding) -> Iterator[Kind]:
    yield "gone-finding"
    if finding.relation == "agree":
        yield "agreement-change"
    if any(sides.ground.is_lost(each, finding) for each in finding.conflicts):
        yield "gone-conflict"


def _finding_change(sides: _Sides, old: Finding, new: Finding) -> FindingChange | None:
    change = describe_change(old, new, sides.ground)
    same_text = sides.same_text(old, new)
    if not change.fields and same_text:
        return None
    return FindingChange(
        old=sides.old.note_finding(old),
        new=sides.new.note_finding(new),
        same_text=same_text,
        changes=change.fields,
        kinds=change.kinds if same_text else (*change.kinds, "text-change"),
    )


def _compare_pages(old: Report, new: Report) -> dict[str, Any]:
    """Paths of pages that only one report was given, or of another text."""
    pairs = pair_pages(old, new)
    found = {page.id for page in pairs.values()}
    both = [(page, pairs[page.id]) for page in old.pages if page.id in pairs]
    edited = [one.path for one, other in both if one.text != other.text]
    missing = [page.path for page in old.pages if page.id not in pairs]
    missing += [one.path for one, other in both if other.gone and not one.gone]
    added = [page.path for page in new.pages if page.id not in found]
    added += [other.path for one, other in both if one.gone and not other.gone]
    return {
        "pages_changed": tuple(dict.fromkeys([*edited, *missing, *added])),
        "pages_added": tuple(added),
        "pages_missing": tuple(missing),
    }


def _left_of(some: Iterable[Problem], others: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of which there are more among ``some`` than among ``others``."""
    return tuple((Counter(some) - Counter(others)).elements())
