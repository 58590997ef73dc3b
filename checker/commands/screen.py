"""What standard output can show, and long texts shown page by page."""

from __future__ import annotations

import os
import shutil
import sys

import click


def screen() -> tuple[int, bool]:
    """Columns, and whether colours are wanted."""
    width = shutil.get_terminal_size((80, 24)).columns
    return width, is_capable(sys.stdout.isatty()) and not os.environ.get("NO_COLOR")


def is_capable(terminal: bool) -> bool:
    """Whether a terminal can do more than print lines: colour them, or overwrite one."""
    return terminal and os.environ.get("TERM") not in ("dumb", "")


def show(text: str) -> bool:
    """Print a text; one longer than the screen through the user's pager, as other tools do.

    Says whether it was longer. To a file or a program everything is printed as it is; a terminal
    that is dumb, and PAGER=cat, get no pager either.
    """
    if not sys.stdout.isatty() or text.count("\n") < shutil.get_terminal_size((80, 24)).lines:
        click.echo(text, nl=False)
        return False
    # As git does: colours pass, and what was read stays on the screen.
    os.environ.setdefault("LESS", "FRX")
    click.echo_via_pager(text.rstrip("\n"), color=screen()[1])
    return True
