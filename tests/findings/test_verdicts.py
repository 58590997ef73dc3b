"""Level and severity: each row of the tables, and that no case is left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest

from checker.findings.verdicts import (
    CONFLICTING,
    GRAVITY,
    LEVELS,
    MINOR_KINDS,
    SEVERITIES,
    Judged,
    LevelRule,
    Sides,
    gravest,
    level_of,
    severity_of,
)
from checker.found import Kind, Level, Relation, Severity, Weight

RELATIONS: tuple[Relation, ...] = get_args(Relation)
KINDS: tuple[Kind, ...] = get_args(Kind)
ALL_LEVELS: tuple[Level, ...] = get_args(Level)
ANY = (True, False)
ELSEWHERE: tuple[Level, ...] = tuple(each for each in ALL_LEVELS if each != "same_origin")

# shared_voice, shared_article, one_party, one_origin, named_voice: by row of the table.
LEVEL_ROWS: list[tuple[tuple[tuple[bool, ...], ...], Level]] = [
    (((True,), (True,), ANY, ANY, ANY), "within_one_article"),
    (((True,), (False,), ANY, (True,), ANY), "same_origin"),
    (((True,), (False,), ANY, (False,), ANY), "between_outlets"),
    (((False,), ANY, (True,), ANY, ANY), "one_party"),
    (((False,), ANY, (False,), ANY, (True,)), "between_voices"),
    (((False,), ANY, (False,), (True,), (False,)), "same_origin"),
    (((False,), ANY, (False,), (False,), (False,)), "between_outlets"),
]
MAJOR: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind not in MINOR_KINDS)
MINOR: tuple[Kind, ...] = ("wording", "scope", "judgement")
# relations, kinds, levels, certain: by row of the table.
SEVERITY_ROWS: list[
    tuple[tuple[Relation, ...], tuple[Kind, ...], tuple[Level, ...], tuple[bool, ...], Severity]
] = [
    (("agree", "not_comparable"), KINDS, ALL_LEVELS, ANY, "none"),
    (("unsure", "superseded", "partial"), KINDS, ALL_LEVELS, ANY, "low"),
    (("contradict", "attributed_conflict"), KINDS, ("same_origin",), ANY, "medium"),
    (("contradict", "attributed_conflict"), MINOR, ELSEWHERE, ANY, "low"),
    (("contradict", "attributed_conflict"), MAJOR, ELSEWHERE, (False,), "medium"),
    (("contradict", "attributed_conflict"), MAJOR, ELSEWHERE, (True,), "high"),
]


LOWER: dict[Severity, Severity] = {"high": "medium", "medium": "low"}
HIGHER: dict[Severity, Severity] = {"medium": "high", "low": "medium"}


@pytest.mark.parametrize("number", range(len(LEVEL_ROWS)))
def test_each_row_of_levels(number: int) -> None:
    sides, level = LEVEL_ROWS[number]
    assert LEVELS[number].level == level
    for case in product(*sides, ANY):
        assert level_of(Sides(*case)) == level


@pytest.mark.parametrize("number", range(len(SEVERITY_ROWS)))
def test_each_row_of_severities(number: int) -> None:
    relations, kinds, levels, certain, severity = SEVERITY_ROWS[number]
    assert SEVERITIES[number].severity == severity
    for case in product(relations, kinds, levels, certain):
        assert severity_of(Judged(*case, background=False)) == severity
        lower, higher = LOWER.get(severity, severity), HIGHER.get(severity, severity)
        steps: dict[tuple[bool, Weight], Severity] = {
            (True, "plain"): lower,
            (False, "trifle"): lower,
            (True, "trifle"): lower,
            (False, "central"): higher,
            (True, "central"): severity,
        }
        for (background, weight), step in steps.items():
            assert severity_of(Judged(*case, background, weight)) == step


def test_there_is_a_test_for_each_row() -> None:
    assert len(LEVEL_ROWS) == len(LEVELS)
    assert len(SEVERITY_ROWS) == len(SEVERITIES)
    assert frozenset(MINOR) == MINOR_KINDS
    assert set(CONFLICTING) == {"contradict", "attributed_conflict"}


def test_the_rows_of_the_tests_cover_every_case_once() -> None:
    cases = [case for sides, _ in LEVEL_ROWS for case in product(*sides)]
    assert sorted(cases) == sorted(product(ANY, repeat=5))
    rows = [case for *sides, _ in SEVERITY_ROWS for case in product(*sides)]
    assert sorted(rows) == sorted(product(RELATIONS, KINDS, ALL_LEVELS, ANY))


def fits(rule: LevelRule, sides: Sides) -> bool:
    names = ("shared_voice", "shared_article", "one_party", "one_origin", "named_voice")
    return all(getattr(rule, n) in (None, getattr(sides, n)) for n in names)


def all_sides() -> Iterator[Sides]:
    return (Sides(*case) for case in product(ANY, repeat=6))


def test_every_case_has_a_level_and_every_row_of_levels_a_case() -> None:
    met = {next(n for n, rule in enumerate(LEVELS) if fits(rule, sides)) for sides in all_sides()}
    assert met == set(range(len(LEVELS)))
    assert {level_of(sides) for sides in all_sides()} == set(ALL_LEVELS)


def test_every_case_has_a_severity() -> None:
    cases = product(RELATIONS, KINDS, ALL_LEVELS, ANY, ANY)
    given = {severity_of(Judged(*case)) for case in cases}
    assert given == set(get_args(Severity))


def test_certainty_and_independence_never_make_a_conflict_less_grave() -> None:
    for relation, kind, level in product(RELATIONS, KINDS, ALL_LEVELS):
        sure, unsure = (
            severity_of(Judged(relation, kind, level, certain, background=False)) for certain in ANY
        )
        assert GRAVITY.index(sure) <= GRAVITY.index(unsure)


def test_the_gravest() -> None:
    assert gravest(["low", "high", "medium"]) == "high"
    assert gravest(["none", "low"]) == "low"
    assert gravest([]) == "none"
