"""A part of a page to what it claims, every quote found in the page or refused.

The model reads one part of a page at a time and copies quotes; where they stand is found by
code. A quote that is not found goes back to the model once; then its claim is a problem. A part
that is too long for an answer is asked about in halves, and the halves of that if need be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from checker.claims.parts import Part
from checker.claims.quotes import explain_refusal, find_quote
from checker.data import Modality, Stance
from checker.errors import AnswerError, ModelError, TooLongError
from checker.kept_report import Problem
from checker.model.answer import LLM, Answer
from checker.prompts import read_prompt
from checker.text import Folded, fold

STAGE = "claims"
REFUSED = "a claim was refused"
# Above this, the words nearest to a lost quote are looked for in its part alone: on a page of
# 10 MB each would take half a second or more.
LARGE_PAGE = 50_000  # characters


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
    """What one part gave: the answer, where its quotes stand (by claim index), the problems.

    ``recut`` counts the answers that were too long, and were had in smaller pieces instead.
    """

    part: Part
    answer: PartAnswer | None
    spans: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    recut: int = 0


def extract_part(llm: LLM, part: Part, pivot: str) -> Draft:
    """Ask for the articles and claims of one part, and find each quote in its page.

    An answer that cannot be used becomes a problem of the draft; where the endpoint gives no
    first answer, its `EndpointError` is raised.
    """
    try:
        answer = llm.ask(read_prompt("extract_claims"), describe_part(part, pivot), PartAnswer)
    except AnswerError as error:
        halves = part.halves() if isinstance(error, TooLongError) else None
        if halves:
            first, second = (extract_part(llm, half, pivot) for half in halves)
            return join_halves(part, first, second)
        return Draft(part, None, problems=(_problem(part.subject, str(error)),))
    folded = _fold_page(part.page.text)
    spans = _ground(folded, part, {n: claim.quote for n, claim in enumerate(answer.claims)})
    lost = [n for n in range(len(answer.claims)) if n not in spans]
    if not lost:
        return Draft(part, answer, spans)
    return _mend(llm, Draft(part, answer, spans), folded, lost)


def join_halves(part: Part, first: Draft, second: Draft) -> Draft:
    """Make the drafts of two halves one, as if ``part`` had been answered whole."""
    recut = first.recut + second.recut + 1
    problems = first.problems + second.problems
    if not first.answer or not second.answer:
        only = first if first.answer else second
        return Draft(part, only.answer, only.spans, problems, recut)
    before = len(first.answer.claims)
    moved = {n + before: span for n, span in second.spans.items()}
    answer = _join_answers(first.answer, second.answer)
    return Draft(part, answer, {**first.spans, **moved}, problems, recut)


def _join_answers(first: PartAnswer, second: PartAnswer) -> PartAnswer:
    """Put one answer after the other; the numbers of the second go on from those of the first.

    Numbers that were used but never declared are passed over too, lest they come to mean
    something. Voice 0 is the article's own in both.
    """
    voices = max([0, *(v.n for v in first.voices), *(c.voice for c in first.claims)])
    events = max([0, *(e.n for e in first.events), *(c.event for c in first.claims)])

    def voice(n: int) -> int:
        return n + voices if n > 0 else n

    claims = [
        each.model_copy(update={"voice": voice(each.voice), "event": each.event + events})
        for each in second.claims
    ]
    spoken = [each.model_copy(update={"n": voice(each.n)}) for each in second.voices]
    happened = [each.model_copy(update={"n": each.n + events}) for each in second.events]
    return PartAnswer(
        language=first.language,
        articles=first.articles + second.articles,
        voices=first.voices + spoken,
        events=first.events + happened,
        claims=first.claims + claims,
    )


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
_fold_once = lru_cache(maxsize=4)(fold)
_folding = Lock()


def _fold_page(text: str) -> Folded:
    """Fold a page once, though many threads want it: a page of 10 MB takes seconds and 200 MB."""
    with _folding:
        return _fold_once(text)


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
    near = (
        folded if len(part.page.text) <= LARGE_PAGE else fold(part.page.text[part.start : part.end])
    )
    reasons = {n: explain_refusal(near, claim.quote) for n, claim in claims.items()}
    quotes = [
        {"n": n, "quote": claim.quote, "statement": claim.statement, "reason": reasons[n]}
        for n, claim in claims.items()
    ]
    about = {"paragraphs": part.rows(), "quotes": quotes}
    failure = ""
    mended: dict[int, str] = {}
    try:
        reply = llm.ask(read_prompt("repair_quotes"), about, MendedQuotes)
        mended = {each.n: each.quote for each in reply.quotes if each.quote and each.n in reasons}
    except ModelError as error:
        failure = f"; asking again failed: {error}"
    found = _ground(folded, part, mended)
    problems = tuple(
        _problem(
            part.subject,
            f"{REFUSED}, since its quote is not on the page. Claim: "
            f"{claim.statement} Quote: {claim.quote!r}. {reasons[n]}{failure}",
        )
        for n, claim in claims.items()
        if n not in found
    )
    return Draft(part, answer, {**draft.spans, **found}, draft.problems + problems)


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
