"""A story built up page by page says what the story says that was read at once."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.data import Page
from checker.kept_report import Report
from checker.library import check
from checker.pipeline.options import Options
from tests.support.town import Town, meaning_of, pages_of, told

LINES = st.builds(
    told, st.integers(0, 11), st.integers(1, 3), st.sampled_from(["", "", "mayor", "police"])
)


def figure_in(line: str) -> str:
    """What is quoted of a line; words that stand twice on a page are found at their first place."""
    return line.partition("fire of")[2]


PAGE = st.lists(LINES, min_size=1, max_size=6, unique_by=figure_in)
PAGES = st.lists(PAGE, min_size=1, max_size=5)


def build_up(pages: Sequence[Page], model: Town) -> Report:
    """Read one page after the other, each run with all pages so far."""
    report = check(pages[:1], model)
    for count in range(2, len(pages) + 1):
        report = check(pages[:count], model, options=Options(since=report))
    return report


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_page_by_page_gives_the_findings_of_all_at_once(rows: list[list[str]]) -> None:
    pages = pages_of(rows)
    made, at_once = meaning_of(build_up(pages, Town())), meaning_of(check(pages, Town()))
    assert at_once <= made
    assert_within_pages(made - at_once)


@settings(max_examples=15, deadline=None)
@given(PAGES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_finding(rows: list[list[str]], dice: Random) -> None:
    pages = pages_of(rows)
    arriving = [*pages]
    dice.shuffle(arriving)
    made, at_once = meaning_of(build_up(arriving, Town())), meaning_of(check(pages, Town()))
    assert at_once <= made
    assert_within_pages(made - at_once)


@settings(max_examples=15, deadline=None)
@given(PAGES, st.integers(0, 4), PAGE)
def test_an_edited_page_gives_what_it_would_have_given_at_once(
    rows: list[list[str]], place: int, lines: list[str]
) -> None:
    hold_after_an_edit(rows, place, lines)


def hold_after_an_edit(rows: Sequence[list[str]], place: int, lines: list[str]) -> None:
    """What is said of the pages at once is said, and no conflict besides between two of them.

    But for what only claims say that were there before: it was settled, and is not asked again.
    """
    first = check(pages_of(rows), Town())
    after = [*rows]
    after[place % len(rows)] = lines
    report = check(pages_of(after), Town(), options=Options(since=first))
    made, at_once = meaning_of(report), meaning_of(check(pages_of(after), Town()))
    known = claims_in(first)
    new = [each for each in at_once if not claims_of(each) <= known]
    assert all(any(holds(each, other) for other in made) for each in new)
    assert_within_pages(made - at_once)


def assert_within_pages(more: set[tuple[Any, ...]]) -> None:
    """What going on finds besides is one page against itself, or no conflict.

    Read at once, a page that shares its storyline with no other is compared with nothing. And of a
    page edited into a copy of another, what both tell was there before it was a copy: at once the
    two are one report that agrees with nobody.
    """
    for each in more:
        assert not each[2] or len({path for path, *_ in claims_of(each)}) == 1


def claims_of(finding: tuple[Any, ...]) -> set[tuple[str, ...]]:
    return {claim for _, claims, _ in finding[1] for claim in claims}


def claims_in(report: Report) -> set[tuple[str, ...]]:
    """All claims of a report, as `meaning_of` tells them."""
    paths = {page.id: page.path for page in report.pages}
    of_article = {article.id: paths[article.page_id] for article in report.articles}
    return {(of_article[each.article_id], each.quote, each.chain[0]) for each in report.claims}


def holds(at_once: tuple[Any, ...], made: tuple[Any, ...]) -> bool:
    """Whether a finding says what another says, with the same against the same, and no less."""
    (question, sides, pairs, _), (asked, others, against, _) = at_once, made
    held = {answer: claims for answer, claims, _ in others}
    same = question == asked and pairs == against and len(sides) == len(others)
    return same and all(claims <= held.get(answer, frozenset()) for answer, claims, _ in sides)


def test_a_page_edited_into_a_copy_of_another_loses_nothing() -> None:
    page = [told(2, 1, "police"), told(2, 3, "mayor"), told(1, 1, "mayor"), told(0, 2)]
    hold_after_an_edit([[told(0, 1)], page], 0, page)


def test_a_reprint_that_is_edited_into_a_report_of_its_own_is_compared_as_one() -> None:
    lines = [told(fire, figure, "mayor") for figure in (1, 2) for fire in (0, 1, 2)]
    hold_after_an_edit([lines, lines], 0, [told(0, 1)])


class Splitting(Town):
    """Puts the fires of each page into storylines of its own, whatever is known of them.

    Each page names its events in words of its own, so that none is placed by these.
    """

    def _extract_claims(self, about: dict[str, Any]) -> dict[str, Any]:
        said = super()._extract_claims(about)
        for event in said["events"]:
            event["what"] += f", {about['page']['outlet']}"
        return said

    def _place_events(self, about: dict[str, Any]) -> dict[str, Any]:
        count = len(about["storylines"])
        return {
            "placed": [{"event": row[0], "storylines": []} for row in about["events"]],
            "new": [
                {"label": f"{row[1]} ({count})", "events": [row[0]]} for row in about["events"]
            ],
        }


def meetings(report: Report) -> set[tuple[str, frozenset[tuple[str, str]]]]:
    """Which claims of two pages a report sets against each other, or together, by question."""
    found = set()
    for question, sides, pairs, _ in meaning_of(report):
        assert isinstance(sides, frozenset)
        assert isinstance(pairs, frozenset)
        told = {answer: claims for answer, claims, _ in sides}
        rows = [(told[answer], told[answer]) for answer in told]
        rows += [tuple(told[answer] for answer in pair) for pair, *_ in pairs]
        found |= {
            (str(question), frozenset({one[:2], other[:2]}))
            for first, second in rows
            for one in first
            for other in second
            if one[0] != other[0]
        }
    return found


@settings(max_examples=25, deadline=None)
@given(PAGES)
def test_storylines_that_split_one_happening_keep_none_of_its_claims_apart(
    rows: list[list[str]],
) -> None:
    pages = pages_of(rows)
    assert meetings(check(pages, Town())) <= meetings(build_up(pages, Splitting()))
