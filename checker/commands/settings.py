"""``checker settings``: what is in force, and from where."""

from __future__ import annotations

import click
from click.core import ParameterSource

from checker.commands.options import key_given, model_options
from checker.pipeline.settings import FILE, KEYS

# What holds where a setting has no value.
NOTHING_SET = {
    "model": "the case's own, else none",
    "max_calls": "no limit",
    "max_tokens": "no limit",
    "max_cost": "no limit",
    "answer_tokens": "the endpoint's",
    "seed": "none is sent",
}


@click.command("settings")
@model_options
@click.pass_context
def show_settings(context: click.Context, /, **given: object) -> None:
    """Print each setting that is in force here, and where it comes from.

    A flag wins over a variable of the environment, and that over checker.toml in this folder.
    The key of the endpoint is read from OPENAI_API_KEY alone, and never shown.

    \b
    Example: checker settings
    """  # noqa: D301
    rows = [(name, _shown(name, given[name]), _origin(context, name)) for name in KEYS]
    key = key_given()
    rows.insert(2, ("key", "set" if key else "not set", "OPENAI_API_KEY" if key else "default"))
    name_width = max(len(name) for name, _, _ in rows)
    value_width = max(len(value) for _, value, _ in rows)
    for name, value, origin in rows:
        click.echo(f"{name:<{name_width}}  {value:<{value_width}}  {origin}")


def _shown(name: str, value: object) -> str:
    """A value as it is in force: where nothing is set, what holds then."""
    if value is None:
        return _in_force(name)
    if name == "base_url":
        from checker.model.access import split_address
        from checker.model.calls import Endpoint

        query = "?…" if split_address(str(value))[1] else ""
        return Endpoint("", str(value), key_given()).shown + query
    return str(value).lower() if isinstance(value, bool) else str(value)


def _in_force(name: str) -> str:
    if name == "cache":
        from checker.model.cache import default_path

        return str(default_path())
    if name == "base_url":
        from checker.model.access import OPENAI

        return OPENAI
    return NOTHING_SET.get(name, "not set")


def _origin(context: click.Context, name: str) -> str:
    """Where a value comes from, in the user's words."""
    match context.get_parameter_source(name):
        case ParameterSource.COMMANDLINE:
            return "flag"
        case ParameterSource.ENVIRONMENT:
            option = next(each for each in context.command.params if each.name == name)
            return str(option.envvar)
        case ParameterSource.DEFAULT_MAP:
            return FILE
        case _:
            return "default"
