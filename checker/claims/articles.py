"""Drafts of the parts joined into the articles and claims of each page, numbered by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from checker.claims.claim_days import Said, date_claim
from checker.claims.extraction import STAGE, Draft, PartAnswer, PartArticle, PartClaim, PartEvent
from checker.claims.labels import label_pages
from checker.claims.mentions import agree_on_days
from checker.data import Article, Claim, Event, OutletFrom, Page
from checker.dates.publication_days import conflicting_dates, possible_days, read_moment
from checker.kept_report import Problem


@dataclass(frozen=True)
class Extraction:
    """The articles and claims of all pages, and what went wrong on the way to them."""

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Found:
    """A claim with its place on the page, not yet numbered."""

    draft: Draft
    answer: PartAnswer
    claim: PartClaim
    start: int
    end: int

    @property
    def event(self) -> PartEvent | None:
        """The claim's event; None where the answer does not declare it."""
        return {each.n: each for each in self.answer.events}.get(self.claim.event)

    @property
    def said_by(self) -> tuple[str, ...] | None:
        """The claim's voice, () for the article's own; None where nobody is declared."""
        voices: dict[int, tuple[str, ...]] = {0: ()}
        for each in self.answer.voices:
            voices[each.n] = tuple(link for link in each.chain if link.strip())
        chain = voices.get(self.claim.voice)
        return chain if chain or self.claim.voice == 0 else None


@dataclass(frozen=True)
class Before:
    """What stands before the pages that are joined: the last numbers used, and names of pages."""

    articles: int = 0
    claims: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)


def join_drafts(
    pages: Sequence[Page], drafts: Iterable[Draft], before: Before | None = None
) -> Extraction:
    """Join the parts of each page; ids run over all pages in their order, on from ``before``.

    A page on which no article was found, a claim outside every article or of a voice or event
    that the answer does not declare, and two dates on one article that cannot both be right
    become problems.
    """
    parts: dict[str, list[Draft]] = {page.id: [] for page in pages}
    for draft in drafts:
        parts[draft.part.page.id].append(draft)
    before = before or Before()
    labels = before.labels or label_pages(pages)
    articles: list[Article] = []
    claims: list[Claim] = []
    problems: list[Problem] = []
    for page in pages:
        ordered = sorted(parts[page.id], key=lambda draft: draft.part.index)
        stories = join_articles(page, ordered, before.articles + len(articles) + 1)
        problems += [problem for draft in ordered for problem in draft.problems]
        problems += _page_problems(page, ordered, stories)
        told: list[Claim] = []
        for found in _found_claims(ordered):
            story = _article_at(stories, found)
            problems += _claim_problems(found, story)
            if story and found.said_by is not None:
                number = before.claims + len(claims) + len(told) + 1
                told.append(_claim(number, found, story, labels[page.id]))
        claims += agree_on_days(told, page)
        articles += stories
    return Extraction(tuple(articles), tuple(claims), tuple(problems))


def join_articles(page: Page, drafts: Sequence[Draft], first_number: int) -> list[Article]:
    """The articles of one page; one that goes on in the next part is one article."""
    joined: list[Article] = []
    for draft in drafts:
        for given in draft.answer.articles if draft.answer else ():
            piece = _article(page, draft, given, f"a{first_number + len(joined)}")
            if given.continues and joined:
                joined[-1] = _extend(joined[-1], piece)
            elif piece.end > piece.start:
                joined.append(piece)
    return joined


def _article(page: Page, draft: Draft, given: PartArticle, id_: str) -> Article:
    """Paragraph numbers to offsets; numbers outside the part mean its first or last paragraph."""
    paragraphs = {each.number: each for each in draft.part.paragraphs}
    first = paragraphs.get(given.first, draft.part.paragraphs[0])
    last = paragraphs.get(given.last, draft.part.paragraphs[-1])
    return Article(
        id=id_,
        page_id=page.id,
        start=first.start,
        end=last.end,
        language=page.language or (draft.answer.language if draft.answer else None),
        outlet=page.outlet or given.outlet,
        outlet_from=_outlet_from(page, given),
        credited_to=given.credited_to,
        title=given.title,
        published=page.published or _iso_time(given.published),
    )


