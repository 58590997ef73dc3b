"""Evaluations for a person: tables that are Markdown too, then what went wrong, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.report.layout import CONTROLS
from checker.scoring.case_scores import CaseEvaluation, WrongFinding
from checker.scoring.evaluation import PairEvaluation, WrongPair
from checker.scoring.measures import LabelScores, Spent
from checker.scoring.pairs import LABELS


def render_evaluation(evaluation: PairEvaluation | CaseEvaluation) -> str:
    """All of an evaluation as text."""
    if isinstance(evaluation, PairEvaluation):
        lines = _pair_lines(evaluation)
    else:
        lines = _case_lines(evaluation)
    return "\n".join(line.translate(CONTROLS).rstrip() for line in lines) + "\n"


def _pair_lines(evaluation: PairEvaluation) -> Iterator[str]:
    told = f"{evaluation.pairs} pairs, {evaluation.batch} to a call"
    yield f"{evaluation.name}: {told}, {len(evaluation.unscored)} unscored"
    pairs = evaluation.mapping.items()
    yield "labels: " + ", ".join(f"{said} is {label}" for said, label in sorted(pairs))
    for order, scores in (
        ("texts in the given order", evaluation.scores),
        ("texts the other way round", evaluation.swapped_scores),
    ):
        yield from _score_lines(order, scores) if scores else ()
    if evaluation.flip_rate is not None:
        flipped = ", ".join(evaluation.flipped)
        yield ""
        yield f"order-flip rate: {evaluation.flip_rate:.3f}{f' ({flipped})' if flipped else ''}"
    yield from _spent_lines(evaluation.spent)
    yield from _list("Wrong", [_wrong_pair(each) for each in evaluation.wrong])
    unscored = [[f"{each.id}: {each.reason}"] for each in evaluation.unscored]
    yield from _list("Unscored", unscored)
    refused = [[f"line {each.line}: {each.reason}"] for each in evaluation.refused]
    yield from _list("Lines that hold no pair", refused)


def _score_lines(title: str, scores: LabelScores) -> Iterator[str]:
    low, high = scores.interval
    yield ""
    yield (
        f"{title}: macro F1 {scores.macro_f1:.3f} (95 % bootstrap {low:.3f} to {high:.3f}), "
        f"accuracy {scores.accuracy:.3f}, {scores.scored} scored"
    )
    rows = (
        (
            row.label,
            str(row.count),
            *map(_share, (row.precision, row.recall, row.f1)),
            *(str(scores.confusion[row.label][label]) for label in LABELS),
        )
        for row in scores.classes
    )
    heads = ("label", "pairs", "precision", "recall", "F1", *(f"said {name}" for name in LABELS))
    yield from _table(heads, rows)


def _case_lines(evaluation: CaseEvaluation) -> Iterator[str]:
    yield f"{evaluation.name}: {len(evaluation.wrong)} wrong"
    yield ""
    recall = (
        (each.grouping, each.value, f"{each.met} of {each.expected}", _share(each.recall))
        for each in evaluation.recall
    )
    yield from _table(("expected, by", "", "met", "recall"), recall)
    yield ""
    precision = (
        (
            each.grouping,
            each.value,
            f"{each.right} of {each.judged}",
            str(each.not_judged),
            _share(each.precision),
        )
        for each in evaluation.precision
    )
    yield from _table(("conflicts told, by", "", "right", "not judged", "precision"), precision)
    yield from _spent_lines(evaluation.spent)
    yield from _list("Wrong", [_wrong_finding(each) for each in evaluation.wrong])


def _spent_lines(spent: Spent) -> Iterator[str]:
    cached = f" ({spent.cached} from the cache)" if spent.cached else ""
    tokens = f"{spent.prompt_tokens:,} prompt tokens, {spent.answer_tokens:,} answer tokens"
    yield ""
    yield f"{spent.calls:,} calls{cached}, {tokens}"


def _wrong_pair(pair: WrongPair) -> Iterator[str]:
    order = ", texts the other way round" if pair.swapped else ""
    yield f"{pair.id}{order}: labelled {pair.label}, said {pair.said}: {pair.reason}"
    yield from (f"  “{text}”" for text in (pair.first, pair.second))


def _wrong_finding(wrong: WrongFinding) -> Iterator[str]:
    yield f"{wrong.group}, {wrong.why}: {wrong.name}"
    for letter, words in (("A", wrong.a), ("B", wrong.b)):
        yield from (f"  {letter} “{text}”" for text in words)


def _list(title: str, entries: Sequence[Iterable[str]]) -> Iterator[str]:
    if entries:
        yield ""
        yield f"{title}: {len(entries)}"
    for entry in entries:
        yield from (f"  {' '.join(line.splitlines())}" for line in entry)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    cells = [tuple(heads), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for place, row in enumerate(cells):
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(padded)} |"
        if not place:
            yield f"| {' | '.join('-' * width for width in widths)} |"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
