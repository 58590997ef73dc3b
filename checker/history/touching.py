"""Which strands of a story new claims touch, and what of a strand is shown with them.

However large a strand has become, a question about it holds a bounded number of its claims and
findings: those nearest to what is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.data import Claim, Storyline
from checker.findings.drafts import Draft, told_alike
from checker.findings.story import Story, number_of
from checker.history.known import Strand
from checker.history.nearest import Nearest, words_of
from checker.text import words
from checker.topics.happenings import Happening

CLAIMS_SHOWN = 120  # known claims, beside the new ones
FINDINGS_SHOWN = 40
CLAIMS_A_POSITION = 3
CLAIMS_FROM_ELSEWHERE = 24  # of other strands
FINDINGS_FROM_ELSEWHERE = 8


@dataclass
class Touched:
    """A strand and the new claims (ids) that belong to it; ``asked``: those that say more."""

    strand: Strand
    claim_ids: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


@dataclass
class Touches:
    """Touched strands by their place, and the storylines (by place) that new claims join."""

    strands: Sequence[Strand]
    touched: dict[int, Touched] = field(default_factory=dict)
    lines: dict[int, list[str]] = field(default_factory=dict)

    def put(self, place: int, ids: Iterable[str], *, asked: bool) -> None:
        """New claims belong to a strand."""
        row = self.touched.setdefault(place, Touched(self.strands[place]))
        row.claim_ids |= {*ids}
        row.asked |= {*ids} if asked else set()

    def compared(self) -> list[Touched]:
        """The touched strands whose claims were compared with each other."""
        return [row for row in self.touched.values() if row.strand.topic_ids]


def strand_index(strands: Sequence[Strand]) -> dict[str, list[int]]:
    """The places of the strands in which each claim stands."""
    found: dict[str, list[int]] = {}
    for place, strand in enumerate(strands):
        for id_ in strand.claim_ids:
            found.setdefault(id_, []).append(place)
    return found


def touch_by_words(
    touches: Touches, new: Collection[str], story: Story, homes: Mapping[str, Collection[str]]
) -> set[str]:
    """Put new claims where a known passage stands, or where the claim stood that they replace.

    ``homes`` are the topics (ids) of the latter, by new claim (id).

    A passage that a known claim gives in the same words says nothing new, unless nothing was
    compared with that claim yet; one in other words is placed by its event too. Gives the claims
    that are placed by this.
    """
    of_claim = strand_index(touches.strands)
    placed: set[str] = set()
    for id_, topic_ids in homes.items():
        for place, strand in enumerate(touches.strands):
            if not set(strand.topic_ids).isdisjoint(topic_ids):
                touches.put(place, [id_], asked=True)
    for id_ in sorted(new, key=number_of):
        for twin in story.sources.twins.get(id_, ()):
            same = says_the_same(id_, twin, story)
            for place in of_claim.get(twin, ()):
                never = not touches.strands[place].topic_ids
                touches.put(place, [id_], asked=never or not same)
                placed |= {id_} if same else set()
    return placed


def says_the_same(one: str, other: str, story: Story) -> bool:
    """Tell whether two passages of one report are the same words, voice and act."""
    first, second = (story.claims[id_] for id_ in (one, other))
    return words(first.quote) == words(second.quote) and other in {*told_alike(one, story)}


def with_versions(
    joined: Mapping[int, Sequence[Happening]], new: Collection[str], story: Story
) -> dict[int, list[str]]:
    """The claims of placed events, with those that give the same passages in other new articles.

    An event has each passage once; two versions that came together are one to it.
    """
    rows: dict[int, list[str]] = {}
    for line, happenings in joined.items():
        ids = [claim.id for each in happenings for claim in each.claims]
        twins = [twin for id_ in ids for twin in story.sources.twins.get(id_, ()) if twin in new]
        rows[line] = list(dict.fromkeys([*ids, *twins]))
    return rows


def touch_by_events(
    touches: Touches, joined: Mapping[int, Sequence[str]], of_line: Mapping[int, int]
) -> None:
    """Put the claims (ids) of placed events into the strands of their storylines."""
    for line, ids in sorted(joined.items()):
        touches.put(of_line[line], ids, asked=True)
        touches.lines.setdefault(line, []).extend(ids)


def touch_by_likeness(
    touches: Touches, new: Collection[str], nearest: Nearest, claims: Mapping[str, Claim]
) -> None:
    """Put new claims that stand in no compared strand where the nearest known claim stands.

    A storyline that is held to be new is compared with itself alone: what it has in common with
    another one would meet nothing. What is near to nothing goes with the others of its event.
    """
    of_claim = strand_index(touches.strands)
    held = {id_ for row in touches.compared() for id_ in row.claim_ids}
    homes: dict[str, list[int]] = {}
    apart = sorted({*new} - held, key=number_of)
    for id_ in apart:
        near = next((other for _, other in nearest.of(id_) if other in of_claim), None)
        if near:
            homes.setdefault(claims[id_].event.id, []).extend(of_claim[near])
    for id_ in apart:
        for place in dict.fromkeys(homes.get(claims[id_].event.id, ())):
            touches.put(place, [id_], asked=True)


# --- What is shown -------------------------------------------------------------------------------


def choose_elsewhere(row: Touched, touches: Touches, nearest: Nearest) -> list[str]:
    """The claims of other strands that are nearest to new ones, and not asked about with these."""
    homes = [({*each.strand.claim_ids, *each.claim_ids}, each.asked) for each in touches.compared()]
    best: dict[str, float] = {}
    for id_ in row.asked:
        met = [held for held, asked in homes if id_ in asked]
        for likeness, other in nearest.of(id_):
            if not any(other in held for held in met):
                best[other] = max(best.get(other, 0.0), likeness)
    ranked = sorted(best, key=lambda id_: (-best[id_], number_of(id_)))
    return ranked[:CLAIMS_FROM_ELSEWHERE]


def choose_findings(
    known: Sequence[int], drafts: Sequence[Draft], new: Sequence[Claim], story: Story
) -> list[int]:
    """The places of the findings that are shown: the nearest to new claims, in their order."""
    if len(known) <= FINDINGS_SHOWN:
        return list(known)
    told = [_words(claim) for claim in new]

    def nearness(place: int) -> float:
        draft = drafts[place]
        held = [_words(story.claims[id_]) for ids in draft.claim_ids for id_ in ids]
        return max((_share(one, other) for one in told for other in held), default=0.0)

    ranked = sorted(known, key=lambda place: -nearness(place))
    return sorted(ranked[:FINDINGS_SHOWN])


def choose_claims(
    strand: Strand,
    shown: Iterable[Draft],
    new: Sequence[Claim],
    ground: tuple[Story, Collection[str]],
) -> tuple[str, ...]:
    """The claims that are shown: the new ones, some of each finding, and the nearest others.

    ``ground`` is the story and the claims (ids) that are shown of other strands.
    """
    story, elsewhere = ground
    own = {claim.id for claim in new}
    ids = {*own, *elsewhere}
    for id_ in own:
        ids |= {twin for twin in story.sources.twins.get(id_, ()) if twin in strand.claim_ids}
    for draft in shown:
        for each in draft.claim_ids:
            ids |= {*each[:CLAIMS_A_POSITION]}
    rest = [id_ for id_ in strand.claim_ids if id_ in story.claims and id_ not in ids]
    room = max(0, CLAIMS_SHOWN + len(new) - len(ids))
    if len(rest) > room:
        told = [_words(claim) for claim in new]
        nearness = {
            id_: max((_share(one, _words(story.claims[id_])) for one in told), default=0.0)
            for id_ in rest
        }
        rest = sorted(rest, key=lambda id_: -nearness[id_])[:room]
    return tuple(sorted({*ids, *rest}, key=number_of))


def _words(claim: Claim) -> frozenset[str]:
    return frozenset(words_of(claim))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def extend_lines(lines: Sequence[Storyline], more: Mapping[int, Sequence[str]]) -> list[Storyline]:
    """The storylines with the claims that joined them."""
    return [
        line.model_copy(
            update={"claim_ids": tuple(dict.fromkeys((*line.claim_ids, *more.get(place, ()))))}
        )
        for place, line in enumerate(lines)
    ]
