"""What is said of a page anew (its outlet, its day) put to the articles and claims that stand.

Nothing is asked again: outlets, days and who speaks follow by code; what was judged stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.claims.articles import publication_day
from checker.claims.labels import label_articles
from checker.data import Article, Claim, Page, When
from checker.dates.times import resolve_when

FOLLOWING = ("outlet", "published", "language")


def retell(
    known: tuple[Sequence[Page], Sequence[Article], Sequence[Claim]], pages: Sequence[Page]
) -> tuple[list[Article], list[Claim]]:
    """The articles and claims of known pages as the ``pages`` are told of now."""
    before, articles, claims = known
    old_pages, new_pages = ({page.id: page for page in row} for row in (before, pages))
    told = [
        _retell_article(each, old_pages[each.page_id], new_pages[each.page_id]) for each in articles
    ]
    names = (label_articles(before, articles).of_article, label_articles(pages, told).of_article)
    rows = {old.id: (old, new) for old, new in zip(articles, told, strict=True)}
    return told, [_retell_claim(each, *rows[each.article_id], names) for each in claims]


def _retell_article(article: Article, old: Page, new: Page) -> Article:
    changes = {}
    for name in FOLLOWING:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            own = getattr(article, name)
            changes[name] = now or (None if own == was else own)
    return article.model_copy(update=changes) if changes else article


def _retell_claim(
    claim: Claim,
    old: Article,
    new: Article,
    names: tuple[Mapping[str, str], Mapping[str, str]],
) -> Claim:
    was, now = names[0][old.id], names[1][new.id]
    chain = tuple(dict.fromkeys(now if link == was else link for link in claim.chain))
    when = claim.when
    if when and (old.published, old.language) != (new.published, new.language):
        days = resolve_when(when.words, publication_day(new), new.language)
        when = When(
            words=when.words, start=days[0] if days else None, end=days[1] if days else None
        )
    if (chain, when) == (claim.chain, claim.when):
        return claim
    return claim.model_copy(update={"chain": chain, "when": when})
