"""Stages that do not wait for each other, and a report that does not tell in which order."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.data import Page, Topic
from checker.errors import EndpointError, InterruptError
from checker.findings.drafts import merge_drafts, merge_placed
from checker.model.answer import T
from checker.model.watching import Watch
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.pipeline.reports import make_report
from checker.pipeline.stages import run_checks
from checker.pipeline.trail import Trail
from checker.pipeline.workers import Workers
from checker.prompts import Prompt
from checker.report.contract import render_json
from checker.topics.sharing import group_sharing, join_small
from tests.findings.test_drafts import CLAIMS, _any_draft
from tests.support.stories import make_sources
from tests.support.town import Town, pages_of, told

FIRES = 88
LONG_S = 100  # no machine is as slow; what waits for another stage would wait for ever


def town_pages(count: int = FIRES) -> list[Page]:
    """Each fire on three pages, with two figures: more claims than one topic holds."""
    rows: list[list[str]] = [[] for _ in range(count)]
    for fire in range(count):
        for n in range(3):
            place = (fire * 7 + n * 11) % count
            rows[place].append(told(fire, 10 + fire % 7 + n % 2, f"{'abc'[n]}man"))
    return [
        page.model_copy(update={"id": f"p{n}"}) for n, page in enumerate(pages_of(rows), start=1)
    ]


class Meeting(Town):
    """Holds back the first request of one kind until one of another kind has come."""

    def __init__(self, held: str, until: str) -> None:
        super().__init__()
        self._held, self._until = held, until
        self._come, self._first = threading.Event(), threading.Lock()
        self.met: bool | None = None

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        if prompt.name == self._until:
            self._come.set()
        if prompt.name == self._held and self._first.acquire(blocking=False):
            self.met = self._come.wait(LONG_S)
        return super().ask(prompt, about, answer_type)


@pytest.mark.parametrize(
    ("held", "until"),
    [
        ("unite_voices", "sort_events"),
        ("unite_voices", "compare_claims"),
        ("unite_voices", "verify_conflict"),
        ("compare_claims", "check_evidence"),
        ("compare_claims", "verify_conflict"),
        ("check_evidence", "verify_conflict"),
    ],
)
def test_a_stage_waits_for_nothing_that_it_does_not_need(held: str, until: str) -> None:
    model = Meeting(held, until)
    trail = run_checks(model, town_pages(), Options(workers=2))
    assert model.met
    assert (trail.stopped, trail.problems) == (None, [])
    assert len(trail.topics) > 2


class Shuffled(Town):
    """Answers after waits that no two runs have alike."""

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        time.sleep(random.uniform(0, 0.02))
        return super().ask(prompt, about, answer_type)


def test_the_record_is_the_same_in_whatever_order_answers_come() -> None:
    pages = town_pages()
    made = {
        render_json(make_report("town", run_checks(Shuffled(), pages, options), [], "m", "English"))
        for options in (Options(workers=n) for n in (1, 3, 16, 64))
    }
    assert len(made) == 1


def test_requests_are_the_same_whatever_overlaps() -> None:
    asked = []
    for workers in (1, 16):
        model = Shuffled()
        run_checks(model, town_pages(), Options(workers=workers))
        asked.append(Counter(f"{name} {about}" for name, about in model.history))
    assert asked[0] == asked[1]


# --- What ends a run early -----------------------------------------------------------------------


class Failing(Town):
    """Says that no more is to be had at the first request of one kind, and from then on."""

    def __init__(self, at: str, error: EndpointError) -> None:
        super().__init__()
        self._at, self._error, self._over = at, error, threading.Event()

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        if prompt.name == self._at:
            self._over.set()
        if self._over.is_set():
            raise self._error
        return super().ask(prompt, about, answer_type)


@pytest.mark.parametrize(
    ("at", "missing"),
    [
        ("sort_events", {"events"}),
        ("compare_claims", {"comparisons"}),
        ("verify_conflict", {"second_looks", "rankings"}),
        ("rank_findings", {"rankings"}),
    ],
)
def test_what_an_endpoint_left_unanswered_is_noted(at: str, missing: set[str]) -> None:
    gone = EndpointError("gone")
    trail = run_checks(Failing(at, gone), town_pages(), Options(workers=1))
    assert trail.stopped is gone
    # With one worker the names are asked about before all else that follows the claims.
    assert {*trail.missing} == missing
    assert len(trail.extraction.claims) == 3 * FIRES


def test_findings_that_wait_for_names_are_kept_where_names_fail() -> None:
    gone = EndpointError("gone")
    trail = run_checks(Failing("unite_voices", gone), town_pages(), Options(workers=1))
    assert trail.stopped is gone
    assert trail.missing["names"].count == 1
    assert len({voice.name for voice in trail.voices.records}) > 3


def test_ctrl_c_in_a_group_of_topics_keeps_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    held, done = threading.Event(), threading.Event()

    def work(n: int) -> int:
        if n == 3:
            held.wait(LONG_S)
        return n * 10

    pool, trail = Workers(2), Trail(())
    crew = Crew(pool, Watch(), trail, done)
    stage = crew.start("findings", work, [1, 2, 3, 4], lambda n: -n)
    groups = stage.groups([[0, 2], [1], [3]])
    assert [next(groups), next(groups)] == [{1: 20}, {3: 40}]
    done.set()  # Ctrl-C, on another thread
    assert list(groups) == []
    assert stage.rows() == [(1, 10), (2, 20), (4, 40)]
    assert isinstance(trail.stopped, InterruptError)
    assert trail.missing["comparisons"].count == 1
    assert crew.map("second looks", work, [1], lambda n: n) == []
    held.set()
    pool.shutdown()


# --- Which findings can be one -------------------------------------------------------------------


def topics_of(rows: list[list[str]]) -> list[Topic]:
    return [Topic(id=f"t{n}", label="", claim_ids=tuple(ids)) for n, ids in enumerate(rows, 1)]


def test_topics_that_share_a_claim_or_its_reprint_are_one_group() -> None:
    topics = topics_of([["c1"], ["c2", "c3"], ["c4"], ["c3", "c5"], ["c6"]])
    assert group_sharing(topics, make_sources([])) == [[0], [1, 3], [2], [4]]
    twins: dict[str, tuple[str, ...]] = {"c5": ("c6", "c1"), "c1": ("c5",), "c6": ("c5",)}
    assert group_sharing(topics, make_sources([], twins=twins)) == [[0, 1, 3, 4], [2]]


def test_small_topics_are_looked_at_together() -> None:
    groups = [[0], [1, 3], [2], [4]]
    assert join_small(groups, [10, 5, 70, 5, 20], 40) == [[0, 1, 3], [2], [4]]
    assert join_small(groups, [10, 5, 70, 5, 20], 1000) == [[0, 1, 3, 2, 4]]
    assert groups == [[0], [1, 3], [2], [4]]


@st.composite
def comparisons(draw: st.DrawFn) -> list[tuple[list[str], list[Any]]]:
    """Topics of few claims, and drafts of what each was shown."""
    rows = []
    for topic in range(1, draw(st.integers(1, 5)) + 1):
        shown = draw(st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=3, unique=True))
        sides = st.lists(st.lists(st.sampled_from(shown), unique=True), max_size=3)
        drafts = [
            _any_draft(f"t{topic}.{n}", draw(sides), shown, "Who was hit?")
            for n in range(1, draw(st.integers(0, 2)) + 1)
        ]
        rows.append((shown, [each for each in drafts if each.stands()]))
    return rows


@given(comparisons())
def test_drafts_joined_group_by_group_are_those_joined_together(
    rows: list[tuple[list[str], list[Any]]],
) -> None:
    groups = group_sharing(topics_of([shown for shown, _ in rows]), make_sources([]))
    apart: dict[tuple[int, int], Any] = {}
    for group in groups:
        placed = (((place, n), d) for place in group for n, d in enumerate(rows[place][1]))
        apart |= dict(merge_placed(placed))
    together = merge_drafts(draft for _, drafts in rows for draft in drafts)
    assert [apart[place] for place in sorted(apart)] == together
