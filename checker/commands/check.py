"""``checker check``: a case replayed and held against its kept report."""

from __future__ import annotations

import click

from checker.commands.options import LANGUAGE


@click.command()
@click.argument("case")
@click.option("--update", is_flag=True, help="Write the kept report.json anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@LANGUAGE
@click.pass_context
def check(context: click.Context, /, case: str, lang: str, **flags: bool) -> None:
    """Replay the cassette of CASE and compare with its kept report.json.

    Needs no key and no network. Exit status: 0 the findings are the kept ones, 1 the findings
    changed, 2 the recording does not fit any more (record again), or the case cannot be read.

    \b
    Example: checker check israel-syria-talks
    """  # noqa: D301
    from checker.changes.regression import check_case, update_case
    from checker.report.catalogue import load_catalogue

    words = load_catalogue(lang)  # before the replay, which takes longer
    if flags["update"]:
        updated = update_case(case)
        click.echo(words.say("kept.written", path=updated.kept))
        return
    checked = check_case(case)
    if flags["as_json"] and checked.differences:
        failed = list(checked.differences.counts())
        click.echo(checked.differences.render_json(failed), nl=False)
    else:
        click.echo(checked.describe(lang), nl=False)
    context.exit(1 if checked.changed else 0)
