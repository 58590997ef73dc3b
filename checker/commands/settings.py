"""``checker settings``: what is in force, and from where."""

from __future__ import annotations

import click

from checker.commands.options import model_options
from checker.commands.places import key_for, key_origin, origin_of, said_of
from checker.pipeline.own_settings import CONFIG
from checker.pipeline.settings import FILE, KEYS, PLACES

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
    The user's own config.toml comes last; its path stands at the end. The key of the endpoint is
    read from there or from OPENAI_API_KEY, and never shown.

    \b
    Example: checker settings
    """  # noqa: D301
    rows = [(name, _shown(name, given[name]), _origin(context, name)) for name in KEYS]
    base_url = str(given["base_url"]) if given["base_url"] else None
    key = "set" if key_for(base_url) else "not set"
    rows.insert(2, ("key", key, key_origin(base_url)))
    if said := said_of(context):
        there = "read" if said.own.path.is_file() else "not there"
        rows.append((CONFIG, str(said.own.path), there))
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
        return Endpoint("", str(value), key_for(str(value))).shown + query
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
    """Where a value comes from; a place that a file names may have to be allowed first."""
    origin, said = origin_of(context, name), said_of(context)
    if origin == FILE and name in PLACES and said:
        from checker.pipeline.consent import is_allowed

        return origin if is_allowed(said.folder) else f"{origin}, not allowed: `checker allow`"
    return origin
