"""Drafts of overlapping comparisons: joined only where nothing new is made and nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.findings.drafts import Draft, Pair, merge_drafts

ALL = "c1 c2 c3 c4 c5 c6 c7 c8 c9 c10"


def draft(*positions: str, of: str = "t1.1", question: str = "Who was hit?", shown: str = ALL,
          conflict: bool = True) -> Draft:  # fmt: skip
    """One position for each word list: ``draft("c1 c2", "c3")``, the first two in conflict."""
    return Draft(
        topic_id=of.partition(".")[0],
        question=question,
        answers=tuple(f"{of} answer {n}" for n in range(len(positions))),
        claim_ids=tuple(tuple(ids.split()) for ids in positions),
        pairs=(Pair(0, 1, "contradict", "denial", f"{of} why"),) if conflict else (),
        shown=frozenset(shown.split()),
        key=of,
    )


def test_two_findings_of_one_answer_stand_though_they_share_claims() -> None:
    vehicle = draft("c1 c2 c4", "c6", question="Which vehicle was it?")
    people = draft("c1 c2 c4", "c6", of="t1.2", question="Which people were hit?")
    again = draft("c1 c2 c4", "c6", of="t1.3", question="Which vehicle was it?")
    assert merge_drafts([vehicle, people, again]) == [vehicle, people, again]


def test_a_finding_of_two_topics_is_one() -> None:
    first, second = draft("c1 c2", "c3"), draft("c3", "c1 c2", of="t2.4")
    assert merge_drafts([first, second]) == [first]


def test_the_one_that_holds_more_stands_with_its_own_words() -> None:
    few = draft("c1", "c3", shown="c1 c3 c4")
    more = draft("c1 c2", "c3", of="t2.1", shown="c1 c2 c3")
    assert merge_drafts([few, more]) == [more]
    assert merge_drafts([more, few]) == [more]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (draft("c1", "c3"), draft("c1", "c4", of="t2.1")),
        (draft("c1", "c3"), draft("c1 c3", of="t2.1", conflict=False)),
        (draft("c1", "c3"), draft("c1", "c3", of="t2.1", question="Which vehicle was it?")),
        (
            draft("c1 c2", "c3", shown="c1 c2 c3"),
            draft("c1 c4", "c3", of="t2.1", shown="c1 c3 c4"),
        ),
        (draft("c1 c2", "c3"), draft("c1", "c3", of="t2.1")),
    ],
    ids=["another side", "an agreement", "another question", "each holds more", "left out there"],
)
def test_else_both_stand(one: Draft, other: Draft) -> None:
    assert merge_drafts([one, other]) == [one, other]


def test_a_part_follows_the_finding_that_stands_for_its_whole() -> None:
    whole = draft("c1 c2", of="t1.1", conflict=False)
    part = replace(draft("c1 c3", of="t2.2", conflict=False, question="Where?"), part_of="t2.1")
    same = draft("c1 c2", of="t2.1", conflict=False)
    assert [each.part_of for each in merge_drafts([whole, same, part])] == [None, "t1.1"]


CLAIMS = tuple(ALL.split())
QUESTIONS = ("Who was hit?", "Which vehicle was it?", "On which day did it happen?")


@st.composite
def answers(draw: st.DrawFn) -> list[Draft]:
    """What any comparisons of overlapping topics may give."""
    rows: list[Draft] = []
    for topic in range(1, draw(st.integers(1, 3)) + 1):
        shown = draw(st.lists(st.sampled_from(CLAIMS), min_size=2, unique=True))
        for n in range(1, draw(st.integers(0, 3)) + 1):
            groups = draw(st.lists(st.lists(st.sampled_from(shown), unique=True), max_size=3))
            rows.append(
                _any_draft(f"t{topic}.{n}", groups, shown, draw(st.sampled_from(QUESTIONS)))
            )
    return [each for each in rows if each.stands()]


def _any_draft(
    key: str, groups: Sequence[Sequence[str]], shown: Sequence[str], question: str
) -> Draft:
    filled = [n for n, ids in enumerate(groups) if ids]
    told = draft(*(" ".join(ids) for ids in groups), of=key, question=question, conflict=False)
    pairs = tuple(Pair(a, b, "contradict", "number", "why") for a, b in pairwise(filled))
    return replace(told, pairs=pairs, shown=frozenset(shown))


@given(answers())
def test_every_pair_was_given_and_every_finding_stands_or_is_held(
    given_drafts: list[Draft],
) -> None:
    merged = merge_drafts(given_drafts)
    assert _pairs(merged) <= _pairs(given_drafts)
    for lost in (each for each in given_drafts if each not in merged):
        assert any(_stands_for(each, lost) for each in merged)


def _pairs(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    return {
        (answer, id_)
        for each in drafts
        for answer, ids in zip(each.answers, each.claim_ids, strict=True)
        for id_ in ids
    }


def _stands_for(one: Draft, lost: Draft) -> bool:
    """The same question, every position in one of its own, and the same sets in conflict."""

    def home(ids: Sequence[str]) -> int | None:
        return next((n for n, ours in enumerate(one.claim_ids) if set(ids) <= set(ours)), None)

    homes = {n: home(ids) for n, ids in enumerate(lost.claim_ids) if ids}
    opposed = {frozenset({each.a, each.b}) for each in one.pairs}
    return (
        one.question == lost.question
        and one.key.split(".")[0] != lost.key.split(".")[0]
        and None not in homes.values()
        and all(frozenset({homes[p.a], homes[p.b]}) in opposed for p in lost.pairs)
    )
