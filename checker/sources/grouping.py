"""Articles that are one report, from pairs that are: one page must not merge others.

A press review, a live blog, or a page made for it holds the texts of several reports. It rests on
them; they stay as independent of each other as they were. So every pair within a group holds by
itself, or both are close to a third (so that they must share text), or both rest on a third: they
credit it or whom it credits, or it was published before both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from checker.data import Article
from checker.sources.likeness import Likeness, Pair
from checker.sources.names import key_of
from checker.sources.publication import first_published


@dataclass(frozen=True)
class Groups:
    """Article ids by the report they are, in the order of their first articles.

    ``rests_on`` names, by article, those on which it rests though they are not of its report.
    """

    members: tuple[tuple[str, ...], ...]
    rests_on: Mapping[str, tuple[str, ...]]


def group_articles(articles: Sequence[Article], likenesses: Mapping[Pair, Likeness]) -> Groups:
    """Put articles together by pairs that are one report.

    Certain pairs are joined before probable ones, those that share most before others, and those
    of articles that hold several others not at all.
    """
    graph = _Graph(articles, likenesses)
    groups = {article.id: [article.id] for article in articles}
    ranked = sorted(likenesses.items(), key=lambda row: (row[1].certainty, -row[1].shared))
    for (one, other), _ in ranked:
        first, second = groups[one], groups[other]
        apart = first is second or graph.digests & {one, other}
        if not apart and all(graph.hold(a, b) for a, b in product(first, second)):
            first += second
            for id_ in second:
                groups[id_] = first
    order = {article.id: place for place, article in enumerate(articles)}
    distinct = {id(group): sorted(group, key=order.__getitem__) for group in groups.values()}
    rests_on = {
        id_: tuple(sorted(graph.near[id_] - graph.digests, key=order.__getitem__))
        for id_, group in groups.items()
        if len(group) == 1
    }
    members = sorted(distinct.values(), key=lambda group: order[group[0]])
    return Groups(tuple(map(tuple, members)), rests_on)


class _Graph:
    """Articles, and which of them are like which."""

    def __init__(self, articles: Sequence[Article], likenesses: Mapping[Pair, Likeness]) -> None:
        self.articles = {article.id: article for article in articles}
        self.likenesses = likenesses
        self.near: dict[str, set[str]] = {article.id: set() for article in articles}
        for one, other in likenesses:
            self.near[one].add(other)
            self.near[other].add(one)
        self.digests = set(self._digests())

    def hold(self, one: str, other: str) -> bool:
        """Whether two articles are one report by themselves, or through a third before both."""
        if other in self.near[one]:
            return True
        thirds = sorted(self.near[one] & self.near[other])
        return any(
            (self._close(third, one) and self._close(third, other))
            or self._is_base(third, one, other)
            for third in thirds
        )

    def _is_base(self, third: str, one: str, other: str) -> bool:
        """Whether two articles rest on a third: by what they credit, or by time."""
        base, *both = (self.articles[id_] for id_ in (third, one, other))
        names = {key_of(name) for name in (base.outlet, base.credited_to) if name}
        if all(each.credited_to and key_of(each.credited_to) in names for each in both):
            return True
        return all(first_published([base, each]) == third for each in both)

    def _digests(self) -> Iterator[str]:
        """Articles that contain two others which are not one report, and rest on no third."""
        for id_, near in self.near.items():
            held = [other for other in sorted(near) if self._contains(id_, other)]
            if any(not self.hold(one, other) for one, other in combinations(held, 2)):
                yield id_

    def _contains(self, id_: str, other: str) -> bool:
        likeness = self._between(id_, other)
        return likeness is not None and likeness.holder == id_

    def _close(self, one: str, other: str) -> bool:
        likeness = self._between(one, other)
        return likeness is not None and likeness.close

    def _between(self, one: str, other: str) -> Likeness | None:
        return self.likenesses.get((one, other)) or self.likenesses.get((other, one))
