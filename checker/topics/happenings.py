"""The events that all pages tell of, each once; a long list of them cut into lists for a call.

Words only cut a large collection into lists small enough for one call: which of the events
belong together is for the model to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from checker.data import Claim, Event
from checker.neighbours import find_neighbours, weigh_words
from checker.sources.origins import Sources, first_of_twins
from checker.text import words
from checker.topics.grouping import chain_groups, group_tied

EVENTS_A_CALL = 150
NEIGHBOURS = 8


@dataclass(frozen=True)
class Happening:
    """An event as all pages tell it in the same words, with its claims."""

    number: int
    event: Event
    claims: tuple[Claim, ...]


def list_happenings(claims: Sequence[Claim], sources: Sources) -> list[Happening]:
    """The events of all pages, those of equal label, place and time as one, numbered from 1.

    Of claims that are the same passage in several reprints, only the first comes along.
    """
    grouped: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in first_of_twins(claims, sources):
        event = claim.event
        grouped[tuple(words(event.label)), event.place, event.time].append(claim)
    return [
        Happening(number, rows[0].event, tuple(rows))
        for number, rows in enumerate(grouped.values(), start=1)
    ]


def cut_happenings(
    happenings: Sequence[Happening], limit: int = EVENTS_A_CALL
) -> list[list[Happening]]:
    """Cut a long list of events into lists for one call each, by the words they share.

    Small communities are filled up to ``limit``.
    """
    if len(happenings) <= limit:
        return [list(happenings)]
    lists: list[list[Happening]] = []
    for group in communities(happenings):
        for at in range(0, len(group), limit):
            piece = group[at : at + limit]
            if lists and len(lists[-1]) + len(piece) <= limit:
                lists[-1] += piece
            else:
                lists.append(piece)
    return lists


def communities(happenings: Sequence[Happening]) -> list[list[Happening]]:
    """Events that are alike, each group followed by the one it has most in common with.

    No group is larger than `EVENTS_A_CALL`.
    """
    edges = find_neighbours(weigh_words([_words_of(each) for each in happenings]), NEIGHBOURS)
    groups = group_tied(len(happenings), edges, EVENTS_A_CALL)
    return [[happenings[n] for n in groups[place]] for place in chain_groups(groups, edges)]


def _words_of(happening: Happening) -> Counter[str]:
    event = happening.event
    told = [event.label, event.place or "", event.time or ""]
    told += [claim.statement for claim in happening.claims]
    return Counter(words(" ".join(told)))
