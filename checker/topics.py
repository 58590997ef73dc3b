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
from math import log, sqrt
from operator import itemgetter

from checker.data import Claim, Event, Problem, Topic
from checker.errors import AnswerError
from checker.llm import LLM, Answer
from checker.origins import Sources
from checker.prompts import read_prompt
from checker.text import words

STAGE = "topics"
EVENTS_A_CALL = 150
CLAIMS_A_TOPIC = 80
NEIGHBOURS = 8


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


def first_of_twins(claims: Iterable[Claim], sources: Sources) -> list[Claim]:
    """The claims without those whose passage an earlier claim already gives."""
    seen: set[str] = set()
    kept: list[Claim] = []
    for claim in claims:
        if claim.id not in seen:
            kept.append(claim)
            seen.update(sources.twins.get(claim.id, ()))
    return kept


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
    """Storylines to topics of at most ``limit`` claims, larger ones cut with an overlap of a third.

    A storyline whose claims come from one voice in one article, with no reprint, has nothing to
    be compared with and makes no topic.
    """
    topics: list[Topic] = []
    for label, members in storylines:
        once = {claim.id: claim for each in members for claim in each.claims}
        claims = sorted(once.values(), key=lambda claim: int(claim.id[1:]))
        for piece in _windows(claims, limit):
            if _can_meet(piece, sources):
                ids = tuple(claim.id for claim in piece)
                topics.append(Topic(id=f"t{len(topics) + 1}", label=label, claim_ids=ids))
    return topics


def _windows(claims: Sequence[Claim], limit: int) -> list[Sequence[Claim]]:
    """Every pair of thirds meets in one window, so that no two claims are kept apart."""
    if len(claims) <= limit:
        return [claims]
    size = max(1, limit // 2)
    blocks = [claims[at : at + size] for at in range(0, len(claims), size)]
    return [[*one, *other] for place, one in enumerate(blocks) for other in blocks[place + 1 :]]


def _can_meet(claims: Sequence[Claim], sources: Sources) -> bool:
    speakers = {(claim.article_id, claim.chain) for claim in claims}
    return len(speakers) > 1 or any(claim.id in sources.twins for claim in claims)


# --- Large collections ------------------------------------------------------------------------


def cut_happenings(
    happenings: Sequence[Happening], limit: int = EVENTS_A_CALL
) -> list[list[Happening]]:
    """Cut a long list of events into lists for one call each, by the words they share.

    Louvain communities (Blondel et al. 2008) over the TF-IDF neighbours of each event, small ones
    filled up to ``limit``.
    """
    if len(happenings) <= limit:
        return [list(happenings)]
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(len(happenings)))
    graph.add_weighted_edges_from(_neighbours([_weights(each) for each in happenings]))
    groups = networkx.community.louvain_communities(graph, seed=1)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: group[0])
    lists: list[list[Happening]] = []
    for group in ordered:
        for at in range(0, len(group), limit):
            piece = [happenings[n] for n in group[at : at + limit]]
            if lists and len(lists[-1]) + len(piece) <= limit:
                lists[-1] += piece
            else:
                lists.append(piece)
    return lists


def _weights(happening: Happening) -> Counter[str]:
    event = happening.event
    told = [event.label, event.place or "", event.time or ""]
    told += [claim.statement for claim in happening.claims]
    return Counter(words(" ".join(told)))


def _neighbours(rows: Sequence[Mapping[str, int]]) -> list[tuple[int, int, float]]:
    """The `NEIGHBOURS` most alike of each row by TF-IDF cosine, through an inverted index."""
    held: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        for word in row:
            held[word].append(n)
    rarity = {word: log(len(rows) / len(at)) for word, at in held.items()}
    vectors = [{word: count * rarity[word] for word, count in row.items()} for row in rows]
    norms = [sqrt(sum(value**2 for value in each.values())) or 1.0 for each in vectors]
    edges: list[tuple[int, int, float]] = []
    for n, vector in enumerate(vectors):
        scores: dict[int, float] = defaultdict(float)
        for word, value in vector.items():
            for other in held[word] if len(held[word]) <= len(rows) // 4 else ():
                if other != n:
                    scores[other] += value * vectors[other][word] / (norms[n] * norms[other])
        edges += [(n, other, score) for other, score in nlargest(NEIGHBOURS, scores.items(), key=itemgetter(1))]
    return edges


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
