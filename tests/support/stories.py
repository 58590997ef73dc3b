"""Small pages, articles, claims and stories for the tests of many stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.data import Article, Claim, Event, Origin, Page
from checker.findings.story import Story
from checker.sources.origins import Sources


def make_page(number: int, text: str, **given: Any) -> Page:
    """Page ``p<number>``."""
    fields = {"path": f"{number:03}.txt", "sha256": "0", "encoding": "utf-8", **given}
    return Page(id=f"p{number}", text=text, **fields)


def whole_article(page: Page, **given: Any) -> Article:
    """Article ``a<n>`` over the whole of page ``p<n>``."""
    fields = {"language": "ar", **given}
    return Article(id=f"a{page.id[1:]}", page_id=page.id, start=0, end=len(page.text), **fields)


def make_claim(number: int, statement: str = "", **given: Any) -> Claim:
    """Claim ``c<number>`` of article ``a1``, asserted as a fact, unless said otherwise."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    statement = statement or f"Statement {letters}."
    article = given.get("article_id", "a1")
    fields: dict[str, Any] = {
        "article_id": article,
        "quote": statement,
        "start": 0,
        "end": len(statement),
        "event": Event(id=f"p{article[1:]}.1.{number}", label=f"event {number}"),
        "chain": (f"outlet {article}",),
        "stance": "asserts",
        "modality": "happened",
        "when": None,
        "main": True,
        **given,
    }
    return Claim(id=f"c{number}", statement=statement, **fields)


def make_sources(
    articles: Sequence[Article],
    groups: Iterable[Sequence[str]] = (),
    twins: Mapping[str, tuple[str, ...]] | None = None,
) -> Sources:
    """One origin for each group of article ids, and one for each article in no group."""
    grouped = [tuple(group) for group in groups]
    alone = [(each.id,) for each in articles if not any(each.id in group for group in grouped)]
    origins = tuple(
        Origin(
            id=f"o{n}",
            kind="reprint" if len(group) > 1 else "single",
            certainty="certain",
            article_ids=group,
            reason="made for a test",
        )
        for n, group in enumerate((*grouped, *alone), start=1)
    )
    of_article = {id_: origin for origin in origins for id_ in origin.article_ids}
    return Sources(origins, of_article, twins or {})


def make_story(
    claims: Sequence[Claim],
    groups: Iterable[Sequence[str]] = (),
    twins: Mapping[str, tuple[str, ...]] | None = None,
    pages: Sequence[Page] = (),
) -> Story:
    """The story of some claims; each article is a page of its own, its outlet ``outlet a<n>``."""
    ids = sorted({each.article_id for each in claims}, key=lambda id_: int(id_[1:]))
    given = {page.id: page for page in pages}
    known = [given.get(f"p{id_[1:]}") or make_page(int(id_[1:]), "text") for id_ in ids]
    articles = [whole_article(page) for page in known]
    return Story(
        articles={each.id: each for each in articles},
        claims={each.id: each for each in claims},
        sources=make_sources(articles, groups, twins),
        labels={each.id: f"outlet {each.id}" for each in articles},
        pages={page.id: page for page in known},
    )


def said_claim(quote: str, **given: Any) -> dict[str, Any]:
    """A claim as the model writes it: of event 1, in the article's own voice."""
    fields = {
        "statement": f"It says: {quote}",
        "event": 1,
        "voice": 0,
        "stance": "asserts",
        "modality": "happened",
        "when": None,
        "main": True,
        **given,
    }
    return {"quote": quote, **fields}


def said_article(first: int, last: int, **given: Any) -> dict[str, Any]:
    """An article as the model writes it, by paragraph numbers."""
    nothing = dict.fromkeys(("title", "outlet", "credited_to", "published"))
    return {"first": first, "last": last, "continues": False, **nothing, **given}


def said_part(claims: Sequence[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """What the model says of a part: one article of paragraphs 1 to 99, one voice, one event."""
    fields = {
        "language": "en",
        "articles": [said_article(1, 99)],
        "voices": [{"n": 1, "chain": ["An official", "AFP"]}],
        "events": [{"n": 1, "what": "Talks", "place": "Baku", "time": None}],
        **given,
    }
    return {**fields, "claims": list(claims)}
