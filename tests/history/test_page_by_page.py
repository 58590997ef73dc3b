"""A story built up page by page says what the story says that was read at once."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.data import Page, Report
from checker.library import check
from checker.pipeline.options import Options
from tests.support.town import Town, meaning_of, pages_of, told

LINES = st.builds(
    told, st.integers(0, 11), st.integers(1, 3), st.sampled_from(["", "", "mayor", "police"])
)
PAGES = st.lists(st.lists(LINES, min_size=1, max_size=6, unique=True), min_size=1, max_size=5)


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
    assert meaning_of(build_up(pages, Town())) == meaning_of(check(pages, Town()))
