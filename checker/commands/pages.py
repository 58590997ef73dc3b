"""``checker pages``: what would be put to the model, and what would not."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import ALLOW_PRIVATE, CACHE, intake_of
from checker.commands.screen import screen

if TYPE_CHECKING:
    from checker.data import Page
    from checker.intake.case import Case

FIRST_SHOWN_AFTER_S = 1.0
FIELDS = ("title", "outlet", "published", "language", "url")


@click.command("pages")
@click.argument("paths", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--text", "with_text", is_flag=True, help="Print the text of each page too.")
@CACHE
@ALLOW_PRIVATE
def show_pages(paths: tuple[str, ...], **given: Any) -> None:
    """Show what PATHS hold as it would be put to the model; none is asked, and no key is needed.

    PATHS are what `checker report` takes. Of each page: title, outlet, date, language and address
    with the place where each was found, the length, and what was wrong with it.

    \b
    Example: checker pages my-pages --text
    """  # noqa: D301
    from checker.intake.pages import read_case

    with _progress() as heard:
        case = read_case(paths, replace(intake_of(given), heard=heard))
    if given["as_json"]:
        click.echo(json.dumps(_record(case, given["with_text"]), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_lines(case, given["with_text"])))


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """One live line on a terminal after a second of reading; nothing elsewhere."""
    begun, shown = time.monotonic(), False

    def heard(number: int, count: int) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - begun > FIRST_SHOWN_AFTER_S:
            shown = True
            click.echo(f"\rreading {number:,} of {count:,}", nl=False, err=True)

    yield heard
    if shown:
        click.echo("\r\x1b[K", nl=False, err=True)


def _where(case: Case) -> dict[tuple[str, str], str]:
    return {(each.page_id, each.field): each.where for each in case.found}


def _problems_of(case: Case, page: Page) -> list[str]:
    return [each.reason for each in case.problems if each.subject == page.path]


def _record(case: Case, with_text: bool) -> dict[str, Any]:
    where = _where(case)
    own = {page.path for page in case.pages}
    return {
        "pages": [_page_record(case, page, where) | ({"text": page.text} if with_text else {})
                  for page in case.pages],
        "problems": [{"subject": each.subject, "reason": each.reason}
                     for each in case.problems if each.subject not in own],
    }  # fmt: skip


def _page_record(case: Case, page: Page, where: dict[tuple[str, str], str]) -> dict[str, Any]:
    record: dict[str, Any] = {"id": page.id, "path": page.path}
    for field in FIELDS:
        record[field] = getattr(page, field)
    record["found_in"] = {
        field: where[page.id, field]
        for field in (*FIELDS, "text")
        if (page.id, field) in where and (field == "text" or record[field])
    }
    record |= {"characters": len(page.text), "words": len(page.text.split())}
    return record | {"encoding": page.encoding, "problems": _problems_of(case, page)}


def _lines(case: Case, with_text: bool) -> Iterator[str]:
    """Every page as a block of lines, then what gave no page."""
    from checker.intake.documents import clean_words

    width, where = max(40, screen()[0]), _where(case)
    for page in case.pages:
        record = _page_record(case, page, where)
        yield clean_words(f"{page.id}  {page.path}", 500) or page.id
        for field in FIELDS:
            place = record["found_in"].get(field)
            value = clean_words(record[field], 200) or "none"
            yield f"    {field:<10} {value}{f'  ({place})' if place else ''}"
        place = record["found_in"].get("text")
        size = f"{record['characters']:,} characters, {record['words']:,} words, {page.encoding}"
        yield f"    {'text':<10} {size}{f'  ({place})' if place else ''}"
        for reason in record["problems"]:
            yield from _wrapped(reason, width, "    problem    ")
        if with_text:
            yield from ("", textwrap.indent(_shown(page.text), "    "), "")
    own = {page.path for page in case.pages}
    others = [each for each in case.problems if each.subject not in own]
    yield f"{len(case.pages)} pages, {len(others)} problems beside them" + (":" if others else "")
    for each in others:
        yield from _wrapped(f"{each.subject}: {each.reason}", width, "    ")


def _wrapped(text: str, width: int, first: str) -> list[str]:
    from checker.intake.documents import clean_words

    return textwrap.wrap(clean_words(text, 2_000) or "", width, initial_indent=first,
                         subsequent_indent=" " * len(first), break_long_words=False)  # fmt: skip


def _shown(text: str) -> str:
    """A text for a terminal: what steers one is left out."""
    from checker.intake.documents import UNSEEN

    return "\n".join(UNSEEN.sub(" ", line) for line in text.replace("\f", "\n").split("\n"))
