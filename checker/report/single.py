"""One finding or one claim of a report, with its passages in context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from rich.console import RenderableType
from rich.text import Text

from checker.claims.parts import SENTENCE_END
from checker.data import Claim
from checker.errors import InputError
from checker.found import Finding
from checker.kept_report import Report
from checker.notes.records import NO_NOTES, Notes
from checker.notes.standing import Words
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.claim_list import MARGIN, claim_block
from checker.report.layout import CONTROLS, indented, lay_out, plain
from checker.report.lookup import Lookup, letter_of
from checker.report.made_texts import say_made_texts
from checker.report.note_list import note_lines
from checker.report.standing import rests_on_one, say_firsts, say_standing
from checker.report.terminal import finding_head, verdict_lines

AROUND = 300  # characters on each side, at most
OPEN, CLOSE = "⟦", "⟧"


def find_record(report: Report, id_: str) -> Finding | Claim:
    """The finding or claim of an id: ``f3``, ``C12``, or as an address of a page has it, ``#f-3``.

    Raises:
        InputError: there is none.
    """
    records: dict[str, Finding | Claim] = {each.id: each for each in report.findings}
    records |= {each.id: each for each in report.claims}
    found = records.get(re.sub(r"^#?([a-z])-?", r"\1", id_.strip().lower()))
    if found is None:
        near = get_close_matches(id_.lower(), records, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise InputError(
            f"the report has no finding or claim {id_!r}; it has {len(report.findings)} findings "
            f"(f1, …) and {len(report.claims)} claims (c1, …){hint}"
        )
    return found


def render_record(
    report: Report,
    record: Finding | Claim,
    width: int = 80,
    color: bool = False,
    language: str = "en",
    notes: Notes = NO_NOTES,
) -> str:
    """The record with each quote in its sentences, between ``⟦`` and ``⟧``, and its ``notes``.

    Raises:
        InputError: there is no interface in ``language``.
    """
    words = load_catalogue(language)
    noted = Words(report, notes)
    report = say_made_texts(report, words)
    lookup = Lookup(report)
    record = find_record(report, record.id)
    if isinstance(record, Finding):
        said = note_lines(noted.on(record), words)
        return lay_out(_finding(record, lookup, words, [*said]), width, color)
    return lay_out(_claim(record, lookup, words, with_uses=True), width, color)


def render_record_json(report: Report, record: Finding | Claim) -> str:
    """The record, and its claims with the text before and after each quote."""
    lookup = Lookup(report)
    if isinstance(record, Finding):
        claims = [claim for each in record.positions for claim in lookup.claims_in(each)]
    else:
        claims = [record]
    kind = "finding" if isinstance(record, Finding) else "claim"
    whole = {
        kind: record.model_dump(mode="json"),
        "passages": [_passage_row(claim, lookup) for claim in dict.fromkeys(claims)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after ``text[start:end]``: its sentence and one neighbour each side.

    They stay on the quote's line; what is longer than `AROUND` is cut between words.
    """
    line_end = text.find("\n", end)
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end : len(text) if line_end < 0 else line_end]
    starts = [match.end() for match in SENTENCE_END.finditer(before)]
    ends = [match.end() for match in SENTENCE_END.finditer(after)]
    before = before[starts[-2] if len(starts) > 1 else 0 :].lstrip()
    after = after[: ends[1] if len(ends) > 1 else len(after)].rstrip()
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return before, after


def _finding(
    finding: Finding, lookup: Lookup, words: Catalogue, said: Sequence[RenderableType]
) -> Iterator[RenderableType]:
    yield finding_head(finding, words)
    if rests_on_one(finding):
        yield plain(words.say("standing.one"), style="yellow")
    yield from said
    for place, position in enumerate(finding.positions):
        letter = letter_of(finding, place)
        yield plain("")
        yield plain(f"{letter}: {position.answer}" if letter else position.answer, style="bold")
        yield plain(say_standing(position, words), style="dim")
        for line in say_firsts(position, lookup, words):
            yield plain(line, style="dim")
        for claim in lookup.claims_in(position):
            yield plain("")
            yield from _claim(claim, lookup, words)
    for conflict in finding.conflicts:
        yield plain("")
        yield from verdict_lines(conflict, words)


def _claim(
    claim: Claim, lookup: Lookup, words: Catalogue, with_uses: bool = False
) -> Iterator[RenderableType]:
    yield from claim_block(claim, lookup, words)
    yield indented("", MARGIN)
    yield _passage(claim, lookup)
    if with_uses:
        for use in lookup.uses[claim.id]:
            side = f" ({use.letter})" if use.letter else ""
            yield indented(f"{use.finding.id}{side}: {use.finding.question}", MARGIN, "dim")


def _passage(claim: Claim, lookup: Lookup) -> RenderableType:
    page = lookup.pages[lookup.articles[claim.article_id].page_id]
    before, after = around(page.text, claim.start, claim.end)
    marked = Text.assemble(
        plain(before),
        (f"{OPEN}{claim.quote.translate(CONTROLS)}{CLOSE}", "bold"),
        plain(after),
    )
    return indented(marked, MARGIN)


def _passage_row(claim: Claim, lookup: Lookup) -> dict[str, object]:
    page = lookup.pages[lookup.articles[claim.article_id].page_id]
    before, after = around(page.text, claim.start, claim.end)
    return {
        "claim": claim.model_dump(mode="json"),
        "path": page.path,
        "url": page.url,
        "before": before,
        "quote": claim.quote,
        "after": after,
    }
