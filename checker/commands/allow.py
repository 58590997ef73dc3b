"""``checker allow``: let a checker.toml say where something goes."""

from __future__ import annotations

from pathlib import Path

import click

from checker.commands.options import PATH
from checker.errors import InputError
from checker.pipeline.settings import FILE, read_settings_file


@click.command()
@click.argument("file", type=PATH, default=Path(FILE))
@click.option("--revoke", is_flag=True, help="Take it back.")
@click.option("--list", "listed", is_flag=True, help="Print which files are allowed.")
def allow(file: Path, revoke: bool, listed: bool) -> None:
    """Let FILE, the checker.toml of this folder, say where something goes.

    An address in it gets your key and the text of your pages, its cache holds the answers that
    you believe. So both count only once you have looked at the file and allowed it, by its path
    and its content: when it changes, you are asked again.

    \b
    Example: checker allow
    """  # noqa: D301
    from checker.pipeline import consent

    if listed:
        for name in sorted(consent.read_allowed()):
            click.echo(name)
        return
    path = file / FILE if file.is_dir() else file
    if revoke:
        was = consent.revoke(path)
        click.echo(f"{path}: no longer allowed" if was else f"{path}: was not allowed")
        return
    found = read_settings_file(path)
    if not found.sha256:
        raise InputError(f"there is no {str(path)!r}; go to its folder, or name it")
    if not found.places:
        click.echo(f"{path} says nothing about where something goes; it needs no consent")
        return
    consent.allow(found)
    for name in found.places:
        click.echo(f"allowed: {name} = {consent.shown_place(name, found)}")
