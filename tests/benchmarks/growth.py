"""How the stages that need no model grow with the pages: seconds, and the exponent between sizes.

python -m tests.benchmarks.growth [LARGEST]      50 to 5,000 pages, ten claims each

An exponent of 1 is linear, 2 quadratic. Stages of a few hundredths of a second tell nothing.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from math import log
from typing import TypeVar

from checker.claims.labels import label_articles
from checker.data import Article, Claim, Event, Page
from checker.findings.conclusions import conclude
from checker.findings.drafts import Draft, merge_drafts
from checker.findings.story import Story
from checker.kept_report import Report
from checker.report.lookup import Lookup
from checker.report.overview import list_sources
from checker.sources.anchors import find_translations
from checker.sources.origins import Sources, find_origins
from checker.sources.reprints import find_reprints
from checker.sources.retellings import measure_retellings
from checker.sources.voices import cut_names, list_names
from checker.topics.bundles import bundle_claims
from checker.topics.happenings import cut_happenings, list_happenings
from checker.topics.sharing import group_sharing
from tests.support.sample_report import make_report

SIZES = (50, 500, 1_000, 2_000, 5_000)
CLAIMS_EACH = 10
STORY_WORDS = 40
T = TypeVar("T")
Times = dict[str, float]


def main() -> None:
    """Print a table: a row for each stage, a column for each size."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    sizes = [size for size in SIZES if size <= largest]
    runs = [measure(size) for size in sizes]
    print(f"{'stage':<12}" + "".join(f"{f'{size:,}':>9}" for size in sizes) + "   exponents")
    for stage in runs[0]:
        row = [run[stage] for run in runs]
        steps = zip(sizes, sizes[1:], row, row[1:], strict=False)
        grown = (log(max(b, 1e-3) / max(a, 1e-3)) / log(m / n) for n, m, a, b in steps)
        print(
            f"{stage:<12}"
            + "".join(f"{each:9.2f}" for each in row)
            + "   "
            + " ".join(f"{each:.1f}" for each in grown)
        )


def measure(count: int) -> Times:
    """Seconds of each stage over ``count`` pages."""
    pages, articles, claims = make_pages(count)
    times: Times = {}

    def timed(stage: str, function: Callable[[], T]) -> T:
        start = time.process_time()
        result = function()
        times[stage] = time.process_time() - start
        return result

    reprints = timed("reprints", lambda: find_reprints(pages, articles))
    timed(
        "translations",
        lambda: find_translations({a.id: p.text for a, p in zip(articles, pages, strict=True)}),
    )
    timed("retellings", lambda: measure_retellings(articles, claims, reprints))
    timed("names", lambda: cut_names(list_names(claims, label_articles(pages, articles))))
    sources = timed("origins", lambda: find_origins(articles, claims, reprints))
    happenings = timed("happenings", lambda: list_happenings(claims, sources))
    lists = timed("lists", lambda: cut_happenings(happenings))
    lines = [(f"line {n}", row) for n, row in enumerate(lists)]
    topics = timed("bundles", lambda: bundle_claims(lines, sources))
    timed("sharing", lambda: group_sharing(topics, sources))
    drafts = timed("merging", lambda: merge_drafts(make_drafts(claims)))
    story = make_story(articles, claims, sources)
    findings = timed("conclusions", lambda: conclude(drafts, {}, story)).findings
    report: Report = make_report(
        pages=tuple(pages),
        articles=tuple(articles),
        origins=sources.origins,
        claims=tuple(claims),
        findings=findings,
    )
    timed("voices", lambda: list_sources(Lookup(report)))
    return times


def make_pages(count: int) -> tuple[list[Page], list[Article], list[Claim]]:
    """Pages of five to a story, of words as common as Zipf says and of words of their story."""
    dice = random.Random(9)
    pages: list[Page] = []
    articles: list[Article] = []
    claims: list[Claim] = []
    common = [f"w{n}" for n in range(20_000)]
    weights = [1 / (n + 1) for n in range(20_000)]
    for number in range(1, count + 1):
        story = dice.randrange(max(1, count // 5))
        told: list[str] = []
        for _ in range(CLAIMS_EACH):
            own = [f"s{story}x{dice.randrange(STORY_WORDS)}" for _ in range(5)]
            told.append(" ".join(own + dice.choices(common, weights, k=9)) + ".")
        text = "\n".join(told)
        page = Page(id=f"p{number}", path=f"{number}", sha256="0", encoding="utf-8", text=text)
        pages.append(page)
        articles.append(
            Article(id=f"a{number}", page_id=page.id, start=0, end=len(text), language="en")
        )
        start = 0
        for n, quote in enumerate(told):
            claims.append(make_claim(len(claims) + 1, number, (quote, start), n))
            start += len(quote) + 1
    return pages, articles, claims


def make_claim(number: int, article: int, place: tuple[str, int], row: int) -> Claim:
    """Three claims to an event, said by one of as many voices as there are pages."""
    quote, start = place
    return Claim(
        id=f"c{number}",
        article_id=f"a{article}",
        quote=quote,
        start=start,
        end=start + len(quote),
        statement=quote,
        event=Event(id=f"p{article}.1.{row // 3}", label=" ".join(quote.split()[:4])),
        chain=(f"{name_of(number * 7 % 99_991)} {name_of(article)}", f"Outlet {article % 300}"),
        stance="asserts",
        modality="happened",
        when=None,
        main=True,
    )


def name_of(number: int) -> str:
    """A name of syllables, the same for the same number."""
    dice = random.Random(number)
    made = (dice.choice("bdfghklmnprstvz") + dice.choice("aeio") for _ in range(dice.randint(3, 5)))
    return "".join(made).title()


def make_drafts(claims: list[Claim]) -> Iterator[Draft]:
    """An agreement of each three claims that stand ten apart."""
    for n in range(0, len(claims) - 20, 15):
        ids = tuple(claims[n + step].id for step in (0, 10, 20))
        yield Draft("t1", f"What of {n}?", ("So.",), (ids,), ())


def make_story(articles: list[Article], claims: list[Claim], sources: Sources) -> Story:
    """What a conclusion looks up."""
    return Story(
        articles={each.id: each for each in articles},
        claims={each.id: each for each in claims},
        sources=sources,
        labels={each.id: f"Outlet {each.id}" for each in articles},
    )


if __name__ == "__main__":
    main()
