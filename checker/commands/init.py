"""``checker init``: a case.toml for a folder of pages."""

from __future__ import annotations

from pathlib import Path

import click

from checker.commands.options import PATH


@click.command()
@click.argument("folder", type=PATH)
def init(folder: Path) -> None:
    """Write a case.toml into FOLDER, with what can be seen in its pages.

    No model is asked. A title is taken from a first line that looks like a headline, a date only
    where one stands beside it in full; what is not known stands there as comments, to be filled
    in. A case.toml that is there is never overwritten.

    \b
    Example: checker init my-pages
    """  # noqa: D301
    from checker.intake.case_drafts import write_case

    click.echo(f"written: {write_case(folder)}")
