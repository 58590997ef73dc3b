"""New claims that are put beside others: what a model asked to look everywhere would look past.

A version of a report that comes later is held against the one that is there, passage by passage;
what has no counterpart, against what is nearest in the other version; and what should meet an
account of somebody else, against that. All goes along in the one question about what new claims
add, so that nothing is asked a second time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from checker.data import Topic
from checker.findings.comparison import Compared
from checker.findings.descriptions import says_otherwise
from checker.findings.drafts import Draft
from checker.findings.story import Story
from checker.findings.suspects import Nearness, find_suspects
from checker.model.answer import TerseAnswer

VERSIONS_WEIGHED = 40  # passages of a topic, those that differ most
MOST_ASKED = 8  # claims of a topic that should have met something
NEAREST_WEIGHED = 16  # new claims of a topic, those that share most with another article's
Row = tuple[str, tuple[str, ...]]


class Weighed(TerseAnswer):
    """What a claim and those it was held against come to; the reason first."""

    n: int
    why: str
    meets: Literal["conflict", "same", "nothing"]


def list_weighings(
    topic: Topic, known: Sequence[Draft], new: Collection[str], story: Story
) -> list[Row]:
    """Claims (ids) of a topic, each with those it is held against; a pair once, one side new.

    ``known`` are the findings that stand: what they set against each other needs no second word.
    """
    here = {*topic.claim_ids}
    near = Nearness([story.claims[id_] for id_ in topic.claim_ids])
    suspects = find_suspects(topic, Compared(tuple(known)), story)
    told = ((row.claim.id, tuple(each.id for each in row.rivals)) for row in suspects)
    rows = [
        *_cut(_retold(new, here, story), story),
        *_alone(near, new, story),
        *_elsewhere(near, new, story),
        *[row for row in told if any(id_ in new for id_ in (row[0], *row[1]))][:MOST_ASKED],
    ]
    return _once(rows)


def _retold(new: Collection[str], here: Collection[str], story: Story) -> Iterator[Row]:
    """Passages that another version of their report gives in other words."""
    for id_ in new:
        twins = (twin for twin in story.sources.twins.get(id_, ()) if twin in here)
        told = [t for t in twins if says_otherwise(story.claims[id_], story.claims[t])]
        if told:
            yield id_, tuple(told)


def _cut(rows: Iterable[Row], story: Story) -> list[Row]:
    """Those that differ most, in reading order."""
    from rapidfuzz.fuzz import ratio

    def likeness(row: Row) -> float:
        said = story.claims[row[0]].statement
        return min(ratio(said, story.claims[id_].statement) for id_ in row[1])

    chosen = sorted(rows, key=lambda row: (likeness(row), row[0]))[:VERSIONS_WEIGHED]
    return sorted(chosen, key=lambda row: int(row[0][1:]))


def _alone(near: Nearness, new: Collection[str], story: Story) -> Iterator[Row]:
    """Claims that only one version of a report has, with the nearest of what others have."""
    twins, of_article = story.sources.twins, story.sources.of_article
    for claim in near.claims:
        versions = of_article[claim.article_id].article_ids
        if len(versions) > 1 and not twins.get(claim.id):
            there = [
                each
                for each in near.claims
                if each.article_id != claim.article_id and each.article_id in versions
                if each.id in new or claim.id in new
            ]
            nearest = near.nearest(claim, there)
            if nearest:
                yield claim.id, tuple(each.id for _, each in nearest)


def _elsewhere(near: Nearness, new: Collection[str], story: Story) -> list[Row]:
    """New claims with the nearest of other reports, the most alike."""
    of_article = story.sources.of_article
    rows = []
    for claim in near.claims:
        if claim.id in new:
            origin = of_article[claim.article_id].id
            others = [each for each in near.claims if of_article[each.article_id].id != origin]
            rows += [(claim, found)] if (found := near.nearest(claim, others)) else []
    rows.sort(key=lambda row: -row[1][0][0])
    return [(c.id, tuple(each.id for _, each in found)) for c, found in rows[:NEAREST_WEIGHED]]


def _once(rows: Iterable[Row]) -> list[Row]:
    """A row for each claim, and each pair of claims once, whichever of the two comes first."""
    seen: set[frozenset[str]] = set()
    found: dict[str, tuple[str, ...]] = {}
    for id_, others in rows:
        left = tuple(each for each in others if frozenset((id_, each)) not in seen)
        seen |= {frozenset((id_, each)) for each in left}
        found[id_] = (*found.get(id_, ()), *left)
    return [(id_, others) for id_, others in found.items() if others]


def show_weighings(rows: Iterable[Row], number: Mapping[str, int]) -> list[Row]:
    """The rows of which both sides are shown to the model under a ``number``."""
    cut = ((id_, tuple(each for each in others if each in number)) for id_, others in rows)
    return [row for row in cut if row[0] in number and row[1]]


def number_weighings(rows: Sequence[Row], number: Mapping[str, int]) -> list[list[object]]:
    """The rows as the model is given them, numbered from 1."""
    return [
        [n, number[id_], [number[each] for each in others]]
        for n, (id_, others) in enumerate(rows, start=1)
    ]


def count_unsaid(rows: Sequence[Row], weighed: Iterable[Weighed], drafts: Iterable[Draft]) -> int:
    """How many rows are said to be a conflict, and have no finding with two answers to show it."""
    answers = [[{*ids} for ids in draft.claim_ids] for draft in drafts]
    conflicts = {each.n for each in weighed if each.meets == "conflict"}
    return sum(
        n in conflicts and not any(_parted(row, sides) for sides in answers)
        for n, row in enumerate(rows, start=1)
    )


def _parted(row: Row, sides: Sequence[Collection[str]]) -> bool:
    one = [n for n, side in enumerate(sides) if row[0] in side]
    return any(n != at for at in one for n, side in enumerate(sides) if {*side} & {*row[1]})
