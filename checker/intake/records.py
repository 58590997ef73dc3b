"""Records of crawlers and feed readers, as JSON lines or a JSON array, to documents.

The names of fields are those of news-please, trafilatura, Scrapy projects, NewsAPI, JSON Feed,
schema.org's NewsArticle, Miniflux, and the readers that follow Google Reader's form; their case,
``_`` and ``-`` do not matter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from checker.data import Problem
from checker.errors import InputError
from checker.intake.decoding import decode_page
from checker.intake.documents import (
    OUTLET_CHARACTERS,
    TITLE_CHARACTERS,
    About,
    Document,
    clean_text,
    clean_words,
    digest,
    host_of,
    http_address,
    iso_date,
    language_tag,
)
from checker.intake.html_pages import fragment_text, looks_like_html, read_html

Form = Literal["lines", "whole"]
PROBLEMS_SHOWN = 20
# In the order in which they are looked for: the whole text before a teaser.
TEXT = [
    "text",
    "maintext",
    "articletext",
    "fulltext",
    "articlebody",
    "contenttext",
    "body",
    "content",
    "rawtext",
    "contenthtml",
    "bodyhtml",
    "html",
    "contentencoded",
    "summary",
    "description",
]
TITLE = ["title", "headline"]
OUTLET = [
    "outlet",
    "sitename",
    "site",
    "publisher",
    "sourcename",
    "source",
    "sourcedomain",
    "sourcehostname",
    "domain",
    "hostname",
    "feed",
    "origin",
]
PUBLISHED = [
    "published",
    "date",
    "pubdate",
    "datepublish",
    "publishedat",
    "datepublished",
    "publisheddate",
    "publicationdate",
    "publishdate",
    "publishedparsed",
    "issued",
    "created",
    "createdat",
]
ADDRESS = [
    "url",
    "link",
    "canonicalurl",
    "canonical",
    "permalink",
    "sourceurl",
    "source",
    "alternate",
]
LANGUAGE = ["language", "lang", "inlanguage", "languagecode"]
_LISTS = ("articles", "items", "entries", "results", "records", "data", "docs")
_INNER = ("name", "title", "value", "content", "text", "#text", "href", "url")
_TAGS = re.compile(
    r"<(p|div|br|a|span|img|ul|ol|li|h[1-6]|b|i|em|strong|blockquote|script)\b", re.I
)
_BETWEEN = re.compile(r"[\s,]*")
Read = tuple[list[Document], list[Problem]]


class _Row(NamedTuple):
    """A record by its number in the file: its JSON text, and what that means or why nothing."""

    number: int
    source: str
    value: object = None
    fault: str = ""


def read_records(raw: bytes, path: str, form: Form = "lines") -> Read:
    """The documents of a file of records, each with the path ``FILE#NUMBER``.

    ``lines`` numbers lines, ``whole`` the elements of one array, or of the list in one object.
    ``Document.sha256`` is of the record's own JSON text, in UTF-8. A record that cannot be read
    is a problem. Raises InputError where the bytes are no text.
    """
    text, encoding = decode_page(raw)
    documents: list[Document] = []
    faults: list[tuple[int, str]] = []
    for row in _lines(text) if form == "lines" else _whole(text):
        try:
            if row.fault:
                raise InputError(row.fault)
            documents.append(_document(row, path, encoding))
        except InputError as error:
            faults.append((row.number, str(error)))
    return documents, list(_problems(path, faults))


def _problems(path: str, faults: list[tuple[int, str]]) -> Iterator[Problem]:
    for number, reason in faults[:PROBLEMS_SHOWN]:
        yield Problem(stage="read", subject=f"{path}#{number}", reason=reason)
    more = len(faults) - PROBLEMS_SHOWN
    if more > 0:
        reason = f"{more} more records could not be read, the last of them number {faults[-1][0]}"
        yield Problem(stage="read", subject=path, reason=reason)


def _lines(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _decoded(number, line.strip())


def _decoded(number: int, source: str) -> _Row:
    try:
        return _Row(number, source, json.loads(source))
    except RecursionError:
        return _Row(number, source, fault="is nested too deep to be read")
    except ValueError as error:  # also a number of too many digits
        return _Row(number, source, fault=f"is no JSON: {error}")


def _whole(text: str) -> Iterator[_Row]:
    stripped = text.strip()
    if not stripped.startswith("["):
        yield from _one(_decoded(1, stripped))
        return
    decoder, place, number = json.JSONDecoder(), 1, 0
    while True:
        match = _BETWEEN.match(stripped, place)
        place = match.end() if match else place
        if stripped[place : place + 1] in ("]", ""):
            break
        number += 1
        try:
            value, end = decoder.raw_decode(stripped, place)
        except (ValueError, RecursionError) as error:
            fault = f"is no JSON, so the array is not read from here on: {error}"
            yield _Row(number, "", fault=fault)
            return
        yield _Row(number, stripped[place:end], value)
        place = end


def _one(row: _Row) -> Iterator[_Row]:
    """The elements of the list in a wrapper such as ``{"articles": […]}``; else the object."""
    value = row.value
    wrapped = value if isinstance(value, dict) and not _first(_folded(value), TEXT) else {}
    rows = next((wrapped[name] for name in _LISTS if isinstance(wrapped.get(name), list)), None)
    if rows is None:
        yield row
        return
    for number, each in enumerate(rows, start=1):
        yield _Row(number, json.dumps(each, ensure_ascii=False), each)


def _document(row: _Row, path: str, encoding: str) -> Document:
    if not isinstance(row.value, dict):
        raise InputError(f"is a JSON {type(row.value).__name__}, no object with a text")
    fields = _folded(row.value)
    name = f"{path}#{row.number}"
    about, notes = _about(fields)
    text, found = _text(_first(fields, TEXT), name)
    if not text.strip():
        raise InputError(f"has no text; its fields are {', '.join(map(repr, [*row.value][:12]))}")
    merged = About(*(ours or theirs for ours, theirs in zip(about, found, strict=True)))
    sha256 = digest(row.source.encode("utf-8", "surrogatepass"))
    return Document(name, sha256, encoding, text, merged, notes)


def _text(value: str, name: str) -> tuple[str, About]:
    """The words of a field that may hold text, a piece of HTML, or a whole HTML page."""
    raw = value.encode("utf-8", "replace")
    if looks_like_html(raw):
        page = read_html(raw, name)
        return page.text, page.about
    return (fragment_text(value) if _TAGS.search(value) else clean_text(value)), About()


def _about(fields: Mapping[str, object]) -> tuple[About, tuple[str, ...]]:
    address = next(
        (found for name in ADDRESS if (found := http_address(_words(fields.get(name))))), None
    )
    outlets = [each for name in OUTLET if (each := _words(fields.get(name))).strip()]
    named = [each for each in outlets if not http_address(each)]  # a name before an address
    outlet = next(iter(named), host_of(http_address(next(iter(outlets), None))))
    dates = [fields[name] for name in PUBLISHED if fields.get(name) not in (None, "", 0)]
    published = next((found for each in dates if (found := iso_date(each))), None)
    notes: tuple[str, ...] = ()
    if dates and not published:
        notes = (f"its date {str(dates[0])[:60]!r} was not understood and is not used",)
    about = About(
        title=clean_words(_first(fields, TITLE), TITLE_CHARACTERS),
        outlet=clean_words(outlet or host_of(address), OUTLET_CHARACTERS),
        published=published,
        url=address,
        language=language_tag(_first(fields, LANGUAGE)),
    )
    return about, notes


def _folded(record: Mapping[str, object]) -> dict[str, object]:
    """The fields by names without case, ``_`` and ``-``; the first of two alike stays."""
    folded: dict[str, object] = {}
    for name, value in record.items():
        folded.setdefault(re.sub(r"[_\-:]", "", name).lower(), value)
    return folded


def _first(fields: Mapping[str, object], names: list[str]) -> str:
    return next((words for name in names if (words := _words(fields.get(name))).strip()), "")


def _words(value: Any) -> str:
    """The words in a field: itself, those of the first inner field known, or of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = (value[name] for name in _INNER if isinstance(value.get(name), str))
        return next(inner, "")
    if isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return "\n".join(value)
        return next(
            (words for each in value if isinstance(each, dict) and (words := _words(each))), ""
        )
    return ""
