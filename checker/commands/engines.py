"""How the questions of a run go out, as ``--engine`` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from checker.commands.places import origin_of
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.model.batch_endpoint import BatchState
    from checker.pipeline.batches import GoingOn
    from checker.pipeline.runs import Settings
    from checker.stories.tasks import Cluster


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


@contextmanager
def cluster_of(given: dict[str, Any]) -> Iterator[Cluster | None]:
    """The cluster that ``--engine ray`` is to ask from, joined before anything is asked.

    Raises:
        InputError: as `checker.stories.cluster.joined`; or the cluster would show what is secret.
    """
    if given["engine"] != "ray":
        yield None
        return
    from checker.model.access import holds_secret
    from checker.stories.tasks import on_cluster

    said_here = origin_of(click.get_current_context(), "base_url") == "flag"
    if given["base_url"] and said_here and holds_secret(given["base_url"]):
        raise InputError(
            "the dashboard of a Ray cluster shows the command line of each run, and the address "
            "of --base-url holds a login or a query; give it as OPENAI_BASE_URL"
        )
    with on_cluster(given["ray_address"]) as cluster:
        yield cluster


def refuse_cluster(given: dict[str, Any]) -> None:
    """One story is no work for a cluster.

    Raises:
        InputError: ``--engine ray`` was given.
    """
    if given["engine"] == "ray":
        raise InputError(
            "--engine ray puts many stories on a cluster, each as one task, and this is one; leave "
            "it out, or cut many pages into stories: checker stories PAGES -o FOLDER"
        )


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
