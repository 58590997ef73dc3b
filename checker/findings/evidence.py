"""Whether the quotes under an answer carry it: each pair put to the model, many in one call.

The comparison works on statements; here the page's own words stand beside the answer. A quote
that does not carry its answer leaves the position, one that carries a part of it stays only
where no other carries it whole; a position without any falls, and its finding if need be. Who
reads the quotes anew says too against which agreements somebody speaks in another finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from checker.errors import AnswerError
from checker.findings.described_evidence import Place, describe_evidence
from checker.findings.drafts import Draft, drop_claims
from checker.findings.story import Story
from checker.found import Evidence
from checker.kept_report import Problem
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt

STAGE = "evidence"
ROWS_A_CALL = 150
Carries = Literal["supports", "partly", "does_not"]


class LackingRow(TerseAnswer):
    """A quote that does not carry its answer whole; the reason before the verdict."""

    n: int
    why: str
    verdict: Literal["partly", "does_not"]


class Dispute(TerseAnswer):
    """A question with one answer, and one under which somebody says otherwise; places from 1."""

    question: int
    against: int


class CheckedRows(TerseAnswer):
    """All rows asked about, each by its number in one of the first two lists."""

    supports: list[int]
    others: list[LackingRow]
    disputed: list[Dispute]


@dataclass(frozen=True)
class _Row:
    """What is said of one quote under one answer."""

    verdict: Carries
    why: str = ""


@dataclass(frozen=True)
class _Said:
    """The verdict on each pair, or why there is none.

    ``disputed``: the keys of drafts in which somebody says otherwise, by the draft.
    """

    verdicts: dict[Place, _Row | str] = field(default_factory=dict)
    disputed: dict[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """Drafts with the claims that carry them; problems of what fell, or could not be checked."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]


def check_evidence(llm: LLM, drafts: Sequence[Draft], story: Story, pivot: str) -> Checked:
    """Keep, of each answer, the claims whose quotes carry it."""
    said = _ask_all(llm, drafts, (story, pivot))
    rows = [_settle(n, draft, said) for n, draft in enumerate(drafts)]
    kept = tuple(draft for draft, _ in rows if draft.stands())
    dropped = [_problem(draft, "fell, since its quotes do not carry it") for draft, _ in rows
               if not draft.stands()]  # fmt: skip
    problems = [problem for _, problems in rows for problem in problems]
    return Checked(kept, (*problems, *dropped))


def check_added(
    llm: LLM,
    drafts: Sequence[Draft],
    added: Sequence[Collection[tuple[int, str]]],
    ground: tuple[Story, str],
) -> list[tuple[Draft, list[Problem]]]:
    """Check only what was ``added`` to each draft: pairs of a position and a claim.

    All drafts come back, also those that do not stand any more. What was checked before keeps
    its verdict, as the draft's notes have it.
    """
    asked = [
        replace(
            draft,
            claim_ids=tuple(
                tuple(id_ for id_ in ids if (at, id_) in pairs)
                for at, ids in enumerate(draft.claim_ids)
            ),
        )
        for draft, pairs in zip(drafts, added, strict=True)
    ]
    said = _ask_all(llm, asked, ground)
    rows = []
    for n, draft in enumerate(drafts):
        verdicts = {**_verdicts_before(n, draft), **said.verdicts}
        settled, problems = _settle(n, draft, _Said(verdicts, said.disputed))
        new = any(place[0] == n for place in said.verdicts)
        rows.append((settled, problems) if new else (draft, []))
    return rows


def _verdicts_before(number: int, draft: Draft) -> dict[Place, _Row | str]:
    """The verdicts that a draft's notes keep; what has no note carries its answer."""
    verdicts: dict[Place, _Row | str] = {}
    notes = draft.evidence or ((),) * len(draft.answers)
    for at, ids in enumerate(draft.claim_ids):
        noted = {each.claim_id: each for each in notes[at]}
        for id_ in ids:
            note = noted.get(id_)
            verdicts[number, at, id_] = (
                _Row("supports")
                if note is None
                else note.why
                if note.carries == "not_checked"
                else _Row("partly", note.why)
            )
    return verdicts


