"""report.html: one file that asks for nothing, with its style and script inside.

All text of pages and answers passes through Jinja's autoescape and `show_hidden`. The file's
Content-Security-Policy allows the one style and the one script by their hashes, nothing else.

The page of a large report shows the first rows of each list and keeps the others packed
(`packing`): in itself, or, where that would make it larger than `LARGEST_PAGE`, in files beside
it, which its script may load because the policy then says so (``strict-dynamic``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from checker.direction import HIDDEN
from checker.kept_report import Report
from checker.notes.records import NO_NOTES, Notes
from checker.notes.standing import Words
from checker.report.catalogue import load_catalogue
from checker.report.checks import OUTLETS_NAMED, outlets_of_pages
from checker.report.completeness import completeness
from checker.report.finding_view import gravest_first, view_sections
from checker.report.holdings import describe_holding
from checker.report.lookup import Lookup
from checker.report.made_texts import say_made_texts
from checker.report.markup import assets, environment, page_words
from checker.report.overview import build_matrix, build_timeline, list_sources, split_moments
from checker.report.packing import Listing, Part, list_rows, open_part, packed_part
from checker.report.page_index import Choices, index_articles, index_findings, list_choices
from checker.report.passages import cut_passages
from checker.report.sections import count_severities
from checker.report.ways import draw_ways

AT_A_GLANCE = 8  # conflicts named at the head, before "and so many more"
OPTIONS = 300  # names that a filter offers
# Below this, in characters as `_weight` estimates them, a page is whole and needs no script.
WHOLE_PAGE = 1_800_000
LARGEST_PAGE = 2_900_000  # bytes
# Rows in the page, and in a part, of a page that is packed.
LIMITS = {"conflicts": (20, 40), "stories": (0, 8), "problems": (20, 200)}
OTHER_LIMITS = (10, 40)
ALL = (10**9, 1)
CLAIMS_A_MOMENT = 60
SCRIPT_WORDS = (
    *("cite", "copied", "not_copied", "cite_place", "note.mark", "note.change", "note.disagree"),
    *("note.checked", "note.dismissed", "note.only", "note.changed", "note.disputed"),
    *("note.changed_checked", "note.changed_dismissed", "note.changed_only", "note.read"),
    *("note.kept_here", "note.not_kept", "note.no_notes", "note.wrong", "note.other"),
    "note.past",
)


@dataclass(frozen=True)
class HtmlPage:
    """A page, and the files that stand in a folder beside it, by name; mostly none."""

    text: str
    beside: dict[str, str]


def render_html(report: Report, language: str = "en", notes: Notes = NO_NOTES) -> str:
    """The report as one HTML page whatever its size, its interface in ``language``.

    Raises:
        InputError: there is no interface in that language.
    """
    return _Drawing(report, language, notes).page("").text


def render_html_page(
    report: Report, language: str, folder: str, notes: Notes = NO_NOTES
) -> HtmlPage:
    """The report as a page of bounded size, and what of it stands in ``folder`` beside it.

    Raises:
        InputError: there is no interface in that language.
    """
    drawing = _Drawing(report, language, notes)
    whole = drawing.page("")
    return whole if len(whole.text.encode()) <= LARGEST_PAGE else drawing.page(folder)


class _Drawing:
    """One report laid out: lists rendered and, where it is large, packed."""

    def __init__(self, report: Report, language: str, notes: Notes) -> None:
        self._words = load_catalogue(language)
        self._noted = Words(report, notes)
        self._report = report = say_made_texts(report, self._words)
        self._lookup = Lookup(report)
        self._sections = view_sections(self._lookup)
        self._packed = _weight(report) > WHOLE_PAGE
        self._timeline = build_timeline(self._lookup)
        self._shared = self._shared_values()
        self._listings = self._list_all()

    def page(self, folder: str) -> HtmlPage:
        """The page; with ``folder``, its parts are files of that folder."""
        choices = list_choices(self._sections)
        indexes = self._indexes(choices)
        parts = [part for each in self._listings.values() for part in each.parts]
        mark = _mark(parts) if folder else ""
        template = environment().get_template("report.html.jinja")
        text = template.render(
            **self._shared,
            **assets(beside=bool(folder)),
            choices=choices,
            listings=self._listings,
            inside=indexes if folder else [*indexes, *parts],
            script_words=self._script_words(quote(folder), mark),
        )
        beside = {f"{part.name}.js": part.as_script(mark) for part in parts} if folder else {}
        return HtmlPage(text, beside)

    def _shared_values(self) -> dict[str, Any]:
        lookup, conflicts = self._lookup, gravest_first(self._sections)
        return {
            "report": self._report,
            "identity": describe_holding(self._report),
            "lookup": lookup,
            "sections": self._sections,
            "conflicts": conflicts,
            "severities": count_severities([each.record for each in conflicts]),
            "glance": AT_A_GLANCE,
            "draw_ways": lambda position: draw_ways(position, lookup),
            "outlets_of_pages": outlets_of_pages(self._report)[:OUTLETS_NAMED],
            "options": OPTIONS,
            "packed": self._packed,
            "noted": self._noted,
            "matrix": build_matrix(self._sections, lookup),
            "timeline": self._timeline,
            "passages": lambda article: cut_passages(
                lookup.pages[article.page_id].text, article, lookup.claims_of[article.id]
            ),
            "hidden_marks": any(HIDDEN.search(page.text) for page in self._report.pages),
            **page_words(self._words),
            **completeness(self._report, self._words),
        }

    def _list_all(self) -> dict[str, Listing]:
        card = self._macro("finding", "card")
        moments = split_moments(self._timeline, CLAIMS_A_MOMENT) if self._packed else self._timeline
        rows: dict[str, tuple[Sequence[Any], Any]] = {
            **{each.name: (each.findings, card) for each in self._sections},
            "days": ([each for each in moments if each.start], self._macro("rows", "moment")),
            "words": ([each for each in moments if not each.start], self._macro("rows", "moment")),
            "sources": (list_sources(self._lookup), self._macro("rows", "source")),
            "origins": (self._report.origins, self._macro("rows", "origin")),
            "problems": (self._report.problems, self._macro("rows", "problem")),
            "stories": (self._report.articles, self._macro("reader", "story")),
        }
        return {
            name: list_rows(name, records, render, self._limits(name))
            for name, (records, render) in rows.items()
        }

    def _macro(self, template: str, name: str) -> Any:
        module = environment().get_template(f"{template}.html.jinja").make_module(self._shared)
        return getattr(module, name)

    def _limits(self, name: str) -> tuple[int, int]:
        return LIMITS.get(name, OTHER_LIMITS) if self._packed else ALL

    def _indexes(self, choices: Choices) -> list[Part]:
        make = packed_part if self._packed else open_part
        return [
            make("findings", index_findings(self._sections, choices, self._noted)),
            make("articles", index_articles(self._lookup)),
            make("notes", self._notes_part()),
        ]

    def _notes_part(self) -> dict[str, object]:
        keys = [self._noted.key(finding) for finding in self._report.findings]
        file = self._noted.notes.model_dump(mode="json")
        past = {key: self._words.say(f"past.{why}") for key, why in self._noted.past.items()}
        return {"file": file, "keys": keys, "past": past}

    def _script_words(self, folder: str, mark: str) -> str:
        said = {key: self._words.pattern(key) for key in SCRIPT_WORDS}
        pivot = self._report.run.pivot_language
        said["cite_translation"] = self._words.say("cite_translation", language=pivot)
        steps = {each.name: self._listings[each.name].step for each in self._sections}
        inline = {each.name: len(self._listings[each.name].inline) for each in self._sections}
        said["case"] = self._report.case
        whole = {**said, "folder": folder, "mark": mark, "steps": steps, "inline": inline}
        return json.dumps(whole, ensure_ascii=False)


def _weight(report: Report) -> int:
    """About how many characters the whole page would have."""
    uses = sum(len(each.claim_ids) for finding in report.findings for each in finding.positions)
    text = sum(len(page.text) for page in report.pages)
    return text + 900 * len(report.claims) + 900 * uses + 1_500 * len(report.findings)


def _mark(parts: Sequence[Part]) -> str:
    """What tells the parts of one report from those of another."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.text.encode())
    return digest.hexdigest()[:16]
