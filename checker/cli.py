"""The command line; only this module and ``commands/`` print.

Heavy imports stand inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

from pathlib import Path

import click

from checker import __version__
from checker.commands.allow import allow
from checker.commands.ask import ask
from checker.commands.batch import batch
from checker.commands.cache import cache
from checker.commands.check import check
from checker.commands.claims import claims
from checker.commands.diff import diff
from checker.commands.doctor import doctor
from checker.commands.eval import evaluate
from checker.commands.init import init
from checker.commands.note import note
from checker.commands.pages import show_pages
from checker.commands.places import Said
from checker.commands.render import render
from checker.commands.report import report
from checker.commands.schema import schema
from checker.commands.settings import show_settings
from checker.commands.show import show
from checker.commands.stories import stories
from checker.commands.watch import watch
from checker.errors import CheckerError
from checker.intake.documents import tame_lines
from checker.pipeline.own_settings import read_own_settings
from checker.pipeline.settings import FILE, read_settings_file


class Commands(click.Group):
    """A group whose commands end with the exit status of a `CheckerError`, and its message."""

    def invoke(self, context: click.Context) -> object:
        """Run a command; an error becomes one line on standard error."""
        try:
            return super().invoke(context)
        except CheckerError as error:
            click.echo(f"checker: {tame_lines(str(error))}", err=True)
            context.exit(error.exit_status)
        except KeyboardInterrupt:
            click.echo("checker: interrupted", err=True)
            context.exit(130)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="checker")
@click.pass_context
def main(context: click.Context) -> None:
    """Show where news outlets, and the people they quote, agree and contradict each other."""
    said = Said(read_settings_file(Path(FILE)), read_own_settings())
    context.obj = said
    context.default_map = {
        name: {**said.values, **dict.fromkeys(getattr(command, "commands", ()), said.values)}
        for name, command in main.commands.items()
    }


for command in (report, ask, claims, show, init, render, cache, schema, check, diff, evaluate):
    main.add_command(command)
for command in (allow, batch, doctor, show_settings, show_pages, stories, note, watch):
    main.add_command(command)
