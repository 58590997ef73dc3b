"""The pages of a run that are new or edited, and their claims among those that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.claims.articles import Before, Extraction, join_drafts
from checker.claims.extraction import REFUSED, STAGE, Draft
from checker.claims.labels import label_pages
from checker.claims.parts import Part, cut_page
from checker.data import Article, Claim, Page, last_number
from checker.history.edits import (
    Alignment,
    Carried,
    align_pages,
    carry_over,
    parts_to_read,
    reopen,
)
from checker.history.pages import Sorted
from checker.history.passages import list_passages
from checker.history.retelling import retell
from checker.kept_report import Problem, Report
from checker.memory import Edit


@dataclass(frozen=True)
class Reading:
    """All articles and claims of a story that goes on.

    ``new`` are the ids of claims that were not there before, ``new_articles`` those of articles;
    ``dropped`` the claims that no page gives any more, and ``replaced`` the new claims (ids) that
    stand in the place of some of them.
    """

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    new: frozenset[str] = frozenset()
    new_articles: tuple[str, ...] = ()
    dropped: tuple[Claim, ...] = ()
    replaced: dict[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()


def align_edited(pages: Sorted, problems: Sequence[Problem]) -> dict[str, Alignment]:
    """Both readings of each edited page, by its id; and known pages of which a part is unread.

    ``problems`` are those of the report: they say which parts had no answer that could be used.
    """
    found = {new.id: align_pages(old, new) for old, new in pages.edited}
    unread = {each.subject for each in problems if is_unread(each)}
    for page in pages.pages if unread else ():
        if page.id not in found and page not in pages.new and not page.gone:
            parts = [part for part in cut_page(page) if part.subject in unread]
            if parts:
                found[page.id] = reopen(page, [(part.start, part.end) for part in parts])
    return found


def is_unread(problem: Problem) -> bool:
    """Tell whether a problem says that a part of a page was not read."""
    named = problem.subject.startswith(("'", '"'))  # a part, not a page
    return problem.stage == STAGE and named and not problem.reason.startswith(REFUSED)


def list_parts(pages: Sorted, alignments: dict[str, Alignment]) -> list[Part]:
    """What is to be read: new pages whole, of edited ones the parts that read otherwise."""
    parts = [part for page in pages.new for part in cut_page(page)]
    return [*parts, *(part for each in alignments.values() for part in parts_to_read(each))]


def join_reading(
    report: Report,
    pages: Sorted,
    alignments: dict[str, Alignment],
    drafts: Sequence[Draft],
) -> Reading:
    """Known and new articles and claims; known ones keep their ids, new ones follow them."""
    told = retell((report.pages, report.articles, report.claims), pages.pages)
    read = [*pages.new, *(each.new for each in alignments.values())]
    before = Before(
        articles=last_number(each.id for each in report.articles),
        claims=last_number(each.id for each in report.claims),
        labels=label_pages(pages.pages),
    )
    fresh = join_drafts(read, drafts, before)
    joined = _Joining(told, fresh)
    for alignment in alignments.values():
        joined.edit(alignment, report.next_run)
    return joined.result(pages.pages)


class _Joining:
    """Articles and claims by page while edited pages are put in."""

    def __init__(self, told: tuple[list[Article], list[Claim]], fresh: Extraction) -> None:
        self._fresh = fresh
        self._articles: dict[str, list[Article]] = {}
        self._claims: dict[str, list[Claim]] = {}
        self._known = {each.id for each in told[1]}
        self._known_articles = {each.id for each in told[0]}
        self._carried: list[tuple[Alignment, Carried]] = []
        self._edits: list[Edit] = []
        self._put(*told)
        self._own: dict[str, tuple[list[Article], list[Claim]]] = {}
        page_of = {each.id: each.page_id for each in fresh.articles}
        for article in fresh.articles:
            self._own.setdefault(article.page_id, ([], []))[0].append(article)
        for claim in fresh.claims:
            self._own[page_of[claim.article_id]][1].append(claim)
        for page_id, (articles, claims) in self._own.items():
            if page_id not in self._articles:
                self._articles[page_id], self._claims[page_id] = articles, claims

    def _put(self, articles: Sequence[Article], claims: Sequence[Claim]) -> None:
        page_of = {each.id: each.page_id for each in articles}
        for article in articles:
            self._articles.setdefault(article.page_id, []).append(article)
            self._claims.setdefault(article.page_id, [])
        for claim in claims:
            self._claims[page_of[claim.article_id]].append(claim)

    def edit(self, alignment: Alignment, run: int) -> None:
        """Put the second reading of a page in the place of the first."""
        page: Page = alignment.new
        known = self._articles.get(page.id, []), self._claims.get(page.id, [])
        if any(each.id not in self._known_articles for each in known[0]):
            known = [], []  # the page had no article before, and has its new ones already
        read = self._own.get(page.id, ([], []))
        renamed = [_of_run(each, run) for each in read[1]]
        carried = carry_over(alignment, known, (read[0], renamed))
        self._articles[page.id] = list(carried.articles)
        self._claims[page.id] = [*carried.kept, *carried.fresh]
        self._carried.append((alignment, carried))
        self._edits.append(
            Edit(
                page_id=page.id,
                path=page.path,
                url=page.url,
                before=alignment.old.run,
                run=run,
                passages=list_passages(alignment, carried),
            )
        )

    def result(self, pages: Sequence[Page]) -> Reading:
        """Everything, in the order of pages; on a page by place."""
        articles = [each for page in pages for each in self._articles.get(page.id, ())]
        claims = [each for page in pages for each in self._claims.get(page.id, ())]
        claims.sort(key=lambda each: int(each.id[1:]))
        return Reading(
            articles=tuple(articles),
            claims=tuple(claims),
            new=frozenset(each.id for each in claims if each.id not in self._known),
            new_articles=tuple(each.id for each in articles if each.id not in self._known_articles),
            dropped=tuple(each for _, carried in self._carried for each in carried.dropped),
            replaced={a: b for _, carried in self._carried for a, b in carried.replaced.items()},
            edits=tuple(each for each in self._edits if each.passages),
            problems=self._fresh.problems,
        )


def _of_run(claim: Claim, run: int) -> Claim:
    """A claim of a later reading: its event's number may be that of another one before."""
    page, _, rest = claim.event.id.partition(".")
    event = claim.event.model_copy(update={"id": f"{page}.r{run}.{rest}"})
    return claim.model_copy(update={"event": event})
