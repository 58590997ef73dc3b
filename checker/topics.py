"""Claims that could be about the same thing, in bundles small enough for one comparison.

A bundle is a storyline, not an event: conflicts live between events that share few words. So
one model call sorts the list of events; words only cut a large collection into lists small
enough for that call. A passage that several reprints share stands in a bundle once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations
from math import log, sqrt
from operator import itemgetter

from checker.data import Claim, Event, Problem, Topic
from checker.errors import AnswerError
from checker.llm import LLM, Answer
from checker.origins import Sources, first_of_twins
from checker.prompts import read_prompt
from checker.text import words

STAGE = "topics"
EVENTS_A_CALL = 150
CLAIMS_A_TOPIC = 120
NEIGHBOURS = 8

Edge = tuple[int, int, float]


class Storyline(Answer):
    """Events that belong together, by number."""

    label: str
    events: list[int]


class Storylines(Answer):
    """All events, sorted."""

    storylines: list[Storyline]


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


def sort_events(
    llm: LLM, happenings: Sequence[Happening], pivot: str
) -> tuple[list[tuple[str, list[Happening]]], list[Problem]]:
    """Ask which events belong to one storyline: (label, events) rows, and problems.

    Events that the answer leaves out make a storyline of their own; numbers that it invents are
    problems; where no answer can be had, all events are one storyline.
    """
    by_number = {each.number: each for each in happenings}
    about = {"write_in": pivot, "events": [_describe(each) for each in happenings]}
    try:
        answer = llm.ask(read_prompt("sort_events", 1), about, Storylines)
    except AnswerError as error:
        reason = f"events could not be sorted into storylines, all are compared together: {error}"
        return [("all events", list(happenings))], [_problem("storylines", reason)]
    rows: list[tuple[str, list[Happening]]] = []
    problems: list[Problem] = []
    for line in answer.storylines:
        known = [by_number[n] for n in dict.fromkeys(line.events) if n in by_number]
        unknown = [n for n in line.events if n not in by_number]
        if unknown:
            problems.append(_problem(line.label, f"it names events that do not exist: {unknown}"))
        rows.append((line.label, known))
    placed = {each.number for _, members in rows for each in members}
    left = [each for each in happenings if each.number not in placed]
    if left:
        rows.append(("events of no storyline", left))
        reason = f"the model sorted {len(left)} events nowhere; they are compared together"
        problems.append(_problem("storylines", reason))
    return rows, problems


def _describe(happening: Happening) -> list[object]:
    event = happening.event
    pages = sorted({event_page(claim) for claim in happening.claims})
    return [
        happening.number,
        event.label,
        event.place,
        event.time,
        len(happening.claims),
        ",".join(pages),
    ]


def event_page(claim: Claim) -> str:
    """The id of the page on which a claim stands: event ids begin with it."""
    return claim.event.id.split(".", 1)[0]


def bundle_claims(
    storylines: Iterable[tuple[str, Sequence[Happening]]],
    sources: Sources,
    limit: int = CLAIMS_A_TOPIC,
) -> list[Topic]:
    """Storylines to topics of at most ``limit`` claims.

    Any two claims of a storyline of at most twice the limit share a topic. Larger ones are cut by
    the words that their events share, so that the topics stay linear in the claims.

    A topic names the reprints of its claims too, beyond the limit: they are compared with them. A
    storyline of one article in which a single voice is quoted has nothing to be compared with, and
    makes no topic.
    """
    topics: list[Topic] = []
    for label, members in storylines:
        for piece in _pieces(members, limit):
            if _can_meet(piece, sources):
                ids = _with_twins(piece, sources)
                topics.append(Topic(id=f"t{len(topics) + 1}", label=label, claim_ids=ids))
    return topics


def _pieces(members: Sequence[Happening], limit: int) -> list[Sequence[Claim]]:
    """All pairs of blocks of half the limit; beyond four blocks, windows over alike events."""
    claims = _in_order(claim for each in members for claim in each.claims)
    if len(claims) <= limit:
        return [claims]
    half = max(1, limit // 2)
    blocks = [claims[at : at + half] for at in range(0, len(claims), half)]
    if len(blocks) <= 4:
        return [[*one, *other] for one, other in combinations(blocks, 2)]
    alike = [claim for group in _communities(members) for each in group for claim in each.claims]
    return _windows(list({claim.id: claim for claim in alike}.values()), limit)


def _windows(claims: Sequence[Claim], limit: int) -> list[Sequence[Claim]]:
    """Pieces of ``limit`` claims, each sharing a third with the one before it."""
    step = max(1, limit - limit // 3)
    starts = range(0, max(1, len(claims) - limit // 3), step)
    return [claims[at : at + limit] for at in starts]


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    once = {claim.id: claim for claim in claims}
    return sorted(once.values(), key=lambda claim: int(claim.id[1:]))


def _with_twins(claims: Sequence[Claim], sources: Sources) -> tuple[str, ...]:
    ids = {claim.id for claim in claims}
    ids.update(twin for id_ in tuple(ids) for twin in sources.twins.get(id_, ()))
    return tuple(sorted(ids, key=lambda id_: int(id_[1:])))


def _can_meet(claims: Sequence[Claim], sources: Sources) -> bool:
    """Tell whether two articles, a passage and its reprint, or two quoted voices speak here."""
    articles = {claim.article_id for claim in claims}
    reprinted = any(claim.id in sources.twins for claim in claims)
    chains = sorted({claim.chain for claim in claims}, key=len)
    # The article's own chain ends every chain of its voices.
    rivals = any(longer[-len(chain) :] != chain for chain, longer in combinations(chains, 2))
    return len(articles) > 1 or reprinted or rivals


# --- Large collections ------------------------------------------------------------------------


def cut_happenings(
    happenings: Sequence[Happening], limit: int = EVENTS_A_CALL
) -> list[list[Happening]]:
    """Cut a long list of events into lists for one call each, by the words they share.

    Small communities are filled up to ``limit``.
    """
    if len(happenings) <= limit:
        return [list(happenings)]
    lists: list[list[Happening]] = []
    for group in _communities(happenings):
        for at in range(0, len(group), limit):
            piece = group[at : at + limit]
            if lists and len(lists[-1]) + len(piece) <= limit:
                lists[-1] += piece
            else:
                lists.append(piece)
    return lists


def _communities(happenings: Sequence[Happening]) -> list[list[Happening]]:
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


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
