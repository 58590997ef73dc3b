"""index.html of a folder of stories: the list, and the gravest conflicts of those reported."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checker.data import Page
from checker.direction import show_hidden
from checker.findings.verdicts import GRAVITY
from checker.report.catalogue import Catalogue, load_catalogue
from checker.stories.folders import StoryEntry, title_of
from checker.stories.reported import ConflictLine, StoryReport

TEMPLATES = Path(__file__).with_name("templates")
ALONE_SHOWN = 200
CONFLICTS_SHOWN = 3  # of a story


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    title: str
    link: str
    page: str
    outlets: tuple[str, ...]
    days: str
    pages: int
    said: str
    conflicts: tuple[ConflictLine, ...]


def render_list(
    entries: Sequence[StoryEntry],
    alone: Sequence[Page],
    told: Mapping[str, StoryReport],
    language: str = "en",
) -> str:
    """The page: stories with the gravest conflicts first, else as they stand in the list.

    Raises:
        InputError: there is no interface in ``language``.
    """
    words = load_catalogue(language)
    ordered = sorted(entries, key=lambda entry: _gravity(told.get(entry.id)))
    style = "\n" + (TEMPLATES / "stories.css").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("stories.html.jinja")
        .render(
            words=words,
            rows=[_row(entry, told.get(entry.id), words) for entry in ordered],
            total=sum(len(entry.pages) for entry in entries) + len(alone),
            done=bool(told),
            conflicts=sum(each.conflict_count for each in told.values()),
            alone=[title_of([page]) for page in alone],
            shown=ALONE_SHOWN,
            style=Markup(style),
            digest=f"sha256-{digest}",
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            value if isinstance(value, Markup) or not isinstance(value, str) else show_hidden(value)
        ),
    )


def _gravity(told: StoryReport | None) -> tuple[int, ...]:
    """Sorts stories of many grave conflicts first; those without a report keep their order."""
    found = told.conflicts if told else ()
    return tuple(-sum(each.severity == name for each in found) for name in GRAVITY[:2])


def _row(entry: StoryEntry, told: StoryReport | None, words: Catalogue) -> Row:
    page = f"{entry.id}/report.html"
    days = dict.fromkeys(str(day) for day in (entry.first, entry.last) if day)
    return Row(
        title=entry.title,
        link=page if told and not told.failed else f"{entry.id}/case.toml",
        page=page,
        outlets=entry.outlets,
        days=" – ".join(days),
        pages=len(entry.pages),
        said=_said(told, words),
        conflicts=told.conflicts[:CONFLICTS_SHOWN] if told else (),
    )


def _said(told: StoryReport | None, words: Catalogue) -> str:
    if told is None:
        return ""
    if told.failed:
        return words.say("stories.failed", reason=told.failed)
    found = words.say(
        "stories.read",
        conflicts=words.count("count_conflicts", told.conflict_count),
        agreements=words.count("stories.agreements", told.agreement_count),
    )
    return f"{found}. {words.say('stories.incomplete')}" if told.incomplete else found
