"""The books of a run on a cluster, asked without one: limits, turns, pauses, and workers killed."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.errors import (
    AnswerError,
    BudgetError,
    CheckerError,
    EndpointError,
    InterruptError,
    StorageError,
)
from checker.kept_report import Report
from checker.model.account import Account, Limits, Spending
from checker.model.calls import Call
from checker.model.pacing import Pace
from checker.pipeline.options import Options
from checker.pipeline.runs import Settings, open_case, run_case
from checker.prompts import read_prompt
from checker.stories import far
from checker.stories.books import LEASE_S, Asked, Books
from checker.stories.far import Far, at_the_books
from tests.support.endpoint import serving
from tests.support.small_case import CALLS, answering, write_pages

LONG_S = 100
PROMPT = read_prompt("sort_events")
BODY = {"model": "m", "text": "x" * 280}  # about a hundred tokens
ASKED = Asked("sort_events", "digest", "m", 100)


class Clock:
    """Seconds that pass when they are told to."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Here:
    """Books in this process; all that goes there and back is pickled, one call at a time."""

    def __init__(self, books: Books) -> None:
        self.books, self.gone = books, False
        self._lock = threading.Lock()

    def call(self, name: str, *told: object) -> Any:
        if self.gone:
            raise StorageError("the books are gone")
        with self._lock:
            given = pickle.loads(pickle.dumps(told))
            return pickle.loads(pickle.dumps(getattr(self.books, name)(*given)))

    def send(self, name: str, *told: object) -> None:
        if not self.gone:
            self.call(name, *told)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "answers.sqlite3"


@pytest.fixture
def limited(
    clock: Clock, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Here]]:
    monkeypatch.setattr(far, "PULSE_S", 0.01)
    with ExitStack() as stack:

        def make(limits: Limits, workers: int = 100) -> Here:
            books = Books(limits, workers, clock)
            books.open(cache)
            return Here(stack.enter_context(closing(books)))

        yield make


@pytest.fixture
def opened(limited: Callable[..., Here]) -> Here:
    return limited(Limits())


def spend(account: Account, answer: int = 5) -> None:
    with account.reserving("sort_events", BODY) as assumed:
        account.note(Call(PROMPT, 10, answer, 0, cached=False), assumed)


def told(here: Here, name: str) -> list[tuple[Any, ...]]:
    return [each for event, each in here.books.news().events if event == name]


def test_stories_of_many_machines_stay_within_one_limit(
    limited: Callable[..., Here], cache: Path
) -> None:
    here = limited(Limits(calls=20))
    passed = []

    def story(number: int) -> None:
        with at_the_books(here, f"s{number}", cache) as there:
            account = Account(purse=there.common.purse)
            try:
                for _ in range(9):
                    spend(account)
            except BudgetError as error:
                passed.append(str(error))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(story, range(4)))
    assert here.books.news().spent.calls == 20
    assert len(passed) >= 2, "none asked for as many by itself"
    assert "--max-calls 20" in passed[0]


def test_what_may_fit_once_others_are_answered_waits_for_them(
    limited: Callable[..., Here], cache: Path
) -> None:
    here = limited(Limits(tokens=250))
    inside, answer = threading.Event(), threading.Event()

    def first() -> None:
        with at_the_books(here, "s1", cache) as there:
            account = Account(purse=there.common.purse)
            with account.reserving("sort_events", BODY) as assumed:
                inside.set()
                assert answer.wait(LONG_S)
                account.note(Call(PROMPT, 20, 10, 0, cached=False), assumed)

    with ThreadPoolExecutor(2) as pool, at_the_books(here, "s2", cache) as there:
        one = pool.submit(first)
        assert inside.wait(LONG_S)
        other = pool.submit(spend, Account(purse=there.common.purse))
        assert not other.done()
        answer.set()
        one.result(LONG_S)
        other.result(LONG_S)
    assert here.books.news().spent == Spending(2, 30, 15)


def test_no_more_requests_are_under_way_than_there_are_workers(
    limited: Callable[..., Here], cache: Path
) -> None:
    here, under_way, most, lock = limited(Limits(), 3), [0], [0], threading.Lock()

    def ask(there: Far) -> None:
        with Account(purse=there.common.purse).reserving("sort_events", BODY):
            with lock:
                under_way[0] += 1
                most[0] = max(most[0], under_way[0])
            with lock:
                under_way[0] -= 1

    with ExitStack() as stack, ThreadPoolExecutor(12) as pool:
        stories = [stack.enter_context(at_the_books(here, f"s{n}", cache)) for n in range(3)]
        for future in [pool.submit(ask, each) for _ in range(12) for each in stories]:
            future.result(LONG_S)
        books = here.books
        held = [books.reserve(books.begin(f"h{n}"), ASKED).number for n in range(5)]
    assert most[0] <= 3
    assert [number is not None for number in held] == [True, True, True, False, False]


