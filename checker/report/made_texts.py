"""Texts that checker's code writes into a report, said in the language of the page."""

from __future__ import annotations

from collections.abc import Callable

from checker.report.catalogue import Catalogue


def translator(words: Catalogue) -> Callable[[str | None], str]:
    return lambda text: text or ""
