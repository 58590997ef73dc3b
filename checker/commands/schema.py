"""``checker schema``: the contract of report.json."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of report.json.

    \b
    Example: checker schema > report.schema.json
    """  # noqa: D301
    from checker.report.contract import report_schema

    click.echo(report_schema(), nl=False)
