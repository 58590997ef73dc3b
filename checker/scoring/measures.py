"""Scores of labels: confusion, precision, recall, F1, how sure the macro F1 is, and its cost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from checker.data import Record

RESAMPLES = 1000
SEED = 0
COVERAGE = 0.95
Outcome = tuple[str, str]  # the label given, and the one said


class ClassScore(Record):
    """One class; a share is None where it has no cases to be a share of."""

    label: str
    count: int
    precision: float | None
    recall: float | None
    f1: float


class LabelScores(Record):
    """All classes together. ``confusion[given][said]`` counts; ``interval`` covers 95 %.

    Macro F1 is the plain mean of the F1 of all classes that were given or said.
    """

    scored: int
    accuracy: float
    macro_f1: float
    interval: tuple[float, float]
    classes: tuple[ClassScore, ...]
    confusion: dict[str, dict[str, int]]


class Spent(Record):
    """The calls of an evaluation (``cached`` of them from disk), and their tokens."""

    calls: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0


def score_labels(outcomes: Sequence[Outcome], labels: Sequence[str]) -> LabelScores | None:
    """Score what was said against what was given; None where nothing was said."""
    if not outcomes:
        return None
    counts = Counter(outcomes)
    found = [label for label in labels if any(label in outcome for outcome in counts)]
    right = sum(count for (given, said), count in counts.items() if given == said)
    return LabelScores(
        scored=len(outcomes),
        accuracy=right / len(outcomes),
        macro_f1=macro_f1(counts),
        interval=bootstrap_macro_f1(outcomes),
        classes=tuple(_class_score(label, counts) for label in found),
        confusion={given: {said: counts[given, said] for said in labels} for given in labels},
    )


def macro_f1(counts: Mapping[Outcome, int]) -> float:
    """The mean F1 of the classes that occur."""
    classes = {label for outcome, count in counts.items() if count for label in outcome}
    return sum(_f1(label, counts) for label in classes) / len(classes)


def bootstrap_macro_f1(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The percentile bootstrap interval of the macro F1 (Efron 1979), seeded.

    Pairs are drawn anew with replacement; a class that is in no drawn pair does not count there.
    """
    draw = random.Random(SEED)
    values = sorted(
        macro_f1(Counter(draw.choices(outcomes, k=len(outcomes)))) for _ in range(RESAMPLES)
    )
    tail = int(RESAMPLES * (1 - COVERAGE) / 2)
    return values[tail], values[-1 - tail]


def _class_score(label: str, counts: Mapping[Outcome, int]) -> ClassScore:
    right, said, given = _tally(label, counts)
    return ClassScore(
        label=label,
        count=given,
        precision=share(right, said),
        recall=share(right, given),
        f1=_f1(label, counts),
    )


def _tally(label: str, counts: Mapping[Outcome, int]) -> tuple[int, int, int]:
    """How often a class was said rightly, said, and given."""
    said = sum(count for outcome, count in counts.items() if outcome[1] == label)
    given = sum(count for outcome, count in counts.items() if outcome[0] == label)
    return counts.get((label, label), 0), said, given


def _f1(label: str, counts: Mapping[Outcome, int]) -> float:
    right, said, given = _tally(label, counts)
    return 2 * right / (said + given) if said + given else 0.0


def share(part: int, whole: int) -> float | None:
    """A part of a whole; None where there is no whole."""
    return part / whole if whole else None
