"""The seam to the model, against a local endpoint with every fault that endpoints have."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest

from checker.errors import AnswerError, EndpointError, ModelError, TooLongError
from checker.model.answer import Answer
from checker.model.cache import AnswerCache
from checker.model.calls import Endpoint
from checker.model.llm import EndpointLLM
from checker.model.pacing import ATTEMPTS, TOLD_ATTEMPTS, Pace
from checker.prompts import Prompt
from tests.support.endpoint import (
    LocalEndpoint,
    Reply,
    Script,
    closed_address,
    completion,
    failure,
    page,
    serving,
    zipped,
)

KEY = "sk-a-key-that-nobody-may-see"
PROMPT = Prompt("give_word", 1, "Give the word.")
PEACE = {"word": "سلام", "count": 4}


class Word(Answer):
    word: str
    count: int | None


def no_pace(waits: list[float] | None = None) -> Pace:
    """A pace by a clock that stands still but for sleeping, which takes no time."""
    slept: list[float] = [] if waits is None else waits
    return Pace(slept.append, lambda: sum(slept))


def asking(at: LocalEndpoint, waits: list[float] | None = None, **options: Any) -> EndpointLLM:
    """A model at the endpoint; it does not wait, but notes how long it would have."""
    settings = Endpoint("m", at.url, KEY, timeout_s=options.pop("timeout_s", 5.0))
    return EndpointLLM(settings, pace=no_pace(waits), **options)


def refusal_of(script: Script, attempts: int = 1) -> ModelError:
    """The error that a script of replies leads to, after this many requests."""
    with serving(script) as endpoint:
        llm = asking(endpoint)
        with pytest.raises(ModelError) as caught:
            llm.ask(PROMPT, {"number": 1}, Word)
        assert len(endpoint.bodies) == attempts
    assert KEY not in str(caught.value)
    assert llm.account.unusable == isinstance(caught.value, AnswerError)
    return caught.value


@pytest.mark.parametrize("dressed", [lambda reply: reply, zipped], ids=["plain", "zipped"])
def test_a_good_answer(dressed: Callable[[Reply], Reply]) -> None:
    with serving([dressed(completion(PEACE))]) as endpoint:
        llm = asking(endpoint)
        assert llm.ask(PROMPT, {"text": "خبر"}, Word) == Word(word="سلام", count=4)
    assert endpoint.keys == [f"Bearer {KEY}"]
    assert [(c.prompt, c.prompt_tokens, c.answer_tokens, c.cached) for c in llm.account.calls] == [
        (PROMPT, 11, 5, False)
    ]
    assert llm.account.calls[0].created == 1_753_500_000
    assert not llm.account.retries
    assert llm.account.unusable == 0


def test_the_request_is_the_same_on_every_run_and_readable() -> None:
    with serving(lambda body: completion(PEACE)) as endpoint:
        for _ in range(2):
            asking(endpoint).ask(PROMPT, {"text": "خبر", "rows": [[1, "أ"], [2, "ب"]]}, Word)
    first, second = endpoint.raw_bodies
    assert first == second
    assert "خبر" in first.decode("utf-8")
    body = endpoint.bodies[0]
    assert body["messages"] == [
        {"role": "system", "content": "Give the word."},
        {"role": "user", "content": '{\n"text":"خبر",\n"rows":[\n[1,"أ"],\n[2,"ب"]\n]\n}'},
    ]
    form = body["response_format"]["json_schema"]
    assert (form["name"], form["strict"]) == ("give_word", True)
    assert form["schema"]["required"] == ["word", "count"]
    assert form["schema"]["additionalProperties"] is False
    assert (body["model"], body["temperature"]) == ("m", 0)
    assert set(body) == {"model", "messages", "response_format", "temperature"}


def test_a_busy_endpoint_is_asked_again_when_it_says() -> None:
    waits: list[float] = []
    replies = [failure(429, "slow down", retry_after="7"), failure(503), completion(PEACE)]
    with serving(replies) as endpoint:
        llm = asking(endpoint, waits)
        assert llm.ask(PROMPT, {}, Word).word == "سلام"
        assert len({bytes(raw) for raw in endpoint.raw_bodies}) == 1
    assert 7 <= waits[0] <= 8
    assert 0.5 <= waits[1] <= 4
    assert llm.account.retries == {"RateLimitError": 1, "InternalServerError": 1}
    assert len(llm.account.calls) == 1


@pytest.mark.parametrize(
    ("header", "said", "least", "most"),
    [
        ("retry_after", "300", 300, 301),
        ("retry_after", "in nine minutes", 530, 541),
        ("retry_after", "Wed, 21 Oct 2015 07:28:00 GMT", 0, 1),
        ("retry_after", "soon", 0.5, 2),
        ("retry_after_ms", "2500", 2.5, 3.5),
    ],
)
def test_waiting_as_long_as_the_endpoint_says(
    header: str, said: str, least: float, most: float
) -> None:
    waits: list[float] = []
    if said == "in nine minutes":
        said = format_datetime(datetime.now(UTC) + timedelta(minutes=9))
    with serving([failure(429, **{header: said}), completion(PEACE)]) as endpoint:
        asking(endpoint, waits).ask(PROMPT, {}, Word)
    assert least <= waits[0] <= most


def test_a_request_is_given_up_before_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.model.pacing.LONGEST_TOTAL_S", 100.0)
    busy = failure(429, "slow down", retry_after="110")
    assert "allows no more requests" in str(refusal_of([busy] * 3, attempts=1))
    monkeypatch.setattr("checker.model.pacing.LONGEST_TOTAL_S", 1_000.0)
    assert "allows no more requests" in str(refusal_of([busy] * TOLD_ATTEMPTS, TOLD_ATTEMPTS))


@pytest.mark.parametrize(
    ("reply", "kind", "attempts", "words"),
    [
        (failure(500, "out of order"), AnswerError, ATTEMPTS, "an error: out of order"),
        (failure(503), AnswerError, ATTEMPTS, "HTTP 503"),
        (failure(409, "locked"), AnswerError, ATTEMPTS, "locked"),
        (failure(400, "too long", "context_length_exceeded"), TooLongError, 1, "too long"),
        (failure(400, "no schemas"), AnswerError, 1, "no schemas; `checker doctor` tells"),
        (failure(408, "late"), AnswerError, ATTEMPTS, "late"),
        (failure(429, "no", retry_after="3600"), EndpointError, 1, "no; wait 3,600 s, or use"),
        (failure(402, "pay"), EndpointError, 1, "no more requests now: pay"),
        (failure(429, "slow down"), EndpointError, ATTEMPTS, "no more requests now: slow down"),
        (failure(429, "pay", "insufficient_quota"), EndpointError, 1, "no more requests now: pay"),
        (failure(401, f"bad key {KEY}"), EndpointError, 1, "refused the key: bad key ***; set"),
        (failure(403, "not here"), EndpointError, 1, "set OPENAI_API_KEY"),
        (failure(404, "no m"), EndpointError, 1, "does not know the model 'm'"),
        (page("<html>Welcome</html>"), EndpointError, 1, "not with a chat completion"),
        (page("not JSON", "application/json"), EndpointError, 1, "check --base-url"),
        (page('{"choices":[]}', "application/json"), EndpointError, 1, "ends in /v1"),
        (page('{"choices":[{}]}', "application/json"), EndpointError, 1, "ends in /v1"),
        (page('{"error":{"message":"x"}}', "application/json"), EndpointError, 1, "/v1"),
        (Reply(200, b'"\xff"'), EndpointError, 1, "not with a chat completion"),
        (Reply(200, b""), EndpointError, 1, "not with a chat completion"),
    ],
)
def test_a_failing_endpoint(
    reply: Reply, kind: type[ModelError], attempts: int, words: str
) -> None:
    error = refusal_of([reply] * ATTEMPTS, attempts)
    assert type(error) is kind
    assert words in str(error)
    assert "http://127.0.0.1" in str(error)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (completion("So, the word is:"), "is not JSON"),
        (completion('{"word": "سل'), "is not JSON"),
        (completion('{"word": "\\ud800", "count": 1}'), "is not JSON"),
        (completion({"word": "سلام"}), "breaks the schema at count: Field required"),
        (completion({**PEACE, "mood": 1}), "breaks the schema at mood"),
        (completion({"word": 1, "count": "many"}), "at word: Input should be a valid string (2"),
        (completion([]), "breaks the schema at its top level"),
        (completion(""), "is empty"),
        (completion(PEACE, message={"content": None}), "is empty"),
        (completion(PEACE, finish_reason="length"), "cut off"),
        (completion(PEACE, finish_reason="content_filter"), "refused: content filter"),
        (completion("", message={"refusal": "I cannot."}), "refused: I cannot."),
    ],
)
def test_an_answer_that_cannot_be_used(reply: Reply, words: str) -> None:
    repeated = "cut off" not in words and "refused" not in words
    error = refusal_of([reply, reply, completion(PEACE)], attempts=1 + repeated)
    assert isinstance(error, AnswerError)
    assert words in str(error)


def test_an_answer_of_no_use_is_asked_for_once_more_in_the_same_words(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers.sqlite3")
    with serving([completion("no"), completion(PEACE)]) as endpoint:
        llm = asking(endpoint, cache=cache)
        assert llm.ask(PROMPT, {}, Word).word == "سلام"
        assert len({bytes(raw) for raw in endpoint.raw_bodies}) == 1
        assert len(endpoint.bodies) == 2
        assert llm.ask(PROMPT, {}, Word).word == "سلام"
        assert len(endpoint.bodies) == 2
    cache.close()
    account = llm.account
    assert [call.outcome for call in account.calls] == ["asked again", "usable", "usable"]
    assert [call.outcome for call in account.answered()] == ["usable", "usable"]
    assert (account.spent.calls, account.spent.tokens, account.unusable) == (2, 32, 0)


def test_an_unusable_answer_is_paid_for_but_not_kept(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers.sqlite3")
    with serving([completion("no"), completion("no"), completion(PEACE)]) as endpoint:
        llm = asking(endpoint, cache=cache)
        with pytest.raises(AnswerError):
            llm.ask(PROMPT, {}, Word)
        assert llm.ask(PROMPT, {}, Word).word == "سلام"
    cache.close()
    assert [call.cached for call in llm.account.calls] == [False, False, False]
    # The question was left with a usable answer in the end.
    assert (llm.account.unusable, llm.account.spent.calls) == (0, 3)


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    with serving([completion(PEACE), completion({**PEACE, "count": 5})]) as endpoint:
        answers = []
        for about in ({"a": 1}, {"a": 1}, {"a": 2}):
            cache = AnswerCache(tmp_path / "answers.sqlite3")
            llm = asking(endpoint, cache=cache)
            answers.append((llm.ask(PROMPT, about, Word).count, llm.account.calls[0].cached))
            cache.close()
        assert len(endpoint.bodies) == 2
    assert answers == [(4, False), (4, True), (5, False)]
    assert llm.account.calls[0].prompt_tokens == 11


def test_two_endpoints_share_no_answers(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers.sqlite3")
    with serving([completion(PEACE)]) as one, serving([completion(PEACE)]) as other:
        for endpoint in (one, other):
            asking(endpoint, cache=cache).ask(PROMPT, {}, Word)
        assert len(one.bodies) == len(other.bodies) == 1
    cache.close()


def test_an_endpoint_that_is_not_there() -> None:
    waits: list[float] = []
    address = closed_address()
    llm = EndpointLLM(Endpoint("m", address, KEY), pace=no_pace(waits))
    with pytest.raises(EndpointError, match="cannot be reached") as caught:
        llm.ask(PROMPT, {}, Word)
    assert address in str(caught.value)
    assert "--base-url" in str(caught.value)
    assert KEY not in str(caught.value)
    assert waits == []


@pytest.mark.parametrize("address", ["127.0.0.1:80/v1", "ftp://127.0.0.1/v1"])
def test_an_address_that_is_none(address: str) -> None:
    llm = EndpointLLM(Endpoint("m", address, KEY), pace=no_pace())
    with pytest.raises(EndpointError, match="--base-url"):
        llm.ask(PROMPT, {}, Word)


def test_an_endpoint_that_goes_away_is_waited_for() -> None:
    waits: list[float] = []
    with serving([completion(PEACE)]) as endpoint:
        llm = asking(endpoint, waits)
        llm.ask(PROMPT, {"a": 1}, Word)
    with pytest.raises(EndpointError, match="cannot be reached"):
        llm.ask(PROMPT, {"a": 2}, Word)
    assert len(waits) == ATTEMPTS - 1


def test_an_answer_that_takes_too_long() -> None:
    late = Reply(200, completion(PEACE).content, delay_s=0.3)
    with serving([late, completion(PEACE)]) as endpoint:
        llm = asking(endpoint, timeout_s=0.1)
        assert llm.ask(PROMPT, {}, Word).word == "سلام"
        assert llm.account.retries == {"APITimeoutError": 1}
    with serving(lambda body: late) as endpoint:
        llm = asking(endpoint, timeout_s=0.02)
        with pytest.raises(AnswerError, match=r"no answer within 0\.02 s; raise --timeout"):
            llm.ask(PROMPT, {}, Word)
        assert llm.account.retries == {"APITimeoutError": 1}


def test_nothing_goes_out_once_the_endpoint_failed() -> None:
    def script(body: dict[str, Any]) -> Reply:
        about = json.loads(body["messages"][1]["content"])
        return failure(401, "no") if about["n"] == 3 else completion(PEACE)

    with serving(script) as endpoint:
        llm = asking(endpoint)
        for n in range(3):
            llm.ask(PROMPT, {"n": n}, Word)
        errors = []
        for n in range(3, 6):
            with pytest.raises(EndpointError) as caught:
                llm.ask(PROMPT, {"n": n}, Word)
            errors.append(caught.value)
        assert len(endpoint.bodies) == 4
    assert set(errors) == {llm.stopped}
    assert llm.account.unusable == 0


def test_a_thread_that_waits_to_ask_again_does_not_once_the_endpoint_failed() -> None:
    with serving([failure(500), failure(401, "no"), completion(PEACE)]) as endpoint:
        llm = asking(endpoint)

        def sleep(seconds: float) -> None:
            with pytest.raises(EndpointError):
                llm.ask(PROMPT, {"n": 2}, Word)

        llm._pace = Pace(sleep)
        with pytest.raises(EndpointError, match="refused the key"):
            llm.ask(PROMPT, {"n": 1}, Word)
        assert len(endpoint.bodies) == 2


def test_no_more_requests_at_once_than_workers() -> None:
    lock, under_way, counts = Lock(), Counter[str](), list[int]()
    together = Event()

    def script(body: dict[str, Any]) -> Reply:
        with lock:
            under_way["now"] += 1
            counts.append(under_way["now"])
            if under_way["now"] == 2:
                together.set()
        together.wait(120)  # the first waits until another is under way with it
        time.sleep(0.02)
        with lock:
            under_way["now"] -= 1
        return completion(PEACE)

    with serving(script) as endpoint, ThreadPoolExecutor(12) as pool:
        llm = EndpointLLM(Endpoint("m", endpoint.url, KEY, workers=3))
        list(pool.map(lambda n: llm.ask(PROMPT, {"n": n}, Word), range(12)))
    assert len(llm.account.calls) == 12
    assert 2 <= max(counts) <= 3


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(Endpoint("m", "http://127.0.0.1/v1", KEY))
