"""The events that all pages tell of, each once; a long list of them cut into lists for a call.

Words only cut a large collection into lists small enough for one call: which of the events
belong together is for the model to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt
from operator import itemgetter

from checker.data import Claim, Event
from checker.sources.origins import Sources, first_of_twins
from checker.text import words

EVENTS_A_CALL = 150
NEIGHBOURS = 8
Edge = tuple[int, int, float]


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

    Louvain communities (Blondel et al. 2008) over the TF-IDF neighbours of each event.
    """
    import networkx

    edges = _neighbours([_weights(each) for each in happenings])
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(happenings)))
    graph.add_weighted_edges_from(edges)
    groups = sorted(map(sorted, networkx.community.louvain_communities(graph, seed=1)))
    return [[happenings[n] for n in groups[place]] for place in _chain(groups, edges)]


def _chain(groups: Sequence[Sequence[int]], edges: Iterable[Edge]) -> list[int]:
    """An order of the groups: next the nearest to the one before, else to all those before."""
    home = {n: place for place, group in enumerate(groups) for n in group}
    ties: dict[tuple[int, int], float] = defaultdict(float)
    pull: dict[int, float] = defaultdict(float)
    for one, other, score in edges:
        ties[home[one], home[other]] += score
        ties[home[other], home[one]] += score
    chain, left = [0], list(range(1, len(groups)))
    while left:
        last = chain[-1]
        for place in left:
            pull[place] += ties[last, place]
        nearest = max((ties[last, place], pull[place], -place) for place in left)
        chain.append(-nearest[2])
        left.remove(chain[-1])
    return chain


def _weights(happening: Happening) -> Counter[str]:
    event = happening.event
    told = [event.label, event.place or "", event.time or ""]
    told += [claim.statement for claim in happening.claims]
    return Counter(words(" ".join(told)))


def _neighbours(rows: Sequence[Mapping[str, int]]) -> list[Edge]:
    """The `NEIGHBOURS` most alike of each row by TF-IDF cosine, through an inverted index."""
    held: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for word in row:
            held[word].append(n)
    rarity = {word: log(len(rows) / len(at)) for word, at in held.items()}
    vectors = [{word: count * rarity[word] for word, count in row.items()} for row in rows]
    norms = [sqrt(sum(value**2 for value in each.values())) or 1.0 for each in vectors]
    edges: list[Edge] = []
    for n, vector in enumerate(vectors):
        scores: dict[int, float] = defaultdict(float)
        for word, value in vector.items():
            for other in held[word] if len(held[word]) <= len(rows) // 4 else ():
                if other != n:
                    scores[other] += value * vectors[other][word] / (norms[n] * norms[other])
        nearest = nlargest(NEIGHBOURS, scores.items(), key=itemgetter(1))
        edges += [(n, other, score) for other, score in nearest]
    return edges
