"""Findings before the second look: which claims stand behind which answer.

A pair (answer, claim) was given by the model, or is the same passage in a reprint with the same
voice, figures and act. Joining drafts never makes a new pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from checker.findings.story import Story, number_of, quoted_voice
from checker.found import Evidence, Kind, Relation, Weight
from checker.sources.names import same_voice
from checker.sources.retellings import numbers_in

P = TypeVar("P")  # a place among all drafts of a run
SAME_QUESTION = 75.0  # likeness (0 to 100) of two questions that ask the same


@dataclass(frozen=True)
class Pair:
    """Two positions (by index) that the comparison holds to be in conflict.

    ``drift``: the two sides are one passage, as two articles of one origin give it.
    """

    a: int
    b: int
    relation: Relation
    type: Kind
    why: str
    drift: bool = False


@dataclass(frozen=True)
class Draft:
    """A finding whose claims all exist, before the second look: sets of claim ids by position.

    ``shown`` are the claims (ids) among which it was found. ``key`` names it within the answers
    of a run, and ``part_of`` that of another finding of the same answer which says this and more.
    ``evidence`` says, by position, which quotes carry its answer less than wholly. ``common``: it
    is an agreement that nobody needs to have confirmed; ``weight`` is that of a conflict.
    ``disputed`` are the keys of drafts in which somebody says otherwise. ``lasting`` is the key of
    the finding that it was in an earlier run, with ``stood`` positions.
    """

    topic_id: str
    question: str
    answers: tuple[str, ...]
    claim_ids: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]
    shown: frozenset[str] = frozenset()
    key: str = ""
    part_of: str | None = None
    asked_again: bool = False
    evidence: tuple[tuple[Evidence, ...], ...] = ()
    common: bool = False
    weight: Weight = "plain"
    disputed: tuple[str, ...] = ()
    lasting: str = ""
    stood: int = 0

    @property
    def told(self) -> frozenset[str]:
        """The claims (ids) that stand under some answer."""
        return frozenset(id_ for ids in self.claim_ids for id_ in ids)

    def stands(self) -> bool:
        """Tell whether something meets here: a conflict, or an answer that two claims give."""
        return bool(self.pairs) or any(len(ids) > 1 for ids in self.claim_ids)


def with_twins(
    cited: Sequence[Collection[str]], story: Story, alone: Collection[int] = ()
) -> tuple[tuple[str, ...], ...]:
    """Each position's claims, with those reprints that belong to no other position.

    Positions in ``alone`` (indexes) get none: each is one version of a story set against another.
    """
    anywhere = {id_ for ids in cited for id_ in ids}
    more = [
        set() if place in alone else {twin for id_ in ids for twin in told_alike(id_, story)}
        for place, ids in enumerate(cited)
    ]
    times = Counter(twin for twins in more for twin in twins)
    return tuple(
        tuple(sorted({*ids} | {t for t in twins - anywhere if times[t] == 1}, key=number_of))
        for ids, twins in zip(cited, more, strict=True)
    )


def told_alike(claim_id: str, story: Story) -> Iterable[str]:
    """The reprints of a claim that hold what it holds: the same voice, figures and act."""
    claim = story.claims[claim_id]
    for id_ in story.sources.twins.get(claim_id, ()):
        twin = story.claims[id_]
        voices = [quoted_voice(each, story)[:1] for each in (claim, twin)]
        alike = voices[0] == voices[1] or (all(voices) and same_voice(voices[0][0], voices[1][0]))
        acts = [(each.stance, each.modality) for each in (claim, twin)]
        figures = [numbers_in(each.statement) for each in (claim, twin)]
        if alike and acts[0] == acts[1] and figures[0] == figures[1]:
            yield id_


def drop_claims(draft: Draft, kept: Sequence[Collection[str]]) -> Draft:
    """The draft with only the ``kept`` claims (by position); pairs need both of their sides."""
    claim_ids = tuple(
        tuple(id_ for id_ in ids if id_ in stay)
        for ids, stay in zip(draft.claim_ids, kept, strict=True)
    )
    pairs = tuple(each for each in draft.pairs if claim_ids[each.a] and claim_ids[each.b])
    return replace(draft, claim_ids=claim_ids, pairs=pairs)


# --- Topics overlap, and so do their findings ----------------------------------------------------


def merge_drafts(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts without those that another comparison gave too.

    Two findings of one comparison are never joined. Of two comparisons, one stands for both only
    where they ask the same and, of the claims that both were shown, set the same against the
    same; and where the one holds every claim of the other under the same answer. Else both stand.
    """
    return [draft for _, draft in merge_placed(enumerate(drafts))]


def merge_placed(drafts: Iterable[tuple[P, Draft]]) -> list[tuple[P, Draft]]:
    """As `merge_drafts`, each with the place of the first of those that it stands for.

    Findings of topics without a claim in common are never one. So the drafts of each group of such
    topics can be merged by themselves, and put in the order of their places afterwards.
    """
    kept: list[Draft] = []
    places: list[P] = []
    standing: dict[str, str] = {}
    holders: dict[str, set[int]] = defaultdict(set)  # findings that are one share a claim
    for at, draft in drafts:
        near = sorted({n for id_ in draft.told for n in holders[id_]})
        place = next((n for n in near if _same_finding(draft, kept[n])), len(kept))
        if place == len(kept):
            kept.append(draft)
            places.append(at)
        else:
            kept[place], other = _ordered(kept[place], draft)
            standing[other.key] = kept[place].key
        for id_ in kept[place].told:
            holders[id_].add(place)
    followed = (
        replace(
            each,
            part_of=_follow(each.part_of, standing) if each.part_of else None,
            disputed=tuple(_follow(key, standing) for key in each.disputed),
        )
        for each in kept
    )
    return list(zip(places, followed, strict=True))


def _ordered(one: Draft, other: Draft) -> tuple[Draft, Draft]:
    """The one that holds the other first."""
    return (one, other) if holds(one, other) else (other, one)


def _follow(key: str, standing: dict[str, str]) -> str:
    while key in standing:
        key = standing[key]
    return key


def _same_finding(one: Draft, other: Draft) -> bool:
    one_answer = comparison_of(one) == comparison_of(other)
    if one_answer or not asks_the_same(one.question, other.question):
        return False
    both = one.shown & other.shown
    alike = _partition(one, both) == _partition(other, both)
    return alike and (holds(one, other) or holds(other, one))


def comparison_of(draft: Draft) -> str:
    """The comparison whose answer gave a draft; all of its drafts stand side by side."""
    return draft.key.rpartition(".")[0]


def asks_the_same(one: str, other: str) -> bool:
    """Tell by their words whether two questions are one."""
    return likeness_of(one, other) >= SAME_QUESTION


def likeness_of(one: str, other: str) -> float:
    """How alike two questions are in their words, whatever their order, to 100."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.utils import default_process

    return token_sort_ratio(one, other, processor=default_process)


def _partition(draft: Draft, within: frozenset[str]) -> tuple[object, ...]:
    """Which of some claims stand together, and which sets of them are set against each other."""
    cut = [frozenset(ids) & within for ids in draft.claim_ids]
    opposed = {(frozenset({cut[each.a], cut[each.b]}), each.relation) for each in draft.pairs}
    return Counter(each for each in cut if each), opposed


def holds(one: Draft, other: Draft) -> bool:
    """Tell whether each position of the other lies in a position of its own of the first."""
    places = [
        next((n for n, ours in enumerate(one.claim_ids) if set(ids) <= set(ours)), None)
        for ids in other.claim_ids
        if ids
    ]
    return None not in places and len(set(places)) == len(places)
