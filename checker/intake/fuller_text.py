"""The fullest text of an article that a page holds: what it shows, or what its JSON-LD states."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from checker.intake.article_text import LEAST_MARK, ArticleText, squeeze
from checker.intake.linked_data import Node, text_of

_FULLER = 1.15  # so much more must JSON-LD state than the page shows
_MUCH_UNREAD = 1_500  # letters, and as many as were read, are worth a word


def fuller_text(chosen: ArticleText, seed: str, article: Node) -> tuple[str, str, tuple[str, ...]]:
    """The fullest text there is, where it stands, and a note where the page held two.

    That is the blocks that were chosen; trafilatura's own text where no block fits it; and what
    JSON-LD states where it holds clearly more, as behind a wall that scripts put up.
    """
    text = "\n".join(chosen.lines) or "\n".join(lines_of(seed))
    if chosen.is_headline_alone:
        text = ""
    where = "paragraphs of the page"
    stated = stated_text(article)
    read, said = _letters(text), _letters(stated)
    if said <= _FULLER * read or not _covers(stated, text):
        return text, where, _beside(chosen, read)
    headline = text_of(article.get("headline"))
    lines = [headline] if headline and squeeze(headline) not in squeeze(stated[:600]) else []
    note = (
        f"shows {read} letters of its article and states {said} in JSON-LD, which were read; "
        "what it shows besides them is left out"
    )
    return "\n".join((*lines, *lines_of(stated))), "JSON-LD articleBody", (note,) if text else ()


def _beside(chosen: ArticleText, read: int) -> tuple[str, ...]:
    """A note where paragraphs of sentences stand beside the article, as much as was read."""
    if chosen.unread < max(_MUCH_UNREAD, read):
        return ()
    return (
        f"holds {chosen.unread} letters of paragraphs beside the {read} that were taken for its "
        "article; see `checker pages --text`",
    )


def stated_text(article: Node) -> str:
    """The article as JSON-LD states it; a live blog's updates each after its own time."""
    body = _plain(article.get("articleBody") or article.get("text"))
    updates = article.get("liveBlogUpdate")
    said: list[str] = []
    for each in updates if isinstance(updates, list) else ():
        if isinstance(each, dict):
            said += (text_of(each.get("datePublished")), _plain(each.get("headline")),
                     _plain(each.get("articleBody")))  # fmt: skip
    lines = "\n".join(line for line in said if line)
    return lines if len(lines) > len(body) else body


def _plain(value: object) -> str:
    text = html.unescape(text_of(value))
    text = re.sub(r"<(?!br|/p|/div)[^<>]{0,999}>", "", text)
    return re.sub(r"<(?:br|/p|/div)\b[^<>]{0,99}>", "\n", text)


def _letters(text: str) -> int:
    return len(squeeze(text))


def _covers(stated: str, text: str) -> bool:
    """Whether what was read is nearly all part of what is stated."""
    own = squeeze(stated)
    lines = [squeezed for line in text.split("\n") if len(squeezed := squeeze(line)) >= LEAST_MARK]
    held = sum(len(line) for line in lines if line in own)
    return 2 * held >= sum(map(len, lines))


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text that hold words."""
    return (line for each in text.split("\n") if (line := " ".join(each.split())))
