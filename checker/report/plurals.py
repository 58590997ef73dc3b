"""Plural forms of whole numbers, as CLDR names them: zero, one, two, few, many, other.

The rules are those of CLDR's plurals.xml for integers; a language that is not listed has *one*
for 1 and *other* for all else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Plural = Literal["zero", "one", "two", "few", "many", "other"]


def plural_form(language: str, count: int) -> Plural:
    """The form that ``count`` (not negative) takes in a language (``ar``, ``fr-CA``)."""
    return _RULES.get(language.split("-")[0].lower(), _germanic)(count)


def plural_forms(language: str) -> frozenset[Plural]:
    """All forms that whole numbers take in a language."""
    return frozenset(plural_form(language, n) for n in (*range(201), 1_000_000))


def _germanic(n: int) -> Plural:
    return "one" if n == 1 else "other"


def _arabic(n: int) -> Plural:
    small: dict[int, Plural] = {0: "zero", 1: "one", 2: "two"}
    if n in small:
        return small[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


def _french(n: int) -> Plural:
    if n in (0, 1):
        return "one"
    return "many" if n % 1_000_000 == 0 else "other"


def _spanish(n: int) -> Plural:
    if n and n % 1_000_000 == 0:
        return "many"
    return _germanic(n)


def _hebrew(n: int) -> Plural:
    return "two" if n == 2 else _germanic(n)


def _persian(n: int) -> Plural:
    return "one" if n in (0, 1) else "other"


def _russian(n: int) -> Plural:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return _slavic_few(n)


def _polish(n: int) -> Plural:
    return "one" if n == 1 else _slavic_few(n)


def _slavic_few(n: int) -> Plural:
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _same(n: int) -> Plural:
    return "other"


_RULES: dict[str, Callable[[int], Plural]] = {
    "ar": _arabic,
    "es": _spanish,
    "fa": _persian,
    "fr": _french,
    "he": _hebrew,
    "hi": _persian,
    "id": _same,
    "it": _spanish,
    "ja": _same,
    "ko": _same,
    "pl": _polish,
    "pt": _french,
    "ru": _russian,
    "uk": _russian,
    "zh": _same,
}
