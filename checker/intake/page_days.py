"""When a page was published, by what says so explicitly, or None: no date is a fine answer.

In this order: the article's own JSON-LD, ``article:published_time`` and its like, microdata, the
article's own ``<time>``, the day in a visible dateline beside the headline. Never a footer, a
story's own dates, another article's, an address, nor when the page was last changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from checker.dates.datelines import find_dateline
from checker.intake.blocks import Block, label_of
from checker.intake.documents import Found, iso_date
from checker.intake.linked_data import Node

# In the order of trust; names without case, and without the marks between their words.
_META = (
    "article:published_time article:published og:article:published_time og:published_time "
    "og:pubdate datepublished rnews:datepublished schema:datepublished published_time "
    "publishedtime article:published_date published publication_date publicationdate publishdate "
    "publish_date publish-date pubdate publish_time publishtime pub_date date_published "
    "datecreated dateissued parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "article_date_original originalpublicationdate article.published article-published "
    "citation_publication_date citation_online_date citation_date dc.date.issued dcterms.issued "
    "dcterms.date dc.date.published dcterms.available dcterms.created dc.date.created dc.date "
    "dc.issued dc:date dcterms:issued bt:pubdate displaydate ptime date article:date "
    "article:post_date date.release og:release_date article_publish_date vr:published_time "
    "creation_date created shareaholic:article_published_time analytics:date pagedate "
    "last-published gtm-publication-date dc.date.publication"
).split()
_RANK = {name: rank for rank, name in enumerate(_META)}
_ITEM = re.compile(r"(?:^|[\s:/])(?:datePublished|datecreated|dateissued|issued)(?:\s|$)", re.I)
_CHANGED = re.compile(r"modif|updat|changed|aktualisiert|actuali|aggiornat|updated|edit", re.I)
_OTHER = re.compile(
    r"relat|recommend|comment|sidebar|widget|teaser|most-?read|popular|latest|recent-|more-|footer|"
    r"promo|trending|read-?also|ticker|archive|upcoming|event-|carousel|slider|listing|copyright",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:entry-?date|post-?date|publi\w*|pub-?date|date|dateline|datum|fecha|data|"
    r"timestamp|time|posted-?on|meta|byline|created|tarih|kicker-?date|article-?date|"
    r"article__\w*date\w*|datetime|info|erstellt|postdate|articledate|pubdate|dated)(?:$|[\s_-])",
    re.IGNORECASE,
)  # fmt: skip
_SAYS_CHANGED = re.compile(
    r"updated|modified|last (?:edit|change)|aktualisiert|geändert|mis à jour|actualizado|"
    r"aggiornat|آخر تحديث|آخر تعديل|تحديث|به‌روز|обновлено|güncelle|letzte änderung|stand:",
    re.IGNORECASE,
)
_ABOVE, _BELOW = 8, 14  # blocks beside the headline
_STORY_WORDS = 22  # so many words are a paragraph of the story


def find_published(root: Any, article: Node, page: Node) -> Found | None:
    """The moment of publication in ISO 8601 and where it stands, by markup alone.

    ``article`` and ``page`` are the JSON-LD of both.
    """
    found = _from_linked_data(article) or _from_meta(root) or _from_items(root)
    return found or _from_linked_data(page)


def find_visible_day(
    blocks: Sequence[Block], headline: int | None, language: str | None
) -> Found | None:
    """The day that the article's head shows: in its ``<time>``, or in a dateline.

    ``headline`` is the number of the block that holds the headline, None where there is none.
    """
    near = list(_near(blocks, headline))
    for read, where in ((_from_time, "<time>"), (_from_words, "dateline")):
        found = [each for block in near if (each := read(block, language))]
        if found:
            return Found(found[0], where)
    marked = [block for block in blocks if _is_dated(block)]
    for read, where in ((_from_time, "<time>"), (_from_words, "dateline")):
        found = [each for block in marked if (each := read(block, language))]
        if found and (len({each[:10] for each in found}) == 1 or headline is None):
            return Found(found[0], where)
    return None


def find_changed(root: Any, article: Node) -> str | None:
    """When the page was last changed, in ISO 8601, where it says so."""
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if name in ("article:modified_time", "og:updated_time", "last-modified"):
            if found := iso_date(element.get("content")):
                return found
    return iso_date(article.get("dateModified")) if article.get("dateModified") else None


def _from_linked_data(node: Node) -> Found | None:
    for name in ("datePublished", "dateCreated", "uploadDate"):
        value = node.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and (found := _moment(value)):
            return Found(found, f"JSON-LD {name}")
    return None


def _from_meta(root: Any) -> Found | None:
    best: tuple[int, Found] | None = None
    for element in root.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            rank = _RANK.get(name)
            if rank is None or (best and best[0] <= rank):
                continue
            if found := _moment(element.get("content") or element.get("value") or ""):
                best = rank, Found(found, f"meta {name}")
    return best[1] if best else None


def _from_items(root: Any) -> Found | None:
    """Microdata and RDFa of the page's own article: the first that is not in another's."""
    for element in root.iter():
        said = f"{element.get('itemprop') or ''} {element.get('property') or ''}"
        named = _ITEM.search(said) or element.get("pubdate") is not None
        if not named or _is_of_another(element):
            continue
        for key in ("datetime", "content", "title"):
            if found := _moment(element.get(key) or ""):
                return Found(found, "microdata datePublished")
        if day := find_dateline(" ".join("".join(element.itertext()).split())[:200], None):
            return Found(day.isoformat(), "microdata datePublished")
    return None


def _is_of_another(element: Any) -> bool:
    around = (element, *element.iterancestors())
    return any(
        each.tag in ("aside", "footer", "nav") or _OTHER.search(label_of(each))
        for each in around
        if each.tag not in ("html", "body")
    )


def _near(blocks: Sequence[Block], headline: int | None) -> Iterator[Block]:
    """Blocks just below the headline, up to the story's first paragraph; then those above it."""
    if headline is None:
        return
    for block in blocks[headline + 1 : headline + 1 + _BELOW]:
        if len(block.text.split()) >= _STORY_WORDS and not _is_dated(block):
            break
        if not _is_foreign(block):
            yield block
    for block in reversed(blocks[max(0, headline - _ABOVE) : headline + 1]):
        if len(block.text.split()) >= _STORY_WORDS:
            break
        if not _is_foreign(block):
            yield block


