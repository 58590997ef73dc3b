"""What an outlet is called: as a page or article says, else by its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.data import Article, Page


def label_pages(pages: Sequence[Page]) -> dict[str, str]:
    """A name for each page: its outlet, else the stem of its file (``page 000`` for 000_ab.txt).

    Pages whose files would share a name are named by their paths.
    """
    names = {page.id: _label_file(page.path) for page in pages}
    times = Counter(names.values())
    return {
        page.id: page.outlet or (names[page.id] if times[names[page.id]] == 1 else page.path)
        for page in pages
    }


@dataclass(frozen=True)
class Labels:
    """The names of outlets by article id, and those among them that are only names of files."""

    of_article: Mapping[str, str]
    files: frozenset[str] = field(default_factory=frozenset)


def label_articles(pages: Sequence[Page], articles: Sequence[Article]) -> Labels:
    """A name for the outlet of each article: as it says itself, else that of its page."""
    labels = label_pages(pages)
    return Labels(
        {each.id: each.outlet or labels[each.page_id] for each in articles},
        frozenset(labels[each.page_id] for each in articles if not each.outlet),
    )


def _label_file(path: str) -> str:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    numbered = re.match(r"\d+(?=[_-]|$)", stem)
    return f"page {numbered.group()}" if numbered else stem
