"""A reply to one question, for the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from checker.replies import Assumption, Quotation, Reply, Stand
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.layout import (
    INDENT,
    bullet,
    by_speaker,
    hanging,
    indented,
    lay_out,
    plain,
)
from checker.report.standing import rest_on_one, say_standing
from checker.report.terminal import LETTERS

VOICES_SHOWN = 8  # of a position; all are in the JSON


def render_reply_json(reply: Reply) -> str:
    """The reply as indented JSON."""
    return json.dumps(reply.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def render_reply(reply: Reply, width: int = 80, color: bool = False, language: str = "en") -> str:
    """Positions with who takes them and where it stands; headings in ``language``.

    Raises:
        InputError: there is no interface in that language.
    """
    return lay_out(_parts(reply, load_catalogue(language)), width, color)


def _parts(reply: Reply, words: Catalogue) -> Iterator[RenderableType]:
    yield plain(reply.question, style="bold")
    shown = words.say("reply.shown", shown=f"{reply.shown:,}", claims=f"{reply.claims:,}")
    yield plain(f"{reply.case}: {shown}", style="dim")
    if not reply.positions:
        yield plain("")
        yield plain(words.say("reply.none"), style="bold")
    for place, stand in enumerate(reply.positions):
        yield plain("")
        yield from _stand(LETTERS[place % len(LETTERS)], stand, words)
    if rest_on_one(reply.positions):
        yield from (plain(""), plain(words.say("standing.one"), style="yellow"))
    if reply.assumptions:
        yield from _heading(words.say("reply.assumptions"))
        for assumption in reply.assumptions:
            yield from _assumption(assumption, words)
    for title, rows in (
        ("reply.unsaid", reply.unsaid),
        ("reply.problems", [f"{each.subject}: {each.reason}" for each in reply.problems]),
    ):
        if rows:
            yield from _heading(words.say(title))
            yield from map(bullet, rows)


def _heading(title: str) -> Iterator[RenderableType]:
    yield plain("")
    yield plain(title, style="bold")


def _stand(letter: str, stand: Stand, words: Catalogue) -> Iterator[RenderableType]:
    yield hanging(f" {letter}", plain(stand.answer), INDENT, "bold")
    yield indented(say_standing(stand, words), INDENT, "dim")
    yield from _quotes(stand.quotes, words)


def _quotes(quotes: Sequence[Quotation], words: Catalogue) -> Iterator[RenderableType]:
    """The first quote of each speaker; the others are counted."""
    spoken = by_speaker(quotes)[:VOICES_SHOWN]
    for speakers, told in spoken:
        outlets = words.say("reply.and").join(dict.fromkeys(each.chain[-1] for each in told))
        first = told[0]
        place = f"{first.path} {first.start}–{first.end}, {first.claim_id}"
        yield indented(" → ".join((*speakers, outlets)), INDENT, "green")
        yield indented(f"“{first.quote}”", INDENT + 2)
        yield indented(place, INDENT + 2, "dim")
    left = len(quotes) - len(spoken)
    if left > 0:
        yield indented(words.count("more_quotes", left), INDENT, "dim")


def _assumption(assumption: Assumption, words: Catalogue) -> Iterator[RenderableType]:
    yield bullet(assumption.assumption)
    if assumption.quotes:
        yield from _quotes(assumption.quotes, words)
    else:
        yield indented(words.say("reply.silent"), INDENT, "dim")
