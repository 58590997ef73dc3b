"""When articles were published, as exactly as it is told, and which of them was first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from checker.data import Article

# A time without a zone may be any zone's, from UTC-12 to UTC+14.
EARLIEST_ZONE, LATEST_ZONE = timedelta(hours=-14), timedelta(hours=12)


def first_published(articles: Sequence[Article]) -> str | None:
    """The id of the article published before all others, or None where that is not known.

    A day without an hour is the whole day, a time without a zone is any zone's. One article alone
    is the first of its own.
    """
    if len(articles) == 1:
        return articles[0].id
    spans = {each.id: publication_span(each.published) for each in articles}
    known = {id_: span for id_, span in spans.items() if span}
    if len(known) < len(articles) or not known:
        return None
    first = min(known, key=lambda id_: known[id_][1])
    others = [span for id_, span in known.items() if id_ != first]
    return first if all(known[first][1] < span[0] for span in others) else None


def publication_span(published: str | None) -> tuple[datetime, datetime] | None:
    """The earliest and the latest moment (UTC) that a publication time can mean, or None."""
    if not published:
        return None
    try:
        if len(published) <= len("2025-01-31"):
            day = date.fromisoformat(published)
            start = datetime.combine(day, time.min, UTC)
            return start, start + timedelta(days=1) - timedelta.resolution
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return moment.astimezone(UTC), moment.astimezone(UTC)
    told = moment.replace(tzinfo=UTC)
    return told + EARLIEST_ZONE, told + LATEST_ZONE
