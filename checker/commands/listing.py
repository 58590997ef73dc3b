"""Names that a report knows: shown where a filter finds nothing, and completed by the shell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from checker.kept_report import Report

KEPT = "report.json"
NAMES_SHOWN = 12


def names_in(report: Report, kind: str) -> Counter[str]:
    """The ``outlets``, or the ``voices``, of a report, with how many claims each has."""
    from checker.report.lookup import Lookup

    lookup = Lookup(report)
    if kind == "outlets":
        return Counter(lookup.labels[claim.article_id] for claim in report.claims)
    return Counter(lookup.voices[claim.chain[0]] for claim in report.claims)


def say_what_there_is(report: Report, given: dict[str, Any]) -> str:
    """Why a filter found no claim: the names that come nearest, else those with most claims."""
    lines = ["no claim fits these filters"]
    for kind in ("outlets", "voices"):
        if given[kind]:
            lines.append(f"the {kind} are: {_list_names(report, kind, given[kind])}")
    if len(lines) == 1:
        lines.append(f"the report has {len(report.claims):,} claims; leave a filter out")
    return "; ".join(lines)


def complete_name(
    context: click.Context, option: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Outlets or voices of the kept report on the line, else of report.json in this folder."""
    from checker.errors import CheckerError
    from checker.report.contract import load_report

    paths = [*(context.params.get("paths") or ()), KEPT]
    kept = next((path for path in map(Path, paths) if path.suffix == ".json"), Path(KEPT))
    try:
        names = names_in(load_report(kept), str(option.name))
    except CheckerError:
        return []
    found = (name for name, _ in names.most_common() if typed.casefold() in name.casefold())
    return [CompletionItem(name) for name in found]


def _list_names(report: Report, kind: str, wanted: Iterable[str]) -> str:
    names = names_in(report, kind)
    near = [name for each in wanted for name in get_close_matches(each, names, cutoff=0.5)]
    shown = dict.fromkeys([*near, *(name for name, _ in names.most_common())])
    first = list(shown)[:NAMES_SHOWN]
    more = len(shown) - len(first)
    rest = f" and {more} more (--list {kind} shows all)" if more else ""
    return ", ".join(f"{name!r} ({names[name]})" for name in first) + rest
