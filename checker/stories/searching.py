"""Which of many reported stories a question is about: an index of their claims on disk.

SQLite's FTS5 over quotes and statements, folded and stemmed, as `asking.candidates` searches one
report. The index stands in the folder, is brought up to date where reports have changed since, and
can be removed at any time. https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from checker.data import Claim
from checker.direction import language_code
from checker.errors import InputError
from checker.kept_report import Report
from checker.report.contract import load_report
from checker.report.lookup import Lookup
from checker.stems import stem
from checker.text import words

INDEX = "claims.sqlite3"
REPORT = "report.json"
HITS = 200  # claims that vote for their story
RANKS_SMOOTHED = 60
NEARLY_AS_GOOD = 0.6  # of the best story's votes, for a second one
SCHEMA = """
CREATE TABLE IF NOT EXISTS stories (id TEXT PRIMARY KEY, stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS languages (code TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS places (row INTEGER PRIMARY KEY, story TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS places_by_story ON places (story);
CREATE VIRTUAL TABLE IF NOT EXISTS claims USING fts5(
    quote, statement,
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N*'"
);
"""


def find_stories(question: str, folder: Path, stories: Sequence[str]) -> list[str]:
    """The one or two of some stories whose claims bear most on a question, best first.

    Stories without a report are left out. None where no claim shares a word with the question.

    Raises:
        InputError: the index or a report cannot be read, or no story has a report.
    """
    try:
        with closing(sqlite3.connect(folder / INDEX)) as index:
            update_index(index, folder, stories)
            return _best(_votes(index, _terms(index, question)))
    except sqlite3.Error as error:
        raise InputError(
            f"the index {str(folder / INDEX)!r} cannot be used: {error}; remove it"
        ) from error


def refresh_index(folder: Path, stories: Sequence[str]) -> None:
    """Bring the index up to date, so that the first question need not wait for it.

    Raises:
        InputError: it cannot be written, or a report cannot be read.
    """
    try:
        with closing(sqlite3.connect(folder / INDEX)) as index:
            update_index(index, folder, stories)
    except sqlite3.Error as error:
        raise InputError(f"{str(folder / INDEX)!r} cannot be used: {error}; remove it") from error


def update_index(index: sqlite3.Connection, folder: Path, stories: Sequence[str]) -> None:
    """Read the reports that are new or have changed; forget those that are gone.

    Raises:
        InputError: a report cannot be read, or none is there.
    """
    index.executescript(SCHEMA)
    stamps = {id_: stamp for id_ in stories if (stamp := _stamp(folder / id_ / REPORT))}
    if not stamps:
        raise InputError(
            f"no story in {str(folder)!r} has a report yet; make them with checker report "
            f"{str(folder)!r}"
        )
    known = dict(index.execute("SELECT id, stamp FROM stories"))
    with index:
        for id_ in known.keys() - stamps.keys():
            _forget(index, id_)
    for id_, stamp in stamps.items():
        if known.get(id_) != stamp:
            report = load_report(folder / id_ / REPORT)
            with index:
                _forget(index, id_)
                _add(index, id_, report)
                index.execute("INSERT INTO stories VALUES (?, ?)", (id_, stamp))


def _stamp(report: Path) -> str:
    """Tells a version of a file from others; empty where there is none."""
    try:
        status = report.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def _forget(index: sqlite3.Connection, story: str) -> None:
    index.execute(
        "DELETE FROM claims WHERE rowid IN (SELECT row FROM places WHERE story = ?)", (story,)
    )
    index.execute("DELETE FROM places WHERE story = ?", (story,))
    index.execute("DELETE FROM stories WHERE id = ?", (story,))


def _add(index: sqlite3.Connection, story: str, report: Report) -> None:
    lookup = Lookup(report)
    pivot = lookup.pivot_language
    codes = {pivot, *(lookup.language(each.id) for each in report.articles)}
    index.executemany(
        "INSERT OR IGNORE INTO languages VALUES (?)", [(code,) for code in codes if code]
    )
    for claim in report.claims:
        row = index.execute("INSERT INTO places (story) VALUES (?)", (story,)).lastrowid
        texts = _texts(claim, lookup.language(claim.article_id), pivot)
        index.execute(
            "INSERT INTO claims (rowid, quote, statement) VALUES (?, ?, ?)", (row, *texts)
        )


def _texts(claim: Claim, language: str | None, pivot: str | None) -> tuple[str, str]:
    event = claim.event
    told = (claim.statement, event.label, event.place, event.time, *claim.chain)
    statement = " ".join(each for each in told if each)
    return " ".join(_stems(claim.quote, language)), " ".join(_stems(statement, pivot))


def _stems(text: str, language: str | None) -> Iterator[str]:
    return (stem(word, language_code(language) if language else None) for word in words(text))


def _terms(index: sqlite3.Connection, question: str) -> list[str]:
    """The question's words in every language that the reports are in."""
    codes = [row[0] for row in index.execute("SELECT code FROM languages ORDER BY code")]
    asked = dict.fromkeys(words(question))
    return list(dict.fromkeys(stem(word, code) for word in asked for code in (None, *codes)))


def _votes(index: sqlite3.Connection, terms: Iterable[str]) -> dict[str, float]:
    """The stories of the best claims, by the ranks of these."""
    query = " OR ".join(f'"{term}"' for term in terms)
    if not query:
        return {}
    found = index.execute(
        "SELECT story FROM claims JOIN places ON places.row = claims.rowid "
        "WHERE claims MATCH ? ORDER BY rank, row LIMIT ?",
        (query, HITS),
    )
    votes: dict[str, float] = defaultdict(float)
    for rank, (story,) in enumerate(found):
        votes[story] += 1 / (RANKS_SMOOTHED + rank)
    return votes


def _best(votes: dict[str, float]) -> list[str]:
    ranked = sorted(votes, key=lambda story: (-votes[story], story))[:2]
    return [story for story in ranked if votes[story] >= NEARLY_AS_GOOD * votes[ranked[0]]]
