"""Files written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from checker.errors import InputError


def replace_file(path: Path, raw: bytes) -> None:
    """Write a file beside its place and rename it, so that it is never half there.

    A link stays a link: what it leads to is replaced.

    Raises:
        InputError: it cannot be written there.
    """
    beside = None
    try:
        real = path.resolve()
        beside = real.with_name(real.name + ".part")
        beside.unlink(missing_ok=True)  # it might be a link to elsewhere
        with beside.open("xb") as stream:
            stream.write(raw)
        if real.exists():
            beside.chmod(real.stat().st_mode)
        beside.replace(real)
    except (OSError, RuntimeError) as error:
        if beside:
            beside.unlink(missing_ok=True)
        raise InputError(f"{str(path)!r} cannot be written: {error}") from error
