"""``checker watch``: a case whose addresses and feeds are read again and again."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import click

from checker.commands.going_on import AFRESH
from checker.commands.options import ALLOW_PRIVATE, LANGUAGE, PATH, model_options
from checker.errors import CheckerError, InputError, InterruptError

if TYPE_CHECKING:
    from checker.commands.rounds import Rounds

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
SHORTEST_S = 60


def _seconds(context: click.Context, option: click.Parameter, value: str) -> int:
    """Seconds of ``30m``, ``2h``, ``1d``; at least a minute, since hosts are not to be hurried."""
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", value.strip())
    seconds = int(found[1]) * SECONDS[found[2]] if found else 0
    if seconds < SHORTEST_S:
        raise click.BadParameter(f"{value!r} is no time of a minute or more, as 30m, 2h or 1d are")
    return seconds


@click.command()
@click.argument("case", type=PATH)
@click.option("--every", callback=_seconds, default="30m", show_default=True, help="How often.")
@click.option("--once", is_flag=True, help="One round, for a timer of your own.")
@LANGUAGE
@model_options
@AFRESH
@ALLOW_PRIVATE
@click.option("--no-verify", is_flag=True, help="No second looks, no checks of evidence.")
@click.pass_context
def watch(context: click.Context, /, case: Path, every: int, *, once: bool, **given: Any) -> None:
    """Read the addresses and feeds of CASE again and again, and report what is new.

    CASE is a folder whose case.toml names addresses = ["https://…"] and feeds = ["https://…"];
    with feed_words = ["…"] only entries that hold one of them count. What they give is kept in
    CASE/watched, its earlier versions too; a file that you take away there stays away. Where a
    page came, went or has another text, the case's report goes on, in report.json and
    report.html. One line is printed for each change, and what could not be read goes to standard
    error.

    As robots.txt allows, one request at a time, a second apart on one host, and only for what
    changed since. Limits such as --max-cost hold for each report. Ctrl-C or SIGTERM ends it; a
    report that was under way goes on next time, and nothing is asked twice.

    Exit status: 0 ended, or with --once done; 2 bad input; with --once also 3 nothing could be
    read or the report is not whole, 130 stopped.

    \b
    Example: checker watch my-pages --every 30m
    """  # noqa: D301
    from checker.commands.rounds import Rounds

    with _ended_by_signals():
        rounds = Rounds(case, {**given, "quiet": True, "force": False})
        try:
            status = rounds.run()
            if once:
                context.exit(status)
            for _ in _ticks(every):
                _one_more(rounds)
        except (KeyboardInterrupt, InterruptError):
            click.echo("checker: stopped", err=True)
            context.exit(130 if once else 0)


def _one_more(rounds: Rounds) -> None:
    """A later round: what is wrong with it may be mended before the next."""
    try:
        rounds.run()
    except InterruptError:
        raise
    except InputError as error:
        click.echo(f"checker: {error}", err=True)
    except CheckerError as error:
        click.echo(f"checker: {error}; it is tried again in the next round", err=True)


def _ticks(every: int) -> Iterator[None]:
    """Yields each ``every`` seconds, counted from the start of a round to that of the next."""
    begun = monotonic()
    while True:
        sleep(max(0.0, begun + every - monotonic()))
        begun = monotonic()
        yield


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM, which service managers send, ends a block as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
