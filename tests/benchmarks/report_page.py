"""How fast report.html opens and filters, in a real browser, for three sizes of made-up report.

python -m tests.benchmarks.report_page [PAGES]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from checker.data import Article, Claim, Event, Origin, Page, When
from checker.found import Finding
from checker.kept_report import Report
from checker.report.outputs import parts_folder, plan_outputs, write_outputs
from tests.support.browser import browser_path, open_browser
from tests.support.sample_report import make_conflict, make_finding, make_position, make_report

RUNS = 5
FILTERED = "document.documentElement.dataset.filtered"
# From the first byte to the findings as the filters want them.
READY = "performance.getEntriesByName('filtered')[0].startTime"
FILTER = """async ([name, value]) => {
  const field = document.querySelector(".filters").elements[name];
  const before = document.documentElement.dataset.filtered;
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (document.documentElement.dataset.filtered === before)
    await new Promise((done) => setTimeout(done));
  document.body.offsetHeight;  // what it takes to lay the page out again counts
  return performance.now() - start;
}"""


@dataclass(frozen=True)
class Size:
    """How many of each a made-up report has; ``claims`` are those of one article."""

    articles: int = 50
    claims: int = 40
    voices: int = 150
    outlets: int = 50
    findings: int = 300


SIZES = {
    50: Size(),
    2_000: Size(articles=2_000, claims=20, voices=400, outlets=200, findings=1_500),
    10_000: Size(articles=10_000, claims=20, voices=800, outlets=400, findings=6_000),
}


def main() -> None:
    """Print sizes and times; nothing is asserted."""
    for pages in map(int, sys.argv[1:] or (50, 2_000)):
        report = big_report(SIZES[pages])
        with tempfile.TemporaryDirectory() as folder:
            measure(report, Path(folder, "report.html"))


def measure(report: Report, path: Path) -> None:
    """Write a report as a page and open it."""
    start = time.perf_counter()
    write_outputs(report, plan_outputs([path]))
    took = time.perf_counter() - start
    beside = sum(each.stat().st_size for each in parts_folder(path).glob("*"))
    size = path.stat().st_size
    print(f"{len(report.pages):,} pages: written in {took:.1f} s, {size / 1e6:.2f} MB", end="")
    print(f" and {beside / 1e6:.1f} MB beside it" if beside else "")
    if browser_path() is None:
        print("no Chromium here: opening and filtering were not measured")
        return
    with open_browser() as browser:
        print_opening(browser, path)
        print_filters(browser, path)


def print_opening(browser: Browser, path: Path) -> None:
    """Milliseconds from the start of loading until the page is parsed and its script has run."""
    times = []
    for _ in range(RUNS):
        page = browser.new_page()
        page.goto(path.as_uri())
        page.wait_for_function(FILTERED)
        times.append(page.evaluate(READY))
        heap = page.evaluate("performance.memory.usedJSHeapSize")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        page.close()
    print(f"  ready: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms", end="")
    print(f"; {nodes:,} elements, {heap / 1e6:.0f} MB of script memory")


def print_filters(browser: Browser, path: Path) -> None:
    """Milliseconds from a filter's input to the page laid out anew."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_function(FILTERED)
    for name, value in (
        ("text", "word7"),
        ("text", "محادثات"),
        ("text", ""),
        ("outlets", "Outlet 3"),
        ("outlets", ""),
        ("voices", "Speaker 5, minister"),
        ("severities", "high"),
        ("severities", ""),
        ("voices", ""),
    ):
        took = page.evaluate(FILTER, [name, value])
        print(f"  filter {name}={value!r}: {took:.0f} ms")


def big_report(size: Size = SIZES[50]) -> Report:
    """Seeded random text: the same report on every run."""
    chance = random.Random(11)
    pages, articles, claims = [], [], []
    for number in range(1, size.articles + 1):
        page, told = _page(number, size, chance)
        pages.append(page)
        claims += told
        articles.append(_article(number, page, size))
    findings = (_finding(number, claims, chance) for number in range(1, size.findings + 1))
    return make_report(
        case="A large case",
        pages=tuple(pages),
        articles=tuple(articles),
        origins=tuple(_origin(each) for each in articles),
        claims=tuple(claims),
        findings=tuple(findings),
    )


def _page(number: int, size: Size, chance: random.Random) -> tuple[Page, list[Claim]]:
    text = ""
    claims = []
    for n in range(size.claims):
        quote = " ".join(chance.choices(LEXICON, k=chance.randint(8, 18)))
        start = len(text)
        text += quote + (".\n\n" if n % 5 == 4 else ". ")
        made = _claim((number - 1) * size.claims + n + 1, number, (quote, start), chance)
        speaker = f"Speaker {chance.randrange(size.voices)}, minister"
        chain = (speaker, "Agency", f"Outlet {number % size.outlets}")
        claims.append(made.model_copy(update={"chain": chain}))
    path = f"{number:03}.txt"
    url = f"https://outlet-{number % size.outlets}.example/2025/07/{number}"
    page = Page(
        id=f"p{number}",
        path=path,
        sha256="0",
        encoding="utf-8",
        text=text,
        url=url,
        published="2025-07-12T14:09:00+00:00",
    )
    return page, claims


def _claim(number: int, article: int, place: tuple[str, int], chance: random.Random) -> Claim:
    quote, start = place
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(200))
    return Claim(
        id=f"c{number}",
        article_id=f"a{article}",
        quote=quote,
        start=start,
        end=start + len(quote),
        statement=" ".join(f"word{chance.randrange(900)}" for _ in range(12)) + ".",
        event=Event(id=f"p{article}.1.{number}", label=f"Event {number % 400}", time="Thursday"),
        chain=(),
        stance="asserts",
        modality="happened",
        when=When(words="الخميس", start=day, end=day) if chance.random() < 0.3 else None,
        main=chance.random() < 0.6,
    )


def _article(number: int, page: Page, size: Size) -> Article:
    return Article(
        id=f"a{number}",
        page_id=page.id,
        start=0,
        end=len(page.text),
        language="ar",
        outlet=f"Outlet {number % size.outlets}",
    )


def _origin(article: Article) -> Origin:
    return Origin(
        id=f"o{article.id[1:]}",
        kind="single",
        certainty="certain",
        article_ids=(article.id,),
        reason="no other article tells this story",
    )


def _finding(number: int, claims: Sequence[Claim], chance: random.Random) -> Finding:
    sides = 1 if chance.random() < 0.6 else 2
    positions = []
    for side in range(sides):
        told = chance.sample(claims, chance.randint(2, 6))
        made = make_position(f"Answer {side} of {number}.", (), [each.chain[0] for each in told], 2)
        ids, outlets = tuple(each.id for each in told), tuple(each.chain[-1] for each in told)
        positions.append(made.model_copy(update={"claim_ids": ids, "outlets": outlets}))
    severity = chance.choice(("high", "medium", "low"))
    conflicts = (make_conflict(severity=severity),) if sides == 2 else ()
    return make_finding(number, f"What is said of matter {number}?", positions, *conflicts)


def _lexicon() -> list[str]:
    chance = random.Random(3)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    made = ["".join(chance.choices(letters, k=chance.randint(2, 7))) for _ in range(3_000)]
    return [*made, "محادثات"]


LEXICON = _lexicon()

if __name__ == "__main__":
    main()
