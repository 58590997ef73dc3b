"""Which checker a machine has: a story comes out the same only where code and prompts are."""

from __future__ import annotations

import hashlib
import platform
from functools import cache

from checker import __version__
from checker.errors import InputError
from checker.prompts import PACKAGE, data_folder

Build = tuple[str, str, str]  # versions of Python and checker, digest of checker's code and prompts


@cache
def own_build() -> Build:
    """What must be the same on all machines, so that a story comes out the same on each."""
    digest = hashlib.sha256()
    for folder, pattern in ((PACKAGE, "*.py"), (data_folder("prompts"), "*.md")):
        for path in sorted(folder.rglob(pattern)):
            digest.update(path.relative_to(folder).as_posix().encode("utf-8"))
            digest.update(path.read_bytes())
    version = ".".join(platform.python_version_tuple()[:2])
    return version, __version__, digest.hexdigest()


def compare_builds(node: str, there: Build | None) -> None:
    """Refuse a machine on which a story could come out differently.

    Raises:
        InputError: its checker or Python is another, or there is no checker.
    """
    here = own_build()
    if there == here:
        return
    if there is None:
        found = "has no checker, or one that knows no clusters"
    elif there[:2] == here[:2]:
        found = f"has checker {there[1]} too, but with other code or prompts"
    else:
        found = f"has Python {there[0]} and checker {there[1]}, not {here[0]} and {here[1]}"
    raise InputError(
        f"the node {node!r} of the Ray cluster {found}; install the checker of this machine "
        "on it, in the environment in which `ray start` was called"
    )
