"""Findings before the second look: which claims stand behind which answer, alike ones as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from checker.data import Kind, Relation
from checker.findings.story import Story, number_of, quoted_voice
from checker.sources.names import same_voice
from checker.sources.retellings import numbers_in


@dataclass(frozen=True)
class Pair:
    """Two positions (by index) that the comparison holds to be in conflict."""

    a: int
    b: int
    relation: Relation
    type: Kind
    why: str


@dataclass(frozen=True)
class Draft:
    """A finding whose claims all exist, before the second look: sets of claim ids by position."""

    topic_id: str
    question: str
    answers: tuple[str, ...]
    claim_ids: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]


def with_twins(
    cited: Sequence[set[str]], story: Story, alone: Collection[int] = ()
) -> tuple[tuple[str, ...], ...]:
    """Each position's claims, with those reprints that belong to no other position.

    Positions in ``alone`` (indexes) get none: each is one version of a story set against another.
    """
    anywhere = set().union(*cited)
    more = [
        set() if place in alone else {twin for id_ in ids for twin in _spoken_alike(id_, story)}
        for place, ids in enumerate(cited)
    ]
    times = Counter(twin for twins in more for twin in twins)
    return tuple(
        tuple(sorted(ids | {t for t in twins - anywhere if times[t] == 1}, key=number_of))
        for ids, twins in zip(cited, more, strict=True)
    )


def _spoken_alike(claim_id: str, story: Story) -> Iterable[str]:
    """The reprints of a claim that hold what it holds: the same voice and the same figures."""
    claim = story.claims[claim_id]
    for id_ in story.sources.twins.get(claim_id, ()):
        twin = story.claims[id_]
        voices = [quoted_voice(each, story)[:1] for each in (claim, twin)]
        alike = voices[0] == voices[1] or (all(voices) and same_voice(voices[0][0], voices[1][0]))
        if alike and numbers_in(claim.statement) == numbers_in(twin.statement):
            yield id_


def merge_drafts(drafts: Iterable[Draft]) -> list[Draft]:
    """One draft of several that rest on the same claims: topics overlap, and so do findings."""
    merged: list[Draft] = []
    holders: dict[str, set[int]] = defaultdict(set)  # findings that are one share a claim
    for draft in drafts:
        near = sorted({n for ids in draft.claim_ids for id_ in ids for n in holders[id_]})
        place = next((n for n in near if _same_finding(draft, merged[n])), len(merged))
        if place == len(merged):
            merged.append(draft)
        else:
            merged[place] = _union(merged[place], draft)
        for ids in merged[place].claim_ids:
            for id_ in ids:
                holders[id_].add(place)
    return merged


def _same_finding(one: Draft, other: Draft) -> bool:
    """Conflicts: each side of a pair shares a claim. Agreements: half of the fewer claims."""
    if bool(one.pairs) != bool(other.pairs):
        return False
    if not one.pairs:
        first, second = (set().union(*draft.claim_ids) for draft in (one, other))
        return 2 * len(first & second) > min(len(first), len(second))
    return any(_same_pair(one, a, other, b) for a in one.pairs for b in other.pairs)


def _same_pair(one: Draft, a: Pair, other: Draft, b: Pair) -> bool:
    def meet(x: int, y: int) -> bool:
        return bool(set(one.claim_ids[x]) & set(other.claim_ids[y]))

    return (meet(a.a, b.a) and meet(a.b, b.b)) or (meet(a.a, b.b) and meet(a.b, b.a))


def _union(one: Draft, other: Draft) -> Draft:
    """The first's positions with the claims of the other's; what only the other has is added."""
    answers, claim_ids, pairs = [*one.answers], [set(ids) for ids in one.claim_ids], [*one.pairs]
    places: dict[int, int] = {}
    for n, ids in enumerate(other.claim_ids):
        shared = [len(set(ids) & set(ours)) for ours in one.claim_ids]
        places[n] = shared.index(max(shared))
        if not any(shared):
            places[n] = len(claim_ids)
            answers.append(other.answers[n])
            claim_ids.append(set(ids))
        elif sum(map(bool, shared)) == 1:
            claim_ids[places[n]] |= set(ids)
    for pair in other.pairs:
        a, b = places[pair.a], places[pair.b]
        if a != b and {a, b} not in [{each.a, each.b} for each in pairs]:
            pairs.append(replace(pair, a=a, b=b))
    ordered = tuple(tuple(sorted(ids, key=number_of)) for ids in claim_ids)
    return replace(one, answers=tuple(answers), claim_ids=ordered, pairs=tuple(pairs))
