"""The records inside what services put around them.

Answers hold a list under one of a few names, exports a list of chats with messages, search engines
a list of hits; Event Registry gives single articles by their ids, the Guardian one in ``content``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.intake.linked_data import is_article
from checker.intake.record_fields import find_text, first_words, fold_names

_LIST_NAMES = (
    "articles items entries results records data docs messages posts news stories top_news "
    "statuses value @graph response hits chats list content"
)
_LISTS = _LIST_NAMES.split()
_DEEPEST = 4  # wrappers in wrappers
Inside = list[tuple[object, str]]


def find_rows(value: object, outlet: str = "", depth: int = 0) -> Inside | None:
    """The records in a wrapper, each with the feed's or the chat's own name where it has one.

    None where there are none, since the value is itself the record, or nothing that is known.
    """
    if not isinstance(value, dict) or depth > _DEEPEST:
        return None
    if "version" not in value and _has_text(value):
        return None
    is_feed = "items" in value or "messages" in value
    named = outlet or (first_words(value, ["title", "name"]) if is_feed else "")
    for name in _LISTS:
        rows = _held(value.get(name), named, depth + 1)
        if rows is not None:
            return _articles_alone(rows) if name == "@graph" else rows
    return _by_id(value)


def _held(held: object, outlet: str, depth: int) -> Inside | None:
    if isinstance(held, list) and (not held or any(isinstance(each, dict) for each in held)):
        return [row for each in held for row in _opened(each, outlet, depth)]
    rows = find_rows(held, outlet, depth)
    return [(held, outlet)] if rows is None and _has_text(held) else rows


def _opened(each: object, outlet: str, depth: int) -> Iterator[tuple[object, str]]:
    """A record, or those of a wrapper in the list: a chat's messages, a day's news."""
    yield from find_rows(each, outlet, depth) or [(each, outlet)]


def _by_id(value: dict[str, Any]) -> Inside | None:
    rows: Inside = [(each, "") for each in value.values()]
    return rows if rows and all(_has_text(each) for each, _ in rows) else None


def _articles_alone(rows: Inside) -> Inside:
    """A graph holds the site and the author beside the article."""
    telling = [row for row in rows if _has_text(row[0])]
    articles = [row for row in telling if isinstance(row[0], dict) and is_article(row[0])]
    return articles or telling


def _has_text(value: object) -> bool:
    return isinstance(value, dict) and bool(find_text(fold_names(value))[0])
