"""Pages to stories: the two groups of pages that are most alike are joined first, and so on.

Hierarchical agglomeration by the mean cosine between all pages of two groups, over the pairs that
an index of words proposes, so that stories do not grow together by single links. Stories that were
known before take part as they are: pages join them, but no two of them become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush, nlargest
from operator import itemgetter

from checker.neighbours import Vector, cosine, find_neighbours, unit

SAME_STORY = 0.07  # the mean cosine between the pages of two groups
DAYS_APART = 4  # between pages of one story, with none in between
LONGEST_DAYS = 21  # of a story; a war of a year is many
NEIGHBOURS = 10
TERMS_FOUND_BY = 150


@dataclass
class Group:
    """Pages that are one story, by number, with the sum of their vectors, and their days.

    ``known`` is the id of the story that they were in before; None for new pages.
    """

    pages: list[int]
    total: dict[str, float]
    first: date | None = None
    last: date | None = None
    known: str | None = None

    @property
    def size(self) -> int:
        """The number of pages."""
        return len(self.pages)

    def may_join(self, other: Group) -> bool:
        """Whether two groups can be one story by their days; unknown days may be any."""
        if self.known and other.known:
            return False
        if not (self.first and self.last and other.first and other.last):
            return True
        gap = max(self.first, other.first) - min(self.last, other.last)
        span = max(self.last, other.last) - min(self.first, other.first)
        return gap.days <= DAYS_APART and span.days <= LONGEST_DAYS

    def take(self, other: Group) -> None:
        """Take in the pages of another."""
        self.pages += other.pages
        self.known = self.known or other.known
        for term, value in other.total.items():
            self.total[term] = self.total.get(term, 0.0) + value
        days = [day for day in (self.first, self.last, other.first, other.last) if day]
        self.first, self.last = min(days, default=None), max(days, default=None)


def join_groups(groups: Sequence[Group]) -> list[Group]:
    """Join groups of pages that are one story; known ones stand first, and stay so."""
    known = sum(1 for each in groups if each.known)
    vectors = [_heaviest(each.total) for each in groups]
    pairs = find_neighbours(vectors, NEIGHBOURS, first=known)
    joined = _Joining(groups, ((one, other) for one, other, _ in pairs))
    joined.run()
    return [each for place, each in enumerate(groups) if place in joined.links]


def _heaviest(total: dict[str, float]) -> Vector:
    """What a group is found by; it is measured by all of its terms."""
    return unit(dict(nlargest(TERMS_FOUND_BY, total.items(), key=itemgetter(1))))


class _Joining:
    """Groups by place, and which are near each other; a joined group keeps one of the places."""

    def __init__(self, groups: Sequence[Group], pairs: Iterable[tuple[int, int]]) -> None:
        self.groups = groups
        self.links: dict[int, set[int]] = {place: set() for place in range(len(groups))}
        for one, other in pairs:
            self.links[one].add(other)
            self.links[other].add(one)

    def run(self) -> None:
        heap = [row for one in self.links for row in self._candidates(one) if row[1] == one]
        heapify(heap)
        while heap:
            stored, one, other = heappop(heap)
            if one not in self.links or other not in self.links[one]:
                continue
            current = self._likeness(one, other)
            if current < -stored - 1e-9:  # its groups have grown since
                if current >= SAME_STORY:
                    heappush(heap, (-current, one, other))
                continue
            for row in self._join(one, other):
                heappush(heap, row)

    def _likeness(self, one: int, other: int) -> float:
        first, second = self.groups[one], self.groups[other]
        if not first.may_join(second):
            return 0.0
        return cosine(first.total, second.total) / (first.size * second.size)

    def _candidates(self, one: int) -> Iterator[tuple[float, int, int]]:
        for other in sorted(self.links[one]):
            if (likeness := self._likeness(one, other)) >= SAME_STORY:
                yield -likeness, min(one, other), max(one, other)

    def _join(self, one: int, other: int) -> list[tuple[float, int, int]]:
        """Join two groups, and give the pairs that are new by it."""
        key = (len(self.groups[one].total), -one), (len(self.groups[other].total), -other)
        kept, gone = (one, other) if key[0] >= key[1] else (other, one)
        self.groups[kept].take(self.groups[gone])
        moved = self.links.pop(gone) - {kept}
        self.links[kept].discard(gone)
        fresh = []
        for third in sorted(moved):
            self.links[third].discard(gone)
            self.links[third].add(kept)
            self.links[kept].add(third)
            if (likeness := self._likeness(kept, third)) >= SAME_STORY:
                fresh.append((-likeness, min(kept, third), max(kept, third)))
        return fresh
