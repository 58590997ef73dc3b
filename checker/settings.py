"""The settings file ``checker.toml`` of the folder that checker is run in.

Its keys are the long options with ``_`` for ``-``. A flag wins over an environment variable, and
that over the file. It holds no key: that is read from the environment alone, so that the file
can be given on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
            raise InputError(
                f"{name!r} in {str(path)!r} is no setting; there are {', '.join(KEYS)}"
            )
    return given
