"""One question to the positions that voices take on it.

The claims that could answer are found by their words (`candidates`); one call says which of
them give which answer. A position holds claims that exist and were shown, or it is dropped and
a problem; who stands behind it is completed by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.asking.candidates import CLAIMS_SHOWN, Candidates, find_candidates
from checker.claims.labels import label_articles
from checker.data import Claim, Page
from checker.errors import InputError
from checker.findings.descriptions import Shown, describe_claims
from checker.findings.drafts import with_twins
from checker.findings.story import Story, describe_position, number_of
from checker.kept_report import Problem, Report
from checker.model.answer import LLM, Answer
from checker.prompts import read_prompt
from checker.replies import Assumption, Quotation, Reply, Stand
from checker.sources.origins import read_sources
from checker.sources.voices import Voices
from checker.text import words

STAGE = "answer"
MOST_WORDS = 1_000
QUESTIONS_OWN = "the language of the question"


class GivenAssumption(Answer):
    """What the question takes for granted, and the claims against it."""

    assumption: str
    claims: list[int]


class GivenPosition(Answer):
    """One answer, and the claims that give it."""

    answer: str
    claims: list[int]


class GivenReply(Answer):
    """What the claims say to a question."""

    assumptions: list[GivenAssumption]
    positions: list[GivenPosition]
    unsaid: list[str]


@dataclass(frozen=True)
class _Shown:
    """What the model saw, the candidates among the claims, and the pages by id."""

    data: Shown
    candidates: Candidates
    pages: Mapping[str, Page]


def answer_question(llm: LLM, question: str, report: Report, write_in: str | None = None) -> Reply:
    """Ask one question about the claims of a report, in one call (none if it has no claims).

    ``write_in`` names the language of the answers; None is that of the question. ``model`` of
    the reply is the report's own until the caller knows better.

    Raises:
        InputError: the question is empty, of more than `MOST_WORDS` words, or shares no word
            with a collection too large to be shown whole.
        AnswerError: the answer cannot be used.
        EndpointError: there is none.
    """
    question = check_question(question)
    candidates = find_candidates(question, read_story(report), report.run.pivot_language)
    if candidates.foreign and not candidates.claims:
        raise InputError(
            f"no word of the question stands in any of the {len(report.claims):,} claims, too "
            f"many to show them all; ask in {report.run.pivot_language} or in the pages' language"
        )
    given = GivenReply(assumptions=[], positions=[], unsaid=[question])
    data = describe_question(question, candidates, write_in)
    if candidates.claims:
        given = llm.ask(read_prompt("answer_question"), data.about, GivenReply)
    shown = _Shown(data, candidates, {page.id: page for page in report.pages})
    return _complete(question, given, shown, report)


def check_question(question: str) -> str:
    """Give the question in one line; raises InputError where it cannot be asked."""
    count = len(words(question))
    if not count:
        raise InputError("the question holds no word; put it in quotation marks, before the paths")
    if count > MOST_WORDS:
        raise InputError(
            f"the question has {count:,} words, more than {MOST_WORDS:,}; ask a shorter one, and "
            "give long texts as pages"
        )
    return " ".join(question.split())


def read_story(report: Report) -> Story:
    """What a report's claims rest on; it does not keep which claims are twins."""
    return Story(
        articles={article.id: article for article in report.articles},
        claims={claim.id: claim for claim in report.claims},
        sources=read_sources(report.origins, report.claims),
        labels=label_articles(report.pages, report.articles).of_article,
        voices=Voices(report.voices),
    )


def describe_question(question: str, candidates: Candidates, write_in: str | None) -> Shown:
    """What the model is given."""
    shown = describe_claims(candidates.claims, candidates.story)
    about = {"write_in": write_in or QUESTIONS_OWN, "question": question, **shown.about}
    return Shown(about, shown.claim_ids)


# --- What the model answered ---------------------------------------------------------------------


def _complete(question: str, given: GivenReply, shown: _Shown, report: Report) -> Reply:
    cited = [_exist(position.claims, shown) for position in given.positions]
    told = [(given.positions[n].answer, ids) for n, ids in enumerate(cited) if ids]
    claim_ids = with_twins([ids for _, ids in told], shown.candidates.story) if told else ()
    return Reply(
        question=question,
        case=report.case,
        model=report.run.model,
        assumptions=tuple(
            Assumption(
                assumption=each.assumption,
                quotes=_quote(sorted(_exist(each.claims, shown), key=number_of), shown),
            )
            for each in given.assumptions
        ),
        positions=tuple(
            _stand(answer, ids, shown) for (answer, _), ids in zip(told, claim_ids, strict=True)
        ),
        unsaid=tuple(given.unsaid),
        claims=len(report.claims),
        shown=len(shown.candidates.claims),
        problems=(
            *_about_report(report),
            *_about_choice(shown.candidates),
            *_faults(given, shown),
        ),
    )


def _exist(numbers: Iterable[int], shown: _Shown) -> set[str]:
    return set(shown.data.claims(numbers))


def _stand(answer: str, claim_ids: Sequence[str], shown: _Shown) -> Stand:
    position = describe_position(answer, claim_ids, shown.candidates.story)
    return Stand(**dict(position), quotes=_quote(claim_ids, shown))


def _quote(claim_ids: Iterable[str], shown: _Shown) -> tuple[Quotation, ...]:
    story = shown.candidates.story
    return tuple(_quotation(story.claims[id_], story, shown.pages) for id_ in claim_ids)


def _quotation(claim: Claim, story: Story, pages: Mapping[str, Page]) -> Quotation:
    article = story.articles[claim.article_id]
    page = pages[article.page_id]
    return Quotation(
        claim_id=claim.id,
        quote=claim.quote,
        path=page.path,
        start=claim.start,
        end=claim.end,
        chain=claim.chain,
        published=article.published or page.published,
        url=page.url,
    )


def _about_report(report: Report) -> Iterable[Problem]:
    if not report.complete:
        reason = "it is incomplete: what nobody says here may stand in the pages all the same"
        yield _problem("the report", reason)


def _about_choice(candidates: Candidates) -> Iterable[Problem]:
    if candidates.foreign:
        yield _problem(
            "the question",
            f"few of its words stand in any claim, so that only {len(candidates.claims)} claims "
            f"(at most {CLAIMS_SHOWN}) were shown; another wording or language may find more",
        )


def _faults(given: GivenReply, shown: _Shown) -> Iterable[Problem]:
    """Claims that do not exist or were not shown, and positions that rest on no other."""
    rows = [(each.answer, each.claims, True) for each in given.positions]
    rows += [(each.assumption, each.claims, False) for each in given.assumptions]
    for said, numbers, is_position in rows:
        wrong = shown.data.unknown(numbers)
        if wrong:
            yield _problem(repr(said), f"cites claims that were not shown: {wrong}")
        if is_position and not _exist(numbers, shown):
            yield _problem(repr(said), "was dropped, since no claim supports it")


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
