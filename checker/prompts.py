"""Prompt files, and how the data that a stage asks about is written down.

A prompt file is the system message, word for word. What the stage asks about goes alone into
the user message, as JSON: inside a JSON string no text of a page can close its fence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from checker.errors import InputError

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Prompt:
    """A system message, with the name and version its file carries."""

    name: str
    version: int
    text: str

    @property
    def sha256(self) -> str:
        """The digest of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def data_folder(name: str) -> Path:
    """Find ``prompts`` or ``fixtures``: inside an installed package, else at the top level."""
    packaged = PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name


@lru_cache
def read_prompt(name: str) -> Prompt:
    """Read ``prompts/<name>.v<version>.md``, of which there is one.

    Raises:
        InputError: the file is not there, which means that the installation is damaged.
    """
    found = sorted(data_folder("prompts").glob(f"{name}.v*.md"))
    if len(found) != 1:
        raise InputError(f"prompt {name!r} stands in {len(found)} files; install checker again")
    version = int(found[0].suffixes[-2].removeprefix(".v"))
    try:
        return Prompt(name, version, found[0].read_text(encoding="utf-8").strip())
    except OSError as error:
        raise InputError(f"prompt {found[0].name!r} cannot be read: {error.strerror}") from error


def render_data(about: Mapping[str, object]) -> str:
    """Write data as JSON, one line for each item of a list: short, and readable in a cassette."""
    lines = [f"{_json(key)}:{_render_value(value)}" for key, value in about.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _render_value(value: object) -> str:
    if isinstance(value, list | tuple) and len(value) > 1:
        return "[\n" + ",\n".join(_json(item) for item in value) + "\n]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
