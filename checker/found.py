"""What a comparison finds: positions with their sources, conflicts, findings."""

from __future__ import annotations

from typing import Literal

from checker.data import Certainty
from checker.memory import Step
from checker.record import Record as Record

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
Weight = Literal["central", "plain", "trifle"]
Severity = Literal["high", "medium", "low", "none"]


# The rule by which a source is probably one: the names of rows of `checker.sources.rules`.
Doubt = Literal[
    "party_in_doubt",
    "told_through",
    "told_together",
    "own_words",
    "own_words_elsewhere",
    "same_words",
    "alike_through_one",
    "alike_one_hidden",
]
Support = Literal["independent_sources", "one_source", "one_report"]
Check = Literal["yes", "no", "unclear"]


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
    ``speakers`` stands only in older reports: the sources' families say now who speaks for whom.
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
    ``background``: it is about what the articles tell as background alone, or a detail on which
    they agree that one of them tells so, or that stands in one article only. ``common_ground``: an
    agreement that a reader of the titles and the other findings need not be told, such as that the
    event took place.
    ``weight``: whether a conflict is the heart of the story, or nothing in it turns on it; of the
    other agreements those that are news are central.
    ``parts`` are the ids of agreements that it contains or whose claims stand in its sentences, and
    of findings of other comparisons that ask the same in other words, each with this finding as its
    ``part_of``; ``disputed_by`` those of conflicts that hold half of this agreement's claims on one
    side, and of findings in which somebody speaks against it. ``asked_again``: it was found only
    when claims in no finding were asked about once more. ``key`` is a digest of the words it
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
    common_ground: bool = False
    weight: Weight = "plain"
    parts: tuple[str, ...] = ()
    part_of: str | None = None
    disputed_by: tuple[str, ...] = ()
    asked_again: bool = False
    key: str = ""
    history: tuple[Step, ...] = ()

    @property
    def is_aside(self) -> bool:
        """Told as background, or an agreement that nobody needs to be told."""
        return self.background or self.common_ground


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

    Passages that reprints share count once. ``asked_again`` are claims that stood in no finding
    after the comparison; ``found_again`` those of them that stand in one now.
    """

    compared: int = 0
    in_findings: int = 0
    asked_again: int = 0
    found_again: int = 0
