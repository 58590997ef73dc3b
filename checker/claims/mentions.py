"""One mention of a time is one day, whichever claims of its sentence name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from checker.claims.claim_days import TO_COME
from checker.claims.parts import sentence_start
from checker.data import Claim, Page, When


def agree_on_days(claims: Sequence[Claim], page: Page) -> list[Claim]:
    """The claims of a page; a plan announced on a day that has been keeps that day.

    "On Saturday, crowds gathered as shops announced a halt": read by itself the halt lies ahead,
    and with it the Saturday. Where the sentence names the time once, and tells by it what has
    happened, that is the day. Named twice it may be two days, and each claim keeps its own.
    """
    dated = [(each, each.when.words.lower()) for each in claims if each.when and each.when.start]
    ahead = {words for claim, words in dated if claim.modality in TO_COME}
    sentences: dict[tuple[str, int, str], list[Claim]] = defaultdict(list)
    for claim, words in dated:
        if words in ahead:
            start = sentence_start(page.text, claim.start)
            sentences[claim.article_id, start, words].append(claim)
    been: dict[str, When] = {}
    for (_, start, words), near in sentences.items():
        end = max(each.end for each in near)
        days = {each.when for each in near if each.when and each.modality == "happened"}
        if len(days) == 1 and page.text[start:end].lower().count(words) == 1:
            [day] = days
            been |= {each.id: day for each in near if each.modality in TO_COME}
    return [
        claim.model_copy(update={"when": been[claim.id]}) if claim.id in been else claim
        for claim in claims
    ]
