"""The bytes of an HTML page to markup of bounded size and to a parsed tree.

Nothing that a page holds may make parsing slow: pictures inside it, styles and overlong tags are
cut out before, and a page of too many tags is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checker.errors import InputError

# The extraction takes time in the square of the tags; news pages have some thousands.
MOST_TAGS = 40_000
MOST_CHARACTERS = 10_000_000  # of what is left without pictures, styles and scripts
LONGEST_TAG = 20_000  # characters; libxml2 compares all attributes of a tag with each other
MOST_ATTRIBUTES = 200
_DATA = re.compile(r"data:[\w.+-]{1,60}/[\w.+-]{1,60}(?:;[\w=-]{1,60}){0,4},[\w+/=%.~-]*")
_MUTE = re.compile(r"<(style|svg|template|script)\b", re.IGNORECASE)
_ENDS = {
    name: re.compile(f"</{name}[^>]{{0,200}}>?", re.IGNORECASE)
    for name in ("style", "svg", "template", "script")
}
_JSON_LD = re.compile(r"[^>]{0,2000}ld\+json", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>?")
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")


def slim(markup: str) -> str:
    """Markup without what holds no words: pictures, styles, scripts other than JSON-LD.

    Raises:
        InputError: it is still too large, or has too many tags.
    """
    markup = _DECLARATION.sub("", markup[:1_000]) + markup[1_000:]
    if "data:" in markup:
        markup = _DATA.sub("data:,", markup)
    markup = _TAG.sub(_short_tag, "".join(_spoken(markup)))
    refuse_many_tags(markup)
    if len(markup) > MOST_CHARACTERS:
        raise InputError(
            f"holds {len(markup):,} characters without its pictures, more than the "
            f"{MOST_CHARACTERS:,} that are read; save its words as a .txt file"
        )
    return markup


def refuse_many_tags(markup: str) -> None:
    """Raises InputError where a page has more tags than are read in reasonable time."""
    tags = markup.count("<")
    if tags > MOST_TAGS:
        raise InputError(
            f"holds {tags:,} tags, more than the {MOST_TAGS:,} that are read; save its words as "
            "a .txt file"
        )


def _spoken(markup: str) -> Iterator[str]:
    """What stands outside styles, drawings and scripts, and scripts of JSON-LD; linear in time."""
    place, endless = 0, set()
    for match in _MUTE.finditer(markup):
        name = match[1].lower()
        if match.start() < place or name in endless:
            continue
        end = _ENDS[name].search(markup, match.end())
        if end is None:
            endless.add(name)
        elif name == "script" and _JSON_LD.match(markup, match.end()):
            yield markup[place : end.end()]
            place = end.end()
        else:
            yield markup[place : match.start()]
            place = end.end()
    yield markup[place:]


def _short_tag(match: re.Match[str]) -> str:
    tag = match.group()
    if len(tag) < 2_000 or (len(tag) < LONGEST_TAG and tag.count("=") < MOST_ATTRIBUTES):
        return tag
    name = re.match(r"<[a-zA-Z][\w:-]{0,40}", tag)
    return f"{name.group() if name else '<span'}>"


def parse(markup: str) -> Any:
    """The tree of a page. Raises InputError where there is none."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(
            "holds no article that could be told from the rest of the page: it has no words"
        ) from error
    return root
