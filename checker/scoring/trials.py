"""One evaluation from its target to its scores: which answers to take, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checker.errors import AnswerError, InputError, ModelError
from checker.intake.case import Case
from checker.kept_report import Report
from checker.model.account import CHARACTERS_PER_TOKEN
from checker.pipeline.estimate import StageEstimate, estimate_run
from checker.pipeline.runs import Settings, open_case, open_llm, run_case
from checker.prompts import read_prompt
from checker.report.contract import load_report
from checker.scoring.case_scores import CaseEvaluation, evaluate_report
from checker.scoring.evaluation import PairEvaluation, evaluate_pairs
from checker.scoring.labels import read_expectations
from checker.scoring.measures import Spent
from checker.scoring.origin_pairs import OriginEvaluation, evaluate_origins, is_origin_set
from checker.scoring.pairs import Asking, read_pairs

KEPT = "report.json"
ANSWER_TOKENS_A_PAIR = 40  # a reason of some 15 words, and the rest of its object
Evaluation = PairEvaluation | CaseEvaluation | OriginEvaluation


@dataclass(frozen=True)
class Trial:
    """Scores, and why the asking stopped before its end or some answers were of no use."""

    evaluation: Evaluation
    failure: ModelError | None = None


def is_pair_set(target: str) -> bool:
    """Tell whether a target is a file of pairs, by its ending."""
    return Path(target).suffix in (".jsonl", ".ndjson")


def name_of(target: str) -> str:
    """What a target is called in a file of floors: its file without the ending, or its folder."""
    path = Path(target).resolve()
    if path.name == KEPT:
        return path.parent.name
    return path.stem if is_pair_set(target) or path.suffix == ".json" else path.name


def estimate_trial(target: str, asking: Asking, *, both_orders: bool) -> list[StageEstimate]:
    """The calls and tokens that a trial will take; none for a kept report, or pairs of reports."""
    if Path(target).suffix == ".json" or is_origin_set(Path(target)):
        return []
    if not is_pair_set(target):
        return estimate_run(open_case([target]).pages)
    pairs = read_pairs(Path(target)).pairs
    orders = 2 if both_orders else 1
    calls = orders * -(-len(pairs) // asking.batch)
    asked = orders * sum(len(pair.first) + len(pair.second) for pair in pairs)
    asked += calls * len(read_prompt("judge_pair").text)
    answers = orders * len(pairs) * ANSWER_TOKENS_A_PAIR
    tokens = asked // CHARACTERS_PER_TOKEN
    return [StageEstimate("judge_pair", calls, tokens, answers, exact=True)]


def try_pairs(target: str, settings: Settings, asking: Asking, *, both_orders: bool) -> Trial:
    """Evaluate a pair set; what could not be asked is unscored.

    Raises:
        InputError: the set cannot be read, or there is no model, key or cassette to ask.
    """
    if is_origin_set(Path(target)):
        return Trial(evaluate_origins(Path(target)))
    pair_set = read_pairs(Path(target))
    case = Case(name=pair_set.name, pages=(), problems=())
    with open_llm(case, settings) as llm:
        evaluation = evaluate_pairs(llm, pair_set, asking, both_orders=both_orders)
        calls = list(llm.account.answered())
    spent = Spent(
        calls=len(calls),
        cached=sum(call.cached for call in calls),
        prompt_tokens=sum(call.prompt_tokens for call in calls),
        answer_tokens=sum(call.answer_tokens for call in calls),
    )
    failure: ModelError | None = llm.stopped
    if evaluation.unscored and failure is None:
        failure = AnswerError(f"{len(evaluation.unscored)} pairs are unscored; the list says why")
    return Trial(evaluation.model_copy(update={"spent": spent}), failure)


def try_case(target: str, settings: Settings, expected: Path | None) -> Trial:
    """Evaluate a case folder, or a kept report.json, by a labelled file.

    Raises:
        InputError: it has no labelled file, cannot be read, or there is nothing to ask.
    """
    if Path(target).suffix == ".json":
        return _score(name_of(target), load_report(Path(target)), expected)
    case = open_case([target])
    outcome = run_case(case, settings)
    trial = _score(name_of(target), outcome.report, expected or case.expected)
    return Trial(trial.evaluation, outcome.failure)


def _score(name: str, report: Report, expected: Path | None) -> Trial:
    if expected is None:
        raise InputError(
            f"{name!r} has no labelled file to score against; name one with --expected, or write "
            'expected = "expected.toml" in its case.toml'
        )
    evaluation = evaluate_report(name, report, read_expectations(expected))
    usage = report.run.usage.values()
    spent = Spent(
        calls=sum(each.calls for each in usage),
        prompt_tokens=sum(each.prompt_tokens for each in usage),
        answer_tokens=sum(each.answer_tokens for each in usage),
    )
    return Trial(evaluation.model_copy(update={"spent": spent}))
