"""Where a report is written, and what is said where that is not where it was meant to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from checker.report.holdings import Holding
    from checker.report.outputs import Output


def place_report(
    outputs: Sequence[Output], new: Holding, given: dict[str, Any]
) -> Sequence[Output]:
    """The outputs, under other names where a better report would be lost; ``--force`` takes all."""
    from checker.report.replacing import beside_others

    if given["force"]:
        return outputs
    placed, reason = beside_others(outputs, new)
    if reason:
        names = ", ".join(str(each.path) for each in placed)
        click.echo(f"checker: {reason}; written beside it: {names} (--force replaces)", err=True)
    return placed
