"""HTML to the text of its article and what its markup says of it, with trafilatura.

The text is a new one: offsets are into it, while ``sha256`` is of the bytes it came from. It has
a line for each paragraph. What is hidden by scripts and styles is not looked into.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from checker.errors import InputError
from checker.intake.article_text import ArticleText, choose_blocks
from checker.intake.blocks import find_blocks
from checker.intake.charsets import decode_markup
from checker.intake.documents import (
    About,
    Document,
    Found,
    clean_text,
    digest,
    http_address,
)
from checker.intake.fuller_text import fuller_text
from checker.intake.linked_data import find_article, find_nodes, text_of
from checker.intake.markup import MOST_TAGS, parse, refuse_many_tags, slim
from checker.intake.page_days import find_published
from checker.intake.page_facts import (
    find_address,
    find_language,
    find_outlet,
    find_title,
    find_titles,
    meta_of,
)
from checker.intake.stated_days import find_changed
from checker.intake.visible_days import find_visible_day
from checker.intake.walls import find_paywall, find_wall

__all__ = ["MOST_TAGS", "fragment_text", "looks_like_html", "read_html"]

_LOOKS = re.compile(rb"\s*(<\?xml[^>]{0,200}>\s*)?(<!--.{0,500}?-->\s*)?<(!doctype\s+html|html)\b",
                    re.I | re.S)  # fmt: skip


def looks_like_html(raw: bytes) -> bool:
    """Tell whether bytes begin as an HTML document does."""
    return _LOOKS.match(raw.removeprefix(codecs.BOM_UTF8)) is not None


def read_html(raw: bytes, path: str, url: str | None = None, charset: str = "") -> Document:
    """The article on an HTML page. ``url`` and ``charset`` are what the web said of it.

    Raises InputError, with a reason that names no file, where no article is found, where a wall
    stands in its place, or where trafilatura is missing.
    """
    decoded = decode_markup(raw, charset)
    markup = slim(decoded.text)
    root = parse(markup)
    page = _Page(root, url)
    text, where, notes = page.read_text(markup)
    found = page.facts()
    wall = find_wall(text, page.title)
    if wall:
        raise InputError(f"holds no article: {wall}; open the page and save it once it shows one")
    if not text:
        raise InputError(
            "holds no article that could be told from the rest of the page; save its words as "
            "a .txt file"
        )
    paywall = find_paywall(page.nodes, page.meta, text)
    about = About(**{name: each.value for name, each in found.items()})
    return Document(
        path,
        digest(raw),
        decoded.encoding,
        text,
        about,
        (*decoded.notes, *notes, *page.notes(about), *((paywall,) if paywall else ())),
        (*((name, each.where) for name, each in found.items()), ("text", where)),
    )


class _Page:
    """A parsed page: what it says of itself, and its article."""

    def __init__(self, root: Any, url: str | None) -> None:
        self.root = root
        self.nodes = find_nodes(root)
        self.meta = meta_of(root)
        address = http_address(url)
        said = find_address(root, self.meta, self.nodes)
        self.address = Found(address, "the address asked") if address else said
        self.titles = find_titles(root, self.meta)
        self.title = self.titles[0].value if self.titles else ""
        where = said.value if said else address
        self.article = find_article(self.nodes, self.title, where)
        self.blocks = find_blocks(root)
        self.language = find_language(root, self.meta, self.article)
        self.chosen = ArticleText((), (), None)

    def read_text(self, markup: str) -> tuple[str, str, tuple[str, ...]]:
        """The text, where it stands, and notes on what may be missing."""
        titles = [each.value for each in self.titles]
        headline = text_of(self.article.get("headline"))
        seed = extract_seed(markup)
        self.chosen = choose_blocks(self.blocks, seed, [*titles, *([headline] if headline else [])])
        return fuller_text(self.chosen, seed, self.article)

    def facts(self) -> dict[str, Found]:
        """The fields of `About` that the page fills, each with its place."""
        outlet = find_outlet(self.meta, [self.article, *self.nodes], self._host())
        language = self.language.value if self.language else None
        found = {
            "title": find_title(self.titles, self.article, outlet.value if outlet else None),
            "outlet": outlet,
            "published": self._published(language),
            "url": self.address,
            "language": self.language,
        }
        return {name: each for name, each in found.items() if each}

    def _published(self, language: str | None) -> Found | None:
        shown = find_visible_day(self.blocks, self.chosen, language)
        return find_published(self.root, self.nodes, self.article, shown, self._host())

    def notes(self, about: About) -> tuple[str, ...]:
        """What is known of its day where that of publication is not."""
        changed = None if about.published else find_changed(self.root, self.article)
        if not changed:
            return ()
        return (f"says when it was last changed ({changed}) but not when it was published, so it "
                "has no date; case.toml can give one",)  # fmt: skip

    def _host(self) -> str | None:
        return self.address.value if self.address else None


def fragment_text(markup: str) -> str:
    """The words of a piece of HTML such as feeds hold, a line for each block; scripts left out."""
    refuse_many_tags(markup)
    if not markup.strip():
        return ""
    try:
        root = parse(slim(f"<div>{clean_text(markup)}</div>"))
    except InputError as error:
        raise InputError(f"holds HTML that cannot be read: {error}") from error
    return "\n".join(block.text for block in find_blocks(root))


def extract_seed(markup: str) -> str:
    """The article as trafilatura tells it from the rest; an empty string where it finds none.

    Raises:
        InputError: trafilatura is not installed.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise InputError(
            "is HTML, and trafilatura, which reads it, is not installed; install it with: "
            "pip install trafilatura"
        ) from error
    try:
        found = bare_extraction(markup, include_comments=False)
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, AssertionError):
        return ""  # lxml's trees of broken markup surprise it
    return clean_text(found.text or "") if found is not None and not isinstance(found, dict) else ""
