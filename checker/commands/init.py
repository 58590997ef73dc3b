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
    in. To a case.toml that is there, the pages that it does not list are added at its end; what
    stands in it is left as it is.

    \b
    Example: checker init my-pages
    """  # noqa: D301
    from checker.intake.case import CASE_FILE
    from checker.intake.case_additions import add_pages
    from checker.intake.case_drafts import write_case

    path = folder / CASE_FILE
    if not path.exists():
        click.echo(f"written: {write_case(folder)}")
        return
    added = add_pages(folder)
    for name in added:
        click.echo(f"added to {path}: {name}")
    if not added:
        click.echo(f"nothing to add: {path} lists every page of the folder")