def _ask_all(llm: LLM, drafts: Sequence[Draft], ground: tuple[Story, str]) -> _Said:
    """What is said of all pairs of an answer and a claim."""
    said = _Said()
    for places in _cut(drafts):
        more = _ask(llm, drafts, places, ground)
        said.verdicts.update(more.verdicts)
        said.disputed.update(more.disputed)
    return said


def _cut(drafts: Sequence[Draft]) -> list[list[Place]]:
    """The pairs of answer and claim in lists of about `ROWS_A_CALL`, a finding in one list."""
    lists: list[list[Place]] = [[]]
    for n, draft in enumerate(drafts):
        places = [(n, at, id_) for at, ids in enumerate(draft.claim_ids) for id_ in ids]
        if lists[-1] and len(lists[-1]) + len(places) > ROWS_A_CALL:
            lists.append([])
        lists[-1] += places
    return [each for each in lists if each]


def _ask(
    llm: LLM, drafts: Sequence[Draft], places: Sequence[Place], ground: tuple[Story, str]
) -> _Said:
    about = describe_evidence(drafts, places, *ground)
    try:
        answer = llm.ask(read_prompt("check_evidence"), about, CheckedRows)
    except AnswerError as error:
        return _Said(dict.fromkeys(places, f"the answer cannot be used: {error}"))
    given = {n: _Row("supports") for n in answer.supports}
    for row in reversed(answer.others):  # of two words on a row the first counts
        given[row.n] = _Row(row.verdict, row.why)
    asked = dict(enumerate(dict.fromkeys(n for n, _, _ in places), start=1))
    against = {
        (asked[each.question], asked[each.against])
        for each in answer.disputed
        if each.question in asked and each.against in asked and each.question != each.against
    }
    disputed: dict[int, list[str]] = {}
    for n, other in sorted(against):
        disputed.setdefault(n, []).append(drafts[other].key)
    return _Said(
        {
            place: given.get(n, "the answer leaves it out")
            for n, place in enumerate(places, start=1)
        },
        disputed,
    )


def _settle(number: int, draft: Draft, said_of: _Said) -> tuple[Draft, list[Problem]]:
    kept: list[set[str]] = []
    notes: list[tuple[Evidence, ...]] = []
    problems: list[Problem] = []
    for at, ids in enumerate(draft.claim_ids):
        said = {id_: said_of.verdicts[number, at, id_] for id_ in ids}
        whole = {id_ for id_, row in said.items() if _carries(row) in ("supports", None)}
        partly = {id_ for id_, row in said.items() if _carries(row) == "partly"}
        kept.append(whole or partly)
        notes.append(tuple(_notes(said)))
        problems += [
            _problem(
                draft,
                f"a quote was taken from {draft.answers[at]!r}, {id_}: {row.why or row.verdict}",
            )
            for id_, row in said.items()
            if isinstance(row, _Row) and row.verdict == "does_not"
        ]
        if ids and not kept[at]:
            problems.append(
                _problem(draft, f"the answer {draft.answers[at]!r} has no support left")
            )
        unread = [row for row in said.values() if isinstance(row, str)]
        if unread:
            problems.append(
                _problem(draft, f"{len(unread)} of its quotes were not checked: {unread[0]}")
            )
    left = replace(drop_claims(draft, kept), evidence=tuple(notes))
    if not draft.pairs:
        known = (*draft.disputed, *said_of.disputed.get(number, ()))
        left = replace(left, disputed=tuple(dict.fromkeys(known)))
    return left, problems


def _carries(row: _Row | str) -> Carries | None:
    return row.verdict if isinstance(row, _Row) else None


def _notes(said: Mapping[str, _Row | str]) -> Iterable[Evidence]:
    for id_, row in said.items():
        if isinstance(row, str):
            yield Evidence(claim_id=id_, carries="not_checked", why=row)
        elif row.verdict == "partly":
            yield Evidence(claim_id=id_, carries="partly", why=row.why or row.verdict)


def _problem(draft: Draft, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=draft.question, reason=reason)
