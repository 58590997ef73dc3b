"""What changed between two reports of one case, by the meaning of their records.

Order, ids, and the dates of a run are no difference. `KINDS` names what a difference can be;
a guard of continuous integration chooses among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from checker.data import (
    Article,
    Claim,
    Finding,
    Page,
    Problem,
    Record,
    Relation,
    Report,
)
from checker.errors import InputError
from checker.finding_changes import FieldChange, compare_findings
from checker.matching import name_claims, pair_claims, pair_findings, pair_pages

Kind = Literal[
    "new-conflict",
    "gone-conflict",
    "agreement-change",
    "verdict-change",
    "lost-claim",
    "new-claim",
    "claim-change",
    "new-finding",
    "gone-finding",
    "evidence-change",
    "text-change",
    "wording-change",
    "page-change",
    "problem-change",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
GUARDED: tuple[Kind, ...] = KINDS[:5]


class ClaimNote(Record):
    """A claim as a difference shows it."""

    id: str
    page: str
    start: int
    end: int
    quote: str
    statement: str
    chain: tuple[str, ...]


class ClaimChange(Record):
    """One claim in both reports, and what of it is not the same."""

    old: ClaimNote
    new: ClaimNote
    changes: tuple[FieldChange, ...]


class PositionNote(Record):
    """A position with its quotes."""

    answer: str
    outlets: tuple[str, ...]
    origin_count: int
    claims: tuple[ClaimNote, ...]


class FindingNote(Record):
    """A finding as a difference shows it."""

    id: str
    question: str
    relation: Relation
    type: str | None
    level: str | None
    severity: str
    positions: tuple[PositionNote, ...]


class FindingChange(Record):
    """One finding in both reports, and what of it is not the same.

    ``same_text``: all its quotes stand in the pages of both reports. ``kinds`` says for which
    guards it counts.
    """

    old: FindingNote
    new: FindingNote
    same_text: bool
    changes: tuple[FieldChange, ...]
    kinds: tuple[Kind, ...]


class Differences(Record):
    """All that changed. ``pages_changed`` are paths: added, missing, or of another text."""

    case: str
    findings_new: tuple[FindingNote, ...] = ()
    findings_gone: tuple[FindingNote, ...] = ()
    findings_changed: tuple[FindingChange, ...] = ()
    claims_new: tuple[ClaimNote, ...] = ()
    claims_gone: tuple[ClaimNote, ...] = ()
    claims_changed: tuple[ClaimChange, ...] = ()
    pages_changed: tuple[str, ...] = ()
    problems_new: tuple[Problem, ...] = ()
    problems_gone: tuple[Problem, ...] = ()

    def counts(self) -> dict[Kind, int]:
        """How many differences there are of each kind that occurs, in the order of `KINDS`."""
        counted = Counter(self._kinds())
        return {kind: counted[kind] for kind in KINDS if counted[kind]}

    def _kinds(self) -> Iterator[Kind]:
        for finding in self.findings_new:
            yield "new-finding"
            yield from _kind_of(finding, "new-conflict")
        for finding in self.findings_gone:
            yield "gone-finding"
            yield from _kind_of(finding, "gone-conflict")
        for change in self.findings_changed:
            yield from change.kinds
        yield from ["new-claim"] * len(self.claims_new)
        yield from ["lost-claim"] * len(self.claims_gone)
        yield from ["claim-change"] * len(self.claims_changed)
        yield from ["page-change"] * len(self.pages_changed)
        yield from ["problem-change"] * (len(self.problems_new) + len(self.problems_gone))


def parse_guards(text: str) -> frozenset[Kind]:
    """Read the kinds to fail on: names with commas between, ``all``, or ``none``.

    Raises:
        InputError: there is no such kind.
    """
    chosen: set[Kind] = set()
    for name in filter(None, (part.strip().lower() for part in text.split(","))):
        known = [kind for kind in KINDS if name in (kind, "all")]
        if not known and name != "none":
            raise InputError(
                f"there is nothing called {name!r} to fail on; choose from {', '.join(KINDS)}, "
                "all, none"
            )
        chosen |= set(known)
    return frozenset(chosen)


def compare_reports(old: Report, new: Report) -> Differences:
    """Hold a new report of a case against an old one.

    Raises:
        InputError: they are reports of different cases.
    """
    pages = pair_pages(old, new)
    if old.case != new.case or (old.pages and new.pages and not pages):
        what = "have no page in common" if old.case == new.case else "bear different names"
        raise InputError(
            f"these are reports of different cases, {old.case!r} and {new.case!r}: they {what}; "
            "compare two reports of one case"
        )
    pairs = pair_claims(old, new)
    return Differences(
        case=new.case,
        **_compare_claims(old, new, pairs),
        **_compare_all_findings(old, new, pairs),
        pages_changed=tuple(_changed_pages(old, new, pages)),
        problems_new=_left(new.problems, old.problems),
        problems_gone=_left(old.problems, new.problems),
    )


class _Notes:
    """Makes notes of the records of one report."""

    def __init__(self, report: Report) -> None:
        self.claims: Mapping[str, Claim] = {claim.id: claim for claim in report.claims}
        self._articles: Mapping[str, Article] = {each.id: each for each in report.articles}
        self._pages: Mapping[str, Page] = {page.id: page for page in report.pages}

    def page_of(self, claim: Claim) -> Page:
        return self._pages[self._articles[claim.article_id].page_id]

    def claim(self, id_: str) -> ClaimNote:
        claim = self.claims[id_]
        fields = ("id", "start", "end", "quote", "statement", "chain")
        told = {name: getattr(claim, name) for name in fields}
        return ClaimNote(page=self.page_of(claim).path, **told)

    def finding(self, finding: Finding) -> FindingNote:
        fields = ("id", "question", "relation", "type", "level", "severity")
        positions = tuple(
            PositionNote(
                answer=each.answer,
                outlets=each.outlets,
                origin_count=each.origin_count,
                claims=tuple(map(self.claim, each.claim_ids)),
            )
            for each in finding.positions
        )
        told = {name: getattr(finding, name) for name in fields}
        return FindingNote(positions=positions, **told)


def _compare_claims(old: Report, new: Report, pairs: Mapping[str, str]) -> dict[str, tuple[object, ...]]:
    before, after = _Notes(old), _Notes(new)
    found = set(pairs.values())
    changed = []
    for one, other in pairs.items():
        changes = tuple(_claim_changes(before.claims[one], after.claims[other]))
        if changes:
            notes = before.claim(one), after.claim(other)
            changed.append(ClaimChange(old=notes[0], new=notes[1], changes=changes))
    return {
        "claims_gone": tuple(before.claim(each.id) for each in old.claims if each.id not in pairs),
        "claims_new": tuple(after.claim(each.id) for each in new.claims if each.id not in found),
        "claims_changed": tuple(changed),
    }


def _claim_changes(old: Claim, new: Claim) -> Iterator[FieldChange]:
    for name in ("quote", "statement", "chain", "stance", "modality", "when", "main"):
        one, other = _shown(getattr(old, name)), _shown(getattr(new, name))
        if one != other:
            yield FieldChange(what=name, old=one, new=other)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " → ".join(map(str, value))
    return value.model_dump_json() if isinstance(value, Record) else str(value)


def _compare_all_findings(
    old: Report, new: Report, pairs: Mapping[str, str]
) -> dict[str, tuple[object, ...]]:
    before, after = _Notes(old), _Notes(new)
    names = name_claims(old, pairs)
    places = pair_findings(old, new, names)
    found = set(places.values())
    changed = []
    for one, other in places.items():
        first, second = old.findings[one], new.findings[other]
        changes = compare_findings(first, second, names)
        if changes:
            same = _same_text(first, before, second, after)
            ...
    return {}
