"""What a page more costs a story that goes on, by a scripted endpoint: requests, by prompt.

python -m tests.benchmarks.since [PAGES …]      50 and 500 pages, if nothing is said

The pages tell of fires in a made-up town (`tests.support.town`), four fires each, and four pages
of each fire; every fifth figure is another one. Each change is made to the same kept report, with
an empty cache; beside it stands what the same command asks without --since and with the cache of
the first run. The model never varies, so what else changes is the program's doing.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from checker.cli import main as checker
from checker.kept_report import Report
from checker.report.contract import load_report
from tests.support.endpoint import LocalEndpoint, serving
from tests.support.town import Town, filler, told

Undo = Callable[[], object]
FIRES_A_PAGE = 4
PAGES_A_FIRE = 4
VOICES = ("", "mayor", "police", "brigade")


def main() -> None:
    """Print a table for each size."""
    sizes = [int(each) for each in sys.argv[1:]] or [50, 500]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), size)


def lines_of(number: int, pages: int) -> list[str]:
    """What a page tells."""
    dice = random.Random(number)
    fires = max(FIRES_A_PAGE, pages * FIRES_A_PAGE // PAGES_A_FIRE)
    rows = [
        told(fire, 100 + fire % 7 + (dice.random() < 0.2), dice.choice(VOICES))
        for fire in dice.sample(range(fires), FIRES_A_PAGE)
    ]
    return [*rows, filler(f"{number}")]


def write_page(folder: Path, name: str, lines: list[str]) -> None:
    (folder / f"{name}.txt").write_text("\n\n".join(lines), encoding="utf-8")


def write_pages(folder: Path, count: int) -> None:
    """As many pages in a new folder."""
    folder.mkdir()
    for number in range(count):
        write_page(folder, f"{number:04}", lines_of(number, count))


class Bench:
    """One kept report, and what is asked to change it."""

    def __init__(self, folder: Path, endpoint: LocalEndpoint, town: Town) -> None:
        self.folder, self.endpoint, self.town = folder, endpoint, town

    def run(self, pages: Path, cache: str, *flags: str) -> tuple[Report, Counter[str], float]:
        """A report on ``pages``; what was asked, and the seconds of processor time."""
        self.town.history.clear()
        out, start = self.folder / "new.json", time.process_time()
        endpoint = ["--model", "town", "--base-url", self.endpoint.url]
        files = ["--cache", str(self.folder / cache), "-o", str(out), "-q"]
        result = CliRunner().invoke(checker, ["report", str(pages), *endpoint, *files, *flags])
        assert result.exit_code == 0, result.output
        return load_report(out), self.town.asked, time.process_time() - start


def measure(folder: Path, size: int) -> None:
    """Make a report of ``size`` pages, change one page in several ways, and print the table."""
    town = Town()
    with serving(town.answer) as endpoint:
        bench = Bench(folder, endpoint, town)
        pages = folder / "pages"
        write_pages(pages, size)
        whole, asked, seconds = bench.run(pages, "first.sqlite3")
        kept = folder / "kept.json"
        (folder / "new.json").rename(kept)
        print(f"\n{size} pages, {len(whole.findings)} findings: {asked.total()} requests at first")
        for name, change in CHANGES.items():
            undo = change(pages, size)
            new, cost, seconds = bench.run(pages, f"{name}.sqlite3", "--since", str(kept))
            _, before, _ = bench.run(pages, "first.sqlite3")
            undo()
            _print(name, (whole, new), cost, (before.total(), seconds))


def _print(
    name: str, reports: tuple[Report, Report], cost: Counter[str], other: tuple[int, float]
) -> None:
    old, new = reports
    before = {each.key: each for each in old.findings}
    same = sum(
        each.key in before and before[each.key].question == each.question for each in new.findings
    )
    told_by = " ".join(f"{prompt} {count}" for prompt, count in sorted(cost.items()))
    since = new.since
    assert since
    print(
        f"  {name:<18} {cost.total():3} requests ({told_by or 'none'}); "
        f"without --since {other[0]}; findings kept {same} of {len(old.findings)}, "
        f"new {len(since.findings_new)}, grown {len(since.findings_grown)}, "
        f"changed {len(since.findings_changed)}, gone {len(since.no_longer_held)}; "
        f"{other[1]:.1f} s"
    )


# --- What happens to the pages -------------------------------------------------------------------


def _added(pages: Path, size: int) -> Undo:
    write_page(pages, "9000", lines_of(9_000, size))
    return (pages / "9000.txt").unlink


def _reprinted(pages: Path, size: int) -> Undo:
    text = (pages / "0003.txt").read_text(encoding="utf-8")
    (pages / "9000.txt").write_text(text + "\n\nFrom the agencies.", encoding="utf-8")
    return (pages / "9000.txt").unlink


def _no_news(pages: Path, size: int) -> Undo:
    write_page(pages, "9000", [filler("menus")])
    return (pages / "9000.txt").unlink


def _edited(pages: Path, size: int) -> Undo:
    path = pages / "0003.txt"
    text = path.read_text(encoding="utf-8")
    first = text.split("\n\n")[0]
    path.write_text(text.replace(first, first.replace("hurt 1", "hurt 2")), encoding="utf-8")
    return lambda: path.write_text(text, encoding="utf-8")


def _removed(pages: Path, size: int) -> Undo:
    path = pages / "0003.txt"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return lambda: path.write_text(text, encoding="utf-8")


def _nothing(pages: Path, size: int) -> Undo:
    return lambda: None


CHANGES: dict[str, Callable[[Path, int], Undo]] = {
    "a page added": _added,
    "a reprint added": _reprinted,
    "a page of no news": _no_news,
    "a word changed": _edited,
    "a page taken away": _removed,
    "nothing": _nothing,
}


if __name__ == "__main__":
    main()
