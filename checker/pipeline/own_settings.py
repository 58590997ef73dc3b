"""The user's own configuration: settings for every folder, and keys by endpoint.

``config.toml`` in the configuration folder of the user (``~/.config/checker`` on Linux; `checker
settings` prints where). So nobody needs a key in a project:

    model = "gpt-5-mini"                        # any setting of checker.toml

    [keys]
    "https://api.openai.com/v1" = "sk-…"        # goes to addresses that begin so, nowhere else

A file with keys must be readable by its owner alone, as ssh demands of its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from checker.errors import InputError
from checker.pipeline.settings import check_setting, parse_toml, read_small

CONFIG = "config.toml"
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class OwnSettings:
    """Settings, and keys by the addresses that they are for. Keys are never shown."""

    path: Path
    values: Mapping[str, object] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    def key_for(self, base_url: str) -> str | None:
        """The key of the longest address with which ``base_url`` begins, if there is one."""
        fitting = [address for address in self.keys if _begins(base_url, address)]
        return self.keys[max(fitting, key=len)] if fitting else None


def config_folder() -> Path:
    """The folder of the user's own configuration."""
    import platformdirs

    return platformdirs.user_config_path("checker", appauthor=False)


def read_own_settings(folder: Path | None = None) -> OwnSettings:
    """Read ``config.toml``; nothing where there is none.

    Raises:
        InputError: it cannot be read, holds what is no setting, or keys that others can read.
    """
    path = (folder or config_folder()) / CONFIG
    raw = read_small(path)
    if raw is None:
        return OwnSettings(path)
    given = parse_toml(path, raw)
    keys = _check_keys(given.pop("keys", {}), path)
    for name in given:
        check_setting(name, path)
    if keys:
        _check_mode(path)
    return OwnSettings(path, given, keys)


def _check_keys(found: object, path: Path) -> dict[str, str]:
    if not isinstance(found, dict):
        raise InputError(f'in {str(path)!r}, keys stand under [keys]: "https://…/v1" = "…"')
    for number, (address, key) in enumerate(found.items(), start=1):
        if not isinstance(key, str) or not key.strip() or not _parts(address).hostname:
            # Neither is quoted: who mixes them up has the key on the left.
            raise InputError(
                f"in {str(path)!r}, row {number} of [keys] is no address and its key; write "
                '"https://…/v1" = "…"'
            )
    return {address: key.strip() for address, key in found.items()}


def _check_mode(path: Path) -> None:
    if os.name != "posix":
        return
    found = path.stat()
    if found.st_uid not in (os.getuid(), 0):
        raise InputError(f"{str(path)!r} holds keys and belongs to another user; make your own")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise InputError(
            f"{str(path)!r} holds keys and others can read or change it; run chmod 600 {path}"
        )


def _begins(base_url: str, address: str) -> bool:
    """Whether host and port are the same, and the path begins with that of the address."""
    ours, theirs = _parts(base_url), _parts(address)
    if not theirs.hostname or _place(ours) != _place(theirs):
        return False
    path, start = ours.path.rstrip("/") + "/", theirs.path.rstrip("/") + "/"
    return path.startswith(start)


def _place(parts: SplitResult) -> tuple[str, str | None, int | None]:
    try:
        port = parts.port
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port or DEFAULT_PORTS.get(parts.scheme)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
    except ValueError:
        return urlsplit("")
    return parts if parts.scheme in DEFAULT_PORTS else urlsplit("")
