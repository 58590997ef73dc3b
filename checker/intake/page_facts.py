"""What a page says of itself: title, outlet, address and language, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checker.intake.documents import (
    OUTLET_CHARACTERS,
    TITLE_CHARACTERS,
    Found,
    clean_words,
    host_of,
    http_address,
    language_tag,
)
from checker.intake.linked_data import Node, find_page_node, text_of, types_of

_ACCOUNT = re.compile(r"^@|facebook\.com|twitter\.com|instagram\.com|^https?:|^www\.|/", re.I)
_LEGAL = re.compile(
    r"\b(?:ltd|limited|inc|llc|gmbh|ag|s\.?a\.?|plc|corp(?:oration)?|b\.?v\.?|s\.?r\.?l\.?|co|"
    r"sarl|s\.?p\.?a|pty|company|holdings?)\.?$",
    re.IGNORECASE,
)
_OUTLET_WORDS = 6  # a longer name is a slogan
_BETWEEN = re.compile(r"\s+[|»·•–—-]\s+|\s*[|»]\s*")
_SITES = ("WebSite", "NewsMediaOrganization", "Organization", "NewsPaper")


def meta_of(root: Any) -> dict[str, str]:
    """The page's ``meta`` elements by property or name, in small letters; the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            for name in (element.get(key) or "").lower().split():
                if content:
                    found.setdefault(name, content)
    return found


def find_titles(root: Any, meta: dict[str, str]) -> list[Found]:
    """What the page calls itself, the best first; not yet what its JSON-LD says."""
    names = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title", "title")
    found = [Found(meta[name], f"meta {name}") for name in names if meta.get(name)]
    heading = _first_heading(root)
    title = next((each.text for each in root.iter("title") if each.text), "") or ""
    found += [Found(heading, "h1")] if heading else []
    found += [Found(" ".join(title.split()), "title")] if title.strip() else []
    return [each for each in found if clean_words(each.value, TITLE_CHARACTERS)]


def _first_heading(root: Any) -> str:
    """The words of the first ``h1`` that stands in no menu."""
    for each in root.iter("h1"):
        if not any(around.tag in ("nav", "aside", "footer") for around in each.iterancestors()):
            return " ".join("".join(each.itertext()).split())
    return ""


def find_title(titles: list[Found], article: Node, outlet: str | None) -> Found | None:
    """The title without the outlet's name behind it."""
    headline = text_of(article.get("headline"))
    stated = [Found(headline, "JSON-LD headline")] if headline else []
    candidates = [*titles[:1], *stated, *titles]
    named = next((each for each in candidates if each.where != "title"), None)
    best = named or next(iter(candidates), None)
    if best is None:
        return None
    pieces = _BETWEEN.split(best.value)
    if outlet and len(pieces) > 1 and pieces[-1].casefold() == outlet.casefold():
        best = Found(best.value[: best.value.rindex(pieces[-1])].rstrip(" |»·•–—-"), best.where)
    words = clean_words(best.value, TITLE_CHARACTERS)
    return Found(words, best.where) if words else None


def find_outlet(meta: dict[str, str], nodes: list[Node], address: str | None) -> Found | None:
    """Who publishes the page: its site's name, before a legal entity, before its host."""
    candidates = list(_outlets(meta, nodes))
    for each in candidates:
        if not _LEGAL.search(each.value):
            return each
    host = host_of(address)
    return next(iter(candidates), None) or (Found(host, "the address") if host else None)


def _outlets(meta: dict[str, str], nodes: list[Node]) -> Iterator[Found]:
    said = [(f"meta {name}", meta.get(name, "")) for name in ("og:site_name",)]
    said += [("JSON-LD publisher", text_of(node.get("publisher"))) for node in nodes]
    said += [
        ("JSON-LD site", text_of(node.get("name")))
        for node in nodes
        if any(each in _SITES for each in types_of(node))
    ]
    names = ("application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher",
             "citation_journal_title")  # fmt: skip
    said += [(f"meta {name}", meta.get(name, "")) for name in names]
    for where, value in said:
        words = clean_words(value, OUTLET_CHARACTERS)
        if words and is_outlet(words):
            yield Found(words, where)


def is_outlet(name: str) -> bool:
    """Whether a name can be an outlet's: no address, no account, no slogan."""
    return not _ACCOUNT.search(name) and len(name.split()) <= _OUTLET_WORDS and len(name) <= 60


def find_address(root: Any, meta: dict[str, str], nodes: list[Node]) -> Found | None:
    """The page's own address: canonical link, ``og:url``, then what JSON-LD says."""
    for element in root.iter("link"):
        canonical = "canonical" in (element.get("rel") or "").lower()
        if canonical and (found := http_address(element.get("href"))):
            return Found(found, "link canonical")
    if found := http_address(meta.get("og:url")):
        return Found(found, "meta og:url")
    page = find_page_node(nodes)
    found = http_address(text_of(page.get("url")) or text_of(page.get("@id")))
    return Found(found, "JSON-LD url") if found else None


def find_language(root: Any, meta: dict[str, str], article: Node) -> Found | None:
    """The page's language as it declares it."""
    said = (
        ("html lang", root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")),
        ("JSON-LD inLanguage", text_of(article.get("inLanguage"))),
        ("meta og:locale", meta.get("og:locale")),
        ("meta content-language", meta.get("content-language")),
        ("meta dc.language", meta.get("dc.language")),
    )
    for where, value in said:
        if found := language_tag(value):
            return Found(found, where)
    return None
