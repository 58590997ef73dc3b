"""Evaluations for a person: tables that are Markdown too, then what went wrong, with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.labels import say_label
from checker.report.layout import CONTROLS
from checker.scoring.case_scores import CaseEvaluation, WrongFinding
from checker.scoring.evaluation import PairEvaluation, WrongPair
from checker.scoring.measures import LabelScores, Spent
from checker.scoring.origin_pairs import OriginEvaluation
from checker.scoring.pairs import LABELS
from checker.scoring.source_text import origin_lines, source_lines
from checker.scoring.text_tables import draw_table, list_entries, show_share

# What `case_scores` says of a wrong finding, before the labels it was called by.
WHY = {
    "missed": "eval.missed",
    "its claims share no topic": "eval.no_topic",
    "invented": "eval.invented",
    "called otherwise": "eval.called_otherwise",
}


def render_evaluation(
    evaluation: PairEvaluation | CaseEvaluation | OriginEvaluation, language: str = "en"
) -> str:
    """All of an evaluation as text.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    if isinstance(evaluation, OriginEvaluation):
        lines = origin_lines(evaluation, words)
    elif isinstance(evaluation, PairEvaluation):
        lines = _pair_lines(evaluation, words)
    else:
        lines = _case_lines(evaluation, words)
    return "\n".join(line.translate(CONTROLS).rstrip() for line in lines) + "\n"


def _pair_lines(evaluation: PairEvaluation, words: Catalogue) -> Iterator[str]:
    yield from _pair_head(evaluation, words)
    for order, scores in (
        ("eval.given_order", evaluation.scores),
        ("eval.other_order", evaluation.swapped_scores),
    ):
        yield from _score_lines(words.say(order), scores, words) if scores else ()
    if evaluation.flip_rate is not None:
        flipped = f" ({_listed(evaluation.flipped, words)})" if evaluation.flipped else ""
        yield ""
        yield words.say("eval.flips", rate=f"{evaluation.flip_rate:.3f}") + flipped
    yield from _spent_lines(evaluation.spent, words)
    yield from list_entries(
        words.say("eval.wrong"), [_wrong_pair(each, words) for each in evaluation.wrong]
    )
    unscored = [[f"{each.id}: {each.reason}"] for each in evaluation.unscored]
    yield from list_entries(words.say("eval.unscored_head"), unscored)
    refused = [
        [words.say("eval.line", line=each.line, reason=each.reason)] for each in evaluation.refused
    ]
    yield from list_entries(words.say("eval.refused"), refused)


def _pair_head(evaluation: PairEvaluation, words: Catalogue) -> Iterator[str]:
    counts = (
        words.count_plainly("eval.pairs", evaluation.pairs),
        words.count_plainly("eval.batch", evaluation.batch),
        words.count_plainly("eval.unscored", len(evaluation.unscored)),
    )
    yield f"{evaluation.name}: {_listed(counts, words)}"
    labels = (
        words.say("eval.label_is", said=said, label=words.say(f"label.{label}"))
        for said, label in sorted(evaluation.mapping.items())
    )
    yield words.say("eval.labels", labels=_listed(labels, words))


def _score_lines(order: str, scores: LabelScores, words: Catalogue) -> Iterator[str]:
    low, high = scores.interval
    yield ""
    yield words.say(
        "eval.scores",
        order=order,
        f1=f"{scores.macro_f1:.3f}",
        low=f"{low:.3f}",
        high=f"{high:.3f}",
        accuracy=f"{scores.accuracy:.3f}",
        scored=words.count_plainly("eval.scored", scores.scored),
    )
    rows = (
        (
            words.say(f"label.{row.label}"),
            str(row.count),
            *map(show_share, (row.precision, row.recall, row.f1)),
            *(str(scores.confusion[row.label][label]) for label in LABELS),
        )
        for row in scores.classes
    )
    heads = ("eval.label", "eval.pairs_head", "eval.precision", "eval.recall")
    said = (words.say("eval.said", label=words.say(f"label.{name}")) for name in LABELS)
    yield from draw_table((*map(words.say, heads), "F1", *said), rows)


