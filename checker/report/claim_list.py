"""Claims as JSON lines, for programs, and as a table, for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import RenderableType

from checker.data import Claim
from checker.kept_report import Report
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.layout import hanging, indented, lay_out, plain, told_through
from checker.report.lookup import Lookup, clock, describe_days
from checker.report.made_texts import say_made_texts

MARGIN = 7
# What JSON leaves as it is and some readers take for the end of a line.
LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x7F, 0x85, 0x2028, 0x2029)}


def render_claims_jsonl(report: Report) -> str:
    """One claim a line, with its outlet, page, language, origin and days of publication."""
    lookup = Lookup(report)
    rows = (json.dumps(_row(claim, lookup), ensure_ascii=False) for claim in report.claims)
    return "".join(f"{row.translate(LINE_ENDS)}\n" for row in rows)


def render_claims_table(
    report: Report, width: int = 80, color: bool = False, language: str = "en"
) -> str:
    """Each claim with its chain, its quote and its place.

    Raises:
        InputError: there is no interface in ``language``.
    """
    words = load_catalogue(language)
    return lay_out(_parts(Lookup(say_made_texts(report, words)), words), width, color)


def _row(claim: Claim, lookup: Lookup) -> dict[str, object]:
    article = lookup.articles[claim.article_id]
    page = lookup.pages[article.page_id]
    origin = lookup.origins.get(article.id)
    return {
        **claim.model_dump(mode="json"),
        "outlet": lookup.labels[article.id],
        "credited_to": article.credited_to,
        "published": lookup.published(article.id),
        "language": lookup.language(article.id),
        "origin_id": origin.id if origin else None,
        "path": page.path,
        "url": page.url,
    }


def _parts(lookup: Lookup, words: Catalogue) -> Iterator[RenderableType]:
    report = lookup.report
    yield plain(f"{report.case}: {words.count_plainly('claims', len(report.claims))}", style="bold")
    for claim in report.claims:
        yield plain("")
        yield from claim_block(claim, lookup, words)


def claim_block(claim: Claim, lookup: Lookup, words: Catalogue) -> Iterator[RenderableType]:
    """The lines of one claim."""
    page = lookup.pages[lookup.articles[claim.article_id].page_id]
    facts = [words.say(f"stance.{claim.stance}"), words.say(f"modality.{claim.modality}")]
    if claim.when:
        start = claim.when.start
        days = f" ({describe_days(start, claim.when.end)})" if start else ""
        facts.append(f"{claim.when.words}{days}")
    facts += [] if claim.main else [words.say("background")]
    yield hanging(claim.id, plain(claim.statement), MARGIN, "bold")
    yield indented(told_through(claim.chain, words), MARGIN, "green")
    yield indented(f"“{claim.quote}”", MARGIN)
    facts.append(f"{page.path} {claim.start}–{claim.end}")
    yield indented(words.say("reply.and").join(facts), MARGIN, "dim")
    published = lookup.published(claim.article_id)
    came = [clock(published)] if published else []
    came += [page.url] if page.url else []
    if came:
        yield indented(words.say("reply.and").join(came), MARGIN, "dim")
