"""Claims chosen by who says them, what about, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checker.asking.scripts import same_across_scripts
from checker.claims.articles import publication_day
from checker.data import Claim, Stance
from checker.kept_report import Report
from checker.report.lookup import Lookup
from checker.sources.names import same_voice
from checker.stems import stem
from checker.text import words


@dataclass(frozen=True)
class Filters:
    """What a claim must be; of several values of one filter any will do.

    ``outlets`` match the outlet or whom the article is credited to, ``voices`` any link of the
    chain but the last, ``events`` what happened and where; all by their words, in any spelling,
    and in the page's script where the report writes them in another (الشرع: al-Sharaa).
    ``since`` and ``until`` are days: those the claim speaks of, or where these are not known,
    the day its article was published; a claim with neither is left out. ``text`` is a list of
    words that all stand in the quote or all in the statement, inflected or not.
    """

    outlets: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str | None = None


def select_claims(report: Report, filters: Filters) -> Report:
    """The report with the claims that pass, and no findings, topics or problems."""
    lookup = Lookup(report)
    kept = tuple(claim for claim in report.claims if _passes(claim, filters, lookup))
    return report.model_copy(update={"claims": kept, "findings": (), "topics": (), "problems": ()})


def _passes(claim: Claim, filters: Filters, lookup: Lookup) -> bool:
    event = claim.event
    happening = " ".join(each for each in (event.label, event.place, event.time) if each)
    article = lookup.articles[claim.article_id]
    published_by = (lookup.labels[article.id], article.credited_to or "")
    return (
        _any_named(filters.outlets, published_by)
        and _any_named(filters.voices, claim.chain[:-1] or claim.chain)
        and _any_named(filters.events, [happening])
        and (not filters.stances or claim.stance in filters.stances)
        and _in_time(claim, filters, lookup)
        and (not filters.text or _holds(claim, filters.text, lookup))
    )


def _any_named(wanted: Iterable[str], names: Iterable[str]) -> bool:
    known = [(name, set(words(name))) for name in names]
    rows = [(each, set(words(each))) for each in wanted]
    return not rows or any(
        (tokens and tokens <= said)
        or (name and same_voice(each, name))
        or same_across_scripts(each, name)
        for each, tokens in rows
        for name, said in known
    )


def _in_time(claim: Claim, filters: Filters, lookup: Lookup) -> bool:
    if not filters.since and not filters.until:
        return True
    published = publication_day(lookup.articles[claim.article_id])
    start, end = (claim.when.start, claim.when.end) if claim.when else (None, None)
    first, last = start or published, end or start or published
    if first is None or last is None:
        return False
    return (filters.since or last) <= last and first <= (filters.until or first)


def _holds(claim: Claim, text: str, lookup: Lookup) -> bool:
    """Whether all words stand in the quote or all in the statement, by their stems."""
    sides = (
        (claim.quote, lookup.language(claim.article_id)),
        (claim.statement, lookup.pivot_language),
    )
    return any(
        {stem(word, language) for word in words(text)}
        <= {stem(word, language) for word in words(side)}
        for side, language in sides
    )