def _is_foreign(block: Block) -> bool:
    return block.linked > 0.9 and len(block.text) > 40 or any(
        each.tag in ("aside", "footer", "nav") or _OTHER.search(label_of(each))
        for each in block.path
        if each.tag not in ("html", "body")
    )


def _is_dated(block: Block) -> bool:
    """Whether the page itself calls this a date of the article."""
    return any(_DATED.search(label_of(each)) for each in block.path[-3:]) and not _is_foreign(block)


def _from_time(block: Block, language: str | None) -> str | None:
    for element in block.path[-1:]:
        for each in element.iter("time", "abbr", "relative-time"):
            if _CHANGED.search(label_of(each)) or _CHANGED.search(each.get("itemprop") or ""):
                continue
            moment = _moment(each.get("datetime") or each.get("title") or "")
            if moment:
                return moment
    return None


def _from_words(block: Block, language: str | None) -> str | None:
    text = block.text
    if _SAYS_CHANGED.search(text):
        text = _SAYS_CHANGED.split(text)[0]
    day = find_dateline(text, language)
    return day.isoformat() if day else None


def _moment(text: str) -> str | None:
    text = text.strip()
    if not text or len(text) > 100:
        return None
    found = iso_date(text)
    if found:
        return found
    day = find_dateline(text, None)
    return day.isoformat() if day else None
