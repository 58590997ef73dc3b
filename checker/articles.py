"""Drafts of the parts joined into the articles and claims of each page, numbered by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checker.claims import STAGE, Draft, PartArticle, PartClaim
from checker.data import Article, Claim, Event, Page, Problem, When
from checker.times import conflicting_dates, resolve_when


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
    claim: PartClaim
    start: int
    end: int


def join_drafts(pages: Sequence[Page], drafts: Iterable[Draft]) -> Extraction:
    """Join the parts of each page; ids run over all pages in their order.

    A page on which no article was found, a claim outside every article, and two dates on one
    article that cannot both be right become problems.
    """
    parts: dict[str, list[Draft]] = {page.id: [] for page in pages}
    for draft in drafts:
        parts[draft.part.page.id].append(draft)
    labels = label_pages(pages)
    articles: list[Article] = []
    claims: list[Claim] = []
    problems: list[Problem] = []
    for page in pages:
        ordered = sorted(parts[page.id], key=lambda draft: draft.part.index)
        stories = join_articles(page, ordered, len(articles) + 1)
        problems += [problem for draft in ordered for problem in draft.problems]
        problems += _page_problems(page, ordered, stories)
        for found in _found_claims(ordered):
            story = _article_at(stories, found)
            if story is None:
                problems.append(_outside(page, found))
            else:
                claims.append(_claim(len(claims) + 1, found, story, labels[page.id]))
        articles += stories
    return Extraction(tuple(articles), tuple(claims), tuple(problems))


def label_pages(pages: Sequence[Page]) -> dict[str, str]:
    """A short name for each page: its outlet, else its file's stem up to ``_`` where unique."""
    stems = {page.id: page.path.rsplit("/", 1)[-1].rsplit(".", 1)[0] for page in pages}
    short = {key: stem.split("_", 1)[0] for key, stem in stems.items()}
    unique = len(set(short.values())) == len(short) and all(short.values())
    return {page.id: page.outlet or (short if unique else stems)[page.id] for page in pages}


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
        credited_to=given.credited_to,
        title=given.title,
        published=page.published or _iso_day(given.published),
    )


def _extend(article: Article, piece: Article) -> Article:
    """Add a later piece; what the first piece did not know, the later one may."""
    known = {
        name: getattr(article, name) or getattr(piece, name)
        for name in ("outlet", "credited_to", "title", "published")
    }
    return article.model_copy(update={**known, "end": max(article.end, piece.end)})


def _iso_day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None


def publication_day(article: Article) -> date | None:
    """The day an article was published, where that is known."""
    day = _iso_day(article.published[:10]) if article.published else None
    return date.fromisoformat(day) if day else None


def _found_claims(drafts: Sequence[Draft]) -> list[_Found]:
    """The grounded claims in reading order, each once."""
    found = [
        _Found(draft, draft.answer.claims[n], *span)
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
    when = None
    if given.when:
        days = resolve_when(given.when, publication_day(article), article.language)
        when = When(
            words=given.when, start=days[0] if days else None, end=days[1] if days else None
        )
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
    """The claim's event; a number the model never declared gives one without a label."""
    draft = found.draft
    events = {each.n: each for each in (draft.answer.events if draft.answer else ())}
    id_ = f"{draft.part.page.id}.{draft.part.index + 1}.{found.claim.event}"
    event = events.get(found.claim.event)
    if event is None:
        return Event(id=id_, label=found.claim.statement)
    return Event(id=id_, label=event.what, place=event.place, time=event.time)


def own_chain(article: Article, label: str) -> tuple[str, ...]:
    """The links through which everything in an article reached the reader."""
    links = (article.credited_to, article.outlet or label)
    return tuple(dict.fromkeys(link for link in links if link))


def _chain(found: _Found, article: Article, label: str) -> tuple[str, ...]:
    draft = found.draft
    voices = {each.n: each.chain for each in (draft.answer.voices if draft.answer else ())}
    said = tuple(link for link in voices.get(found.claim.voice, ()) if link.strip())
    return tuple(dict.fromkeys(said + own_chain(article, label)))


def _page_problems(
    page: Page, drafts: Sequence[Draft], stories: Sequence[Article]
) -> Iterable[Problem]:
    if not stories and all(draft.answer for draft in drafts):
        yield Problem(
            stage=STAGE,
            subject=page.path,
            reason="no article was found on this page; if it holds one, check how it was saved",
        )
    for article in stories:
        text = page.text[article.start : article.end]
        for one, other in conflicting_dates(text, publication_day(article)):
            yield Problem(
                stage="times",
                subject=f"{page.path}, article {article.id}",
                reason=f"{one} and {other} cannot both be right; no date was chosen",
            )


def _outside(page: Page, found: _Found) -> Problem:
    return Problem(
        stage=STAGE,
        subject=page.path,
        reason=f"a claim outside every article was left out: {found.claim.statement} "
        f"Quote: {page.text[found.start : found.end]!r}",
    )
