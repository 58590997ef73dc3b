"""What a page says of its article in JSON-LD (schema.org), where it says so.

Pages hold several such scripts, and in them the article beside its site, its author and other
articles. Which one is the page's own is told by its type, its headline and its address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_CHARACTERS = 3_000_000
MOST_NODES = 5_000
_ARTICLE = re.compile(r"article|posting|report$|^(review|claimreview|newsarticle|statement)$", re.I)
_PAGE = re.compile(r"^(web|item|about)page$", re.I)
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_SALVAGED = ("datePublished", "headline", "inLanguage")
_COMMENTS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|"
                       r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$")  # fmt: skip

Node = Mapping[str, Any]


def find_nodes(root: Any) -> list[Node]:
    """All JSON-LD objects of a parsed page that stand at the top or in a graph, in order."""
    nodes: list[Node] = []
    left = MOST_CHARACTERS
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        left -= len(text)
        if left < 0:
            break
        nodes += _nodes(_loaded(text))
    return nodes[:MOST_NODES]


def _loaded(text: str) -> object:
    for source in (text, _COMMENTS.sub("", text)):
        try:
            return json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvaged(text)


def _salvaged(text: str) -> Node | None:
    """What broken JSON still says of one article: quotation marks and braces are often wrong."""
    kind = re.search(r'"@type"\s*:\s*"([A-Za-z]{0,20}(?:Article|Posting))"', text)
    said = {
        name: set(re.findall(rf'"{name}"\s*:\s*"([^"<]{{4,300}})"', text)) for name in _SALVAGED
    }
    if not kind or len(said["datePublished"]) > 1:
        return None
    return {"@type": kind[1], **{name: found.pop() for name, found in said.items() if found}}


def _nodes(value: object) -> Iterator[Node]:
    """The objects at the top, in graphs, and what they say is their main thing."""
    waiting = [value]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, list):
            waiting = [*each[:MOST_NODES], *waiting]
        elif isinstance(each, dict):
            yield each
            waiting = [each[name] for name in _INSIDE if isinstance(each.get(name), dict | list)
                       ] + waiting  # fmt: skip


def types_of(node: Node) -> list[str]:
    """The schema.org types of a node."""
    found = node.get("@type")
    return [each for each in (found if isinstance(found, list) else [found])
            if isinstance(each, str)]  # fmt: skip


def is_article(node: Node) -> bool:
    """Whether a node's type is that of an article, a post or a report."""
    return any(map(_ARTICLE.search, types_of(node)))


def find_article(nodes: Sequence[Node], title: str, address: str | None) -> Node:
    """The page's own article; an empty node where none is.

    Of several, the one whose address or headline is the page's; with neither, the first, if
    there are not many: a list of others' articles is not the page's own.
    """
    articles = [node for node in nodes if is_article(node)]
    for node in articles:
        if address and address in (_address(node), _address(node.get("mainEntityOfPage"))):
            return node
    for node in articles:
        headline = " ".join(text_of(node.get("headline") or node.get("name")).split())
        if headline and title and (headline in title or title in headline):
            return node
    return articles[0] if len(articles) in (1, 2, 3) else {}


def find_page_node(nodes: Sequence[Node]) -> Node:
    """The node that speaks of the page as such, such as Yoast's ``WebPage``."""
    return next((node for node in nodes if any(map(_PAGE.search, types_of(node)))), {})


def _address(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value.partition("#")[0] if isinstance(value, str) else None


def text_of(value: object) -> str:
    """The words of a value: a string, the first of a list, or an object's name or value."""
    if isinstance(value, list):
        return next((text for each in value if (text := text_of(each))), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    return value if isinstance(value, str) else ""
