"""``checker eval``: how well a model does on labelled data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import LANGUAGE, PATH, QUIET, model_options, prices_of, settings_of
from checker.commands.watching import watching
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.scoring.trials import Trial


@click.command("eval")
@click.argument("targets", nargs=-1, required=True)
@click.option("--expected", type=PATH, help="The labelled file, where the case names none.")
@click.option(
    "--batch",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="Pairs to a call; each is judged by itself.",
)
@click.option("--both-orders", is_flag=True, help="Ask again with each pair's texts swapped.")
@click.option("--floor", type=PATH, help="End with status 1 where less is scored than this says.")
@click.option("--dry-run", is_flag=True, help="Print the calls and tokens to expect; ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@QUIET
@LANGUAGE
@model_options
@click.pass_context
def evaluate(context: click.Context, /, targets: tuple[str, ...], **given: Any) -> None:
    """Score a model, or a recording, against labelled data.

    TARGETS are case folders with a labelled file (expected in case.toml), kept reports (.json,
    with --expected), and pair sets (.jsonl): objects with s1, s2 and a label (agree, disagree,
    other; or entailment, contradiction, neutral, which count as these three), or two whole texts
    and whether they are one report (one_origin, two), which takes no model.

    A floor file is TOML: a table named for each target, with least shares: macro_f1, accuracy,
    f1_agree, scored, stability (1 less the order-flip rate), recall_conflict,
    precision_conflict, sources_not_too_high, origins_precision, and so on.

    Exit status: 0 done; 1 below a floor; 2 bad input, also where single lines of a pair set could
    not be read (the others are scored); 3 the model could not be reached, or some pairs are
    unscored.

    \b
    Example: checker eval israel-syria-talks
    """  # noqa: D301
    _check_targets(targets, given)
    if given["dry_run"]:
        _print_estimates(targets, given)
        return
    trials = [_try(target, given) for target in targets]
    below = _below_floor(trials, given)
    if given["as_json"]:
        _print_json(trials, below)
    else:
        _print_text(trials, given["lang"])
    for line in below:
        click.echo(f"checker: {line}", err=True)
    failure = next((trial.failure for trial in trials if trial.failure), None)
    if failure:
        raise failure
    refused = sum(len(getattr(trial.evaluation, "refused", ())) for trial in trials)
    if refused:
        raise InputError(f"{refused} lines hold no pair; the others are scored")
    context.exit(1 if below else 0)


def _check_targets(targets: tuple[str, ...], given: dict[str, Any]) -> None:
    """Tell of what does not go together, and of what is missing, before it costs."""
    from checker.report.catalogue import load_catalogue
    from checker.scoring.floors import floors_of, read_floors
    from checker.scoring.trials import name_of

    load_catalogue(given["lang"])
    if given["floor"]:
        floors = read_floors(given["floor"])
        for target in targets:
            floors_of(name_of(target), floors)
    if given["record"] and len(targets) > 1:
        raise InputError("--record takes one target at a time: a recording keeps what one run asks")


def _print_estimates(targets: tuple[str, ...], given: dict[str, Any]) -> None:
    from checker.pipeline.estimate import render_estimate
    from checker.scoring.pairs import Asking
    from checker.scoring.trials import estimate_trial

    asking = Asking(given["batch"])
    rows = [
        row
        for target in targets
        for row in estimate_trial(target, asking, both_orders=given["both_orders"])
    ]
    click.echo(render_estimate(rows, prices_of(given)), nl=False)


def _try(target: str, given: dict[str, Any]) -> Trial:
    from checker.scoring.pairs import Asking
    from checker.scoring.trials import is_pair_set, try_case, try_pairs

    with watching(given) as watch:
        settings = settings_of(given, watch)
        if not is_pair_set(target):
            return try_case(target, settings, given["expected"])
        asking = Asking(given["batch"], given["workers"], watch=watch)
        return try_pairs(target, settings, asking, both_orders=given["both_orders"])


def _below_floor(trials: list[Trial], given: dict[str, Any]) -> list[str]:
    from checker.scoring.floors import below_floor, read_floors

    if not given["floor"]:
        return []
    floors = read_floors(given["floor"])
    rows = ((trial.evaluation.name, trial.evaluation.measures()) for trial in trials)
    return [line for name, measures in rows for line in below_floor(name, measures, floors)]


def _print_json(trials: list[Trial], below: list[str]) -> None:
    scores = [
        {**trial.evaluation.model_dump(mode="json"), "measures": trial.evaluation.measures()}
        for trial in trials
    ]
    whole = {"evaluations": scores, "below_floor": below}
    click.echo(json.dumps(whole, ensure_ascii=False, indent=1))


def _print_text(trials: list[Trial], language: str) -> None:
    from checker.scoring.evaluation_text import render_evaluation

    texts = (render_evaluation(trial.evaluation, language) for trial in trials)
    click.echo("\n".join(texts), nl=False)
