"""checker: where outlets, and the people they quote, agree and contradict each other.

    from checker import Page, acheck, ask, check, load_report, render

`check` compares pages and gives a `checker.kept_report.Report`, `acheck` does so in an async
program; `ask` puts one question to pages or to a report and gives a `checker.replies.Reply`;
`load_report` reads a kept report.json, and `render` gives a report as HTML, Markdown, CSV and so
on. Pages are paths, or `Page.of(text, outlet=…)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.library import Page, acheck, ask, check, load_report, render

__version__ = "0.1.0"
__all__ = ["Page", "__version__", "acheck", "ask", "check", "load_report", "render"]
_LAZY = frozenset(__all__) - {"__version__"}


if not TYPE_CHECKING:  # which would take it to offer every name

    def __getattr__(name: str) -> object:
        """Import the library when one of its functions is first used: it takes half a second."""
        if name in _LAZY:
            return getattr(import_module("checker.library"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        """What there is to use, also what is imported only when it is used."""
        return sorted({*(name for name in globals() if name.startswith("__")), *__all__})
