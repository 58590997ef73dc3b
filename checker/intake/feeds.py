"""RSS, Atom and NewsML-G2 to documents: each entry under ``FILE#NUMBER``.

Element names are taken without their namespaces. Entities that a file defines are never expanded,
and nothing that it names is loaded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from checker.errors import InputError
from checker.intake.documents import http_address
from checker.intake.records import Read, Row, read_rows, row_of

MOST_ENTRIES = 10_000
_OF_FEED = ("title", "language")
_TELLING = ("title", "description", "contentencoded", "content")
_ENTRIES = ("item", "entry", "newsItem")
_FIELDS = {
    **{"title": "title", "headline": "title", "link": "link", "guid": "permalink"},
    **{"encoded": "contentencoded", "content": "content", "description": "description"},
    **{"summary": "teaser", "pubDate": "pubdate", "published": "published", "date": "date"},
    **{"issued": "issued", "firstCreated": "firstcreated", "versionCreated": "versioncreated"},
    **{"creator": "creator", "inlineXML": "bodyhtml", "inlineData": "body"},
    **{"provider": "provider", "source": "source", "language": "language"},
}


def looks_like_feed(raw: bytes) -> bool:
    """Tell whether bytes begin as RSS, Atom or NewsML-G2 do."""
    head = raw[:4_000]
    return any(
        mark in head
        for mark in (b"<rss", b"<feed", b"<rdf:RDF", b"<newsMessage", b"<newsItem", b":newsItem")
    )


def read_feed(raw: bytes, path: str) -> Read:
    """The entries of a feed as documents.

    Raises:
        InputError: it is no XML at all; what could be read before a fault is kept.
    """
    return read_rows(_rows(raw), path, "utf-8")


class _Walk:
    """The entries of a feed as they come, and the feed's own name and language before them."""

    def __init__(self, raw: bytes) -> None:
        from lxml import etree

        self.number = 0
        self.title = self.language = ""
        self._inside = 0
        self._events = etree.iterparse(
            io.BytesIO(raw),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )

    def entries(self) -> Iterator[Any]:
        for event, element in self._events:
            name = _name(element)
            if name in _ENTRIES:
                self._inside += 1 if event == "start" else -1
                if event == "end":
                    self.number += 1
                    yield element
                    _forget(element)
            elif event == "end" and not self._inside:
                self._learn(name, element)

    def _learn(self, name: str, element: Any) -> None:
        words = " ".join("".join(element.itertext()).split()) if name in _OF_FEED else ""
        if name == "title":
            self.title = self.title or words
        elif name == "language":
            self.language = self.language or words


def _rows(raw: bytes) -> Iterator[Row]:
    from lxml import etree

    walk = _Walk(raw)
    try:
        for element in walk.entries():
            if walk.number > MOST_ENTRIES:
                fault = f"the feed has more than {MOST_ENTRIES:,} entries; the rest is not read"
                yield Row(walk.number, "", fault=fault)
                return
            yield row_of(walk.number, _entry(element, walk.language), walk.title)
    except etree.XMLSyntaxError as error:
        if walk.number == 0:
            raise InputError(f"is no XML that can be read: {error}; save it again") from error
        fault = f"is no XML, so the feed is not read from here on: {error}"
        yield Row(walk.number + 1, "", fault=fault)
        return
    if walk.number == 0:
        raise InputError("is XML without an entry (<item>, <entry> or <newsItem>); it is no feed")


def _entry(element: Any, language: str) -> dict[str, str]:
    from lxml import etree

    fields: dict[str, str] = {}
    for child in element.iter():
        field = _FIELDS.get(_name(child))
        if field is None or child is element:
            continue
        words = child.get("href") if field == "link" and child.get("href") else None
        if field == "link" and child.get("rel") not in (None, "", "alternate"):
            continue
        if words is None and field in ("content", "bodyhtml") and len(child):
            words = "".join(etree.tostring(each, encoding="unicode") for each in child)
        words = (words or "".join(child.itertext())).strip()
        if words:
            fields.setdefault(field, words)
    teaser = fields.pop("teaser", "")
    if teaser and not {"contentencoded", "content", "description"} & set(fields):
        fields["description"] = teaser
    if language:
        fields.setdefault("language", language)
    return fields


def _name(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2]


def _forget(element: Any) -> None:
    """Free what was read: a feed may be larger than memory likes."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


class Entry(NamedTuple):
    """An entry of a feed: where its article is, and the words in which the feed tells of it."""

    address: str
    words: str


def list_entries(raw: bytes, address: str) -> list[Entry]:
    """The entries of the feed at ``address`` that lead to an article, in its order, each once.

    Raises:
        InputError: it is no feed.
    """
    if not looks_like_feed(raw):
        raise InputError("is no feed: no RSS, Atom or NewsML-G2 was found in it")
    found: dict[str, Entry] = {}
    for row in _rows(raw):
        fields = row.value if isinstance(row.value, dict) else {}
        link = str(fields.get("link") or fields.get("permalink") or "")
        target = http_address(urldefrag(urljoin(address, link.strip())).url) if link else None
        if target:
            words = " ".join(str(fields.get(name, "")) for name in _TELLING)
            found.setdefault(target, Entry(target, words))
    return [*found.values()]
