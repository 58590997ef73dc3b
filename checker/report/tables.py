"""Tables for a spreadsheet: claims, findings, and one row for each claim in a finding.

CSV as RFC 4180 has it (CRLF between rows, quotes doubled), in UTF-8 with a byte order mark, by
which spreadsheets know the encoding. A cell that would be read as a formula gets an apostrophe
before it (OWASP, *CSV Injection*).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain

from checker.data import Claim
from checker.found import Finding, Position
from checker.kept_report import Report
from checker.notes.records import NO_NOTES, Note, Notes
from checker.notes.standing import Said, Word, Words
from checker.report.catalogue import load_catalogue
from checker.report.lookup import Lookup, letter_of
from checker.report.sections import section_of, sort_findings
from checker.report.standing import name_sources, rests_on_one, say_count

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Unseen before a formula: what a spreadsheet, or a person who cleans the text, may drop.
UNSEEN = " \u00a0\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\u3000\ufeff"
FORMULA = re.compile(f"[{UNSEEN}]*({'|'.join(map(re.escape, FORMULA_STARTS))})")
# What could steer a terminal on which a table is shown; ends of lines stay.
STEERING = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
COMPLETE = "report_complete"  # the last column: each row says it, since a table has no head
LINK = " → "
LIST = "; "
Cell = str | int | bool | None

CLAIM_COLUMNS = (
    "claim_id",
    "article_id",
    "outlet",
    "language",
    "published",
    "quote",
    "statement",
    "speaker",
    "chain",
    "stance",
    "modality",
    "when_words",
    "when_start",
    "when_end",
    "event",
    "main",
    "origin_id",
    "page",
    "url",
    "start",
    "end",
)
# What both tables of findings begin with.
OF_FINDING = (
    "finding_id",
    "section",
    "question",
    "relation",
    "type",
    "level",
    "severity",
)
# What people said: ``checked``, ``dismissed`` or both; whether the finding changed since.
OF_NOTES = ("mark", "notes", "changed_since_noted")
FINDING_COLUMNS = (
    *OF_FINDING,
    "positions",
    "claims",
    "outlets",
    "voices",
    "sources",
    "rests_on_one_source",
    "why",
    "verified",
    *OF_NOTES,
)
USE_COLUMNS = (
    *OF_FINDING,
    "position",
    "answer",
    "independent_sources",
    "sources",
    "sources_certain",
    "outlets_of_position",
    "separate_reports",
    *OF_NOTES,
)
GONE = "gone"  # the section of notes on findings that the report does not have


def render_claims_csv(report: Report) -> str:
    """One row for each claim."""
    lookup = Lookup(report)
    return _write(report, CLAIM_COLUMNS, (_claim_cells(claim, lookup) for claim in report.claims))


def render_findings_csv(report: Report, notes: Notes = NO_NOTES) -> str:
    """One row for each finding, in the report's order, then one for each note on one that is gone.

    The latter have no id, and the section ``gone``.
    """
    lookup, words = Lookup(report), Words(report, notes)
    rows = (
        (*_finding_cells(finding, lookup), *_noted(words.on(finding)))
        for finding in _ordered(report)
    )
    return _write(report, FINDING_COLUMNS, chain(rows, map(_gone_cells, words.gone)))


def render_uses_csv(report: Report, notes: Notes = NO_NOTES) -> str:
    """One row for each claim in each position of each finding, with all that is known of both."""
    return _write(report, (*USE_COLUMNS, *CLAIM_COLUMNS), _use_rows(report, notes))


def harmless(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula; True and False as ``yes`` and ``no``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return str(cell)
    text = STEERING.sub("\ufffd", cell.replace("\0", ""))
    return f"'{text}" if FORMULA.match(text) else text


def _write(report: Report, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*columns, COMPLETE))
    writer.writerows([harmless(cell) for cell in (*row, report.complete)] for row in rows)
    return BOM + out.getvalue()


def _ordered(report: Report) -> Iterator[Finding]:
    for _, findings in sort_findings(report):
        yield from findings


def _claim_cells(claim: Claim, lookup: Lookup) -> tuple[Cell, ...]:
    article = lookup.articles[claim.article_id]
    page = lookup.pages[article.page_id]
    origin = lookup.origins.get(article.id)
    when = claim.when
    return (
        claim.id,
        article.id,
        lookup.labels[article.id],
        lookup.language(article.id),
        lookup.published(article.id),
        claim.quote,
        claim.statement,
        claim.chain[0],
        LINK.join(claim.chain),
        claim.stance,
        claim.modality,
        when.words if when else None,
        when.start.isoformat() if when and when.start else None,
        when.end.isoformat() if when and when.end else None,
        claim.event.label,
        claim.main,
        origin.id if origin else None,
        page.path,
        page.url,
        claim.start,
        claim.end,
    )


def _verdict_cells(finding: Finding) -> tuple[Cell, ...]:
    return (
        finding.id,
        section_of(finding),
        finding.question,
        finding.relation,
        finding.type,
        finding.level,
        finding.severity,
    )


def _finding_cells(finding: Finding, lookup: Lookup) -> tuple[Cell, ...]:
    outlets = dict.fromkeys(name for each in finding.positions for name in each.outlets)
    voices = dict.fromkeys(name for each in finding.positions for name in each.voices)
    return (
        *_verdict_cells(finding),
        LIST.join(_answer(finding, place) for place in range(len(finding.positions))),
        sum(len(each.claim_ids) for each in finding.positions),
        LIST.join(outlets),
        LIST.join(voices),
        LIST.join(_sources(finding, place) for place in range(len(finding.positions))),
        rests_on_one(finding),
        LIST.join(each.why for each in finding.conflicts),
        all(each.verified for each in finding.conflicts) if finding.conflicts else None,
    )


def _answer(finding: Finding, place: int) -> str:
    letter = letter_of(finding, place)
    answer = finding.positions[place].answer
    return f"{letter}: {answer}" if letter else answer


def _sources(finding: Finding, place: int) -> str:
    letter = letter_of(finding, place)
    told = say_count(finding.positions[place], load_catalogue())
    return f"{letter}: {told}" if letter else told


def _noted(word: Word) -> tuple[Cell, ...]:
    return (LIST.join(word.statuses), word.text, word.changed if word.said else None)


def _gone_cells(note: Note) -> tuple[Cell, ...]:
    known = {"section": GONE, "question": note.finding}
    cells = (known.get(name) for name in FINDING_COLUMNS[: -len(OF_NOTES)])
    return (*cells, *_noted(Word((Said(note, True),))))


def _use_rows(report: Report, notes: Notes) -> Iterator[tuple[Cell, ...]]:
    lookup, words = Lookup(report), Words(report, notes)
    for finding in _ordered(report):
        noted = _noted(words.on(finding))
        for place, position in enumerate(finding.positions):
            for claim in lookup.claims_in(position):
                shared = _position_cells(finding, place, position)
                yield (*shared, *noted, *_claim_cells(claim, lookup))


def _position_cells(finding: Finding, place: int, position: Position) -> tuple[Cell, ...]:
    return (
        *_verdict_cells(finding),
        letter_of(finding, place),
        position.answer,
        position.source_count,
        LIST.join(name_sources(position.sources, load_catalogue())),
        all(each.certainty == "certain" for each in position.sources),
        len(position.outlets),
        position.report_count,
    )
