"""report.html: one file that asks for nothing, with its style and script inside.

All text of pages and answers passes through Jinja's autoescape and `show_hidden`. The file's
Content-Security-Policy allows the one style and the one script by their hashes, nothing else.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from checker.data import Claim, Report
from checker.direction import HIDDEN, direction_of, show_hidden
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.finding_view import SectionView, view_sections
from checker.report.lookup import Lookup, describe_days
from checker.report.overview import build_matrix, build_timeline, list_sources
from checker.report.passages import cut_passages
from checker.report.standing import name_sources, rests_on_one, say_count, say_doubts

TEMPLATES = Path(__file__).with_name("templates")
LONGEST_WORD = 100
LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})")
AT_A_GLANCE = 8  # conflicts named at the head, before "and so many more"


def render_html(report: Report, language: str = "en") -> str:
    """The report as one HTML page, its interface in ``language``.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    lookup = Lookup(report)
    sections = view_sections(lookup)
    choices = _choices(sections)
    template = _environment().get_template("report.html.jinja")
    return template.render(
        report=report,
        lookup=lookup,
        sections=sections,
        conflicts=[each for row in sections if row.name == "conflicts" for each in row.findings],
        glance=AT_A_GLANCE,
        choices=choices,
        numbers={name: {each: n for n, each in enumerate(row)} for name, row in choices.items()},
        matrix=build_matrix(sections, lookup),
        timeline=build_timeline(lookup),
        sources=list_sources(lookup),
        passages=lambda article: cut_passages(
            lookup.pages[article.page_id].text, article, lookup.claims_of[article.id]
        ),
        hidden_marks=any(HIDDEN.search(page.text) for page in report.pages),
        **_words(words),
        **_assets(),
    )


def address(id_: str) -> str:
    """The address of a record on the page: ``f-1`` for ``f1``."""
    return f"{id_[:1]}-{id_[1:]}"


def web_address(url: str | None) -> str | None:
    """An address that may stand in a link: http or https; None for anything else."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def describe_time(claim: Claim) -> str | None:
    """The days that a claim's time words mean, or None."""
    when = claim.when
    return describe_days(when.start, when.end) if when and when.start else None


def breakable(text: str) -> Markup:
    """Text with a place to break in each word of more than `LONGEST_WORD` characters.

    A browser takes minutes to break one Arabic word of a million letters into lines.
    """
    words = LONG_WORD.split(show_hidden(text))
    return Markup("<wbr>").join(word for word in words if word)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show,
    )
    environment.filters |= {
        "address": address,
        "breakable": breakable,
        "web_address": web_address,
        "direction": direction_of,
        "describe_time": describe_time,
    }
    return environment


def _show(value: object) -> object:
    return value if isinstance(value, Markup) or not isinstance(value, str) else show_hidden(value)


def _words(words: Catalogue) -> dict[str, Any]:
    """What templates say: ``t`` and ``count`` isolate what they insert, ``say`` is plain."""

    def fill(pattern: str, values: dict[str, object]) -> Markup:
        isolated = {
            name: Markup("<bdi>{}</bdi>").format(_show(value)) for name, value in values.items()
        }
        return escape(pattern).format(**isolated)

    def t(key: str, **values: object) -> Markup:
        return fill(words.pattern(key), values)

    def count(key: str, n: int) -> Markup:
        return fill(words.pattern(key, n), {"n": f"{n:,}"})

    return {
        "words": words,
        "t": t,
        "count": count,
        "say": words.say,
        "say_count": partial(say_count, words=words),
        "say_doubts": partial(say_doubts, words=words),
        "name_sources": partial(name_sources, words=words),
        "rests_on_one": rests_on_one,
    }


def _choices(sections: Iterable[SectionView]) -> dict[str, list[str]]:
    """What the filters offer, those with most findings first."""
    views = [each for row in sections for each in row.findings]
    found: dict[str, dict[str, int]] = {
        name: {} for name in ("outlets", "voices", "relations", "kinds", "severities")
    }
    for view in views:
        for name, counts in found.items():
            values = (view.record.severity,) if name == "severities" else getattr(view, name)
            for value in values:
                counts[value] = counts.get(value, 0) + 1
    return {name: sorted(counts, key=lambda each: -counts[each]) for name, counts in found.items()}


@cache
def _assets() -> dict[str, Markup]:
    style = _asset("report.css")
    script = _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}


def _asset(name: str) -> str:
    # The newlines around the text are part of what a browser hashes.
    return "\n" + (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
