"""Size and speed on the sample case: ``make bench``. Prints figures and ratios, asserts nothing.

python -m tests.benchmarks [--quick]      --quick leaves out the slow endpoint (two minutes)
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from checker.data import Article, Page
from checker.report.contract import load_report
from checker.sources.origins import find_origins
from checker.sources.reprints import find_reprints
from tests.benchmarks.endpoint import slow_endpoint

CASE = Path("fixtures/israel-syria-talks")
CHECKER = [sys.executable, "-m", "checker"]
PEERS = (("all pairs of claims", 6_255, 668_000), ("claim against article", 105, 153_000))


def main() -> None:
    """Print all figures."""
    print_size()
    print_commands()
    print_origins()
    if "--quick" not in sys.argv:
        print_waiting()


def print_size() -> None:
    """Calls and tokens of the kept report, against what other designs need for these pages."""
    usage = load_report(CASE / "report.json").run.usage.values()
    calls = sum(each.calls for each in usage)
    asked = sum(each.prompt_tokens for each in usage)
    said = sum(each.answer_tokens for each in usage)
    print(f"calls {calls}, prompt tokens {asked:,}, answer tokens {said:,}")
    for name, peer_calls, peer_tokens in PEERS:
        ratios = f"{peer_calls / calls:.0f} x calls, {peer_tokens / asked:.1f} x prompt tokens"
        print(f"  {name}: {ratios}")


def print_commands() -> None:
    """Seconds and peak memory of whole processes, the median of five."""
    with tempfile.TemporaryDirectory() as folder:
        replay = [*CHECKER, "report", str(CASE), "-o", f"{folder}/report.json", "--quiet"]
        for name, command in (("--help", [*CHECKER, "--help"]), ("replay", replay)):
            runs = sorted(_seconds(command) for _ in range(5))
            print(f"checker {name}: median {runs[2]:.2f} s ({runs[0]:.2f} to {runs[-1]:.2f})")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the largest of them: {peak:.0f} MB")


def print_origins() -> None:
    """Seconds to find the origins of 1,000 synthetic articles of 500 words, no model asked."""
    pages, articles = synthetic_articles(1_000, 500)
    start = time.perf_counter()
    sources = find_origins(articles, [], find_reprints(pages, articles))
    took = time.perf_counter() - start
    print(f"origins of 1,000 articles of 500 words: {took:.2f} s, {len(sources.origins)} origins")


def synthetic_articles(count: int, length: int) -> tuple[list[Page], list[Article]]:
    """Articles of seeded random words, each tenth a copy of another with a tenth replaced."""
    chance = random.Random(7)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    lexicon = ["".join(chance.choices(letters, k=chance.randint(2, 7))) for _ in range(8_000)]
    texts: list[list[str]] = []
    for n in range(count):
        if n % 10 == 9:
            row = list(texts[n - 5])
            for place in chance.sample(range(length), length // 10):
                row[place] = chance.choice(lexicon)
        else:
            row = chance.choices(lexicon, k=length)
        texts.append(row)
    joined = [
        " ".join(word + ("." if n % 15 == 14 else "") for n, word in enumerate(row))
        for row in texts
    ]
    pages = [
        Page(id=f"p{n}", path=f"{n}.txt", sha256="", encoding="utf-8", text=text)
        for n, text in enumerate(joined, start=1)
    ]
    articles = [
        Article(id=f"a{n}", page_id=f"p{n}", start=0, end=len(page.text), language="ar")
        for n, page in enumerate(pages, start=1)
    ]
    return pages, articles


def print_waiting() -> None:
    """Wall time against the critical path, at 0.5 s a call and 10 ms an answer token."""
    for flags in (["--no-verify"], []):
        with tempfile.TemporaryDirectory() as folder, slow_endpoint(CASE / "cassette.yaml") as slow:
            address = f"http://127.0.0.1:{slow.server_port}/v1"
            command = [*CHECKER, "report", str(CASE), *flags, "--model", "relay"]
            command += ["--base-url", address, "--cache", f"{folder}/answers.sqlite3"]
            wall = _seconds([*command, "-o", f"{folder}/report.json", "--quiet"])
        longest: dict[str, float] = {}
        for prompt, seconds in slow.spent:
            longest[prompt] = max(seconds, longest.get(prompt, 0.0))
        path = longest["extract_claims"] + longest["compare_claims"]
        path += longest.get("verify_conflict", 0.0)
        print(
            f"8 workers {' '.join(flags) or 'with second looks'}: wall {wall:.1f} s, "
            f"critical path {path:.1f} s, ratio {wall / path:.2f}; "
            f"one after the other {sum(seconds for _, seconds in slow.spent):.0f} s"
        )


def _seconds(command: list[str]) -> float:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    start = time.perf_counter()
    subprocess.run(command, check=True, env=clean, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
