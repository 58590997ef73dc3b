"""The claims that could bear on a question, found by their words and without a model.

SQLite's FTS5 searches two columns: quotes in the language of their article, and statements with
their events and voices in the pivot language, all folded and stemmed first, since FTS5 does not
fold Arabic. The question's words are looked for in both, joined by OR and ranked by BM25
(Robertson and Walker 1994).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from checker.data import Claim
from checker.origins import is_same_passage
from checker.report.direction import language_code
from checker.story import Story, number_of
from checker.text import stem, words

CLAIMS_SHOWN = 80
# A question in a language that neither quotes nor statements are in is put to all claims, if
# they are so few; a call of 300 claims has about 25,000 tokens.
ALL_CLAIMS = 300
HITS = 2_000
KNOWN_SHARE = 0.5  # of the question's words; below, it probably is in another language
TABLE = """
CREATE VIRTUAL TABLE claims USING fts5(
    quote, statement,
    content='',
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N*'"
)
"""


@dataclass(frozen=True)
class Candidates:
    """Claims in the report's order, a passage that reprints share once.

    ``story`` is the one given, but for its twins: those are known among the candidates alone.
    ``foreign`` is set where the question shares few words with the claims, and there are too
    many claims to show them all.
    """

    claims: tuple[Claim, ...]
    story: Story
    foreign: bool


def find_candidates(question: str, story: Story, pivot: str) -> Candidates:
    """Choose at most `CLAIMS_SHOWN` claims, or all of up to `ALL_CLAIMS` (see there).

    ``pivot`` names the language of statements: ``English`` or ``en``.
    """
    claims = list(story.claims.values())
    languages = _languages(story, pivot)
    with closing(_index(claims, story, languages[0])) as index:
        hits, share = _search(index, question, languages)
    known = share >= KNOWN_SHARE
    if known:
        return _choose((claims[n] for n in hits), story, CLAIMS_SHOWN)
    rest = set(range(len(claims))).difference(hits)
    everything = _choose((claims[n] for n in (*hits, *sorted(rest))), story, ALL_CLAIMS + 1)
    if len(everything.claims) <= ALL_CLAIMS:
        return everything
    return replace(_choose((claims[n] for n in hits), story, CLAIMS_SHOWN), foreign=True)


# --- Search --------------------------------------------------------------------------------------


def _languages(story: Story, pivot: str) -> tuple[str | None, ...]:
    """The pivot language, then those of the articles."""
    spoken = sorted({each.language for each in story.articles.values() if each.language})
    return tuple(dict.fromkeys((language_code(pivot), *spoken)))


def _index(claims: Sequence[Claim], story: Story, pivot: str | None) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(TABLE)
    rows = ((n, *_terms_of(claim, story, pivot)) for n, claim in enumerate(claims))
    connection.executemany("INSERT INTO claims(rowid, quote, statement) VALUES (?, ?, ?)", rows)
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(claims, 'row')")
    return connection


def _terms_of(claim: Claim, story: Story, pivot: str | None) -> tuple[str, str]:
    language = story.articles[claim.article_id].language
    event = claim.event
    told = (claim.statement, event.label, event.place, event.time, *claim.chain)
    statement = " ".join(each for each in told if each)
    return " ".join(_stems(claim.quote, language)), " ".join(_stems(statement, pivot))


def _stems(text: str, language: str | None) -> Iterator[str]:
    return (stem(word, language) for word in words(text))


def _search(
    index: sqlite3.Connection, question: str, languages: Iterable[str | None]
) -> tuple[list[int], float]:
    """Row numbers, best first, and the share of the question's words that stand in any row."""
    forms = [
        dict.fromkeys(stem(word, language) for language in languages)
        for word in dict.fromkeys(words(question))
    ]
    terms = list(dict.fromkeys(form for word in forms for form in word))
    marks = ",".join("?" * len(terms))
    seen = {
        row[0]
        for row in index.execute(f"SELECT term FROM vocabulary WHERE term IN ({marks})", terms)
    }
    found = index.execute(
        "SELECT rowid FROM claims WHERE claims MATCH ? ORDER BY rank, rowid LIMIT ?",
        (" OR ".join(f'"{term}"' for term in terms), HITS),
    )
    share = sum(any(form in seen for form in word) for word in forms) / len(forms)
    return [row[0] for row in found], share


# --- Choice --------------------------------------------------------------------------------------


def _choose(ranked: Iterable[Claim], story: Story, limit: int) -> Candidates:
    """The best claims; one that repeats the passage of another becomes its twin."""
    of_article = story.sources.of_article
    kept: dict[str, list[Claim]] = defaultdict(list)
    twins: dict[str, tuple[str, ...]] = defaultdict(tuple)
    count = 0
    for claim in ranked:
        same = kept[of_article[claim.article_id].id]
        first = next((each for each in same if _is_twin(claim, each)), None)
        if first:
            twins[first.id] += (claim.id,)
            twins[claim.id] += (first.id,)
        elif count < limit:
            same.append(claim)
            count += 1
    chosen = sorted((each for group in kept.values() for each in group), key=_place)
    known = replace(story, sources=replace(story.sources, twins=dict(twins)))
    return Candidates(tuple(chosen), known, foreign=False)


def _is_twin(one: Claim, other: Claim) -> bool:
    return one.article_id != other.article_id and is_same_passage(one, other)


def _place(claim: Claim) -> int:
    return number_of(claim.id)
