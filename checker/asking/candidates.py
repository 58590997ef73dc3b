"""The claims that could bear on a question, found by their words and without a model.

SQLite's FTS5 searches two columns: quotes in the language of their article, and statements with
their events and voices in the pivot language, all folded and stemmed first, since FTS5 does not
fold Arabic. The question's words are looked for in both, joined by OR and ranked by BM25
(Robertson and Walker 1994). What the best claims found so have in common in the pivot language
is looked for next (feedback, Rocchio 1971): so a question in Arabic finds what English pages say,
and what is said in other words. The two rankings are fused by reciprocal ranks (Cormack, Clarke
and Büttcher 2009).
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from checker.data import Claim
from checker.direction import language_code
from checker.findings.story import Story, number_of
from checker.sources.origins import passage_likeness
from checker.stems import stem
from checker.text import words

CLAIMS_SHOWN = 80
# A question in a language that neither quotes nor statements are in is put to all claims, if
# they are so few; a call of 300 claims has about 25,000 tokens.
ALL_CLAIMS = 300
HITS = 2_000
BEST = 20  # the first hits, whose statements say in the pivot language what is asked
TERMS_OF_BEST = 25
RANKS_SMOOTHED = 60
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
        terms, share = _terms_asked(index, question, languages)
        direct = _search(index, terms)
        related = _terms_shared([claims[n] for n in direct[:BEST]], languages[0])
        hits = _fuse(direct, _search(index, related, "{statement} : "))
    if share >= KNOWN_SHARE:
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


def _terms_asked(
    index: sqlite3.Connection, question: str, languages: Iterable[str | None]
) -> tuple[list[str], float]:
    """The question's stems in every language, and the share of its words that stand anywhere."""
    forms = [
        dict.fromkeys(stem(word, language) for language in languages)
        for word in dict.fromkeys(words(question))
    ]
    if not forms:  # a letter alone, such as «ء», may be no word
        return [], 0.0
    terms = list(dict.fromkeys(form for word in forms for form in word))
    marks = ",".join("?" * len(terms))
    seen = {
        row[0]
        for row in index.execute(f"SELECT term FROM vocabulary WHERE term IN ({marks})", terms)
    }
    return terms, sum(any(form in seen for form in word) for word in forms) / len(forms)


def _terms_shared(claims: Sequence[Claim], pivot: str | None) -> list[str]:
    """The stems that most of some claims' statements and events have in common."""
    counts = Counter(
        term
        for claim in claims
        for term in dict.fromkeys(_stems(f"{claim.statement} {claim.event.label}", pivot))
    )
    return [term for term, _ in counts.most_common(TERMS_OF_BEST)]


def _search(index: sqlite3.Connection, terms: Sequence[str], column: str = "") -> list[int]:
    """The numbers of the rows that hold any of the terms, best first."""
    if not terms:
        return []
    found = index.execute(
        "SELECT rowid FROM claims WHERE claims MATCH ? ORDER BY rank, rowid LIMIT ?",
        (column + "(" + " OR ".join(f'"{term}"' for term in terms) + ")", HITS),
    )
    return [row[0] for row in found]


def _fuse(*rankings: Sequence[int]) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, number in enumerate(ranking):
            scores[number] += 1 / (RANKS_SMOOTHED + rank)
    return sorted(scores, key=lambda number: (-scores[number], number))


# --- Choice --------------------------------------------------------------------------------------


def _choose(ranked: Iterable[Claim], story: Story, limit: int) -> Candidates:
    """The best claims; those that repeat the passage of another become its twins."""
    of_article = story.sources.of_article
    by_origin: dict[str, list[list[Claim]]] = defaultdict(list)
    count = 0
    for claim in ranked:
        groups = by_origin[of_article[claim.article_id].id]
        same = _group_of(claim, groups)
        if same:
            same.append(claim)
        elif count < limit:
            groups.append([claim])
            count += 1
    passages = [sorted(group, key=_place) for groups in by_origin.values() for group in groups]
    passages.sort(key=lambda passage: _place(passage[0]))
    twins: dict[str, tuple[str, ...]] = {}
    for first, *others in passages:
        if others:
            twins[first.id] = tuple(each.id for each in others)
            twins |= {each.id: (first.id,) for each in others}
    known = replace(story, sources=replace(story.sources, twins=twins))
    return Candidates(tuple(passage[0] for passage in passages), known, foreign=False)


def _group_of(claim: Claim, groups: Sequence[list[Claim]]) -> list[Claim] | None:
    """The group that gives the claim's passage, and has none of its article yet; or None."""
    likeness = {
        n: passage_likeness(claim, group[0])
        for n, group in enumerate(groups)
        if all(claim.article_id != each.article_id for each in group)
    }
    best = max(likeness, key=lambda n: likeness[n], default=None)
    return groups[best] if best is not None and likeness[best] else None


def _place(claim: Claim) -> int:
    return number_of(claim.id)
