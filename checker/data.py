"""The records of checker, in the order in which they are made.

Page -> Article -> Claim -> Origin, Voice -> Topic -> Source, Finding -> Report. All are frozen and
refuse unknown fields. Offsets are Python code points into ``Page.text``, end exclusive. Ids carry
their kind (``p1``, ``a1``, ``c1``, ``o1``, ``v1``, ``t1``, ``f1``) and come from position alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256 as sha256_of
from importlib import import_module
from typing import Literal, TypedDict, Unpack

from checker.memory import Edit, PastFinding, Since, Step
from checker.record import Record as Record

SCHEMA_VERSION: Literal["2"] = "2"

Stance = Literal["asserts", "denies", "neither_confirms_nor_denies", "has_not_commented"]
Modality = Literal["happened", "ongoing", "planned", "hoped", "demanded", "possible", "opinion"]
Relation = Literal[
    "agree",
    "partial",
    "attributed_conflict",
    "contradict",
    "superseded",
    "not_comparable",
    "unsure",
]
Kind = Literal[
    "denial",
    "directness",
    "participants",
    "number",
    "time",
    "place",
    "cause",
    "status",
    "attribution",
    "wording",
    "scope",
    "object",
    "judgement",
]
Level = Literal[
    "between_outlets", "between_voices", "one_party", "within_one_article", "same_origin"
]
Severity = Literal["high", "medium", "low", "none"]
OriginKind = Literal["single", "reprint", "retelling", "digest", "named_source"]
Certainty = Literal["certain", "probable"]
VoiceKind = Literal["person", "body", "outlet", "document", "unnamed", "crowd"]
# The rule by which a source is probably one: the names of rows of `checker.sources.rules`.
Doubt = Literal[
    "party_in_doubt",
    "told_through",
    "told_together",
    "own_words",
    "alike_through_one",
    "alike_one_hidden",
]
Support = Literal["independent_sources", "one_source", "one_report"]
Check = Literal["yes", "no", "unclear"]
MissingKind = Literal[
    "parts",
    "retellings",
    "names",
    "events",
    "comparisons",
    "overlooked",
    "evidence",
    "second_looks",
    "repairs",
]
# Who says what outlet a page is of: the user or a record, an address that was known apart from the
# page and bears the name, or nobody but the page.
OutletFrom = Literal["given", "address", "page"]


UNPLACED = "p0"  # the id of a page that is not yet one of several


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


class Evidence(Record):
    """How far a quote carries an answer, where that is less than wholly.

    A claim that carries it ``partly`` stands among the position's ``claim_ids`` only where none
    carries it wholly; what was ``not_checked`` stands there as it was given.
    """

    claim_id: str
    carries: Literal["partly", "not_checked"]
    why: str


class Source(Record):
    """Who knows what a position says: one speaker, or several that speak for one body.

    ``voice`` is the id of the speaker met first, ``name`` its name, ``speakers`` the names of all.
    ``party`` is the body for which they speak, where that is not the one speaker itself. ``first``
    is the article of the report that had it first by time of publication; None where the times
    do not tell. ``doubts`` name the rules by which it is one source only probably.
    """

    voice: str
    name: str
    party: str | None
    speakers: tuple[str, ...]
    certainty: Certainty
    article_ids: tuple[str, ...]
    outlets: tuple[str, ...]
    first: str | None
    doubts: tuple[Doubt, ...] = ()


class Position(Record):
    """One answer to a question, and who stands behind it.

    ``source_count`` is the number of independent ``sources``: who knows, not who prints.
    ``report_ids`` are the origins of the articles, less those whose claims here rest on another's
    source (``report_note`` says why): how many reports were written, not how many know.
    """

    answer: str
    claim_ids: tuple[str, ...]
    voices: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[Source, ...]
    source_count: int
    report_ids: tuple[str, ...]
    report_count: int
    report_note: str | None = None
    evidence: tuple[Evidence, ...] = ()


class SecondLook(Record):
    """What the model said when it saw one conflict alone, positions in the other order.

    ``failed`` says why there is no second verdict; then all the other fields are None.
    """

    same_event: Check | None = None
    same_actor: Check | None = None
    same_time: Check | None = None
    same_modality: Check | None = None
    speakers: str | None = None
    relation: Relation | None = None
    type: Kind | None = None
    why: str | None = None
    failed: str | None = None


class Conflict(Record):
    """Two positions of one finding, ``a`` and ``b`` (indexes), held against each other.

    ``first_relation`` and ``first_why`` are the comparison's own judgement, kept beside the final
    ``relation`` and ``why`` where a second look was taken. ``drift``: the two sides are one
    passage, as two articles of one origin give it; None in reports that did not say so.
    """

    a: int
    b: int
    relation: Relation
    type: Kind
    why: str
    level: Level
    severity: Severity
    verified: bool
    first_relation: Relation
    first_why: str
    second_look: SecondLook | None = None
    drift: bool | None = None


class Finding(Record):
    """A question of fact and the positions taken on it.

    With no conflicts it is an agreement of two or more claims, and ``support`` says what stands
    behind it. ``relation``, ``type``, ``level`` and ``severity`` are those of its gravest conflict.
    ``background``: it is about what the articles tell as background alone. ``parts`` are the ids of
    agreements that it contains, each with this finding as its ``part_of``; ``disputed_by`` those of
    conflicts in which claims of this agreement stand. ``asked_again``: it was found only when
    claims that had met nothing were asked about once more. ``key`` is a digest of the words it
    rests on, and names it in links and notes over all runs; ``id`` is its place in one report.
    ``history`` tells what later runs did to it; without any it is as the only run found it.
    """

    id: str
    topic_id: str
    question: str
    positions: tuple[Position, ...]
    conflicts: tuple[Conflict, ...]
    relation: Relation
    type: Kind | None
    level: Level | None
    severity: Severity
    support: Support | None = None
    background: bool = False
    parts: tuple[str, ...] = ()
    part_of: str | None = None
    disputed_by: tuple[str, ...] = ()
    asked_again: bool = False
    key: str = ""
    history: tuple[Step, ...] = ()


class NotUpheld(Record):
    """A conflict that the comparison listed and the second look took back.

    ``answers`` and ``claim_ids`` are those of its two sides.
    """

    topic_id: str
    question: str
    answers: tuple[str, str]
    claim_ids: tuple[tuple[str, ...], tuple[str, ...]]
    first_relation: Relation
    first_why: str
    relation: Relation
    why: str


class Coverage(Record):
    """How many claims were compared, stand in findings, and were asked about once more.

    Passages that reprints share count once. ``asked_again`` are claims that had met nothing
    although another voice or article speaks of the same; ``found_again`` those that then did.
    """

    compared: int = 0
    in_findings: int = 0
    asked_again: int = 0
    found_again: int = 0


class Problem(Record):
    """Something that could not be done: at which stage, about what, and why."""

    stage: str
    subject: str
    reason: str


class Missing(Record):
    """What a run did not come to: ``count`` of ``total`` requests without a usable answer.

    Both are None where the run stopped before any was made; ``total`` alone where only the
    failures were counted. ``what``: ``parts`` of pages that were not read, ``retellings`` of
    reports not judged, ``names`` not united, ``events`` not sorted and so not compared,
    ``comparisons`` not made, ``overlooked`` claims not asked about again, ``evidence`` not checked,
    ``second_looks`` not taken, ``repairs`` of quotes not tried.
    """

    what: MissingKind
    count: int | None = None
    total: int | None = None


class StageUsage(Record):
    """What one prompt cost: ``calls`` answered, and the tokens the endpoint counted."""

    calls: int
    prompt_tokens: int
    answer_tokens: int


class PromptUsed(Record):
    """The name, version and sha256 of a prompt file that a run used."""

    name: str
    version: int
    sha256: str


class Run(Record):
    """How a report came about. ``answered`` is when the model gave its last answer (ISO, UTC).

    ``verified``: conflicts were looked at a second time, and quotes held against their answers.
    ``read`` is when a run read its pages (ISO, UTC) that needed no answer.
    """

    checker_version: str
    model: str
    answered: str | None
    pivot_language: str
    prompts: tuple[PromptUsed, ...]
    usage: dict[str, StageUsage]
    flip_rate: float | None = None
    verified: bool = True
    read: str | None = None


class Report(Record):
    """All of the above: the public contract of ``report.json``.

    ``complete``: the run had a usable answer to all that it asked; else ``missing`` says what is
    not here, and that no conflict stands here means nothing. Of a story that goes on, ``since``
    says what the last run changed, ``earlier`` are the runs before it, ``edits`` what pages changed
    between two readings, and ``past`` the findings that no longer hold.
    """

    schema_version: Literal["2"] = SCHEMA_VERSION
    case: str
    since: Since | None = None
    run: Run
    earlier: tuple[Run, ...] = ()
    pages: tuple[Page, ...]
    articles: tuple[Article, ...]
    origins: tuple[Origin, ...]
    claims: tuple[Claim, ...]
    voices: tuple[Voice, ...] = ()
    storylines: tuple[Storyline, ...] = ()
    topics: tuple[Topic, ...]
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...]
    past: tuple[PastFinding, ...] = ()
    not_upheld: tuple[NotUpheld, ...] = ()
    coverage: Coverage = Coverage()
    problems: tuple[Problem, ...]
    complete: bool = True
    missing: tuple[Missing, ...] = ()

    def _repr_html_(self) -> str:
        """What a notebook shows: counts, and what contradicts what.

        Found by name when a notebook asks: records know nothing of the forms they are shown in.
        """
        render: Callable[[Report], str] = import_module("checker.report.notebook").render_notebook
        return render(self)
