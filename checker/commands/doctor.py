"""``checker doctor``: what an endpoint can do, and which settings suit it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.commands.options import BASE_URL, MODEL, setting
from checker.commands.places import check_places, key_for
from checker.pipeline.settings import FILE, add_settings, read_settings_file, render_settings

if TYPE_CHECKING:
    from checker.model.diagnosis import Check, Diagnosis

DOCTOR_PATIENCE_S = 60.0


@click.command()
@MODEL
@BASE_URL
@setting(
    "--timeout",
    type=click.FloatRange(1),
    default=DOCTOR_PATIENCE_S,
    show_default=True,
    help="Seconds for an answer.",
)
@click.option("--save", is_flag=True, help=f"Write the settings into {FILE} in this folder.")
@click.pass_context
def doctor(
    context: click.Context, /, model: str | None, base_url: str | None, timeout: float, save: bool
) -> None:
    """Ask the endpoint a few small questions, and print what works and which settings suit it.

    About ten requests of some hundred tokens each. The key is read from OPENAI_API_KEY, or
    from the user's own configuration. A base URL may have a query, as Azure's:
    …/openai/deployments/NAME?api-version=2024-10-21.

    --save adds the settings to checker.toml; what stands there already is never changed.

    Exit status: 0 the endpoint can be used; 2 bad usage; 3 it cannot.

    \b
    Example: checker doctor --base-url http://localhost:11434/v1 --model llama3.1 --save
    """  # noqa: D301
    from checker.model.calls import Endpoint
    from checker.model.diagnosis import Examination
    from checker.model.probes import Probe

    check_places(base_url)
    endpoint = Endpoint(model or "", base_url, key_for(base_url), timeout)
    with closing(Probe(endpoint)) as probe:
        diagnosis = Examination(probe, _print_check).run()
    if not diagnosis.usable:
        click.echo("\nThis endpoint cannot be used so.")
        context.exit(3)
    found = _suggested(diagnosis, base_url)
    click.echo(f"\nIt can be used with:\n\n{render_settings(found)}")
    if base_url and "base_url" not in found:
        click.echo("The address may hold a secret; set it as OPENAI_BASE_URL.")
    if save:
        _save(found)


def _print_check(check: Check) -> None:
    click.echo(f"{check.verdict:<8} {check.name}: {check.said}")
    if check.advice:
        click.echo(f"         → {check.advice}")


def _suggested(diagnosis: Diagnosis, base_url: str | None) -> dict[str, object]:
    """The settings to make; what every endpoint takes by default is left out.

    An address that may hold a secret is not among them: the file can be given on.
    """
    from checker.model.access import holds_secret

    can = diagnosis.can
    found: dict[str, object] = {"model": diagnosis.model}
    if base_url and not holds_secret(base_url):
        found["base_url"] = base_url
    found["structured_output"] = can.structured_output
    if not can.temperature:
        found["temperature"] = False
    if can.limit_parameter != "max_completion_tokens":
        found["limit_parameter"] = can.limit_parameter
    return found


def _save(found: dict[str, object]) -> None:
    """Add the settings; the user has just named these places, so no consent is asked for them."""
    from checker.pipeline.consent import allow, is_allowed

    before = read_settings_file(Path(FILE))
    trusted = not before.places or is_allowed(before)
    different = add_settings(Path(), found)
    after = read_settings_file(Path(FILE))
    if trusted and after.places:
        allow(after)
    click.echo(f"written: {FILE}")
    if different:
        click.echo(f"{FILE} already says otherwise; change it yourself if you agree to:")
        click.echo(render_settings(different), nl=False)
