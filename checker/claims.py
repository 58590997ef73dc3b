"""A part of a page to what it claims, every quote found in the page or refused.

The model reads one part of a page at a time and copies quotes; where they stand is found by
code. A quote that is not found goes back to the model once; then its claim is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from checker.data import Modality, Problem, Stance
from checker.errors import AnswerError, ModelError
from checker.llm import LLM, Answer
from checker.parts import Part
from checker.prompts import read_prompt
from checker.quotes import explain_refusal, find_quote
from checker.text import Folded, fold

STAGE = "claims"


class PartArticle(Answer):
    """One article of the part, by the numbers of its paragraphs."""

    first: int
    last: int
    continues: bool
    title: str | None
    outlet: str | None
    credited_to: str | None
    published: str | None


class PartVoice(Answer):
    """Who speaks, and through whom."""

    n: int
    chain: list[str]


class PartEvent(Answer):
    """One happening."""

    n: int
    what: str
    place: str | None
    time: str | None


class PartClaim(Answer):
    """One claim; event and voice by number."""

    quote: str
    statement: str
    event: int
    voice: int
    stance: Stance
    modality: Modality
    when: str | None
    main: bool


class PartAnswer(Answer):
    """All that one part says."""

    language: str
    articles: list[PartArticle]
    voices: list[PartVoice]
    events: list[PartEvent]
    claims: list[PartClaim]


class MendedQuote(Answer):
    """One quote as the text has it, or null."""

    n: int
    quote: str | None


class MendedQuotes(Answer):
    """All quotes asked about."""

    quotes: list[MendedQuote]


@dataclass(frozen=True)
class Draft:
    """What one part gave: the answer, where its quotes stand (by claim index), the problems."""

    part: Part
    answer: PartAnswer | None
    spans: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def extract_part(llm: LLM, part: Part, pivot: str) -> Draft:
    """Ask for the articles and claims of one part, and find each quote in its page.

    An answer that cannot be used becomes a problem of the draft; where the endpoint gives no
    first answer, its `EndpointError` is raised.
    """
    try:
        answer = llm.ask(read_prompt("extract_claims", 1), describe_part(part, pivot), PartAnswer)
    except AnswerError as error:
        return Draft(part, None, problems=(_problem(part.subject, str(error)),))
    folded = _fold_page(part.page.text)
    spans = _ground(folded, part, {n: claim.quote for n, claim in enumerate(answer.claims)})
    lost = [n for n in range(len(answer.claims)) if n not in spans]
    if not lost:
        return Draft(part, answer, spans)
    return _mend(llm, Draft(part, answer, spans), folded, lost)


def describe_part(part: Part, pivot: str) -> dict[str, object]:
    """What the model is given of a part."""
    page = part.page
    return {
        "write_in": pivot,
        "page": {"outlet": page.outlet, "title": page.title, "published": page.published},
        "part": f"{part.index + 1} of {part.count}",
        "before": part.before(),
        "paragraphs": part.rows(),
    }


# The parts of a page follow each other, and each needs the whole page folded.
_fold_page = lru_cache(maxsize=4)(fold)


def _ground(folded: Folded, part: Part, quotes: Mapping[int, str]) -> dict[int, tuple[int, int]]:
    """Where each quote stands. Of several places the first one after the claim before it.

    Claims come in reading order, so that is the passage the model had before it.
    """
    spans: dict[int, tuple[int, int]] = {}
    reached = part.start
    for n, quote in quotes.items():
        places = find_quote(folded, quote, within=(part.start, part.end))
        if places:
            spans[n] = next((place for place in places if place[0] >= reached), places[0])
            reached = spans[n][0]
    return spans


def _mend(llm: LLM, draft: Draft, folded: Folded, lost: Sequence[int]) -> Draft:
    """Ask once more for the quotes that were not found; the rest become problems.

    Whatever error that call raises, the claims of the first answer are kept.
    """
    answer, part = draft.answer, draft.part
    assert answer is not None
    claims = {n: answer.claims[n] for n in lost}
    reasons = {n: explain_refusal(folded, claim.quote) for n, claim in claims.items()}
    quotes = [
        {"n": n, "quote": claim.quote, "statement": claim.statement, "reason": reasons[n]}
        for n, claim in claims.items()
    ]
    about = {"paragraphs": part.rows(), "quotes": quotes}
    failure = ""
    mended: dict[int, str] = {}
    try:
        reply = llm.ask(read_prompt("repair_quotes", 1), about, MendedQuotes)
        mended = {each.n: each.quote for each in reply.quotes if each.quote and each.n in reasons}
    except ModelError as error:
        failure = f"; asking again failed: {error}"
    found = _ground(folded, part, mended)
    problems = tuple(
        _problem(
            part.subject,
            f"a claim was refused, since its quote is not on the page. Claim: "
            f"{claim.statement} Quote: {claim.quote!r}. {reasons[n]}{failure}",
        )
        for n, claim in claims.items()
        if n not in found
    )
    return Draft(part, answer, {**draft.spans, **found}, draft.problems + problems)


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
