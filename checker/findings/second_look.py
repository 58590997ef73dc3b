"""A second look: each conflict once more before the model, alone, positions in the other order.

It sees the quotes in the original language with the sentences around them, and must say who
speaks and whether event, actor, time and modality are the same before it gives a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.claims.parts import SENTENCE_END
from checker.data import Check, Claim, Kind, Page, Relation, SecondLook
from checker.errors import AnswerError
from checker.findings.drafts import Draft, Pair
from checker.findings.story import Story, are_reprints, describe_when, quoted_voice
from checker.model.answer import Answer
from checker.model.llm import LLM
from checker.prompts import read_prompt

CLAIMS_A_SIDE = 3
AROUND_CHARACTERS = 160
OPPOSED: frozenset[Relation] = frozenset({"contradict", "attributed_conflict", "superseded"})


class Verdict(Answer):
    """The judgement of one possible conflict."""

    who_speaks: str
    same_event: Check
    same_actor: Check
    same_time: Check
    same_modality: Check
    why: str
    relation: Relation
    type: Kind


def verify_conflict(
    llm: LLM, draft: Draft, pair: Pair, story: Story, pages: Mapping[str, Page], pivot: str
) -> SecondLook:
    """Put one conflict to the model again; where that fails, the reason is the second look."""
    about = describe_conflict(draft, pair, story, pages, pivot)
    try:
        verdict = llm.ask(read_prompt("verify_conflict", 1), about, Verdict)
    except AnswerError as error:
        return SecondLook(failed=str(error))
    return SecondLook(
        same_event=verdict.same_event,
        same_actor=verdict.same_actor,
        same_time=verdict.same_time,
        same_modality=verdict.same_modality,
        speakers=verdict.who_speaks,
        relation=verdict.relation,
        type=verdict.type,
        why=verdict.why,
    )


def describe_conflict(
    draft: Draft, pair: Pair, story: Story, pages: Mapping[str, Page], pivot: str
) -> dict[str, object]:
    """Both sides with their quotes in context; the comparison's ``b`` comes first."""
    return {
        "write_in": pivot,
        "question": draft.question,
        "first": _describe_side(draft, pair.b, story, pages),
        "second": _describe_side(draft, pair.a, story, pages),
        "reprints": are_reprints(draft.claim_ids[pair.a], draft.claim_ids[pair.b], story),
    }


def _describe_side(
    draft: Draft, place: int, story: Story, pages: Mapping[str, Page]
) -> dict[str, object]:
    claims = choose_claims([story.claims[id_] for id_ in draft.claim_ids[place]], story)
    rows = [_describe_claim(each, story, pages) for each in claims]
    return {"answer": draft.answers[place], "claims": rows}


def choose_claims(claims: Sequence[Claim], story: Story) -> list[Claim]:
    """A few claims that stand for a side: one for each origin and voice first, then the rest."""
    first: dict[object, Claim] = {}
    for claim in claims:
        origin = story.sources.of_article[claim.article_id].id
        first.setdefault((origin, claim.chain[0]), claim)
    rest = [claim for claim in claims if claim not in first.values()]
    return [*first.values(), *rest][:CLAIMS_A_SIDE]


def _describe_claim(claim: Claim, story: Story, pages: Mapping[str, Page]) -> dict[str, object]:
    article = story.articles[claim.article_id]
    row: dict[str, object] = {
        "quote": claim.quote,
        "around": words_around(pages[article.page_id].text, claim.start, claim.end),
        "says": claim.statement,
        "voice": " → ".join(quoted_voice(claim, story)) or "the article itself",
        "article": story.labels[article.id],
        "published": article.published,
        "stance": claim.stance,
        "modality": claim.modality,
        "when": describe_when(claim),
    }
    return {name: value for name, value in row.items() if value is not None}


def words_around(text: str, start: int, end: int) -> str:
    """The quote with its sentence, and the nearest words of the neighbours, in one paragraph."""
    floor = max(text.rfind("\n", 0, start) + 1, start - AROUND_CHARACTERS)
    line_end = text.find("\n", end)
    ceiling = min(len(text) if line_end < 0 else line_end, end + AROUND_CHARACTERS)
    before = text[floor:start]
    borders = [match.end() for match in SENTENCE_END.finditer(before)]
    lead = before[borders[0] :] if len(borders) > 1 else before
    return (lead + text[start:ceiling]).strip()


def settle(pair: Pair, look: SecondLook | None, reprints: bool) -> tuple[Relation, Kind, str]:
    """The final relation, kind and reason of a conflict after its second look.

    A verdict that the sides do not oppose each other flips the first one: the relation is then
    `unsure`, and both reasons stay. Between reprints, saying less is drift and no flip.
    """
    if look is None or look.relation is None or look.type is None:
        return pair.relation, pair.type, pair.why
    if is_flip(look, reprints):
        return "unsure", pair.type, f"First: {pair.why} Second look: {look.why}"
    return look.relation, look.type, look.why or pair.why


def is_flip(look: SecondLook, reprints: bool) -> bool:
    """Tell whether the second look took the conflict back."""
    upheld = OPPOSED | {"partial"} if reprints else OPPOSED
    return look.relation is not None and look.relation not in upheld
