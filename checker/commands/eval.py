"""``checker eval``: how well a model does on labelled data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

import click

from checker.commands.options import PATH, model_options, prices_of, settings_of
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.trials import Trial
    from checker.watching import Watch


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
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@model_options
@click.pass_context
def evaluate(context: click.Context, /, targets: tuple[str, ...], **given: Any) -> None:
    """Score a model, or a recording, against labelled data.

    TARGETS are case folders with a labelled file (expected in case.toml), kept reports (.json,
    with --expected), and pair sets (.jsonl): objects with s1, s2 and a label (agree, disagree,
    other; or entailment, contradiction, neutral, which count as these three).

    A floor file is TOML: a table named for each target, with least shares: macro_f1, accuracy,
    f1_agree, scored, stability (1 less the order-flip rate), recall_conflict,
    precision_conflict, and so on.

    Exit status: 0 done; 1 below a floor; 2 bad input, also where single lines of a pair set could
    not be read (the others are scored); 3 the model could not be reached, or some pairs are
    unscored.

    \b
    Example: checker eval israel-syria-talks
    """  # noqa: D301
    trials = [_try(target, given) for target in _checked(targets, given)]
    below = _below_floor(trials, given)
    if given["as_json"]:
        _print_json(trials, below)
    else:
        _print_text(trials)
    for line in below:
        click.echo(f"checker: {line}", err=True)
    failure = next((trial.failure for trial in trials if trial.failure), None)
    if failure:
        raise failure
    refused = sum(len(getattr(trial.evaluation, "refused", ())) for trial in trials)
    if refused:
        raise InputError(f"{refused} lines hold no pair; the others are scored")
    context.exit(1 if below else 0)


def _checked(targets: tuple[str, ...], given: dict[str, Any]) -> tuple[str, ...]:
    """The targets, if they can be taken together; bad floors are told before anything is asked."""
    from checker.floors import read_floors

    if given["floor"]:
        read_floors(given["floor"])
    if given["record"] and len(targets) > 1:
        raise InputError("--record takes one target at a time: a recording keeps what one run asks")
    return targets


def _try(target: str, given: dict[str, Any]) -> Trial:
    from checker.pairs import Asking
    from checker.trials import is_pair_set, try_case, try_pairs

    with _watching(given) as watch:
        settings = settings_of(given, watch)
        if not is_pair_set(target):
            return try_case(target, settings, given["expected"])
        asking = Asking(given["batch"], given["workers"])
        return try_pairs(target, settings, asking, both_orders=given["both_orders"])


@contextmanager
def _watching(given: dict[str, Any]) -> Iterator[Watch]:
    from checker.commands.progress import ProgressLine
    from checker.journal import EventLog, Lines
    from checker.watching import Watches

    with ExitStack() as stack:
        watches: list[Watch] = []
        if given["log_json"]:
            watches.append(EventLog(stack.enter_context(closing(Lines(given["log_json"])))))
        line = ProgressLine(prices_of(given), quiet=given["quiet"])
        yield Watches([*watches, stack.enter_context(line)])


def _below_floor(trials: list[Trial], given: dict[str, Any]) -> list[str]:
    from checker.floors import below_floor, read_floors

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


def _print_text(trials: list[Trial]) -> None:
    from checker.evaluation_text import render_evaluation

    click.echo("\n".join(render_evaluation(trial.evaluation) for trial in trials), nl=False)
