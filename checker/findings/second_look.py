"""A second look: the conflicts of a topic once more before the model, in the other order.

It sees the quotes in the original language with the sentences around them, and must say who
speaks and whether event, actor, time and modality are the same before it gives a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from checker.data import Claim
from checker.errors import AnswerError
from checker.findings.descriptions import say
from checker.findings.drafts import Draft, Pair
from checker.findings.passages import words_around
from checker.findings.story import Story
from checker.found import Check, Kind, Relation, SecondLook
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt

CLAIMS_A_SIDE = 6
PAIRS_A_CALL = 12
Place = tuple[int, int]  # of a finding and of one of its pairs
UPHELD: frozenset[Relation] = frozenset(
    {"contradict", "attributed_conflict", "superseded", "partial"}
)


class Verdict(TerseAnswer):
    """The judgement of one possible conflict."""

    n: int
    same_event: Check
    same_actor: Check
    same_time: Check
    same_modality: Check
    why: str
    opposed: bool
    relation: Relation
    type: Kind | None


class Verdicts(TerseAnswer):
    """The judgements of all pairs asked about."""

    verdicts: list[Verdict]


def verify_conflicts(
    llm: LLM, drafts: Sequence[Draft], story: Story, pivot: str
) -> dict[Place, SecondLook]:
    """Put the conflicts of some findings to the model again: second looks by place.

    Where no verdict comes, the reason is the second look.
    """
    places = [(d, p) for d, draft in enumerate(drafts) for p in list_contested(draft)]
    about = describe_conflicts(drafts, story, pivot)
    try:
        verdicts = llm.ask(read_prompt("verify_conflict"), about, Verdicts).verdicts
    except AnswerError as error:
        return dict.fromkeys(places, SecondLook(failed=str(error)))
    given: dict[int, Verdict] = {}
    for each in verdicts:
        given.setdefault(each.n, each)
    return {place: _look(given.get(n)) for n, place in enumerate(places, start=1)}


def list_contested(draft: Draft) -> list[int]:
    """The pairs (indexes) that are looked at again."""
    return [n for n, pair in enumerate(draft.pairs) if needs_look(pair)]


def needs_look(pair: Pair) -> bool:
    """Tell whether a conflict is looked at again: not where nobody is said to be contradicted."""
    return pair.relation != "partial"


def cut_contested(drafts: Sequence[Draft]) -> list[list[int]]:
    """The findings (indexes) with contested pairs, about `PAIRS_A_CALL` pairs a list.

    Those of a topic stand together; small topics share a list.
    """
    held = [len(list_contested(draft)) for draft in drafts]
    topics: dict[str, list[int]] = {}
    for n in (n for n, pairs in enumerate(held) if pairs):
        topics.setdefault(drafts[n].topic_id, []).append(n)
    lists: list[list[int]] = []
    for places in topics.values():
        fits = sum(held[n] for n in places) <= PAIRS_A_CALL
        for more in [places] if fits else [[n] for n in places]:
            if lists and sum(held[n] for n in (*lists[-1], *more)) <= PAIRS_A_CALL:
                lists[-1] += more
            else:
                lists.append([*more])
    return lists


def _look(verdict: Verdict | None) -> SecondLook:
    if verdict is None:
        return SecondLook(failed="the answer leaves it out")
    return SecondLook(
        same_event=verdict.same_event,
        same_actor=verdict.same_actor,
        same_time=verdict.same_time,
        same_modality=verdict.same_modality,
        relation=verdict.relation,
        type=verdict.type,
        why=verdict.why,
    )


@dataclass(frozen=True)
class _Numbers:
    """Numbers within one request, from 1: of the pairs, and of the claims (ids) as they come."""

    pairs: Iterator[int] = field(default_factory=lambda: count(1))
    claims: dict[str, int] = field(default_factory=dict)

    def of(self, claim: Claim) -> int:
        return self.claims.setdefault(claim.id, len(self.claims) + 1)


def describe_conflicts(drafts: Sequence[Draft], story: Story, pivot: str) -> dict[str, object]:
    """Contested answers with their quotes in context, the comparison's last one first.

    Claims and pairs are numbered from 1 over all findings; a claim is shown once.
    """
    numbers = _Numbers()
    findings = [_describe_finding(each, story, numbers) for each in drafts]
    claims = [_describe_claim(story.claims[id_], n, story) for id_, n in numbers.claims.items()]
    return {"write_in": pivot, "claims": claims, "findings": findings}


def _describe_finding(draft: Draft, story: Story, numbers: _Numbers) -> dict[str, object]:
    pairs = [draft.pairs[n] for n in list_contested(draft)]
    places = sorted({place for pair in pairs for place in (pair.a, pair.b)}, reverse=True)
    number: Mapping[int, int] = {place: n for n, place in enumerate(places, start=1)}
    return {
        "question": draft.question,
        "answers": [_describe_side(draft, place, story, numbers) for place in places],
        "pairs": [
            [next(numbers.pairs), *sorted((number[pair.a], number[pair.b])), pair.drift]
            for pair in pairs
        ],
    }


def _describe_side(draft: Draft, place: int, story: Story, numbers: _Numbers) -> list[object]:
    claims = choose_claims([story.claims[id_] for id_ in draft.claim_ids[place]], story)
    return [draft.answers[place], [numbers.of(claim) for claim in claims]]


def choose_claims(claims: Sequence[Claim], story: Story) -> list[Claim]:
    """At most `CLAIMS_A_SIDE` claims for a side, those that differ most, in their order.

    One for each voice and origin first; then, again and again, the one least like those chosen.
    """
    if len(claims) <= CLAIMS_A_SIDE:
        return list(claims)
    first: dict[object, Claim] = {}
    for claim in claims:
        origin = story.sources.of_article[claim.article_id].id
        first.setdefault((origin, claim.chain[0]), claim)
    chosen = _spread([claims[0]], list(first.values()))
    chosen = _spread(chosen, claims)
    return [claim for claim in claims if claim in chosen]


def _spread(chosen: list[Claim], among: Sequence[Claim]) -> list[Claim]:
    """Add the claims least like those chosen until there are enough (Gonzalez 1985)."""
    from rapidfuzz.fuzz import token_sort_ratio

    likest = dict.fromkeys((each.id for each in among), 0.0)
    left = {each.id: each for each in among}
    for claim in chosen:
        left.pop(claim.id, None)
    latest = list(chosen)
    while left and len(chosen) < CLAIMS_A_SIDE:
        for claim in left.values():
            near = max(token_sort_ratio(claim.statement, each.statement) for each in latest)
            likest[claim.id] = max(likest[claim.id], near)
        latest = [left.pop(min(left, key=lambda id_: likest[id_]))]
        chosen = chosen + latest
    return chosen


def _describe_claim(claim: Claim, number: int, story: Story) -> dict[str, object]:
    article = story.articles[claim.article_id]
    said = say(claim, story)
    row: dict[str, object] = {
        "id": number,
        "words": words_around(
            story.pages[article.page_id].text, claim.start, claim.end, ("⟦", "⟧")
        ),
        "article": story.labels[article.id],
        "published": article.published,
        **{name: said[name] for name in said if name not in ("says", "background")},
    }
    return {name: value for name, value in row.items() if value is not None}


def settle(pair: Pair, look: SecondLook | None) -> tuple[Relation, Kind, str]:
    """The final relation, kind and reason of a conflict after its second look.

    A verdict that the sides do not oppose each other flips the first one; its relation is then
    that of the second look.
    """
    if look is None or look.relation is None:
        return pair.relation, pair.type, pair.why
    return look.relation, look.type or pair.type, look.why or pair.why


def is_flip(look: SecondLook | None) -> bool:
    """Tell whether the second look took the conflict back."""
    return look is not None and look.relation is not None and look.relation not in UPHELD
