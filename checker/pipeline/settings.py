"""The settings file ``checker.toml`` of the folder that checker is run in.

Its keys are the long options with ``_`` for ``-``. A flag wins over an environment variable, and
that over the file. It holds no key: that is read from the environment alone, so that the file
can be given on.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from checker.errors import InputError

FILE = "checker.toml"
# What may stand in the file: settings of the endpoint and of runs, not of a single run.
KEYS = (
    "model",
    "base_url",
    "cache",
    "workers",
    "timeout",
    "pivot",
    "max_calls",
    "max_tokens",
    "max_cost",
    "price_in",
    "price_out",
    "structured_output",
    "temperature",
    "answer_tokens",
    "limit_parameter",
    "seed",
)


def read_settings(folder: Path) -> Mapping[str, object]:
    """Read ``checker.toml`` in ``folder``; nothing where there is none.

    Raises:
        InputError: it cannot be read, or holds a key that is no setting.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"the settings {str(path)!r} cannot be read: {error}") from error
    for name in given:
        if name not in KEYS:
            near = get_close_matches(name.replace("-", "_"), KEYS, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise InputError(
                f"{name!r} in {str(path)!r} is no setting; {hint}there are {', '.join(KEYS)}"
            )
    return given


def render_settings(settings: Mapping[str, object]) -> str:
    """Write settings as lines of TOML."""
    # A JSON string, number or boolean is one of TOML too, but for the mark of deletion.
    rows = (f"{name} = {_toml(value)}\n" for name, value in settings.items())
    return "".join(rows)


def add_settings(folder: Path, found: Mapping[str, object]) -> dict[str, object]:
    """Add to ``checker.toml`` the settings it does not have; nothing in it is changed.

    Gives those that stand there with another value, which are left to the user.

    Raises:
        InputError: the file cannot be read, or cannot be written.
    """
    there = read_settings(folder)
    new = {name: value for name, value in found.items() if name not in there}
    if new:
        path = folder / FILE
        try:
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            gap = "\n" if before and not before.endswith("\n") else ""
            path.write_text(before + gap + render_settings(new), encoding="utf-8")
        except OSError as error:
            raise InputError(f"{str(path)!r} cannot be written: {error.strerror}") from error
    return {name: value for name, value in found.items() if there.get(name, value) != value}


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
