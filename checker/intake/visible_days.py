"""The day that the head of an article shows to its readers: a ``<time>``, or a dateline.

Beside the headline, or where the page calls something a date of its article; never a footer's
day, one told in the story, another article's, or when the page was last changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from checker.dates.datelines import LONGEST_LINE, find_dateline, find_opening_day
from checker.intake.article_text import ArticleText
from checker.intake.blocks import Block, label_of
from checker.intake.documents import Found
from checker.intake.stated_days import (
    FIRST_YEAR,
    called,
    is_elsewhere,
    is_other_item,
    read_moment,
    shown_moment,
)

_CHANGED = re.compile(r"modif|updat|changed|aktualisiert|actuali|aggiornat|updated|edit", re.I)
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
_OTHER_NAMES = (
    r"related\w*|recommend\w*|comments?|comment-?\w+|commentlist|most-?\w*read|popular\w*|latest\w*|"
    r"recent\w*|teaser-?list|carousel|slider|swiper-\w+|leserbrief|archives?|upcoming|ticker|"
    r"site-footer|post-list|news-?wrap"
)
_OTHERS = re.compile(rf"(?:^|[\s_-])(?:{_OTHER_NAMES})(?:$|[\s_-])", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rf"(?:^|[\s_-])(?:{_OTHER_NAMES}|sidebar-?\w*|widgets?)(?:$|[\s_-])", re.IGNORECASE
)
_SAYS_PUBLISHED = re.compile(
    r"^\W*(?:datum|date|erstellt|erschienen|veröffentlicht|published|posted|publiée?|"
    r"mis\w? en ligne|paru|date de (?:publication|parution)|publicado|publicação|"
    r"fecha de publicación|pubblicato|data di pubblicazione|data publikacji|opublikowano|"
    r"megjelent|közzétéve|veröffentlichungsdatum|publicerad|udgivet|gepubliceerd|"
    r"опубликовано|дата|تاريخ النشر|تاريخ|نشر|تم نشره|"
    r"نُشر|تاریخ انتشار|منتشر شده|פורסם|yayın(?:lanma)? tarihi)\b",
    re.IGNORECASE,
)
# Days that are of what a page speaks of: of a game, a competition, a programme.
_SAYS_OTHER = re.compile(
    r"^\W*(?:release\w*|deadline|version|kick-?off|anstoß|anpfiff|starts?|beginn|expires|valid|"
    r"gültig|termin|born|geboren|erscheint|einsendeschluss|bewerbungsschluss)\b",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\d[:.]\d\d ?(?:uhr|h)? ?(?:[-–—]|bis|to) ?\d{1,2}[:.]\d\d", re.IGNORECASE)
_ABOVE, _BELOW = 8, 16  # blocks beside the headline
_DATELINE_WORDS = 14
_SENTENCE_WORDS = 9
_HOUR = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_STORY_WORDS = 22  # so many words are a paragraph of the story
_HEAD_CHARACTERS = 600  # of an element that may be an article's head
_LABEL_CHARACTERS = 40

_Reader = Callable[[int], str | None]


def find_visible_day(
    blocks: Sequence[Block], chosen: ArticleText, language: str | None
) -> Found | None:
    """The day that the head of the article ``chosen`` among ``blocks`` shows, or None."""
    return _Head(blocks, chosen, language).find()


class _Head:
    """The blocks beside a headline, and the readings of them in the order of trust."""

    def __init__(self, blocks: Sequence[Block], chosen: ArticleText, language: str | None) -> None:
        self._blocks, self._chosen, self._language = blocks, chosen, language
        self._around = _around(blocks, chosen)

    def find(self) -> Found | None:
        near = list(self._near())
        dated = [number for number in near if self._is_dated(number)]
        plain = [number for number in near if number not in dated]
        for numbers, read, where in (
            (near, self._time, "<time>"),
            (dated, self._words, "dateline"),
            (plain, self._words, "dateline"),
        ):
            if found := next((day for each in numbers if (day := read(each))), None):
                return Found(found, where)
        return self._only_one() or self._opening()

    def _only_one(self) -> Found | None:
        """What the page calls its date anywhere, where all such places agree."""
        everywhere = range(len(self._blocks))
        own = [each for each in everywhere if self._is_dated(each) and not self._is_foreign(each)]
        for read, where in ((self._time, "<time>"), (self._words, "dateline")):
            found = [day for number in own if (day := read(number))]
            if len({each[:10] for each in found}) == 1:
                return Found(found[0], where)
        return None

    def _opening(self) -> Found | None:
        """The day with which the story itself begins: *Berlin, 12. Juli 2025 -*."""
        story = [line for line in self._chosen.lines if len(line.split()) >= _SENTENCE_WORDS]
        days = [find_opening_day(line, self._language) for line in story]
        found = [day for day in days if day]
        only = len(found) == 1 and days.index(found[0]) <= 1  # more of them are a chronicle
        return Found(found[0].isoformat(), "dateline") if only and _is_ours(found[0]) else None

    def _near(self) -> Iterator[int]:
        """Blocks just below the headline, up to the story's first paragraphs; then those above."""
        headline = self._chosen.anchor
        if headline is None:
            return
        below = range(headline + 1, min(len(self._blocks), headline + 1 + _BELOW))
        above = range(headline, max(-1, headline - _ABOVE - 1), -1)
        for row in (below, above):
            told = 0
            for number in row:
                told += self._tells(number)
                if told > 1:
                    break  # one sentence may be a standfirst
                if not self._is_foreign(number):
                    yield number

    def _tells(self, number: int) -> bool:
        if self._is_dated(number):
            return False
        text = self._blocks[number].text
        count = len(text.split())
        return count >= _STORY_WORDS or (count >= _SENTENCE_WORDS and _is_sentence(text))

    def _is_told(self, number: int) -> bool:
        """Whether a line's day is part of what it tells: of a headline, or of a sentence."""
        text = self._blocks[number].text
        if number != self._chosen.anchor:
            return _is_sentence(text)
        ends = self._chosen.headline is None and find_dateline(_last_words(text), self._language)
        return not ends and find_opening_day(text, self._language) is None

    def _is_foreign(self, number: int) -> bool:
        """Whether a block stands in another part of the page, by what that is called.

        What holds the headline or most of the story is no sidebar, whatever it is called.
        """
        path = self._blocks[number].path
        own = [each for each in path if each not in self._around]
        if self._says_published(number):
            return any(_OTHERS.search(called(each)) for each in own)
        if self._is_dated(number):
            return any(_ELSEWHERE.search(called(each)) or is_other_item(each) for each in own)
        return any(map(is_elsewhere, own))

    def _is_dated(self, number: int) -> bool:
        """Whether the page itself calls this a date of the article."""
        path = self._blocks[number].path[-3:]
        return any(_DATED.search(label_of(each)) for each in path) or self._says_published(number)

    def _says_published(self, number: int) -> bool:
        """Whether the line, or a label before it, says that this is the day of publication."""
        label = self._blocks[number - 1].text if number else ""
        if len(label) <= _LABEL_CHARACTERS and not re.search(r"\d", label):
            return bool(_SAYS_PUBLISHED.search(label) or self._begins(number))
        return self._begins(number)

    def _begins(self, number: int) -> bool:
        return bool(_SAYS_PUBLISHED.search(self._blocks[number].text[:60]))

    def _time(self, number: int) -> str | None:
        block = self._blocks[number]
        line = block.line
        if len(block.text) > _HEAD_CHARACTERS or line.tag == "body":
            return None
        for each in line.iter("time", "abbr", "relative-time"):
            if _CHANGED.search(f"{label_of(each)} {each.get('itemprop') or ''}"):
                continue
            shown = " ".join("".join(each.itertext()).split())
            stated = read_moment(each.get("datetime") or each.get("title") or "")
            if moment := shown_moment(stated, shown, self._language) or read_moment(shown):
                return moment
        return None

    def _words(self, number: int) -> str | None:
        text = self._blocks[number].text
        dated = self._is_dated(number)
        if _SAYS_CHANGED.search(text):
            text = _SAYS_CHANGED.split(text)[0]
        if _SAYS_OTHER.search(text) or _HOURS.search(text) or (not dated and self._is_told(number)):
            return None
        day = find_dateline(text[:LONGEST_LINE] if dated else text, self._language)
        return day.isoformat() if day and _is_ours(day) else None


def _around(blocks: Sequence[Block], chosen: ArticleText) -> frozenset[Any]:
    """The elements that hold the headline, or most of the story."""
    holding: Counter[Any] = Counter()
    for number in chosen.chosen:
        holding.update(dict.fromkeys(blocks[number].path, len(blocks[number].text)))
    half = sum(len(blocks[number].text) for number in chosen.chosen) / 2
    around = {each for each, letters in holding.items() if letters > half}
    around |= set(blocks[chosen.anchor].path) if chosen.anchor is not None else set()
    around |= {each for block in blocks for each in block.path[:2] if each.tag in ("html", "body")}
    return frozenset(around)


def _last_words(text: str) -> str:
    return " ".join(text.split()[-3:])


def _is_ours(day: date) -> bool:
    return day.isoformat() >= FIRST_YEAR


def _is_sentence(text: str) -> bool:
    """Whether a line tells something: a story's own dates are none of the page."""
    count = len(text.split())
    text = text.rstrip()
    ended = text.endswith((".", "!", "?", "؟", "。")) and not _HOUR.search(text)
    return count > _DATELINE_WORDS or (ended and count > 4)
