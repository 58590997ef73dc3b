"""When a page was published, by what says so explicitly, or None: no date is a fine answer.

In this order: what its markup states of its own article; the day in a visible dateline beside
the headline; loose marks (``date``, ``dc.date``), which as often tell of a change; a whole day in
the address. Never a footer, a story's own dates, another article's, nor the last change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from checker.intake.documents import Found
from checker.intake.linked_data import Node, types_of
from checker.intake.stated_days import find_address_day, find_stated


def find_published(
    root: Any,
    nodes: Sequence[Node],
    article: Node,
    shown: Found | None,
    address: str | None,
) -> Found | None:
    """The moment of publication in ISO 8601, and where it stands.

    ``shown`` is the visible day; it is the event's own where the page is about an event.
    """
    stated = find_stated(root, article)
    if shown and not article and any(map(_is_event, nodes)):
        shown = None
    in_address = find_address_day(address)
    if stated and not (stated.is_loose and shown):
        return local_day(stated.found, shown, in_address)
    return shown or in_address


def _is_event(node: Node) -> bool:
    return any(each.endswith("Event") for each in types_of(node))


def local_day(said: Found, shown: Found | None, in_address: Found | None) -> Found:
    """The day where the page was published, since its words *today* and *Thursday* are of there.

    Much markup gives the moment in UTC, whose day is another one in the evening of America and in
    the morning of Asia; the day in the dateline that readers see, or else in the address, is the
    outlet's own.
    """
    moment = datetime.fromisoformat(said.value)
    if moment.utcoffset() != timedelta(0) or "T" not in said.value:
        return said
    agreeing = in_address and in_address.value == said.value[:10]
    for own in (shown, in_address):
        if not own or agreeing or own.value.endswith("+00:00"):
            continue
        day = date.fromisoformat(own.value[:10])
        if day != moment.date() and _is_same_moment(moment, day):
            return Found(own.value[:10], f"{own.where} ({said.where} says {said.value}, in UTC)")
        return said
    return said


def _is_same_moment(moment: datetime, day: date) -> bool:
    """Whether a moment in UTC falls on a day somewhere: from Hawaii's clock to New Zealand's."""
    first, last = moment - timedelta(hours=10), moment + timedelta(hours=13)
    return first.date() <= day <= last.date()
