"""The options that several commands share, and the settings they make.

What may stand in ``checker.toml`` has an environment variable too: ``CHECKER_`` and the option's
name, ``_`` for ``-``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from checker.commands.places import check_place, check_places, key_for
from checker.errors import InputError
from checker.model.capabilities import OUTPUT_MODES, Capabilities, LimitParameter

if TYPE_CHECKING:
    from checker.intake.reading import Intake
    from checker.model.account import Prices
    from checker.model.watching import Watch
    from checker.pipeline.runs import Settings

F = TypeVar("F", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)
POSITIVE = click.FloatRange(0)
FORMAT = click.option("--format", "form", help="What to write, whatever the file is called.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Show no progress and no summary.")
LANGUAGE = click.option("--lang", default="en", show_default=True, help="Language of headings.")


def setting(flag: str, **given: Any) -> Callable[[F], F]:
    """An option that may also be given in the environment and in ``checker.toml``."""
    given.setdefault("envvar", "CHECKER_" + flag.removeprefix("--").replace("-", "_").upper())
    return click.option(flag, **given)


CACHE = setting("--cache", type=PATH, help="Keep answers here, not in the user's cache folder.")
ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Fetch from this machine and its network too."
)
MODEL = setting("--model", help="The model's name at the endpoint.")
BASE_URL = setting("--base-url", envvar="OPENAI_BASE_URL", help="Any OpenAI-compatible endpoint.")
ENGINE = click.option(
    "--engine",
    type=click.Choice(["threads", "batch", "ray"]),
    default="threads",
    show_default=True,
    help="Ask at once; or in batches, within a day, at half the price; or from a Ray cluster.",
)
# No setting of a file: key and pages go to the machines of the cluster.
RAY_ADDRESS = click.option(
    "--ray-address",
    envvar="RAY_ADDRESS",
    metavar="HOST:PORT",
    help="The cluster of --engine ray, as `ray start` names it.",
)
# How the endpoint is to be asked, as `checker doctor` finds out.
_ENDPOINT_OPTIONS = (
    setting(
        "--structured-output",
        type=click.Choice(OUTPUT_MODES),
        default="json_schema",
        help="How JSON is demanded; checker doctor tells.  [default: json_schema]",
    ),
    setting(
        "--temperature/--no-temperature",
        envvar="CHECKER_TEMPERATURE",
        default=True,
        help="Ask at temperature 0, or leave it out.  [default: 0]",
    ),
    setting("--answer-tokens", type=click.IntRange(1), help="Most tokens of one answer."),
    setting(
        "--limit-parameter",
        type=click.Choice(get_args(LimitParameter)),
        default="max_completion_tokens",
        help="What the endpoint calls that.  [default: max_completion_tokens]",
    ),
    setting("--seed", type=int, help="Send this seed, where the endpoint takes one."),
)
_MODEL_OPTIONS = (
    MODEL,
    BASE_URL,
    click.option("--replay", type=PATH, help="Take all answers from this cassette."),
    click.option(
        "--record", type=PATH, help="Record the answers on this cassette; .jsonl for many."
    ),
    CACHE,
    setting("--workers", type=click.IntRange(1, 512), default=8, show_default=True),
    setting("--timeout", type=click.FloatRange(1), default=600, help="Seconds for an answer."),
    setting("--pivot", default="English", show_default=True, help="Language of statements."),
    setting("--max-calls", type=click.IntRange(0), help="Stop before more requests than this."),
    setting("--max-tokens", type=click.IntRange(0), help="Stop before more tokens than this."),
    setting("--max-cost", type=POSITIVE, help="Stop before it costs more than this."),
    setting("--price-in", type=POSITIVE, default=0, help="Price of a million prompt tokens."),
    setting("--price-out", type=POSITIVE, default=0, help="Price of a million answer tokens."),
    click.option("--log-json", type=PATH, help="Write each event here, a JSON object a line."),
    *_ENDPOINT_OPTIONS,
)


def model_options(command: F) -> F:
    """All that says which model to ask, and how much."""
    for option in reversed(_MODEL_OPTIONS):
        command = option(command)
    return command


def prices_of(given: dict[str, Any]) -> Prices:
    """The prices among the options; half of them where batches are asked."""
    from checker.model.account import Prices

    share = 0.5 if given.get("engine") == "batch" else 1.0
    return Prices(share * given["price_in"], share * given["price_out"])


def settings_of(given: dict[str, Any], watch: Watch) -> Settings:
    """The settings of a run; ``given`` are the `model_options`, ``no_verify`` where there is one.

    Raises:
        InputError: two of them do not go together.
    """
    from checker.model.account import Limits, Prices
    from checker.pipeline.options import Options
    from checker.pipeline.runs import Settings

    if given["replay"] and given["record"]:
        raise InputError("--replay and --record exclude each other; leave one out")
    if given.get("engine") == "batch" and (given["replay"] or given["record"]):
        raise InputError("--engine batch keeps answers in the cache; leave out --replay, --record")
    if given.get("engine") == "ray" and (given["replay"] or given["record"]):
        raise InputError("a cassette is of one machine; leave out --engine ray, or the cassette")
    prices = prices_of(given)
    if given["max_cost"] is not None and prices == Prices():
        raise InputError("--max-cost needs prices; set --price-in and --price-out as well")
    if not given["replay"]:
        check_places(given["base_url"])
    return Settings(
        model=given["model"],
        base_url=given["base_url"],
        key=key_for(given["base_url"]),
        replay=given["replay"],
        record=given["record"],
        cache=given["cache"],
        timeout_s=given["timeout"],
        limits=Limits(given["max_calls"], given["max_tokens"], given["max_cost"], prices),
        options=Options(
            workers=given["workers"],
            pivot=given["pivot"],
            verify=not given.get("no_verify"),
            watch=watch,
        ),
        can=capabilities_of(given),
    )


def capabilities_of(given: dict[str, Any]) -> Capabilities:
    """How the endpoint is to be asked."""
    names = ("structured_output", "temperature", "answer_tokens", "limit_parameter", "seed")
    return Capabilities(**{name: given[name] for name in names})


def intake_of(given: dict[str, Any]) -> Intake:
    """Where pages come from; what is fetched is kept beside the cache.

    Raises:
        InputError: pages are fetched, and a file that was not allowed says where they are kept.
    """
    from checker.intake.reading import Intake

    paths = click.get_current_context().params.get("paths", ())
    if any(str(path).startswith(("http://", "https://")) for path in paths):
        check_place("cache")
    evidence = given["cache"].parent / "fetched" if given["cache"] else None
    return Intake(allow_private=given["allow_private"], evidence=evidence)