def _outlet_from(page: Page, given: PartArticle) -> OutletFrom | None:
    if page.outlet:
        return page.outlet_from
    return "page" if given.outlet else None


def _extend(article: Article, piece: Article) -> Article:
    """Add a later piece; what the first piece did not know, the later one may."""
    known = {
        name: getattr(article, name) or getattr(piece, name)
        for name in ("outlet", "outlet_from", "credited_to", "title", "published")
    }
    return article.model_copy(update={**known, "end": max(article.end, piece.end)})


def _iso_time(text: str | None) -> str | None:
    """A day, or a time with its hour and zone, as it was said; None for what is neither."""
    moment = read_moment(text)
    if moment is None or text is None:
        return None
    return moment.date().isoformat() if len(text) <= len("2025-01-31") else moment.isoformat()


def publication_day(article: Article) -> date | None:
    """The day an article was published, where that is known."""
    return next(iter(possible_days(article.published)), None)


def _found_claims(drafts: Sequence[Draft]) -> list[_Found]:
    """The grounded claims in reading order, each once."""
    found = [
        _Found(draft, draft.answer, draft.answer.claims[n], *span)
        for draft in drafts
        if draft.answer
        for n, span in draft.spans.items()
    ]
    found.sort(key=lambda each: (each.start, each.end))
    once = {(each.start, each.end, each.claim.statement): each for each in reversed(found)}
    return sorted(once.values(), key=lambda each: (each.start, each.end, each.claim.statement))


def _article_at(stories: Sequence[Article], found: _Found) -> Article | None:
    return next((each for each in stories if each.start <= found.start < each.end), None)


def _claim(number: int, found: _Found, article: Article, label: str) -> Claim:
    given, page = found.claim, found.draft.part.page
    span, said = (found.start, found.end), Said(given.statement, given.modality, given.main)
    when = date_claim(given.when, span, said, (page, article)) if given.when else None
    return Claim(
        id=f"c{number}",
        article_id=article.id,
        quote=page.text[found.start : found.end],
        start=found.start,
        end=found.end,
        statement=given.statement,
        event=_event(found),
        chain=_chain(found, article, label),
        stance=given.stance,
        modality=given.modality,
        when=when,
        main=given.main,
    )


def _event(found: _Found) -> Event:
    """The claim's event; a number the model never declared gives one named by the statement."""
    part, event = found.draft.part, found.event
    id_ = f"{part.page.id}.{part.index + 1}.{found.claim.event}"
    if event is None:
        return Event(id=id_, label=found.claim.statement)
    return Event(id=id_, label=event.what, place=event.place, time=event.time)


def own_chain(article: Article, label: str) -> tuple[str, ...]:
    """The links through which everything in an article reached the reader."""
    links = (article.credited_to, article.outlet or label)
    return tuple(dict.fromkeys(link for link in links if link))


def _chain(found: _Found, article: Article, label: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((found.said_by or ()) + own_chain(article, label)))


def _page_problems(
    page: Page, drafts: Sequence[Draft], stories: Sequence[Article]
) -> Iterable[Problem]:
    answered = [draft for draft in drafts if draft.answer]
    if not stories and answered and len(answered) == answered[0].part.count:
        yield Problem(
            stage=STAGE,
            subject=page.path,
            reason="no article was found on this page; if it holds one, check how it was saved",
        )
    for article in stories:
        text = page.text[article.start : article.end]
        days = possible_days(article.published)
        for one, other in conflicting_dates(text, publication_day(article), days):
            yield Problem(
                stage="times",
                subject=f"{page.path}, article {article.id}",
                reason=f"{one} and {other} cannot both be right; no date was chosen",
            )


def _claim_problems(found: _Found, article: Article | None) -> Iterable[Problem]:
    page, claim = found.draft.part.page, found.claim
    faults = []
    if article is None:
        faults.append("a claim outside every article was left out")
    elif found.said_by is None:
        faults.append(f"a claim was left out, since its voice {claim.voice} is nobody")
    elif found.event is None:
        faults.append(f"a claim's event {claim.event} does not exist; it stands as its own event")
    quote = page.text[found.start : found.end]
    for fault in faults:
        reason = f"{fault}: {claim.statement} Quote: {quote!r}"
        yield Problem(stage=STAGE, subject=page.path, reason=reason)
