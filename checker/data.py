"""The records from pages to topics, in the order in which they are made.

Page -> Article -> Claim -> Origin, Voice -> Topic; what is found in topics, `found` has, and the
whole of a report, `kept_report`. All are frozen and refuse unknown fields. Offsets are Python code
points into ``Page.text``, end exclusive. Ids carry their kind (``p1``, ``a1``, ``c1``, ``o1``,
``v1``, ``t1``, ``f1``) and come from position alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256 as sha256_of
from typing import Literal, TypedDict, Unpack

from checker.record import Record as Record

Stance = Literal["asserts", "denies", "neither_confirms_nor_denies", "has_not_commented"]
Modality = Literal["happened", "ongoing", "planned", "hoped", "demanded", "possible", "opinion"]
OriginKind = Literal["single", "reprint", "retelling", "digest", "named_source"]
Certainty = Literal["certain", "probable"]
VoiceKind = Literal["person", "body", "outlet", "document", "unnamed", "crowd"]
# Who says what outlet a page is of: the user or a record, an address that was known apart from the
# page and bears the name, or nobody but the page.
OutletFrom = Literal["given", "address", "page"]


UNPLACED = "p0"  # the id of a page that is not yet one of several


def last_number(ids: Iterable[str]) -> int:
    """The highest number among ids of one kind (7 of ``c3`` and ``c7``), 0 where there is none."""
    return max((int(id_[1:]) for id_ in ids), default=0)


class KnownOfPage(TypedDict, total=False):
    """What a user may know of a page."""

    path: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    language: str | None


class Page(Record):
    """One file, record or fetched page as it was read.

    ``path`` is relative to the case folder where there is one; a record of a file is
    ``feed.jsonl#12``, a fetched page its address as given, standard input ``stdin``. ``sha256`` is
    of the bytes read: of the file, the record's own JSON, or the answer of the web. ``text`` is
    the file's own text for .txt and .md; for HTML and records it is the text drawn out of them,
    and offsets are into that. ``also`` lists other paths to the same bytes. ``outlet``, ``title``,
    ``published`` (ISO 8601), ``url`` and ``language`` are as given by the user, else as the page
    or record says of itself, or None; ``url`` of a fetched page is the address that answered.
    ``outlet_from`` is where its outlet's name comes from.
    ``run`` is the number of the run that read this text, ``gone`` that of the one to which the
    page was not given any more.
    """

    id: str
    path: str
    sha256: str
    encoding: str
    text: str
    also: tuple[str, ...] = ()
    language: str | None = None
    outlet: str | None = None
    outlet_from: OutletFrom | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    run: int = 1
    gone: int | None = None

    @classmethod
    def of(cls, text: str, **known: Unpack[KnownOfPage]) -> Page:
        """A page of a text that is at hand: ``Page.of(text, outlet="The Outlet")``.

        Its hash is that of the text in UTF-8. It has no place among others yet, so its id is
        `UNPLACED`; `checker.check` numbers such pages in their order.

        Raises:
            ValueError: the text is empty or only white space.
        """
        if not text.strip():
            raise ValueError("a page needs a text; this one is empty or only white space")
        sha256 = sha256_of(text.encode("utf-8", "surrogatepass")).hexdigest()
        made = {"id": UNPLACED, "path": f"text-{sha256[:8]}", "sha256": sha256, "text": text}
        given = {"outlet_from": "given"} if known.get("outlet") else {}
        return cls.model_validate({"encoding": "utf-8", **made, **given, **known})


class Article(Record):
    """One story on a page: ``Page.text[start:end]`` covers it.

    ``credited_to`` is the agency or outlet whose report it says it reprints or rewrites;
    ``outlet_from`` is where its outlet's name comes from.
    """

    id: str
    page_id: str
    start: int
    end: int
    language: str | None = None
    outlet: str | None = None
    outlet_from: OutletFrom | None = None
    credited_to: str | None = None
    title: str | None = None
    published: str | None = None


class When(Record):
    """The text's own time words, and the days they resolve to (both inclusive), or None."""

    words: str
    start: date | None = None
    end: date | None = None


class Event(Record):
    """A happening as one page tells it; ``place`` and ``time`` in the page's own terms."""

    id: str
    label: str
    place: str | None = None
    time: str | None = None


class Claim(Record):
    """One thing an article says, with the words it rests on.

    ``quote`` is exactly ``page.text[start:end]``. ``statement`` says it in one self-contained
    sentence of the pivot language. ``chain`` runs from the speaker to the outlet; a chain of one
    link is the outlet's own voice. ``main`` is False for background.
    """

    id: str
    article_id: str
    quote: str
    start: int
    end: int
    statement: str
    event: Event
    chain: tuple[str, ...]
    stance: Stance
    modality: Modality
    when: When | None
    main: bool


class Origin(Record):
    """The one report that ``article_ids`` (or, for a named source, ``claim_ids``) rest on.

    A ``digest`` is one article that ``rests_on`` others which stay apart: it holds the texts of
    several, and does not make them one.
    """

    id: str
    kind: OriginKind
    certainty: Certainty
    article_ids: tuple[str, ...]
    claim_ids: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    reason: str


class Voice(Record):
    """One speaker under all its names.

    ``aliases`` are its further spellings. ``speaks_for`` is the id of the voice in whose name it
    speaks: a spokesman's ministry, a ministry's state. ``certainty`` is of both. A ``document`` is
    a statement, report or post that is cited by itself; a ``crowd`` is nobody in particular.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: VoiceKind
    speaks_for: str | None = None
    certainty: Certainty = "certain"


class Storyline(Record):
    """Events that belong together, as they were sorted: a topic is what is compared of it."""

    label: str
    claim_ids: tuple[str, ...]


class Topic(Record):
    """Claims that could be about the same thing: one bundle for one comparison."""

    id: str
    label: str
    claim_ids: tuple[str, ...]
