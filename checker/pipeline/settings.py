"""The settings file ``checker.toml`` of the folder that checker is run in.

Its keys are the long options with ``_`` for ``-``. A flag wins over an environment variable, that
over the file, and the file over the user's own (`own_settings`). It holds no key, so that it can be
given on; and since it may have been given on, what it says about places (`PLACES`) counts only
after the user has allowed it (`consent`).
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from checker.errors import InputError
from checker.files import write_whole

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


# Those that decide where something goes: key and pages; answers, and what was fetched.
PLACES = ("base_url", "cache")
MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class SettingsFile:
    """A settings file as it was read once: its settings, and the digest of its bytes."""

    path: Path
    values: Mapping[str, object] = field(default_factory=dict)
    sha256: str = ""

    @property
    def places(self) -> dict[str, object]:
        """What it says about where something goes."""
        return {name: self.values[name] for name in PLACES if name in self.values}


def read_settings(folder: Path) -> Mapping[str, object]:
    """The settings of ``checker.toml`` in ``folder``; nothing where there is none.

    Raises:
        InputError: as `read_settings_file` does.
    """
    return read_settings_file(folder / FILE).values


def read_settings_file(path: Path) -> SettingsFile:
    """Read a settings file; an empty one where there is none.

    Raises:
        InputError: it cannot be read, or holds a key that is no setting.
    """
    raw = read_small(path)
    if raw is None:
        return SettingsFile(path)
    given = parse_toml(path, raw)
    for name in given:
        check_setting(name, path)
    return SettingsFile(path, given, hashlib.sha256(raw).hexdigest())


def read_small(path: Path) -> bytes | None:
    """The bytes of a file of settings; None where there is none.

    Raises:
        InputError: it is no ordinary file (a named pipe would be waited for), or far too large.
    """
    try:
        if not path.exists():
            return None
        if not path.is_file():
            raise InputError(f"the settings {str(path)!r} are no ordinary file; remove it")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"the settings {str(path)!r} cannot be read: {error}") from error
    if len(raw) > MAX_BYTES:
        raise InputError(f"the settings {str(path)!r} are larger than 1 MB; correct them")
    return raw


def parse_toml(path: Path, raw: bytes) -> dict[str, object]:
    """Raw bytes as TOML.

    Raises:
        InputError: they are none.
    """
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"the settings {str(path)!r} cannot be read: {error}") from error


def check_setting(name: str, path: Path) -> None:
    """Find a name that is no setting.

    Raises:
        InputError: it is none.
    """
    if name not in KEYS:
        near = get_close_matches(name.replace("-", "_"), KEYS, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise InputError(
            f"{name!r} in {str(path)!r} is no setting; {hint}there are {', '.join(KEYS)}"
        )


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
        except OSError as error:
            raise InputError(f"{str(path)!r} cannot be read: {error.strerror}") from error
        write_whole(path, before + gap + render_settings(new))
    return {name: value for name, value in found.items() if there.get(name, value) != value}


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
