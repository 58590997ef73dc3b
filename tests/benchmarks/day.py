"""What a folder of stories costs to report: calls, tokens, own time, by a scripted endpoint.

python -m tests.benchmarks.day FOLDER [STORIES]      a folder that `checker stories` made

Claims are the sentences of the pages, twenty events are a storyline, each topic has two findings,
one of them a conflict. Tokens are counted at three characters each, as the estimate does; the
share of the system messages in them is printed too. The endpoint answers at once, so that the time
is the program's own.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from checker.cli import main as checker
from checker.model.account import CHARACTERS_PER_TOKEN
from tests.support.endpoint import Body, Reply, completion, serving
from tests.support.small_case import ANSWERS as SMALL
from tests.support.small_case import CHECKS, name_of, pairs_of

Said = dict[str, Any]
SENTENCES = 25  # of a part, at most


def main() -> None:
    """Report the first stories of a folder, and print what it took."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "stories"
        pages = copy_stories(folder, copy, count)
        meter = Meter()
        with serving(meter.answer) as endpoint:
            flags = [
                "--model",
                "m",
                "--base-url",
                endpoint.url,
                "--cache",
                f"{temporary}/c.sqlite3",
            ]
            start, cpu = time.monotonic(), time.process_time()
            result = CliRunner().invoke(checker, ["report", str(copy), *flags, "-q"])
            wall, own = time.monotonic() - start, time.process_time() - cpu
        print(
            f"{count} stories, {pages} pages, exit {result.exit_code}, {wall:.0f} s ({own:.0f} CPU)"
        )
        meter.show(pages)


def copy_stories(folder: Path, to: Path, count: int) -> int:
    """A folder of the first stories alone; gives the number of their pages."""
    to.mkdir(parents=True)
    lines = (folder / "stories.jsonl").read_text(encoding="utf-8").splitlines()[:count]
    (to / "stories.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [json.loads(line) for line in lines]
    for row in rows:
        shutil.copytree(folder / row["id"], to / row["id"])
    return sum(len(row["pages"]) for row in rows)


class Meter:
    """Answers every prompt, and counts."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.system: Counter[str] = Counter()
        self.said: Counter[str] = Counter()

    def answer(self, body: Body) -> Reply:
        """A chat completion that fits the prompt."""
        name, about = name_of(body), json.loads(body["messages"][1]["content"])
        given = ANSWERS[name](about)
        self.calls[name] += 1
        self.asked[name] += len(json.dumps(body, ensure_ascii=False)) // CHARACTERS_PER_TOKEN
        self.system[name] += len(body["messages"][0]["content"]) // CHARACTERS_PER_TOKEN
        self.said[name] += len(json.dumps(given, ensure_ascii=False)) // CHARACTERS_PER_TOKEN
        return completion(given)

    def show(self, pages: int) -> None:
        """A line for each prompt, and what a page comes to."""
        for name, calls in self.calls.most_common():
            print(f"{name:<18}{calls:>7} calls{self.asked[name]:>12,} in{self.said[name]:>11,} out")
        asked, said = sum(self.asked.values()), sum(self.said.values())
        print(
            f"a page: {sum(self.calls.values()) / pages:.1f} calls, {asked / pages:,.0f} tokens in"
        )
        print(f"        {said / pages:,.0f} tokens out")
        print(f"system messages: {sum(self.system.values()) / asked:.0%} of the tokens in")


def extract(about: Said) -> Said:
    """The sentences of a part as claims, three to an event."""
    claims = []
    rows = [(number, each) for number, text in about["paragraphs"] for each in text.split(". ")]
    for place, (_, quote) in enumerate(rows[:SENTENCES]):
        fields = {"event": place // 3, "voice": 0, "stance": "asserts", "modality": "happened"}
        claims.append({"quote": quote, "statement": quote, **fields, "when": None, "main": True})
    numbers = [number for number, _ in about["paragraphs"]]
    nothing = dict.fromkeys(("title", "outlet", "credited_to", "published"))
    article = {"first": min(numbers), "last": max(numbers), "continues": False, **nothing}
    return {
        "language": "ar",
        "articles": [article],
        "voices": [],
        "events": [
            {"n": n, "what": claims[3 * n]["quote"][:60], "place": None, "time": None}
            for n in range((len(claims) + 2) // 3)
        ],
        "claims": claims,
    }


def sort(about: Said) -> Said:
    """Twenty events to a storyline."""
    numbers = [row[0] for row in about["events"]]
    lines = [numbers[at : at + 20] for at in range(0, len(numbers), 20)]
    return {"storylines": [{"label": f"line {n}", "events": row} for n, row in enumerate(lines)]}


def compare(about: Said) -> Said:
    """Two findings, one of them a conflict of the first two claims."""
    ids = numbers_in(about)[:4]
    pair = {"a": 1, "b": 2, "why": "They differ.", "relation": "contradict", "type": "number"}
    pair = {**pair, "drift": False}
    positions = [{"answer": f"As {n}", "claims": [n]} for n in ids[:2]]
    findings = [
        {"question": "How many?", "positions": positions, "conflicts": [pair], "part_of": None}
    ]
    if len(ids) == 4:
        agreed = [{"answer": "So", "claims": ids[2:]}]
        findings.append(
            {"question": "Was it so?", "positions": agreed, "conflicts": [], "part_of": None}
        )
    return {"findings": findings if len(ids) > 1 else []}


def numbers_in(value: Said) -> list[int]:
    """The numbers of the claims in what a comparison is asked."""
    claims = [claim for article in value["articles"] for claim in article["claims"]]
    return [claim["id"] for claim in claims]


def verify(about: Said) -> Said:
    """The conflict stands."""
    verdict = {**CHECKS, "why": "They differ.", "relation": "contradict", "type": "number"}
    return {"verdicts": [{"n": row[0], **verdict} for row in pairs_of(about)]}


ANSWERS: dict[str, Callable[[Said], Said]] = {
    **SMALL,
    "extract_claims": extract,
    "repair_quotes": lambda about: {"quotes": []},
    "judge_retelling": lambda about: {"shared": "nothing", "verdict": "own_reports"},
    "sort_events": sort,
    "compare_claims": compare,
    "verify_conflict": verify,
}

if __name__ == "__main__":
    main()
