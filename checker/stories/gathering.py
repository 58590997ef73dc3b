"""Pages in the order of time to stories: some days at a time, so that memory stays small.

The stories of the days before take part in the next days as they are. So a run over a month does
what a run each day would do, but for where one batch of pages ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from checker.data import Page
from checker.stories.clustering import DAYS_APART, Group, join_groups
from checker.stories.features import (
    Terms,
    count_pages,
    terms_of,
    tokens_of,
    vector_of,
    without_furniture,
)

BATCH = 1_500  # pages at a time, and the rest of their last day
FARTHEST_FUTURE = timedelta(days=2)  # a clock may be in another zone


@dataclass
class Gathered:
    """Pages by the id of their story, and those that no other page goes with.

    ``copies`` are pages of which the same outlet has another with the same words, in neither.
    """

    stories: dict[str, list[Page]] = field(default_factory=dict)
    alone: list[Page] = field(default_factory=list)
    copies: list[Page] = field(default_factory=list)

    @property
    def undated(self) -> int:
        """The pages whose day is not known or cannot be true."""
        pages = [*self.alone, *(page for told in self.stories.values() for page in told)]
        return sum(day_of(page) is None for page in pages)

    def only(self, sha256: Collection[str]) -> Gathered:
        """The stories that hold one of some pages, by their digests; the pages where none does."""
        told = {
            id_: pages
            for id_, pages in self.stories.items()
            if any(page.sha256 in sha256 for page in pages)
        }
        return Gathered(told, [page for page in self.alone if page.sha256 in sha256])


def day_of(page: Page) -> date | None:
    """The day a page was published; None where it is not known, or lies in the future."""
    try:
        day = date.fromisoformat((page.published or "")[:10])
    except ValueError:
        return None
    return day if day <= date.today() + FARTHEST_FUTURE else None


def outlet_of(page: Page) -> str:
    """Whose page it is: the outlet, else the host of its address, else nobody's."""
    return page.outlet or (urlsplit(page.url).hostname or "" if page.url else "")


def gather_stories(
    pages: Sequence[Page], known: Mapping[str, Sequence[Page]], first_number: int = 1
) -> Iterator[tuple[int, Gathered]]:
    """Gather ``pages`` into the ``known`` stories and into new ones, numbered ``s1``, ``s2``….

    Gives, after each batch, how many pages were looked at, and all that was gathered so far; the
    last is the result.
    """
    run = _Gathering(known, first_number)
    ordered = sorted(pages, key=lambda page: (day_of(page) or date.min, page.path))
    start = 0
    while start < len(ordered):
        end = min(len(ordered), start + BATCH)
        while end < len(ordered) and day_of(ordered[end]) == day_of(ordered[end - 1]):
            end += 1
            if end - start >= 4 * BATCH:  # pages without a date, or a day of very many
                break
        run.take(ordered[start:end])
        start = end
        yield start, run.result()


class _Gathering:
    def __init__(self, known: Mapping[str, Sequence[Page]], first_number: int) -> None:
        self._next = first_number
        self._pages: list[Page] = []
        self._groups: list[Group] = []
        self._copies: list[Page] = []
        self._before: list[Terms] = []
        self._held: Counter[str] = Counter()
        self._counted = 0
        rows = [(id_, page) for id_, told in known.items() for page in told]
        terms = self._terms([page for _, page in rows])
        for (id_, page), row in zip(rows, terms, strict=True):
            group = self._group(page, row)
            if self._groups and self._groups[-1].known == id_:
                self._groups[-1].take(group)
            else:
                group.known = id_
                self._groups.append(group)
        self._over: list[Group] = []

    def _without_copies(self, batch: Sequence[Page]) -> list[Page]:
        once = {(outlet_of(page), page.text): page for page in reversed(batch)}
        kept = {page.id for page in once.values()}
        self._copies += [page for page in batch if page.id not in kept]
        return [page for page in batch if page.id in kept]

    def take(self, batch: Sequence[Page]) -> None:
        """Put the pages of some days into the stories under way, or begin new ones."""
        first = next((day for page in batch if (day := day_of(page))), None)
        active = [each for each in self._groups if _goes_on(each, first)]
        kept = {id(each) for each in active}
        self._over += [each for each in self._groups if id(each) not in kept]
        once = self._without_copies(batch)
        groups = [self._group(page, row) for page, row in zip(once, self._terms(once), strict=True)]
        # Known ones first: the others join them, not they the others.
        joined = join_groups(sorted([*active, *groups], key=lambda each: not each.known))
        for group in joined:
            if group.known is None and group.size > 1:
                group.known, self._next = f"s{self._next}", self._next + 1
        self._groups = joined

    def result(self) -> Gathered:
        gathered = Gathered(copies=self._copies)
        for group in (*self._over, *self._groups):
            pages = [self._pages[number] for number in sorted(group.pages)]
            if group.known:
                gathered.stories[group.known] = pages
            else:
                gathered.alone += pages
        return gathered

    def _terms(self, pages: Sequence[Page]) -> list[Terms]:
        """The terms of a batch; how rare they are is told by it and the batch before."""
        rows = without_furniture(
            [tokens_of(page.text) for page in pages], [outlet_of(page) for page in pages]
        )
        terms = [terms_of(row) for row in rows]
        self._held = count_pages((*self._before, *terms))
        self._counted = len(self._before) + len(terms)
        self._before = terms
        return terms

    def _group(self, page: Page, terms: Terms) -> Group:
        vector, day = dict(vector_of(terms, self._held, self._counted)), day_of(page)
        self._pages.append(page)
        return Group([len(self._pages) - 1], vector, day, day)


def _goes_on(group: Group, first: date | None) -> bool:
    """Whether pages from that day on may still join a story."""
    return not group.last or not first or (first - group.last).days <= DAYS_APART
