"""Where key, pages and answers go, and who said so: the user, or a file of a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass

import click
from click.core import ParameterSource

from checker.pipeline.own_settings import CONFIG, OwnSettings
from checker.pipeline.settings import FILE, SettingsFile


@dataclass(frozen=True)
class Said:
    """What the files of settings say: that of the folder, and the user's own."""

    folder: SettingsFile
    own: OwnSettings

    @property
    def values(self) -> dict[str, object]:
        """Both; the folder's come before the user's own."""
        return {**self.own.values, **self.folder.values}


def said_of(context: click.Context | None) -> Said | None:
    """What the files say, as the command line has read them."""
    return context.find_object(Said) if context else None


def origin_of(context: click.Context, name: str) -> str:
    """Where the value of a setting comes from, in the user's words."""
    match context.get_parameter_source(name):
        case ParameterSource.COMMANDLINE:
            return "flag"
        case ParameterSource.ENVIRONMENT:
            option = next(each for each in context.command.params if each.name == name)
            return str(option.envvar)
        case ParameterSource.DEFAULT_MAP:
            said = said_of(context)
            return FILE if said is None or name in said.folder.values else CONFIG
        case _:
            return "default"


def check_place(name: str) -> bool:
    """Refuse a place that a file of the folder names and the user has not allowed.

    Says whether such a file names it at all.

    Raises:
        InputError: it was not allowed.
    """
    context = click.get_current_context(silent=True)
    said = said_of(context)
    if context is None or said is None or origin_of(context, name) != FILE:
        return False
    from checker.pipeline.consent import demand_consent

    demand_consent(said.folder, name)
    return True


def check_places(base_url: str | None) -> None:
    """`check_place` for all places of a run; says where the key goes if a file named that.

    Raises:
        InputError: one of them was not allowed.
    """
    from checker.model.calls import Endpoint

    named = check_place("base_url")
    check_place("cache")
    key = key_for(base_url)
    if named and key:
        address = Endpoint("", base_url, key).shown
        click.echo(f"checker: the key goes to {address}, as checker.toml here says", err=True)


def key_for(base_url: str | None) -> str | None:
    """The key for an address: the one of the user's configuration, else OPENAI_API_KEY.

    There are no flags for it, since these show in lists of programs. A key that was filed under an
    address is surely meant for it; that of the environment may belong to another provider.
    """
    from checker.model.access import OPENAI

    said = said_of(click.get_current_context(silent=True))
    filed = said.own.key_for(base_url or OPENAI) if said else None
    return filed or (os.environ.get("OPENAI_API_KEY") or "").strip() or None


def key_origin(base_url: str | None) -> str:
    """Where that key comes from, in the user's words."""
    from checker.model.access import OPENAI

    said = said_of(click.get_current_context(silent=True))
    if said and said.own.key_for(base_url or OPENAI):
        return CONFIG
    return "OPENAI_API_KEY" if key_for(base_url) else "default"
