"""How the questions of a run go out, as ``--engine`` says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from checker.model.batch_endpoint import BatchState
    from checker.pipeline.batches import GoingOn
    from checker.pipeline.runs import Settings


def by_engine(cases: Iterable[GoingOn], settings: Settings, given: dict[str, Any]) -> Settings:
    """The settings with which each case is reported, once its answers are had.

    Raises:
        InputError, EndpointError, BudgetError: as `fill_cache` does.
    """
    if given["engine"] != "batch":
        return settings
    from checker.pipeline.batches import fill_cache

    filled = fill_cache(list(cases), settings, _Said(quiet=given["quiet"]))
    if not given["quiet"]:
        click.echo(
            f"batches: {filled.batches}, answers: {filled.spent.calls:,} of "
            f"{filled.spent.tokens:,} tokens, without an answer: {len(filled.failed):,}",
            err=True,
        )
    return replace(settings, batched=filled.failed)


def say_half_price(given: dict[str, Any]) -> None:
    """After an estimate: what the engine changes about the price."""
    if given["engine"] == "batch":
        click.echo("with --engine batch: half the prices given, and answers within 24 hours")


class _Said:
    """A line where a batch has moved."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._last = quiet, ""

    def __call__(self, state: BatchState) -> None:
        line = f"batch {state.id}: {state.status}, {state.done:,} of {state.total:,} done"
        if not self._quiet and line != self._last:
            click.echo(line, err=True)
        self._last = line
