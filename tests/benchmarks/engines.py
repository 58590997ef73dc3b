"""Stories reported by threads, and as tasks of a Ray cluster of two processes on this machine.

python -m tests.benchmarks.engines [STORIES] [PAGES] [WORKERS]    40, 6 and 32, if nothing is said

Pages tell of the fires of a made-up town (`tests.support.town`); an answer takes `CALL_S` and
`TOKEN_S` for each of its tokens (three characters each), as a hosted model would, some times
faster. Both engines run once each, as processes of their own, on the same pages; the endpoint is on
the same machine and takes its part of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from checker.model.account import CHARACTERS_PER_TOKEN
from tests.stories.test_side_by_side import town_stories, written
from tests.support.endpoint import Body, Reply, serving
from tests.support.ray_cluster import local_cluster
from tests.support.town import Town

CALL_S = 0.3
TOKEN_S = 0.002


def main() -> None:
    """Print a line for each engine."""
    given = sys.argv[1:]
    stories, pages, workers = map(int, (*given, *("40", "6", "32")[len(given) :]))
    print(f"{stories} stories of {pages} pages, {workers} workers")
    with tempfile.TemporaryDirectory() as temporary, local_cluster() as cluster:
        made = []
        for engine, flags in (("threads", ()), ("ray", ("--ray-address", cluster.address))):
            folder = town_stories(Path(temporary) / engine / "stories", [pages] * stories)
            measure(folder, "--engine", engine, *flags, "--workers", str(workers))
            made.append(written(folder))
    print(f"files the same: {made[0] == made[1]}, {len(made[0])} of them")


def measure(folder: Path, *flags: str) -> None:
    """Report a folder, and print what it took."""
    waits: list[float] = []
    town = Town()

    def answer(body: Body) -> Reply:
        reply = town.answer(body)
        said = json.loads(reply.content)["choices"][0]["message"]["content"]
        waits.append(CALL_S + TOKEN_S * len(said) / CHARACTERS_PER_TOKEN)
        return replace(reply, delay_s=waits[-1])

    with serving(answer) as endpoint:
        command = [sys.executable, "-m", "checker", "report", folder.name, "--model", "m", "-q"]
        where = ["--base-url", endpoint.url, "--cache", "answers.sqlite3"]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI")}
        clean["PYTHONPATH"] = os.getcwd()
        begun = time.monotonic()
        subprocess.run([*command, *where, *flags], check=True, cwd=folder.parent, env=clean)
        wall = time.monotonic() - begun
    print(
        f"{flags[1]:<8} {wall:6.1f} s, {len(waits)} answers of {sum(waits) / len(waits):.2f} s "
        f"in the mean, {sum(waits):.0f} s in all"
    )


if __name__ == "__main__":
    main()
