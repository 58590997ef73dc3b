"""How long workers wait for other stages: idle share, and wall over the longest chain of answers.

python -m tests.benchmarks.idle [PAGES] [WORKERS]      50 pages and 32 workers, if nothing is said

Pages tell of the fires of a made-up town (`tests.support.town`); an answer takes `CALL_S` and
`TOKEN_S` for each of its tokens (three characters each), as a hosted model would, twenty times
faster. The same pages are read twice in one run: with stages that wait for each other, and as the
program does it. The longest chain is what a run with a worker for each request takes. No order of
requests can be faster than that, nor than all claims shared out evenly and then the chain of what
follows them: nothing can be sorted or compared before all pages are read.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar
from unittest.mock import patch

from checker.data import Page
from checker.model.account import CHARACTERS_PER_TOKEN
from checker.model.answer import T
from checker.pipeline.crew import Crew, Stage
from checker.pipeline.options import Options
from checker.pipeline.reports import make_report
from checker.pipeline.stages import run_checks
from checker.prompts import Prompt
from checker.report.contract import render_json
from tests.support.town import Town, filler, told, town_page

CALL_S = 0.1
TOKEN_S = 0.002
FIRES_A_PAGE = 24
PAGES_A_FIRE = 4
VOICES = 400
WORDS_BETWEEN = 40  # two claims of a page, as news has them
A = TypeVar("A")
B = TypeVar("B")


def main() -> None:
    """Print a line for each way to run."""
    count, workers = (int(each) for each in (*sys.argv[1:], "50", "32")[:2])
    pages = make_pages(count)
    chain, free, _ = measure(pages, 1_000)
    least = max(chain, free.seconds["extract_claims"] / workers + chain - free.read)
    print(f"{count} pages, {workers} workers; longest chain {chain:.1f} s, least {least:.1f} s")
    texts = set()
    for name, way in (("one stage after the other", waiting), ("as soon as it can be", nothing)):
        with way():
            wall, model, text = measure(pages, workers)
        texts.add(text)
        idle = 1 - sum(model.seconds.values()) / (wall * workers)
        print(
            f"{name:<26} {wall:6.1f} s, idle {idle:.0%}, wall / longest chain {wall / chain:.2f}, "
            f"wall / least {wall / least:.2f}"
        )
    print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in sorted(model.seconds.items())))
    print(f"requests: {dict(model.asked)}; records the same: {len(texts) == 1}")


def make_pages(count: int) -> list[Page]:
    """Pages of some fires each, and four pages of each fire; every fifth figure is another one."""
    dice = random.Random(count)
    rows: list[list[str]] = [[] for _ in range(count)]
    for fire in range(count * FIRES_A_PAGE // PAGES_A_FIRE):
        for place in dice.sample(range(count), PAGES_A_FIRE):
            voice = "".join("abcdefghij"[int(each)] for each in str(dice.randrange(VOICES)))
            figure = 100 + fire % 7 + (dice.random() < 0.2)
            rows[place].append(told(fire, figure, f"{voice}man"))
            rows[place].append(filler(f"{fire} {place}", WORDS_BETWEEN))
    return [
        town_page(f"{n:03}", row).model_copy(update={"id": f"p{n}"})
        for n, row in enumerate(rows, start=1)
    ]


def measure(pages: Sequence[Page], workers: int) -> tuple[float, SlowTown, str]:
    """Seconds of a run, the model that it asked, and the record that it made."""
    model = SlowTown()
    begun = time.monotonic()
    trail = run_checks(model, pages, Options(workers=workers))
    wall = time.monotonic() - begun
    return wall, model, render_json(make_report("town", trail, [], "m", "English"))


class SlowTown(Town):
    """Answers as slowly as its answers are long; ``seconds`` by prompt.

    ``read`` is when the last claims came, in seconds from the beginning.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = defaultdict(float)
        self.read, self._begun = 0.0, time.monotonic()
        self._lock = threading.Lock()

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """As `LLM.ask`."""
        said = self.say(prompt.name, json.loads(json.dumps(about)))
        tokens = len(json.dumps(said)) / CHARACTERS_PER_TOKEN
        seconds = CALL_S + TOKEN_S * tokens
        with self._lock:
            self.seconds[prompt.name] += seconds
        time.sleep(seconds)
        if prompt.name == "extract_claims":
            self.read = time.monotonic() - self._begun
        return answer_type.model_validate(said)


@contextmanager
def nothing() -> Iterator[None]:
    yield


@contextmanager
def waiting() -> Iterator[None]:
    """Every stage is waited for as soon as it is begun; second looks, until all topics are done."""
    start, groups = Crew.start, Stage.groups

    def start_and_wait(
        crew: Crew,
        name: str,
        function: Callable[[A], B],
        items: Sequence[A],
        size: Callable[[A], int],
    ) -> Stage[A, B]:
        stage = start(crew, name, function, items, size)
        while any(not future.done() for future in stage._futures.values()):
            time.sleep(0.001)
        return stage

    def all_groups(stage: Stage[A, B], rows: Sequence[Sequence[int]]) -> Iterator[dict[int, B]]:
        yield from [*groups(stage, rows)]

    with patch.object(Crew, "start", start_and_wait), patch.object(Stage, "groups", all_groups):
        yield


if __name__ == "__main__":
    main()
