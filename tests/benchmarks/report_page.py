"""How fast report.html opens and filters: 50 articles, 2,000 claims, in a real browser.

python -m tests.benchmarks.report_page
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from checker.data import Article, Claim, Event, Finding, Origin, Page, Report, When
from checker.report.html import render_html
from tests.support.browser import browser_path, open_browser
from tests.support.sample_report import make_conflict, make_finding, make_position, make_report

ARTICLES = 50
CLAIMS_EACH = 40
VOICES = 150
FINDINGS = 300
RUNS = 5
READY = """() => {
  const entry = performance.getEntriesByType("navigation")[0];
  return entry.domContentLoadedEventEnd - entry.startTime;
}"""
FILTER = """([name, value]) => {
  const field = document.querySelector(".filters").elements[name];
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;  // what it takes to lay the page out again counts
  return performance.now() - start;
}"""


def main() -> None:
    """Print sizes and times; nothing is asserted."""
    start = time.perf_counter()
    page = render_html(big_report())
    print(f"render: {time.perf_counter() - start:.2f} s, {len(page.encode()) / 1e6:.2f} MB")
    if browser_path() is None:
        print("no Chromium here: opening and filtering were not measured")
        return
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        path = Path(folder, "report.html")
        path.write_text(page, encoding="utf-8")
        print_opening(browser, path)
        print_filters(browser, path)


def print_opening(browser: Browser, path: Path) -> None:
    """Milliseconds from the start of loading until the page is parsed and its script has run."""
    times = []
    for _ in range(RUNS):
        page = browser.new_page()
        page.goto(path.as_uri())
        times.append(page.evaluate(READY))
        page.close()
    print(f"ready: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")


def print_filters(browser: Browser, path: Path) -> None:
    """Milliseconds from a filter's input to the page laid out anew."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(path.as_uri())
    for name, value in (
        ("text", "word7"),
        ("text", "محادثات"),
        ("text", ""),
        ("outlets", "3"),
        ("outlets", ""),
        ("voices", "5"),
        ("severities", "high"),
        ("severities", ""),
        ("voices", ""),
    ):
        took = page.evaluate(FILTER, [name, value])
        print(f"filter {name}={value!r}: {took:.0f} ms")


def big_report() -> Report:
    """Seeded random text: the same report on every run."""
    chance = random.Random(11)
    pages, articles, claims = [], [], []
    for number in range(1, ARTICLES + 1):
        page, told = _page(number, chance)
        pages.append(page)
        claims += told
        articles.append(_article(number, page))
    return make_report(
        case="A large case",
        pages=tuple(pages),
        articles=tuple(articles),
        origins=tuple(_origin(each) for each in articles),
        claims=tuple(claims),
        findings=tuple(_finding(number, claims, chance) for number in range(1, FINDINGS + 1)),
    )


def _page(number: int, chance: random.Random) -> tuple[Page, list[Claim]]:
    text = ""
    claims = []
    for n in range(CLAIMS_EACH):
        quote = " ".join(chance.choices(LEXICON, k=chance.randint(8, 18)))
        start = len(text)
        text += quote + (".\n\n" if n % 5 == 4 else ". ")
        claims.append(_claim((number - 1) * CLAIMS_EACH + n + 1, number, (quote, start), chance))
    path = f"{number:03}.txt"
    return Page(id=f"p{number}", path=path, sha256="0", encoding="utf-8", text=text), claims


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
        chain=(f"Speaker {chance.randrange(VOICES)}, minister", "Agency", f"Outlet {article}"),
        stance="asserts",
        modality="happened",
        when=When(words="الخميس", start=day, end=day) if chance.random() < 0.3 else None,
        main=chance.random() < 0.6,
    )


def _article(number: int, page: Page) -> Article:
    return Article(
        id=f"a{number}",
        page_id=page.id,
        start=0,
        end=len(page.text),
        language="ar",
        outlet=f"Outlet {number}",
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
