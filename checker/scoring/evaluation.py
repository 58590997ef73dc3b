"""How well a model does on labelled data: pair sets, and cases with a labelled file.

What a model was asked for one evaluation is asked once: answers come from the cache or a
cassette where they are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.data import Record
from checker.model.answer import LLM
from checker.scoring.measures import LabelScores, Spent, score_labels, share
from checker.scoring.pairs import (
    LABELS,
    Asking,
    Judgement,
    Label,
    LabelledPair,
    PairSet,
    RefusedLine,
    judge_pairs,
)


class WrongPair(Record):
    """A pair that was given another label than the set gives; texts in the set's order."""

    id: str
    first: str
    second: str
    label: Label
    said: Label
    reason: str
    swapped: bool


class UnscoredPair(Record):
    """A pair of which nothing is known, and why."""

    id: str
    reason: str
    swapped: bool


class PairEvaluation(Record):
    """The scores of one pair set, in the order of its texts and, where asked, in the other.

    ``flipped`` are the ids of pairs whose label depends on the order; ``flip_rate`` is their
    share of the pairs scored in both orders.
    """

    name: str
    pairs: int
    orders: int
    batch: int
    mapping: dict[str, Label]
    refused: tuple[RefusedLine, ...]
    scores: LabelScores | None
    swapped_scores: LabelScores | None = None
    flip_rate: float | None = None
    flipped: tuple[str, ...] = ()
    wrong: tuple[WrongPair, ...] = ()
    unscored: tuple[UnscoredPair, ...] = ()
    spent: Spent = Spent()

    def measures(self) -> dict[str, float]:
        """What a floor can hold: of both orders the lower; ``stability`` is 1 less the flips."""
        orders = [each for each in (self.scores, self.swapped_scores) if each]
        if not orders:
            return {"scored": 0.0}
        found = {"scored": 1 - len(self.unscored) / (self.pairs * self.orders)}
        found["macro_f1"] = min(each.macro_f1 for each in orders)
        found["accuracy"] = min(each.accuracy for each in orders)
        for scored in (row for each in orders for row in each.classes):
            name = f"f1_{scored.label}"
            found[name] = min(found.get(name, 1.0), scored.f1)
        if self.flip_rate is not None:
            found["stability"] = 1 - self.flip_rate
        return found


def evaluate_pairs(
    llm: LLM, pair_set: PairSet, asking: Asking, *, both_orders: bool = False
) -> PairEvaluation:
    """Judge all pairs of a set and score them; twice, in either order, for the flip rate."""
    first = judge_pairs(llm, pair_set.pairs, asking)
    other = judge_pairs(llm, pair_set.pairs, asking.turned()) if both_orders else []
    both = [
        (one.pair.id, one.label != two.label)
        for one, two in zip(first, other, strict=False)
        if one.label and two.label
    ]
    flipped = tuple(id_ for id_, differs in both if differs)
    return PairEvaluation(
        name=pair_set.name,
        pairs=len(pair_set.pairs),
        orders=2 if both_orders else 1,
        batch=asking.batch,
        mapping=pair_set.mapping,
        refused=pair_set.refused,
        scores=_score(first),
        swapped_scores=_score(other),
        flip_rate=share(len(flipped), len(both)) if both_orders else None,
        flipped=flipped,
        wrong=(*_wrong(first, swapped=False), *_wrong(other, swapped=True)),
        unscored=(*_unscored(first, swapped=False), *_unscored(other, swapped=True)),
    )


def _score(judgements: Sequence[Judgement]) -> LabelScores | None:
    return score_labels(
        [(each.pair.label, each.label) for each in judgements if each.label], LABELS
    )


def _wrong(judgements: Sequence[Judgement], *, swapped: bool) -> Iterator[WrongPair]:
    for each in judgements:
        pair: LabelledPair = each.pair
        if each.label and each.label != pair.label:
            yield WrongPair(
                id=pair.id,
                first=pair.first,
                second=pair.second,
                label=pair.label,
                said=each.label,
                reason=each.reason or "",
                swapped=swapped,
            )


def _unscored(judgements: Sequence[Judgement], *, swapped: bool) -> Iterator[UnscoredPair]:
    for each in judgements:
        if each.unscored:
            yield UnscoredPair(id=each.pair.id, reason=each.unscored, swapped=swapped)
