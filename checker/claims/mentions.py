"""One mention of a time is one day, and so is one date of an article, whichever claims name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from checker.claims.claim_days import TO_COME
from checker.claims.parts import sentence_start
from checker.data import Claim, Page, When
from checker.dates.intervals import DAY

WEEK = 7 * DAY


def agree_on_days(claims: Sequence[Claim], page: Page) -> list[Claim]:
    """The claims of a page; a plan announced on a day that has been keeps that day.

    "On Saturday, crowds gathered as shops announced a halt": read by itself the halt lies ahead,
    and with it the Saturday. Where the sentence names the time once, and tells by it what has
    happened, that is the day. Named twice it may be two days, and each claim keeps its own. What is
    told of a plan beside it ("wanted to put off the June 19 vote") is of the day that is planned.
    """
    return _as_planned(_as_it_happened(claims, page))


def _as_it_happened(claims: Sequence[Claim], page: Page) -> list[Claim]:
    """A plan told in the sentence of what has happened, by one mention of a day: on that day."""
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


def _as_planned(claims: Sequence[Claim]) -> list[Claim]:
    """A day for which the article tells a plan, read a year or a week too early: as planned.

    A week only of what has not happened: of two Wednesdays one may be over.
    """
    planned: dict[tuple[str, str], set[date]] = defaultdict(set)
    for claim in claims:
        if claim.modality in TO_COME and (day := _day_of(claim)):
            planned[_name_of(claim)].add(day)
    found = []
    for claim in claims:
        days = planned.get(_name_of(claim), set())
        day = next(iter(days)) if len(days) == 1 else None
        if claim.when and day and _is_early(claim, day):
            when = claim.when.model_copy(update={"start": day, "end": day})
            claim = claim.model_copy(update={"when": when})
        found.append(claim)
    return found


def _day_of(claim: Claim) -> date | None:
    when = claim.when
    return when.start if when and when.start == when.end else None


def _name_of(claim: Claim) -> tuple[str, str]:
    """The article, and the last of the time words: "Wednesday" of "on Wednesday"."""
    words = claim.when.words.lower().split() if claim.when else []
    return claim.article_id, words[-1] if words else ""


def _is_early(claim: Claim, planned: date) -> bool:
    """Whether a claim is of the same day of the year, or of the week, just before the planned."""
    day = _day_of(claim)
    if day is None or claim.modality in TO_COME:
        return False
    if (day.year + 1, day.month, day.day) == (planned.year, planned.month, planned.day):
        return True
    return planned - day == WEEK and claim.modality != "happened"
