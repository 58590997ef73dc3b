"""What makes a page of text: the templates' environment, their filters, style, script, policy."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from checker.data import Claim
from checker.direction import direction_of, show_hidden
from checker.found import SecondLook
from checker.report.catalogue import Catalogue
from checker.report.finding_view import in_time_order
from checker.report.lookup import clock, describe_days, web_address
from checker.report.news import tell_history, tell_news
from checker.report.note_text import said_at
from checker.report.sentences import same_speakers
from checker.report.standing import name_sources, rests_on_one, say_count, say_doubts
from checker.report.ways import say_drift

TEMPLATES = Path(__file__).with_name("templates")
SCRIPTS = (
    *("parts.js", "notes.js", "reader.js", "findings.js", "citation.js", "note_form.js"),
    "start.js",
)
LONGEST_WORD = 100
LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})")


def address(id_: str) -> str:
    """The address of a record on the page: its id."""
    return id_


def describe_time(claim: Claim) -> str | None:
    """The days that a claim's time words mean, or None."""
    when = claim.when
    return describe_days(when.start, when.end) if when and when.start else None


def in_doubt(check: str, look: SecondLook) -> bool:
    """Whether the second look did not find a conflict's ``check`` (event, actor, …) the same."""
    return getattr(look, f"same_{check}") in ("no", "unclear")


def breakable(text: str) -> Markup:
    """Text with a place to break in each word of more than `LONGEST_WORD` characters.

    A browser takes minutes to break one Arabic word of a million letters into lines.
    """
    words = LONG_WORD.split(show_hidden(text))
    return Markup("<wbr>").join(word for word in words if word)


@cache
def environment() -> Environment:
    """The templates, all text in them escaped and its hidden characters shown."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show,
    )
    made.filters |= {
        "address": address,
        "breakable": breakable,
        "clock": clock,
        "said_at": said_at,
        "in_time_order": in_time_order,
        "same_speakers": same_speakers,
        "web_address": web_address,
        "direction": direction_of,
        "describe_time": describe_time,
    }
    made.tests["in_doubt"] = in_doubt
    return made


def _show(value: object) -> object:
    return value if isinstance(value, Markup) or not isinstance(value, str) else show_hidden(value)


def page_words(words: Catalogue) -> dict[str, Any]:
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
        "say_drift": partial(say_drift, words=words),
        "tell_news": partial(tell_news, words=words),
        "tell_history": partial(tell_history, words=words),
    }


@cache
def assets(*, beside: bool = False) -> dict[str, Markup]:
    """Style, script and policy of a page; ``beside``: its script loads files beside it."""
    style = _asset("report.css")
    script = "\n(() => {\n" + "\n".join(map(_read, SCRIPTS)) + "})();\n"
    # With parts beside the page, its script may load them, whose hashes it cannot hold.
    loading = " 'strict-dynamic'" if beside else ""
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; "
        f"script-src '{_digest(script)}'{loading}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}


@cache
def style_of(name: str) -> dict[str, Markup]:
    """Style and policy of a page without a script."""
    style = _asset(name)
    policy = f"default-src 'none'; style-src '{_digest(style)}'; img-src data:; base-uri 'none'; "
    return {"style": Markup(style), "policy": Markup(policy + "form-action 'none'")}


def _asset(name: str) -> str:
    # The newlines around the text are part of what a browser hashes.
    return "\n" + _read(name)


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