def _case_lines(evaluation: CaseEvaluation, words: Catalogue) -> Iterator[str]:
    yield f"{evaluation.name}: {words.count_plainly('eval.count_wrong', len(evaluation.wrong))}"
    yield ""
    recall = (
        (
            words.say(f"grouping.{each.grouping}"),
            _grouped(each.grouping, each.value, words),
            words.say("eval.of", part=each.met, whole=each.expected),
            show_share(each.recall),
        )
        for each in evaluation.recall
    )
    yield from draw_table(_heads(("eval.expected_by", "eval.met", "eval.recall"), words), recall)
    yield ""
    precision = (
        (
            words.say(f"grouping.{each.grouping}"),
            _grouped(each.grouping, each.value, words),
            words.say("eval.of", part=each.right, whole=each.judged),
            str(each.not_judged),
            show_share(each.precision),
        )
        for each in evaluation.precision
    )
    heads = ("eval.told_by", "eval.right", "eval.not_judged", "eval.precision")
    yield from draw_table(_heads(heads, words), precision)
    seen = evaluation.evidence
    if seen:
        shares = {"supports": show_share(seen.supports), "carried": show_share(seen.carried)}
        yield ""
        yield words.say("eval.evidence", judged=seen.judged, not_judged=seen.not_judged, **shares)
    yield from source_lines(evaluation.sources, words)
    yield from _spent_lines(evaluation.spent, words)
    wrong = [_wrong_finding(each, words) for each in evaluation.wrong]
    yield from list_entries(words.say("eval.wrong"), wrong)


def _heads(keys: Sequence[str], words: Catalogue) -> Sequence[str]:
    """Heads of a table whose second column, what it is grouped by, has none."""
    first, *others = map(words.say, keys)
    return (first, "", *others)


def _grouped(grouping: str, value: str, words: Catalogue) -> str:
    """The value of a row: a group of the labelled file, or what its conflicts may be called."""
    if grouping == "group":
        return words.say(f"group.{value}")
    if value == "any":
        return words.say("eval.any")
    return words.say("eval.or").join(say_label(words, each) for each in value.split(" or "))


def _spent_lines(spent: Spent, words: Catalogue) -> Iterator[str]:
    cached = f" ({words.count_plainly('eval.cached', spent.cached)})" if spent.cached else ""
    counts = (
        words.count("eval.calls", spent.calls) + cached,
        words.count("eval.prompt_tokens", spent.prompt_tokens),
        words.count("eval.answer_tokens", spent.answer_tokens),
    )
    yield ""
    yield _listed(counts, words)


def _wrong_pair(pair: WrongPair, words: Catalogue) -> Iterator[str]:
    order = (words.say("eval.other_order"),) if pair.swapped else ()
    yield words.say(
        "eval.wrong_pair",
        pair=_listed((pair.id, *order), words),
        label=words.say(f"label.{pair.label}"),
        said=words.say(f"label.{pair.said}"),
        reason=pair.reason,
    )
    yield from (f"  “{text}”" for text in (pair.first, pair.second))


def _wrong_finding(wrong: WrongFinding, words: Catalogue) -> Iterator[str]:
    group = words.say(f"group.{wrong.group}")
    yield f"{_listed((group, _why(wrong.why, words)), words)}: {wrong.name}"
    for letter, quotes in (("A", wrong.a), ("B", wrong.b)):
        yield from (f"  {letter} “{text}”" for text in quotes)


def _why(why: str, words: Catalogue) -> str:
    parts = (
        _listed((_said(each, words) for each in part.split(", ")), words)
        for part in why.split(": ")
    )
    return ": ".join(parts)


def _said(text: str, words: Catalogue) -> str:
    return words.say(WHY[text]) if text in WHY else say_label(words, text)


def _listed(parts: Iterable[str], words: Catalogue) -> str:
    return words.say("reply.and").join(parts)
