"""When a page was published, by what says so explicitly, or None: no date is a fine answer.

In this order: the article's own JSON-LD, ``article:published_time`` and its like, microdata, the
article's own ``<time>``, the day in a visible dateline beside the headline. Never a footer, a
story's own dates, another article's, an address, nor when the page was last changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from checker.dates.datelines import find_dateline
from checker.intake.blocks import Block, label_of
from checker.intake.documents import Found, iso_date
from checker.intake.linked_data import Node

# In the order of trust; names without case, and without the marks between their words.
_META_NAMES = (
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
)
_META = _META_NAMES.split()
_RANK = {name: rank for rank, name in enumerate(_META)}
_ITEM = re.compile(r"(?:^|[\s:/])(?:datePublished|datecreated|dateissued|issued)(?:\s|$)", re.I)
_CHANGED = re.compile(r"modif|updat|changed|aktualisiert|actuali|aggiornat|updated|edit", re.I)
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:related\w*|recommend\w*|comments?|comment-?(?:\d+|list|body|info|meta|author|area)|"
    r"commentlist|sidebar\w*|widgets?|teasers?|most-?\w*read|popular\w*|latest\w*|recent\w*|"
    r"read-?more|more-?news|footer|promos?|promoted-\w+|trending|read-?also|ticker|archives?|upcoming|events?|"
    r"carousel|slider|swiper-\w+|listing|copyright|news-?list|menu|calendar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:entry-?date|post-?date|publi\w*|pub-?date|date|dateline|datum|fecha|data|"
    r"timestamp|time|posted-?on|\w*meta(?:data|line)?|byline|created|tarih|kicker-?date|article-?date|"
    r"article__\w*date\w*|datetime|info|erstellt|postdate|articledate|pubdate|dated|submitted|post-?footer|signature|published\w*|\w+datum|\w*_date|\w*-date|\w*publishdate|\w*[dD]ate)(?:$|[\s_-])",
    re.IGNORECASE,
)  # fmt: skip
_SAYS_CHANGED = re.compile(
    r"updated|modified|last (?:edit|change)|aktualisiert|geändert|mis à jour|actualizado|"
    r"aggiornat|آخر تحديث|آخر تعديل|تحديث|به‌روز|обновлено|güncelle|letzte änderung|stand:",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related\w*|recommend\w*|comments?|comment-?\w+|commentlist|sidebar-?\w*|widgets?|"
    r"most-?\w*read|popular\w*|latest\w*|recent\w*|teaser-?list|carousel|slider|swiper-\w+|leserbrief|"
    r"archives?|upcoming|ticker|site-footer|post-list|news-?wrap)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SAYS_PUBLISHED = re.compile(
    r"^\W*(?:datum|date|erstellt|erschienen|veröffentlicht|published|posted|publié|publicado|"
    r"pubblicato|publicerad|udgivet|gepubliceerd|опубликовано|дата|تاريخ النشر|تاريخ|نشر|تم نشره|"
    r"نُشر|تاریخ انتشار|منتشر شده|פורסם|yayın(?:lanma)? tarihi)\b",
    re.IGNORECASE,
)
_ABOVE, _BELOW = 8, 16  # blocks beside the headline
_FIRST_YEAR = "1990"  # of the web: an older day is of something else
_DATELINE_WORDS = 14
_SENTENCE_WORDS = 9
_HOUR = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_STORY_WORDS = 22  # so many words are a paragraph of the story
_HEAD_CHARACTERS = 600  # of an element that may be an article's head


def find_published(root: Any, article: Node) -> Found | None:
    """The moment of publication in ISO 8601 and where it stands, by markup alone.

    ``article`` is the JSON-LD of the article; that of the page as such (Yoast's ``WebPage``) says
    when a page of a company was made, and is not asked.
    """
    return _from_linked_data(article) or _from_meta(root) or _from_items(root)


def find_visible_day(
    blocks: Sequence[Block], headline: int | None, language: str | None
) -> Found | None:
    """The day that the article's head shows: in its ``<time>``, or in a dateline.

    ``headline`` is the number of the block that holds the headline, None where there is none.
    """
    around = set(blocks[headline].path) if headline is not None else set()
    near = list(_near(blocks, headline, around))
    for read, where in ((_from_time, "<time>"), (_from_words, "dateline")):
        for block in near:
            if found := read(block, language):
                return Found(found, where)
    dated = [block for block in blocks if _is_dated(block) and not _is_foreign(block, around)]
    for read, where in ((_from_time, "<time>"), (_from_words, "dateline")):
        found_all = [each for block in dated if (each := read(block, language))]
        if len({each[:10] for each in found_all}) == 1:
            return Found(found_all[0], where)
    return None


def local_day(said: Found, shown: Found) -> Found:
    """The day where the page was published, since its words *today* and *Thursday* are of there.

    Much markup gives the moment in UTC, whose day is another one in the evening of America and in
    the morning of Asia; the day beside it, in the dateline that readers see, is the outlet's own.
    """
    moment, day = datetime.fromisoformat(said.value), date.fromisoformat(shown.value[:10])
    if moment.utcoffset() != timedelta(0) or abs(moment.date() - day) != timedelta(days=1):
        return said
    if shown.where != "dateline":
        return said
    return Found(shown.value, f"dateline ({said.where} says {said.value}, in UTC)")


def find_changed(root: Any, article: Node) -> str | None:
    """When the page was last changed, in ISO 8601, where it says so."""
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        changed = name in ("article:modified_time", "og:updated_time", "last-modified")
        if changed and (found := iso_date(element.get("content"))):
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


def _near(blocks: Sequence[Block], headline: int | None, around: set[Any]) -> Iterator[Block]:
    """Blocks just below the headline, up to the story's first paragraph; then those above it."""
    if headline is None:
        return
    below = blocks[headline + 1 : headline + 1 + _BELOW]
    above = list(reversed(blocks[max(0, headline - _ABOVE) : headline + 1]))
    for row in (below, above):
        told = 0
        for block in row:
            count = len(block.text.split())
            told += count >= _SENTENCE_WORDS and _is_sentence(block.text)
            if not _is_dated(block) and (count >= _STORY_WORDS or told > 1):
                break  # one sentence may be a standfirst
            if not _is_foreign(block, around):
                yield block


def _is_foreign(block: Block, around: set[Any]) -> bool:
    """Whether a block stands in another part of the page than the headline, by what that is called.

    ``around`` are the elements that hold the headline: what holds it is no sidebar, whatever it
    is called.
    """
    own = [each for each in block.path if each not in around and each.tag not in ("html", "body")]
    if _is_dated(block):
        return any(_ELSEWHERE.search(label_of(each)) for each in own)
    return any(
        each.tag in ("footer", "nav", "aside") or _OTHER.search(label_of(each)) for each in own
    )


def _is_dated(block: Block) -> bool:
    """Whether the page itself calls this a date of the article."""
    named = any(_DATED.search(label_of(each)) for each in block.path[-3:])
    return named or bool(_SAYS_PUBLISHED.search(block.text[:60]))


def _from_time(block: Block, language: str | None) -> str | None:
    line = block.line
    if len(block.text) > _HEAD_CHARACTERS or line.tag == "body":
        return None
    for each in line.iter("time", "abbr", "relative-time"):
        if _CHANGED.search(f"{label_of(each)} {each.get('itemprop') or ''}"):
            continue
        shown = " ".join("".join(each.itertext()).split())
        if moment := _moment(each.get("datetime") or each.get("title") or "") or _moment(shown):
            return moment
    return None


def _from_words(block: Block, language: str | None) -> str | None:
    text = block.text
    if _SAYS_CHANGED.search(text):
        text = _SAYS_CHANGED.split(text)[0]
    if not _is_dated(block) and _is_sentence(text):
        return None
    day = find_dateline(text, language)
    return day.isoformat() if day and str(day.year) >= _FIRST_YEAR else None


def _is_sentence(text: str) -> bool:
    """Whether a line tells something: a story's own dates are none of the page."""
    count = len(text.split())
    text = text.rstrip()
    ended = text.endswith((".", "!", "?", "؟", "。")) and not _HOUR.search(text)
    return count > _DATELINE_WORDS or (ended and count > 4)


def _moment(text: str) -> str | None:
    text = text.strip()
    if not text or len(text) > 100:
        return None
    day = find_dateline(text, None)
    found = iso_date(text) or (day.isoformat() if day else None)
    return found if found and found[:4] >= _FIRST_YEAR else None
