"""The records of a story that goes on: what each run added, changed and no longer holds.

Runs are counted from 1; `Report.earlier` holds those before the last one, whose number is one more
than there are of them. When a run was is told by its `Run`, and nowhere else.
"""

from __future__ import annotations

from typing import Literal

from checker.record import Record

StepKind = Literal["first_seen", "grown", "changed", "superseded"]
Why = Literal["words_gone", "not_carried", "not_found_again"]
Became = Literal["first_seen", "grown", "changed", "superseded", "no_longer_held"]


class Changed(Record):
    """A value that is not what it was; None where there was or is nothing.

    ``what`` names it: a field of a finding (``relation``, ``severity``), ``position``,
    ``conflict``, ``sources``; of a run ``model``, ``pivot_language`` or the name of a prompt.
    """

    what: str
    old: str | None
    new: str | None


class Step(Record):
    """What one run did to a finding, and the pages (ids) that brought it about.

    ``grown``: more claims or sources behind the same answers. ``changed``: another verdict, a
    position or a conflict more or less. ``superseded``: a later report replaces an answer.
    """

    run: int
    what: StepKind
    page_ids: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()


class PastFinding(Record):
    """A finding that no longer holds, as it last was, since which run, and why.

    ``words_gone``: its page does not say it any more; ``not_carried``: what it rests on does not
    carry it; ``not_found_again``: all was read anew.
    """

    key: str
    question: str
    answers: tuple[str, ...]
    relation: str
    run: int
    why: Why
    page_ids: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()


class EditedPassage(Record):
    """One place of a page that reads otherwise now; None where nothing stood or stands.

    ``claim_ids`` are the claims that it gives now, ``dropped`` the statements that it gave before
    and does not give any more.
    """

    old: str | None
    new: str | None
    claim_ids: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class EditedFinding(Record):
    """A finding (by its key) that rests on an edited passage, and what became of it."""

    key: str
    question: str
    became: Became


class Edit(Record):
    """What changed between two readings of one page, in runs ``before`` and ``run``."""

    page_id: str
    path: str
    url: str | None
    before: int
    run: int
    passages: tuple[EditedPassage, ...]
    findings: tuple[EditedFinding, ...] = ()


class PageChange(Record):
    """What is said of a page (in ``case.toml``, or by the page itself) and was otherwise before."""

    page_id: str
    field: str
    old: str | None
    new: str | None


class Since(Record):
    """What the last run did to the report of the run before it.

    Pages by id; findings by key. ``pages_gone`` were not given any more: what they said stands as
    it was read. ``mixed`` names what earlier parts of the report were made with otherwise.
    ``afresh`` says why everything was read anew, where it was.
    """

    run: int
    pages_new: tuple[str, ...] = ()
    pages_edited: tuple[str, ...] = ()
    pages_gone: tuple[str, ...] = ()
    pages_back: tuple[str, ...] = ()
    page_changes: tuple[PageChange, ...] = ()
    findings_new: tuple[str, ...] = ()
    findings_changed: tuple[str, ...] = ()
    findings_grown: tuple[str, ...] = ()
    no_longer_held: tuple[str, ...] = ()
    mixed: tuple[Changed, ...] = ()
    afresh: str | None = None
