"""``checker cache``: the answers already paid for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from checker.commands.options import CACHE
from checker.commands.places import check_place
from checker.errors import InputError


@click.command()
@CACHE
@click.option("--prune", type=click.FloatRange(0), help="Remove answers older than this many days.")
@click.option("--clear", is_flag=True, help="Remove all answers.")
def cache(cache: Path | None, prune: float | None, clear: bool) -> None:
    """Show where answers are kept, how many, their size and age.

    A run that asks what was asked before takes the answer from here and pays nothing. What is
    removed is asked, and paid for, again.

    \b
    Example: checker cache --prune 30
    """  # noqa: D301
    from checker.model.cache import AnswerCache, default_path

    if clear and prune is not None:
        raise InputError("--clear and --prune exclude each other; leave one out")
    check_place("cache")
    path = cache or default_path()
    if not path.is_file():
        click.echo(f"{path}: no answers are kept here yet")
        return
    with closing(AnswerCache(path)) as answers:
        if clear or prune is not None:
            removed = answers.prune(0 if clear else prune or 0)
            click.echo(f"removed: {removed:,}")
        click.echo(f"{path}: {answers.describe()}")
