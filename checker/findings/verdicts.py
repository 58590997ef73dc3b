"""Level and severity of a conflict: by rules written down here, never by the model.

A test runs each row, and README.md prints the same table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.found import Kind, Level, Relation, Severity, Weight

GRAVITY: tuple[Severity, ...] = ("high", "medium", "low", "none")
CONFLICTING: frozenset[Relation] = frozenset({"contradict", "attributed_conflict"})
MINOR_KINDS: frozenset[Kind] = frozenset({"wording", "scope", "judgement"})


@dataclass(frozen=True)
class Sides:
    """What the rules look at, of the two positions of one conflict.

    ``shared_voice``: some voice speaks on both sides. ``shared_article``: it does so in one
    article. ``one_party``: somebody on each side speaks, surely, for one and the same body.
    ``one_origin``: all claims of both sides rest on one origin. ``named_voice``: at
    least one side is a quoted voice, not an outlet. ``certain``: each side holds a claim that is
    asserted or denied as a fact, not planned, hoped or supposed.
    """

    shared_voice: bool
    shared_article: bool
    one_party: bool
    one_origin: bool
    named_voice: bool
    certain: bool


@dataclass(frozen=True)
class LevelRule:
    """A row of the table of levels; None stands for either. The first row that fits holds."""

    shared_voice: bool | None
    shared_article: bool | None
    one_party: bool | None
    one_origin: bool | None
    named_voice: bool | None
    level: Level


LEVELS = (
    LevelRule(True, True, None, None, None, "within_one_article"),
    LevelRule(True, False, None, True, None, "same_origin"),
    LevelRule(True, False, None, False, None, "between_outlets"),
    LevelRule(False, None, True, None, None, "one_party"),
    LevelRule(False, None, False, None, True, "between_voices"),
    LevelRule(False, None, False, True, False, "same_origin"),
    LevelRule(False, None, False, False, False, "between_outlets"),
)


@dataclass(frozen=True)
class SeverityRule:
    """A row of the table of severities; None stands for any. The first row that fits holds."""

    relations: frozenset[Relation] | None
    same_origin: bool | None
    minor_kind: bool | None
    certain: bool | None
    severity: Severity


SEVERITIES = (
    SeverityRule(frozenset({"agree", "not_comparable"}), None, None, None, "none"),
    SeverityRule(frozenset({"unsure", "superseded", "partial"}), None, None, None, "low"),
    SeverityRule(CONFLICTING, True, None, None, "medium"),
    SeverityRule(CONFLICTING, False, True, None, "low"),
    SeverityRule(CONFLICTING, False, False, False, "medium"),
    SeverityRule(CONFLICTING, False, False, True, "high"),
)


def level_of(sides: Sides) -> Level:
    """Where the conflict lies: the first row of `LEVELS` that fits."""
    for rule in LEVELS:
        wanted = (
            (rule.shared_voice, sides.shared_voice),
            (rule.shared_article, sides.shared_article),
            (rule.one_party, sides.one_party),
            (rule.one_origin, sides.one_origin),
            (rule.named_voice, sides.named_voice),
        )
        if _fits(wanted):
            return rule.level
    raise AssertionError("the table of levels is total")


@dataclass(frozen=True)
class Judged:
    """What the table of severities looks at, of one conflict after its second look."""

    relation: Relation
    kind: Kind
    level: Level
    certain: bool
    background: bool
    weight: Weight = "plain"


def severity_of(case: Judged) -> Severity:
    """How grave the conflict is: the first row of `SEVERITIES` that fits.

    One whose claims are all background is a step lower than the same in the news, and so is a
    trifle; one that is the heart of the story is a step higher.
    """
    for rule in SEVERITIES:
        wanted = (
            (rule.same_origin, case.level == "same_origin"),
            (rule.minor_kind, case.kind in MINOR_KINDS),
            (rule.certain, case.certain),
        )
        if (rule.relations is None or case.relation in rule.relations) and _fits(wanted):
            lower = case.background or case.weight == "trifle"
            return _move(rule.severity, lower - (case.weight == "central"))
    raise AssertionError("the table of severities is total")


def _move(severity: Severity, steps: int) -> Severity:
    """So many steps lower, between high and low; what is no conflict stays none."""
    place = GRAVITY.index(severity)
    return severity if severity == "none" else GRAVITY[min(max(place + steps, 0), 2)]


def gravest(severities: Iterable[Severity]) -> Severity:
    """The gravest of some severities; ``none`` where there are none."""
    return min(severities, key=GRAVITY.index, default="none")


def _fits(pairs: Iterable[tuple[bool | None, bool]]) -> bool:
    return all(wanted is None or wanted == given for wanted, given in pairs)
