"""What a comparison left over, as the model is shown it: open questions, claims, answers found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, cast

from checker.data import Topic
from checker.findings.comparison import Compared
from checker.findings.descriptions import Shown, describe_claims
from checker.findings.drafts import Draft
from checker.findings.story import Story, is_background
from checker.findings.suspects import is_other, list_left
from checker.sources.origins import first_of_twins

Place = tuple[int, int]  # of a draft and of one of its answers
Said = dict[str, Any]


@dataclass(frozen=True)
class Left:
    """What is put to the model again: the claims (ids) that are left, and all that it is shown."""

    claim_ids: tuple[str, ...]
    shown: Shown


def describe_overlooked(topic: Topic, compared: Compared, ground: tuple[Story, str]) -> Left:
    """Answers found, by number; open questions; then the claims that are left, by article."""
    story, pivot = ground
    left = list_left(topic, compared, story)
    opened = {id_ for draft in compared.open for id_ in draft.told}
    chosen = {*left, *opened}
    rows = (story.claims[id_] for id_ in topic.claim_ids if id_ in chosen)
    shown = describe_claims(first_of_twins(rows, story.sources), story, reprints=chosen)
    number = {id_: n for n, id_ in enumerate(shown.claim_ids, start=1)}
    numbers = count(len(number) + 1)
    answers = {
        next(numbers): (d, place)
        for d, draft in enumerate(compared.drafts)
        if draft.pairs or not is_background(draft.claim_ids, story)
        for place, ids in enumerate(draft.claim_ids)
        if ids
    }
    groups = {n: compared.drafts[d].claim_ids[place] for n, (d, place) in answers.items()}
    shown_as = {id_: n for n, ids in reversed(groups.items()) for id_ in ids} | number
    near = {
        number[id_]: [*dict.fromkeys(shown_as[each] for each in nearest if each in shown_as)]
        for id_, nearest in left.items()
    }
    articles = cast("list[Said]", shown.about["articles"])
    about = {
        "write_in": pivot,
        "topic": topic.label,
        "found": _describe_found(compared.drafts, answers),
        "open": [
            [n, draft.question, _describe_answers(draft, number)]
            for n, draft in enumerate(compared.open, start=1)
        ],
        **shown.about,
        "articles": [_with_near(each, near) for each in articles],
    }
    return Left(tuple(left), replace(shown, about=about, groups=groups))


def _with_near(article: Said, near: Mapping[int, list[int]]) -> Said:
    """An article as it is shown, each of its claims with what is nearest to it."""
    rows = (
        each | ({"near": near[each["id"]]} if near.get(each["id"]) else {})
        for each in article["claims"]
    )
    return {**article, "claims": [*rows]}


def _describe_found(drafts: Sequence[Draft], answers: Mapping[int, Place]) -> list[object]:
    """Each finding: what it asks, and its answers by number."""
    found: dict[int, list[object]] = {}
    for n, (d, place) in answers.items():
        found.setdefault(d, [drafts[d].question]).append([n, drafts[d].answers[place]])
    return [*found.values()]


def _describe_answers(draft: Draft, number: Mapping[str, int]) -> list[list[object]]:
    """Each answer with the numbers of its claims, without reprints that are not shown."""
    return [
        [answer, [number[id_] for id_ in ids if id_ in number]]
        for answer, ids in zip(draft.answers, draft.claim_ids, strict=True)
        if ids
    ]


def differ(draft: Draft, story: Story) -> bool:
    """Tell whether two of its answers are another's and tell something; silence says nothing."""
    sides = [[story.claims[id_] for id_ in ids] for ids in draft.claim_ids]
    spoken = [[each for each in side if each.stance in ("asserts", "denies")] for side in sides]
    return any(
        is_other(one, other, story)
        for n, side in enumerate(spoken)
        for one in side
        for later in spoken[n + 1 :]
        for other in later
    )
