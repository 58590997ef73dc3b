"""Records of crawlers, feed readers, agencies and services, as JSON lines or JSON, to documents.

Which fields they have is told in ``checker/intake/record_fields.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from checker.errors import InputError
from checker.intake.charsets import decode_any
from checker.intake.documents import (
    OF_RECORD,
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
from checker.intake.record_fields import (
    ADDRESS,
    LANGUAGE,
    OUTLET,
    PUBLISHED,
    TITLE,
    decode_entities,
    find_text,
    first_words,
    fold_names,
    one_words,
)
from checker.intake.record_wrappers import find_rows
from checker.kept_report import Problem

Form = Literal["lines", "whole"]
PROBLEMS_SHOWN = 20
_TAGS = re.compile(
    r"<(p|div|br|a|span|img|ul|ol|li|h[1-6]|b|i|em|su[bp]|section|strong|blockquote|script)\b", re.I
)
_BETWEEN = re.compile(r"[\s,]*")
Read = tuple[list[Document], list[Problem]]


class Row(NamedTuple):
    """A record by its number in the file: its JSON text, and what that means or why nothing."""

    number: int
    source: str
    value: object = None
    fault: str = ""
    outlet: str = ""


def read_records(raw: bytes, path: str, form: Form = "lines") -> Read:
    """The documents of a file of records, each with the path ``FILE#NUMBER``.

    ``lines`` numbers lines, ``whole`` the elements of one array, or of the list in one object.
    ``Document.sha256`` is of the record's own JSON text, in UTF-8. A record that cannot be read
    is a problem. Raises InputError where the bytes are no text.
    """
    decoded = decode_any(raw)
    rows = _lines(decoded.text) if form == "lines" else _whole(decoded.text)
    documents, problems = read_rows(rows, path, decoded.encoding)
    return documents, [*(problem_of(path, note) for note in decoded.notes), *problems]


def read_rows(rows: Iterable[Row], path: str, encoding: str) -> Read:
    """The documents of rows that were read before; what cannot be used of them is a problem."""
    documents: list[Document] = []
    faults: list[tuple[int, str]] = []
    for row in rows:
        try:
            if row.fault:
                raise InputError(row.fault)
            documents.append(_document(row, path, encoding))
        except InputError as error:
            faults.append((row.number, str(error)))
    return documents, list(_problems(path, faults))


def row_of(number: int, fields: Mapping[str, object], outlet: str = "") -> Row:
    """A row of a table or a feed as a record."""
    return Row(number, json.dumps(fields, ensure_ascii=False), fields, outlet=outlet)


def problem_of(subject: str, reason: str) -> Problem:
    """A problem of reading."""
    return Problem(stage="read", subject=subject, reason=reason)


def _problems(path: str, faults: list[tuple[int, str]]) -> Iterator[Problem]:
    for number, reason in faults[:PROBLEMS_SHOWN]:
        yield Problem(stage="read", subject=f"{path}#{number}", reason=reason)
    more = len(faults) - PROBLEMS_SHOWN
    if more > 0:
        reason = f"{more} more records could not be read, the last of them number {faults[-1][0]}"
        yield Problem(stage="read", subject=path, reason=reason)


def _lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _decoded(number, line.strip())


def _decoded(number: int, source: str) -> Row:
    try:
        return Row(number, source, json.loads(source))
    except RecursionError:
        return Row(number, source, fault="is nested too deep to be read")
    except ValueError as error:  # also a number of too many digits
        return Row(number, source, fault=f"is no JSON: {error}")


def _whole(text: str) -> Iterator[Row]:
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
            yield Row(number, "", fault=fault)
            return
        yield Row(number, stripped[place:end], value)
        place = end


def _one(row: Row) -> Iterator[Row]:
    """The elements of the list in a wrapper such as ``{"articles": […]}``; else the object."""
    rows = find_rows(row.value)
    if rows is None:
        yield row
        return
    for number, (each, outlet) in enumerate(rows, start=1):
        yield Row(number, json.dumps(each, ensure_ascii=False), each, outlet=outlet)


def _document(row: Row, path: str, encoding: str) -> Document:
    if not isinstance(row.value, dict):
        raise InputError(f"is a JSON {type(row.value).__name__}, no object with a text")
    fields = fold_names(row.value)
    name = f"{path}#{row.number}"
    about, notes = _about(fields, row.outlet)
    words, more = find_text(fields)
    text, found = _text(words, name)
    if not text.strip():
        said = "".join(f"; {note}" for note in more)
        raise InputError(
            f"has no text; its fields are {', '.join(map(repr, [*row.value][:12]))}{said}"
        )
    notes = (*notes, *more)
    merged = About(*(ours or theirs for ours, theirs in zip(about, found, strict=True)))
    sha256 = digest(row.source.encode("utf-8", "surrogatepass"))
    stated = about._asdict().items()
    where = tuple((name, OF_RECORD) for name, value in stated if value)
    return Document(name, sha256, encoding, text, merged, notes, where)


def _text(value: str, name: str) -> tuple[str, About]:
    """The words of a field that may hold text, a piece of HTML, or a whole HTML page."""
    raw = value.encode("utf-8", "replace")
    if looks_like_html(raw):
        page = read_html(raw, name)
        return page.text, page.about
    if _TAGS.search(value):
        return fragment_text(value), About()
    return clean_text(decode_entities(value)), About()


def _about(fields: Mapping[str, object], feed: str) -> tuple[About, tuple[str, ...]]:
    address = next(
        (found for name in ADDRESS if (found := http_address(one_words(fields.get(name))))), None
    )
    dates = [fields[name] for name in PUBLISHED if fields.get(name) not in (None, "", 0)]
    published = next((found for each in dates if (found := iso_date(each))), None)
    notes: tuple[str, ...] = ()
    if dates and not published:
        notes = (f"its date {str(dates[0])[:60]!r} was not understood and is not used",)
    about = About(
        title=clean_words(decode_entities(_title(fields)), TITLE_CHARACTERS),
        outlet=clean_words(_outlet(fields, feed, address), OUTLET_CHARACTERS),
        published=published,
        url=address,
        language=language_tag(first_words(fields, LANGUAGE)),
    )
    return about, notes


def _title(fields: Mapping[str, object]) -> str:
    words = next((found for name in TITLE if (found := one_words(fields.get(name))).strip()), "")
    return fragment_text(words) if _TAGS.search(words) else words


def _outlet(fields: Mapping[str, object], feed: str, address: str | None) -> str | None:
    """A name before an address, and never a piece of markup."""
    outlets = [each for name in OUTLET if (each := one_words(fields.get(name))).strip()]
    outlets = [each for each in outlets if "<" not in each]
    named = [decode_entities(each) for each in outlets if not http_address(each)]
    host = host_of(http_address(next(iter(outlets), None)))
    return next(iter(named), None) or feed or host or host_of(address)
