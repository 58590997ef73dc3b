"""The words of a report's interface: one JSON file for each language in ``messages/``.

A language is added by adding its file. Keys that it lacks are taken from English. A message is
a text with ``{places}``, or a table from plural forms to such texts; ``{n}`` is the count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.errors import InputError
from checker.report.plurals import plural_form

FOLDER = Path(__file__).with_name("messages")
Message = str | Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language; ``direction`` is ``ltr`` or ``rtl``."""

    language: str
    direction: str
    messages: Mapping[str, Message]

    def say(self, key: str, **values: object) -> str:
        """A message with its places filled in."""
        return self.pattern(key).format(**values)

    def count_plainly(self, key: str, n: int) -> str:
        """A message about ``n`` things, its digits in no groups."""
        return self.pattern(key, n).format(n=n)

    def count(self, key: str, n: int, **values: object) -> str:
        """A message about ``n`` things, in the right plural form."""
        return self.pattern(key, n).format(n=f"{n:,}", **values)

    def pattern(self, key: str, n: int | None = None) -> str:
        """A message with its places still open; ``n`` chooses among plural forms."""
        message = self.messages[key]
        if isinstance(message, str):
            return message
        assert n is not None, f"the message {key!r} needs a count"
        return message[plural_form(self.language, n)]


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def load_catalogue(language: str = "en") -> Catalogue:
    """Read the messages of a language.

    Raises:
        InputError: there is no catalogue for it.
    """
    if language not in languages():
        known = ", ".join(languages())
        raise InputError(f"there is no interface in {language!r}; choose one of: {known}")
    english, own = _read("en"), _read(language)
    direction = own["direction"]
    assert isinstance(direction, str)
    return Catalogue(language, direction, {**english, **own})


def _read(language: str) -> dict[str, Message]:
    text = (FOLDER / f"{language}.json").read_text(encoding="utf-8")
    messages: dict[str, Message] = json.loads(text)
    return messages
