"""checker: where outlets, and the people they quote, agree and contradict each other.

    from checker import ask, check, load_report

`check` compares pages and gives a `checker.data.Report`; `ask` puts one question to pages or to
a report and gives a `checker.replies.Reply`; `load_report` reads a kept report.json.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.library import ask, check, load_report

__version__ = "0.1.0"
__all__ = ["__version__", "ask", "check", "load_report"]


if not TYPE_CHECKING:  # which would take it to offer every name

    def __getattr__(name: str) -> object:
        """Import the library when one of its functions is first used: it takes half a second."""
        if name in ("ask", "check", "load_report"):
            return getattr(import_module("checker.library"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
