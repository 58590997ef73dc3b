"""When a page says in its markup that it was published, and when it was changed.

Explicit marks of the page's own article alone: its JSON-LD, ``article:published_time`` and its
like, microdata, COinS. What speaks of a review, a programme, a product or an event is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from checker.dates.datelines import find_dateline
from checker.intake.blocks import label_of
from checker.intake.documents import Found, iso_date
from checker.intake.linked_data import Node

FIRST_YEAR = "1990"  # of the web: an older day is of something else
# In the order of trust; names without case, and without the marks between their words.
_META_NAMES = (
    "article:published_time article:published og:article:published_time og:published_time "
    "og:pubdate datepublished rnews:datepublished schema:datepublished published_time "
    "publishedtime article:published_date published publication_date publicationdate publishdate "
    "publish_date publish-date pubdate publish_time publishtime pub_date date_published "
    "datecreated dateissued parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "article_date_original originalpublicationdate article.published article-published "
    "citation_publication_date citation_online_date citation_date dc.date.issued dcterms.issued "
    "dc.date.published dcterms.available dcterms.created dc.date.created "
    "dc.issued dcterms:issued bt:pubdate displaydate ptime article:date "
    "article:post_date date.release og:release_date article_publish_date vr:published_time "
    "creation_date shareaholic:article_published_time analytics:date pagedate "
    "last-published gtm-publication-date dc.date.publication"
)
# Systems fill these with the day of a change as often as not: what the page shows comes before.
_LOOSE_NAMES = "dcterms.date dc.date dc:date date created"
_NAMES = f"{_META_NAMES} {_LOOSE_NAMES}".split()
_RANK = {name: rank for rank, name in enumerate(_NAMES)}
_LOOSE = frozenset(_LOOSE_NAMES.split())
_ITEM = re.compile(r"(?:^|[\s:/])(?:datePublished|datecreated|dateissued|issued)(?:\s|$)", re.I)
_OWN_ITEM = re.compile(
    r"article|posting|blog|page|creativework|report|recipe|howto|object|episode", re.I
)
_OTHER_ITEM = re.compile(
    r"review|comment|application|product|event|offer|rating|question|answer", re.IGNORECASE
)
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:related\w*|recommend\w*|comments?|comment-?(?:\d+|list|body|info|meta|author|area)|"
    r"commentlist|sidebar\w*|widgets?|teasers?|most-?\w*read|popular\w*|latest\w*|recent\w*|"
    r"read-?more|more-?news|footer|promos?|promoted-\w+|trending|read-?also|ticker|archives?|upcoming|events?|"
    r"carousel|slider|swiper-\w+|listing|copyright|news-?list|menu|calendar)(?:$|[\s_-])",
    re.IGNORECASE,
)  # fmt: skip
# Names of builders' boxes, of an article that has a sidebar, and of an article's own foot.
_STRUCTURE = re.compile(
    r"elementor-\S*|\S*sidebar-parent|\b(?:has|with|no|without|js|sticky)-sidebar\S*|"
    r"\b(?:post|entry|article)-?footer\S*",
    re.IGNORECASE,
)
_DAY_MONTH_YEAR = re.compile(r"/(\d\d)-(\d\d)-((?:19|20)\d\d)(?=[/_.-]|$)")
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|$)")


@dataclass(frozen=True)
class Stated:
    """A day that markup states; ``is_loose`` where what the page shows is worth more."""

    found: Found
    is_loose: bool = False


def find_stated(root: Any, article: Node) -> Stated | None:
    """The moment of publication in ISO 8601 and where it stands, by markup alone.

    ``article`` is the JSON-LD of the article; that of the page as such (Yoast's ``WebPage``) says
    when a page of a company was made, and is not asked.
    """
    linked = _from_linked_data(article)
    metas = _from_metas(root)
    if linked or (metas and not metas.is_loose):
        return Stated(linked) if linked else metas
    items = _from_items(root)
    if len({each.value[:10] for each in items}) > 1:
        return Stated(items[0], is_loose=True)  # those of a list of articles are among them
    item = next(iter(items), None) or _from_coins(root)
    return Stated(item) if item else metas


def find_changed(root: Any, article: Node) -> str | None:
    """When the page was last changed, in ISO 8601, where it says so."""
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        changed = name in ("article:modified_time", "og:updated_time", "last-modified")
        if changed and (found := iso_date(element.get("content"))):
            return found
    return iso_date(article.get("dateModified")) if article.get("dateModified") else None


def find_address_day(address: str | None) -> Found | None:
    """The day in the path of an address (``/2025/07/12/ferry``), where it names one whole day."""
    days = set()
    path = urlsplit(address).path if address else ""
    turned = [(year, month, day) for day, month, year in _DAY_MONTH_YEAR.findall(path)]
    for year, month, day in (*_ADDRESS_DAY.findall(path), *turned):
        try:
            days.add(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return Found(days.pop(), "the address") if len(days) == 1 else None


def read_moment(text: str) -> str | None:
    """A moment or day as markup gives it, in ISO 8601; None for what is none, or too old."""
    text = text.strip()
    if not text or len(text) > 100:
        return None
    day = find_dateline(text, None)
    found = iso_date(text) or (day.isoformat() if day else None)
    return found if found and found[:4] >= FIRST_YEAR else None


def called(element: Any) -> str:
    """What a page calls an element, without the names that say nothing of what it holds."""
    return _STRUCTURE.sub(" ", label_of(element))


def is_elsewhere(element: Any) -> bool:
    """Whether an element is a part of the page beside its article, by what it is called."""
    if element.tag in ("html", "body"):
        return False
    if is_other_item(element):
        return True
    if element.tag == "footer":
        return not _STRUCTURE.search(label_of(element)) and "entry" not in label_of(element)
    return element.tag in ("aside", "nav") or bool(_OTHER.search(called(element)))


def is_other_item(element: Any) -> bool:
    """Whether an element is marked up as a review, a comment, a product, an event."""
    return bool(_OTHER_ITEM.search((element.get("itemtype") or "").rpartition("/")[2]))


def _from_linked_data(article: Node) -> Found | None:
    around = article.get("mainEntityOfPage")
    for node in (article, around if isinstance(around, dict) else {}):
        for name in ("datePublished", "dateCreated", "uploadDate"):
            value = node.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) and (found := read_moment(value)):
                return Found(found, f"JSON-LD {name}")
    return None


def _from_metas(root: Any) -> Stated | None:
    best: tuple[int, Stated] | None = None
    for element in root.iter("meta"):
        for name in _names_of(element):
            rank = _RANK.get(name)
            if rank is None or (best and best[0] <= rank):
                continue
            if found := read_moment(element.get("content") or element.get("value") or ""):
                best = rank, Stated(Found(found, f"meta {name}"), name in _LOOSE)
    return best[1] if best else None


def _names_of(element: Any) -> Iterator[str]:
    for key in ("property", "name", "itemprop", "http-equiv"):
        if key != "itemprop" or _is_of_article(element):
            yield (element.get(key) or "").strip().lower()


def _from_items(root: Any) -> list[Found]:
    """Microdata and RDFa of articles, less what stands in parts beside the page's own."""
    found: list[Found] = []
    for element in root.iter():
        said = f"{element.get('itemprop') or ''} {element.get('property') or ''}"
        named = _ITEM.search(said) or element.get("pubdate") is not None
        if not named or not _is_of_article(element):
            continue
        shown = " ".join("".join(element.itertext()).split())[:200]
        values = (element.get(key) or "" for key in ("datetime", "content", "title"))
        stated = next((moment for value in values if (moment := read_moment(value))), None)
        if moment := shown_moment(stated, shown, None):
            found.append(Found(moment, "microdata datePublished"))
    return found


def shown_moment(stated: str | None, shown: str, language: str | None) -> str | None:
    """What an element gives: what it states for machines, or another day that it shows to readers.

    Templates put the day of the last change into ``datetime``, or a moment in UTC, and write the
    outlet's own day.
    """
    day = find_dateline(shown, language)
    if not day or day.isoformat() < FIRST_YEAR:
        return stated
    return stated if stated and stated[:10] == day.isoformat() else day.isoformat()


def _is_of_article(element: Any) -> bool:
    around = (element, *element.iterancestors())
    if any(map(is_elsewhere, around)):
        return False
    scope = next((each for each in around if each.get("itemtype")), None)
    return scope is None or bool(_OWN_ITEM.search(scope.get("itemtype").rpartition("/")[2]))


def _from_coins(root: Any) -> Found | None:
    """COinS, by which blogs give their posts to reference managers: ``rft.date=2014-05-18``."""
    for element in root.iter("span"):
        if "z3988" not in label_of(element):
            continue
        fields = parse_qs(unquote(element.get("title") or "").replace("&amp;", "&"))
        if moment := read_moment(fields.get("rft.date", [""])[0]):
            return Found(moment, "COinS rft.date")
    return None
