"""What a question to a kept report of 10,000 articles costs before the model is asked.

python -m tests.benchmarks.questions
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path

from checker.asking.answers import describe_question, read_story
from checker.asking.candidates import find_candidates
from checker.data import Article, Claim, Event, Origin, Page
from checker.kept_report import Report, Run
from checker.prompts import render_data
from checker.report.contract import load_report, render_json

ARTICLES = 10_000
CLAIMS_EACH = 5
WORDS = 20_000
REPRINTS = 4  # articles of one origin
QUESTIONS = ("هل جرت w17 w256؟", "Did w5 meet w1999 in w12000?", "Quelque chose ?")


def main() -> None:
    """Print seconds by step, and the most memory the whole took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        path.write_text(render_json(synthetic_report()), encoding="utf-8")
        print(f"{ARTICLES:,} articles, {ARTICLES * CLAIMS_EACH:,} claims")
        print(f"report.json: {path.stat().st_size / 1e6:.0f} MB")
        start = time.perf_counter()
        report = load_report(path)
        print(f"read: {time.perf_counter() - start:.1f} s")
    story = read_story(report)
    for question in QUESTIONS:
        start = time.perf_counter()
        candidates = find_candidates(question, story, "English")
        asked = len(render_data(describe_question(question, candidates, None).about))
        seconds = time.perf_counter() - start
        print(f"{seconds:.1f} s: {len(candidates.claims)} claims, {asked:,} characters asked")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def synthetic_report() -> Report:
    """Articles of words that are as common as Zipf says, every fourth with three reprints."""
    dice = random.Random(5)
    weights = [1 / n for n in range(1, WORDS + 1)]
    vocabulary = [f"w{n}" for n in range(WORDS)]
    pages: list[Page] = []
    articles: list[Article] = []
    claims: list[Claim] = []
    for number in range(1, ARTICLES + 1):
        if number % REPRINTS == 1:
            told = [" ".join(dice.choices(vocabulary, weights, k=12)) for _ in range(CLAIMS_EACH)]
        text = "\n".join(told)
        name = f"{number}.txt"
        pages.append(Page(id=f"p{number}", path=name, sha256="0", encoding="utf-8", text=text))
        articles.append(
            Article(id=f"a{number}", page_id=f"p{number}", start=0, end=len(text), language="ar")
        )
        for quote in told:
            claims.append(_claim(len(claims) + 1, number, quote, text.index(quote)))
    return Report(
        case="benchmark",
        run=_run(),
        pages=tuple(pages),
        articles=tuple(articles),
        origins=tuple(_origins()),
        claims=tuple(claims),
        topics=(),
        findings=(),
        problems=(),
    )


def _claim(number: int, article: int, quote: str, start: int) -> Claim:
    return Claim(
        id=f"c{number}",
        article_id=f"a{article}",
        quote=quote,
        start=start,
        end=start + len(quote),
        statement=f"In English: {quote}",
        event=Event(id=f"p{article}.1.1", label=quote[:20]),
        chain=(f"outlet {article % 300}",),
        stance="asserts",
        modality="happened",
        when=None,
        main=True,
    )


def _origins() -> list[Origin]:
    return [
        Origin(
            id=f"o{first // REPRINTS + 1}",
            kind="reprint",
            certainty="certain",
            article_ids=tuple(f"a{first + more}" for more in range(REPRINTS)),
            reason="made for the benchmark",
        )
        for first in range(1, ARTICLES + 1, REPRINTS)
    ]


def _run() -> Run:
    return Run(
        checker_version="0",
        model="none",
        answered=None,
        pivot_language="English",
        prompts=(),
        usage={},
    )


if __name__ == "__main__":
    main()
