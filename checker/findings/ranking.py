"""Which findings matter most, and what is told twice: all of a story's side by side.

A comparison sees one storyline, a check of quotes some findings. What an editor would print, what
the story turns on, and what another storyline tells again, shows only where the findings of all are
put to the model together. An agreement of which a reader learns nothing is common ground, and is
shown last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from checker.errors import AnswerError
from checker.findings.drafts import Draft
from checker.findings.story import Story, is_background
from checker.found import Weight
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt

FINDINGS_A_CALL = 150
TITLES = 12


class RankedAgreement(TerseAnswer):
    """An agreement's number, that of the finding that tells it too, and what it is worth.

    What the reader ``learns`` is asked for so that ``rank`` follows from it, and is not kept.
    """

    n: int
    of: int | None
    learns: str
    rank: Literal["news", "detail", "plain"]


class Again(TerseAnswer):
    """A conflict, and another one that tells the same or more: two numbers."""

    n: int
    of: int


class RankedRows(TerseAnswer):
    """What agreements are worth; conflicts that are told twice; the weight of conflicts."""

    agreements: list[RankedAgreement]
    again: list[Again]
    central: list[int]
    trifles: list[int]


@dataclass(frozen=True)
class Ranking:
    """What is said of the findings ``asked`` about in one call, by their places among all drafts.

    ``common`` are the agreements that nobody needs to be told, ``weights`` those of agreements
    that are news, and of conflicts. ``whole`` leads from a draft that is told twice to the one
    that tells it more fully; a conflict to a conflict. ``failed`` is why nothing is said.
    """

    asked: tuple[int, ...]
    common: frozenset[int] = frozenset()
    weights: Mapping[int, Weight] = field(default_factory=dict)
    whole: Mapping[int, int] = field(default_factory=dict)
    failed: str | None = None


def list_unranked(drafts: Sequence[Draft], story: Story) -> list[tuple[int, ...]]:
    """The places of conflicts and of agreements on news that no earlier run ranked, by call.

    Of agreements on background nobody is asked: they stand last in any case. One conflict alone
    has nothing to be ranked against; but of a judgement it must be known whether the story turns
    on it.
    """
    places = [
        n
        for n, draft in enumerate(drafts)
        if not draft.lasting
        if draft.pairs or not is_background(draft.claim_ids, story)
    ]
    starts = range(0, len(places), FINDINGS_A_CALL)
    calls = [tuple(places[start : start + FINDINGS_A_CALL]) for start in starts]
    return [call for call in calls if len(call) > 1 or _has_rank_alone(drafts[call[0]])]


def _has_rank_alone(draft: Draft) -> bool:
    return not draft.pairs or any(pair.type == "judgement" for pair in draft.pairs)


def rank_findings(llm: LLM, drafts: Sequence[Draft], asked: Sequence[int], story: Story) -> Ranking:
    """Ask how some findings rank, beside those that stand in their storylines."""
    near = {drafts[n].topic_id for n in asked}
    standing = [n for n, draft in enumerate(drafts) if draft.lasting and draft.topic_id in near]
    agreements = [n for n in asked if not drafts[n].pairs]
    in_front = [n for n in standing if not drafts[n].pairs and not drafts[n].common]
    conflicts = sorted(n for n in (*asked, *standing) if drafts[n].pairs)
    place = dict(enumerate((*agreements, *in_front, *conflicts), start=1))
    number = {n: shown for shown, n in place.items()}
    about = {
        "titles": _titles(drafts, asked, story),
        "agreements": [_tell(number[n], drafts[n]) for n in agreements],
        "in_front": [_tell(number[n], drafts[n]) for n in in_front],
        "conflicts": [_tell(number[n], drafts[n]) for n in conflicts],
    }
    try:
        answer = llm.ask(read_prompt("rank_findings"), about, RankedRows)
    except AnswerError as error:
        return Ranking(tuple(asked), failed=str(error))
    rows = {place[row.n]: row for row in answer.agreements if place.get(row.n) in agreements}
    new = {*asked}
    told: list[RankedAgreement | Again] = [*rows.values(), *answer.again]
    twice = [(place.get(row.n), place.get(row.of or 0)) for row in told]
    whole = _wholes([(n, of) for n, of in twice if n in new and of is not None], {*conflicts})
    said: dict[int, Weight] = {
        **dict.fromkeys(answer.trifles, "trifle"),
        **dict.fromkeys(answer.central, "central"),
    }
    weights = {n: said[number[n]] for n in conflicts if n in new and number[n] in said}
    weights |= {n: "central" for n, row in rows.items() if row.rank == "news"}
    common = frozenset(n for n, row in rows.items() if row.rank == "plain")
    return Ranking(tuple(asked), common, weights, whole)


def _wholes(rows: Iterable[tuple[int, int]], conflicts: Collection[int]) -> dict[int, int]:
    """From a part to its whole: of circles and chains the first word counts."""
    whole: dict[int, int] = {}
    for part, of in rows:
        other = whole.get(of, of)
        fits = part != other and (part not in conflicts or other in conflicts)
        if fits and part not in {*whole, *whole.values()}:
            whole[part] = other
    return whole


def _titles(drafts: Sequence[Draft], asked: Sequence[int], story: Story) -> list[str]:
    """Those of the articles that tell most of these findings."""
    told = Counter(
        story.articles[story.claims[id_].article_id].title
        for n in asked
        for ids in drafts[n].claim_ids
        for id_ in ids
    )
    return [title for title, _ in told.most_common() if title][:TITLES]


def _tell(number: int, draft: Draft) -> list[object]:
    told = zip(draft.answers, draft.claim_ids, strict=True)
    return [number, draft.question, *(answer for answer, claim_ids in told if claim_ids)]


def place_findings(drafts: Sequence[Draft], rankings: Sequence[Ranking]) -> list[Draft]:
    """The drafts as they were ranked: common ground, weights, and parts of others.

    Where nothing was said an agreement is worth telling. One that is told twice is news where its
    whole is, since it stands beside it where more stands behind it (`checker.findings.links`).
    """
    placed = [*drafts]
    for ranking in rankings:
        for n in ranking.asked if ranking.failed is None else ():
            common, weight = _stand(n, drafts, ranking)
            placed[n] = replace(drafts[n], common=common, weight=weight)
        for n, whole in ranking.whole.items():
            placed[n] = replace(placed[n], part_of=drafts[whole].key)
    return placed


def _stand(n: int, drafts: Sequence[Draft], ranking: Ranking) -> tuple[bool, Weight]:
    """Whether a finding is common ground, and its weight."""
    whole = ranking.whole.get(n)
    if drafts[n].pairs or whole is None:
        return n in ranking.common, ranking.weights.get(n, "plain")
    is_news = ranking.weights.get(whole, drafts[whole].weight) == "central"
    return (False, "central") if is_news and not drafts[whole].pairs else (True, "plain")
