"""How much of public pages is read, beside trafilatura alone: F1, paragraphs and days.

python -m tests.benchmarks.reading FOLDER [--list]      --list names the pages that went wrong

FOLDER is searched for the forms that `tests.benchmarks.gold` names. Words are compared as bags
(F1 of each page, then the mean); a gold paragraph of five words or more is lost where the text
holds less than half of its runs of three words.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from checker.errors import InputError
from checker.intake.html_pages import read_html
from checker.text import words
from tests.benchmarks.gold import Gold, find_gold

LEAST_WORDS = 5
RUN = 3


@dataclass(frozen=True)
class Read:
    """What a reader made of a page; ``published`` a day or None; ``seconds`` it took."""

    text: str
    published: str | None
    seconds: float


@dataclass(frozen=True)
class Score:
    """One page: its F1 where the gold is whole, paragraphs or pieces lost of all, day right."""

    file: Path
    f1: float | None
    lost: int
    of: int
    intruding: int
    foreign: int
    day: str
    seconds: float


def read_by_checker(raw: bytes) -> Read:
    """The landed reader."""
    begun = time.process_time()
    try:
        document = read_html(raw, "page.html")
    except InputError:
        return Read("", None, time.process_time() - begun)
    day = (document.about.published or "")[:10] or None
    return Read(document.text, day, time.process_time() - begun)


def read_by_trafilatura(raw: bytes) -> Read:
    """trafilatura as it comes, without comments."""
    from trafilatura import bare_extraction

    begun = time.process_time()
    try:
        found = bare_extraction(raw, with_metadata=True, include_comments=False)
    except (ValueError, TypeError, RecursionError):
        found = None
    if found is None or isinstance(found, dict):
        return Read("", None, time.process_time() - begun)
    return Read(found.text or "", found.date, time.process_time() - begun)


READERS = {"checker": read_by_checker, "trafilatura": read_by_trafilatura}


def judge(gold: Gold, read: Read) -> Score:
    """Hold what was read against what is right."""
    said = words(read.text)
    runs = set(_runs(said))
    pieces = gold.wanted or tuple(gold.text.splitlines() if gold.text else ())
    judged = [tokens for piece in pieces if len(tokens := words(piece)) >= LEAST_WORDS]
    foreign = [tokens for piece in gold.unwanted if len(tokens := words(piece)) >= RUN]
    return Score(
        file=gold.file,
        f1=None if gold.text is None else _f1(words(gold.text), said),
        lost=sum(not _holds(runs, tokens) for tokens in judged),
        of=len(judged),
        intruding=sum(_holds(runs, tokens) for tokens in foreign),
        foreign=len(foreign),
        day=_day(gold.published, read.published),
        seconds=read.seconds,
    )


def _runs(tokens: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(tokens[start:] for start in range(RUN)), strict=False)


def _holds(runs: set[tuple[str, ...]], tokens: Sequence[str]) -> bool:
    own = set(_runs(tokens))
    return 2 * len(own & runs) >= len(own)


def _f1(gold: Sequence[str], said: Sequence[str]) -> float:
    common = sum((Counter(gold) & Counter(said)).values())
    return 2 * common / (len(gold) + len(said)) if gold or said else 1.0


def _day(gold: str | None, read: str | None) -> str:
    if gold is None:
        return ""
    if not gold:
        return "invented" if read else "none, rightly"
    return "right" if read == gold else ("wrong" if read else "missing")


def judge_page(gold: Gold) -> dict[str, Score]:
    """One page by all readers."""
    raw = gold.file.read_bytes()
    return {name: judge(gold, reader(raw)) for name, reader in READERS.items()}


def main() -> None:
    """Print the figures of each reader, set by set."""
    listing = "--list" in sys.argv
    (folder,) = (Path(each) for each in sys.argv[1:] if each != "--list")
    sets: dict[str, list[dict[str, Score]]] = {}
    pages = list(find_gold(folder))
    with ProcessPoolExecutor() as pool:
        for gold, scores in zip(pages, pool.map(judge_page, pages, chunksize=8), strict=True):
            place = gold.file.relative_to(folder).parts[0]
            kind = "whole" if gold.text is not None else "pieces" if gold.wanted else "days"
            sets.setdefault(f"{place}, {kind}", []).append(scores)
    for name, rows in sets.items():
        print(f"{name}: {len(rows)} pages")
        for reader in READERS:
            print(f"  {reader:<12} {_figures([row[reader] for row in rows])}")
        if listing:
            _list(rows)


def _figures(scores: Sequence[Score]) -> str:
    f1 = [score.f1 for score in scores if score.f1 is not None]
    of, foreign = sum(each.of for each in scores), sum(each.foreign for each in scores)
    parts = [f"F1 {sum(f1) / len(f1):.3f}"] if f1 else []
    if of:
        lost = sum(each.lost for each in scores)
        parts.append(f"lost {lost} of {of} paragraphs ({lost / of:.1%})")
    if foreign:
        parts.append(f"foreign {sum(each.intruding for each in scores)} of {foreign}")
    days = Counter(score.day for score in scores if score.day)
    parts += [f"days: {', '.join(f'{kind} {days[kind]}' for kind in sorted(days))}"] if days else []
    parts.append(f"{sum(each.seconds for each in scores):.0f} s")
    return "; ".join(parts)


def _list(rows: Iterable[dict[str, Score]]) -> None:
    for row in rows:
        own, other = row["checker"], row["trafilatura"]
        worse = own.f1 is not None and other.f1 is not None and own.f1 < other.f1 - 0.02
        if own.lost or own.intruding or worse or own.day in ("wrong", "missing", "invented"):
            f1 = f"F1 {own.f1:.2f} ({other.f1:.2f}) " if own.f1 is not None else ""
            print(
                f"    {f1}lost {own.lost}/{own.of} foreign {own.intruding}/{own.foreign} "
                f"{own.day or '-'} ({other.day or '-'}) {own.file}"
            )


if __name__ == "__main__":
    main()
