"""Which topics go on together: those whose findings may be one, and small ones to save a call."""

from __future__ import annotations

from collections.abc import Sequence

from checker.data import Topic
from checker.sources.origins import Sources


def group_sharing(topics: Sequence[Topic], sources: Sources) -> list[list[int]]:
    """The topics, by place, in groups: two that share a claim, or its reprint, are in one group.

    A finding holds claims of its topic and their reprints, so those of two groups share none.
    """
    group = list(range(len(topics)))  # of each topic another of its group, at last itself
    first: dict[str, int] = {}
    for place, topic in enumerate(topics):
        twins = (twin for id_ in topic.claim_ids for twin in sources.twins.get(id_, ()))
        for id_ in (*topic.claim_ids, *twins):
            group[_find(group, place)] = _find(group, first.setdefault(id_, place))
    groups: dict[int, list[int]] = {}
    for place in range(len(topics)):
        groups.setdefault(_find(group, place), []).append(place)
    return [*groups.values()]


def join_small(groups: Sequence[list[int]], sizes: Sequence[int], most: int) -> list[list[int]]:
    """Neighbouring groups of topics as one, as long as they hold ``most`` claims at most.

    ``sizes`` are the claims of each topic, by place: known before any topic is compared, so what
    goes together does not depend on which topic is done first.
    """
    joined: list[list[int]] = []
    for group in groups:
        if joined and sum(sizes[n] for n in (*joined[-1], *group)) <= most:
            joined[-1] += group
        else:
            joined.append([*group])
    return joined


def _find(group: list[int], place: int) -> int:
    """The topic that stands for the group of one (union-find, Tarjan 1975, paths halved)."""
    while group[place] != place:
        group[place] = group[group[place]]
        place = group[place]
    return place
