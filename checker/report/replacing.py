"""Which report may take the place of another: one on the same story that is complete or holds more.

What a file holds is told by report.json, and by the head of a page (`holdings`). Of other
forms nothing is known; they go where the others of their run go.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.report.holdings import Holding
from checker.report.outputs import Output

_MARK = re.compile(r'<meta name="checker-report" content="([^"]*)">')
_HEAD = 200_000  # bytes of a page, in which its mark stands
_UNREADABLE = "is no report that can be read"


def beside_others(outputs: Sequence[Output], new: Holding) -> tuple[Sequence[Output], str]:
    """Where a report goes: as planned, or under other names where that would cost a better one.

    Gives the reason too, empty where all is as planned.
    """
    reason = _reason_to_keep(outputs, new)
    if not reason:
        return outputs, ""
    number = 2
    while _reason_to_keep(_numbered(outputs, number), new):
        number += 1
    return _numbered(outputs, number), reason


def _numbered(outputs: Sequence[Output], number: int) -> list[Output]:
    """``report-2.html`` for ``report.html``, ``out-2.claims.csv`` for ``out.claims.csv``."""
    return [replace(each, path=_with_number(each.path, number)) for each in outputs]


def _with_number(path: Path, number: int) -> Path:
    stem, dot, ending = path.name.partition(".")
    return path.with_name(f"{stem}-{number}{dot}{ending}")


def _reason_to_keep(outputs: Sequence[Output], new: Holding) -> str:
    there = [each for each in outputs if each.path.exists()]
    known = {each.path: _read(each) for each in there}
    for path, held in known.items():
        if held and (reason := _compare(held, new)):
            return f"{path} {reason}"
    if any(known.values()):
        return ""
    for each in there:
        if each.format_name in ("json", "html"):
            return f"{each.path} {_UNREADABLE}"
    if there and not new.complete:
        return f"{there[0].path} is there already, and this report is incomplete"
    return ""


def _compare(held: Holding, new: Holding) -> str:
    """Why a report should stay where it is; empty where the new one may take its place."""
    if not held.is_of(new):
        return f"holds a report on another story, {held.case!r}"
    if new.complete:
        return ""
    no_less = new.claims >= held.claims and new.findings >= held.findings
    more = no_less and (new.claims, new.findings) != (held.claims, held.findings)
    if held.complete and not more:
        return "holds a complete report on this story, and this one is incomplete"
    return "" if no_less else "holds more of this story than this report, which is incomplete"


def _read(output: Output) -> Holding | None:
    """What a file holds; None where it does not say."""
    try:
        if output.format_name == "json":
            return _from_json(json.loads(output.path.read_text(encoding="utf-8")))
        if output.format_name == "html":
            with output.path.open(encoding="utf-8") as stream:
                found = _MARK.search(stream.read(_HEAD))
            return _from_mark(json.loads(html.unescape(found[1]))) if found else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return None


def _from_json(raw: dict[str, Any]) -> Holding:
    pages = raw["pages"]
    keys = {each["sha256"] for each in pages} | {each.get("url") for each in pages}
    return Holding(
        case=str(raw["case"]),
        complete=raw.get("complete", True) is True,
        claims=len(raw["claims"]),
        findings=len(raw["findings"]),
        pages=frozenset(keys - {None}),
        paths=frozenset(each["path"] for each in pages),
    )


def _from_mark(raw: dict[str, Any]) -> Holding:
    return Holding(
        case=str(raw["case"]),
        complete=raw["complete"] is True,
        claims=int(raw["claims"]),
        findings=int(raw["findings"]),
        pages=frozenset(raw["pages"]),
        paths=frozenset(raw["paths"]),
    )
