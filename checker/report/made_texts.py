"""Texts that checker's code writes into a report, said in the language of the page.

Reasons and problems stand in a report in English, as code made them. Their patterns are the
messages ``made.…`` of ``messages/en.json``; a text that fits one is said by the same message of
another language, what stood in its places kept, or said likewise where it is such a text too.
A text that fits none, as the model's own, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from checker.data import Record
from checker.found import Conflict, Finding, Position
from checker.kept_report import Report
from checker.report.catalogue import Catalogue, load_catalogue

R = TypeVar("R", bound=Record)
PREFIX = "made."
PAGE = "made.page"
JOINT = "; "  # between reasons of which there are several
Say = Callable[[str], str]


def say_made_texts(report: Report, words: Catalogue) -> Report:
    """The report with the texts that code made in the language of ``words``; ids stay."""
    if words.language == "en":
        return report

    def say(text: str) -> str:
        return translate(text, words)

    def name(text: str) -> str:
        return _name(text, words)

    return report.model_copy(
        update={
            "pages": tuple(_with(each, ("outlet",), name) for each in report.pages),
            "articles": tuple(_with(each, ("outlet",), name) for each in report.articles),
            "origins": tuple(_with(each, ("reason",), say) for each in report.origins),
            "claims": tuple(_with(each, ("chain",), name) for each in report.claims),
            "findings": tuple(_finding(each, say, name) for each in report.findings),
            "problems": tuple(
                _with(each, ("stage", "subject", "reason"), say) for each in report.problems
            ),
        }
    )


def translate(text: str, words: Catalogue) -> str:
    """One text in the language of ``words``, or several; as it is where no pattern fits it."""
    several = [_fitted(each, words) for each in text.split(JOINT)]
    if all(several):
        return JOINT.join(filter(None, several))
    return _fitted(text, words) or text


def _fitted(text: str, words: Catalogue) -> str | None:
    for key, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            said = {name: translate(each, words) for name, each in found.groupdict().items()}
            return words.say(key, **said)
    return None


def _name(text: str, words: Catalogue) -> str:
    """A voice or an outlet: code makes up names only for pages of which none is known."""
    found = dict(_patterns())[PAGE].fullmatch(text)
    return words.say(PAGE, **found.groupdict()) if found else text


def _finding(finding: Finding, say: Say, name: Say) -> Finding:
    positions = tuple(_position(each, say, name) for each in finding.positions)
    conflicts = tuple(_conflict(each, say) for each in finding.conflicts)
    return finding.model_copy(update={"positions": positions, "conflicts": conflicts})


def _position(position: Position, say: Say, name: Say) -> Position:
    said = _with(_with(position, ("voices", "outlets"), name), ("report_note",), say)
    fields = ("name", "speakers", "outlets")
    sources = tuple(_with(each, fields, name) for each in position.sources)
    return said.model_copy(update={"sources": sources})


def _conflict(conflict: Conflict, say: Say) -> Conflict:
    look = conflict.second_look
    said = _with(conflict, ("why",), say)
    return said.model_copy(update={"second_look": _with(look, ("failed",), say)}) if look else said


def _with(record: R, names: tuple[str, ...], say: Say) -> R:
    """A record with its fields of text, or of several texts, said."""
    given = {name: getattr(record, name) for name in names}
    said = {
        name: tuple(map(say, value)) if isinstance(value, tuple) else say(value)
        for name, value in given.items()
        if value is not None
    }
    changed = {name: value for name, value in said.items() if value != given[name]}
    return record.model_copy(update=changed) if changed else record


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What code writes, the patterns with most words of their own first."""
    messages = load_catalogue("en").messages.items()
    made = {key: text for key, text in messages if key.startswith(PREFIX) and isinstance(text, str)}
    longest = sorted(made.items(), key=lambda row: -len(re.sub(r"\{\w+\}", "", row[1])))
    return tuple((key, _pattern(text)) for key, text in longest)


def _pattern(text: str) -> re.Pattern[str]:
    """Numbers where a place is called ``{n}`` or ``{n…}``, else any words."""
    rest = re.split(r"\{(\w+)\}", text)
    pieces = [
        f"(?P<{piece}>{_place(piece)})" if n % 2 else re.escape(piece)
        for n, piece in enumerate(rest)
    ]
    return re.compile("".join(pieces), re.DOTALL)


def _place(name: str) -> str:
    return r"[\d.,]+%?" if re.fullmatch(r"n\d?", name) else ".+?"