def test_what_a_killed_worker_held_is_free_with_the_next_attempt(opened: Here) -> None:
    books = opened.books
    killed = books.begin("s1")
    assert books.take_turn(killed, "key")
    books.tell(killed, "begin", ("topics", 3))
    books.tell(killed, "advance", ("topics",))
    assert books.reserve(killed, ASKED).number
    other = books.begin("s2")
    assert not books.take_turn(other, "key")
    books.news()

    again = books.begin("s1")
    news = books.news()
    [(lost,)] = [each for name, each in news.events if name == "answer"]
    assert (lost.outcome, lost.digest, lost.prompt) == ("failed", "digest", PROMPT)
    assert [each for name, each in news.events if name == "advance"] == [("topics",)] * 2
    assert news.spent == Spending(1, 100, 100), "it may have been answered, and charged for"
    assert books.take_turn(other, "key")
    assert isinstance(books.reserve(killed, ASKED).refused, InterruptError)
    assert not books.take_turn(killed, "another")
    books.tell(killed, "begin", ("topics", 3))
    assert books.news().events == ()
    assert books.reserve(again, ASKED).number


def test_nobody_waits_long_for_a_worker_that_gives_no_sign_of_life(
    limited: Callable[..., Here], clock: Clock
) -> None:
    books = limited(Limits(calls=2)).books
    killed, other = books.begin("s1"), books.begin("s2")
    books.take_turn(killed, "key")
    assert books.reserve(killed, ASKED).number
    assert books.reserve(other, ASKED).number
    assert books.reserve(other, ASKED).number is None, "the two may yet fail, and cost nothing"
    clock.now += LEASE_S + 1
    assert not books.take_turn(other, "key"), "free from the next look on"
    assert books.take_turn(other, "key")
    assert books.news().spent.calls == 1


def test_a_pause_and_a_stop_hold_everywhere(
    opened: Here, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(Pace, "rest", lambda pace, seconds=0.0: slept.append(pace._until))
    with at_the_books(opened, "s1", cache) as one, at_the_books(opened, "s2", cache) as two:
        one.common.pace.hold(60.0)
        with Account(purse=two.common.purse).reserving("sort_events", BODY):
            two.common.pace.rest()
        assert slept[0] > 0
        assert one.common.brake.stop(EndpointError("a wrong key"))
        with (
            pytest.raises(EndpointError, match="a wrong key"),
            Account(purse=two.common.purse).reserving("sort_events", BODY),
        ):
            pass
        assert not two.common.brake.stop(EndpointError("another one"))


def test_ctrl_c_is_heard_with_the_next_sign_of_life(opened: Here, cache: Path) -> None:
    with at_the_books(opened, "s1", cache) as there:
        opened.books.stop(InterruptError("interrupted"))
        assert there.ended.wait(LONG_S)
        assert isinstance(there.common.brake.stopped, InterruptError)


def test_where_the_books_are_gone_the_story_stops(opened: Here, cache: Path) -> None:
    with at_the_books(opened, "s1", cache) as there:
        opened.gone = True
        with pytest.raises(StorageError, match="gone"):
            spend(Account(purse=there.common.purse))


def test_one_asks_and_the_others_wait_for_its_answer(opened: Here, cache: Path) -> None:
    asked, lock = [], threading.Lock()

    def ask(there: Far, key: str) -> None:
        answers = there.common.cache
        assert answers
        with answers.turn(key, there.common.brake.look):
            if answers.get(key) is None:
                with lock:
                    asked.append(key)
                answers.put(key, "prompt", {"n": 1})

    with ExitStack() as stack, ThreadPoolExecutor(8) as pool:
        stories = [stack.enter_context(at_the_books(opened, f"s{n}", cache)) for n in range(4)]
        futures = [pool.submit(ask, each, f"k{n % 5}") for n in range(10) for each in stories]
        for future in futures:
            future.result(LONG_S)
    assert sorted(asked) == [f"k{n}" for n in range(5)]


def test_a_story_at_the_books_is_the_story_told_here(
    opened: Here, tmp_path: Path, cache: Path
) -> None:
    case = open_case([str(write_pages(tmp_path / "pages"))])
    made: list[Report] = []
    with serving(answering()) as endpoint:
        settings = Settings(model="m", base_url=endpoint.url, cache=tmp_path / "own.sqlite3")
        made.append(run_case(case, settings).report)
        for _ in range(2):  # the second finds all answers
            with at_the_books(opened, "s1", cache) as there:
                options = Options(watch=there.watch)
                far_away = replace(settings, options=options, common=there.common)
                made.append(run_case(case, far_away).report)
        assert len(endpoint.bodies) == 2 * sum(CALLS.values())
    assert made[0] == made[1] == made[2]
    news = opened.books.news()
    assert news.spent.calls == sum(CALLS.values())
    answers = [call for name, each in news.events if name == "answer" for call in each]
    assert [call.cached for call in answers].count(False) == sum(CALLS.values())


def test_a_damaged_answer_is_rejected_from_afar(opened: Here, cache: Path) -> None:
    with at_the_books(opened, "s1", cache) as there:
        answers = there.common.cache
        assert answers
        assert answers.path == cache
        answers.put("key", "prompt", {})
        assert answers.reject("key") == 1
        assert answers.get("key") is None


@pytest.mark.parametrize(
    "error",
    [BudgetError("a limit"), StorageError("a disk"), InterruptError("a key"), AnswerError("no")],
)
def test_errors_travel_without_what_was_beneath_them(error: CheckerError) -> None:
    error.__cause__ = ValueError("sk-secret")
    text = pickle.dumps(error)
    assert b"sk-secret" not in text
    assert str(pickle.loads(text)) == str(error)
