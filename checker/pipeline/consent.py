"""Which ``checker.toml`` may say where something goes: each allowed once, by path and content.

Kept in ``allowed.json`` of the user's own configuration, where no project reaches. A file that
changed has to be allowed again.
"""

from __future__ import annotations

import json
from pathlib import Path

from checker.errors import InputError
from checker.files import write_whole
from checker.pipeline.own_settings import config_folder
from checker.pipeline.settings import SettingsFile, read_small

ALLOWED = "allowed.json"


def read_allowed() -> dict[str, str]:
    """The digests of allowed files by their whole paths.

    Raises:
        InputError: the list cannot be read.
    """
    path = config_folder() / ALLOWED
    try:
        found = json.loads(read_small(path) or b"{}")
    except ValueError as error:
        raise InputError(
            f"{str(path)!r} was damaged; remove it, and allow anew what you trust"
        ) from error
    if not isinstance(found, dict):
        raise InputError(f"{str(path)!r} was damaged; remove it, and allow anew what you trust")
    return {str(name): str(digest) for name, digest in found.items()}


def is_allowed(file: SettingsFile) -> bool:
    """Tell whether the user has allowed this file as it is now."""
    return read_allowed().get(_name(file.path)) == file.sha256


def allow(file: SettingsFile) -> None:
    """Let a file say where things go, as long as it stays as it is."""
    _write({**read_allowed(), _name(file.path): file.sha256})


def revoke(path: Path) -> bool:
    """Take it back; says whether there was anything to take back."""
    allowed = read_allowed()
    if allowed.pop(_name(path), None) is None:
        return False
    _write(allowed)
    return True


def demand_consent(file: SettingsFile, name: str) -> None:
    """Refuse what a file says about a place until the user has allowed the file.

    Raises:
        InputError: it was not allowed, or has changed since.
    """
    if is_allowed(file):
        return
    since = " and has changed since you allowed it" if _name(file.path) in read_allowed() else ""
    shown = {"base_url": "key and pages", "cache": "answers"}[name]
    raise InputError(
        f"{file.path.name!r} in this folder says where {shown} go ({name} = "
        f"{shown_place(name, file)!r}){since}; if you trust it, run `checker allow`, else give "
        f"--{name.replace('_', '-')} yourself"
    )


def shown_place(name: str, file: SettingsFile) -> str:
    """A place without what may be secret in an address."""
    from checker.model.calls import Endpoint

    value = str(file.values[name])
    return Endpoint("", value).shown if name == "base_url" else value


def _name(path: Path) -> str:
    return str(path.resolve())


def _write(allowed: dict[str, str]) -> None:
    folder = config_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise InputError(f"{str(folder)!r} cannot be made: {error.strerror}") from error
    write_whole(folder / ALLOWED, json.dumps(allowed, indent=1, ensure_ascii=False) + "\n")
