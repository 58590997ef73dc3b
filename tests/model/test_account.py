"""The books of a run: what is spent, and what no longer fits."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import BudgetError
from checker.model.account import Account, Limits, Prices, Spending
from checker.model.calls import Call, Outcome
from checker.model.completions import read_completion
from checker.prompts import Prompt

PROMPT = Prompt("give_word", 1, "Give the word.")
BODY = {"text": "x" * 285}  # about a hundred tokens


def call(prompt: int = 10, answer: int = 5, outcome: Outcome = "usable", **given: bool) -> Call:
    cached = given.get("cached", False)
    return Call(PROMPT, prompt, answer, 0, cached, outcome=outcome)


def spend(account: Account, made: Call) -> None:
    with account.reserving("give_word", BODY) as assumed:
        account.note(made, assumed)


def test_the_call_after_the_last_one_is_not_made() -> None:
    account = Account(Limits(calls=2))
    spend(account, call())
    spend(account, call(outcome="asked again"))
    with pytest.raises(BudgetError, match=r"could pass --max-calls 2: .* 2 answers of 30 tokens"):
        spend(account, call())
    assert account.spent == Spending(2, 20, 10)


def test_failed_requests_and_answers_from_the_cache_cost_nothing() -> None:
    account = Account(Limits(calls=1))
    spend(account, call(outcome="failed"))
    account.note(call(cached=True))
    spend(account, call())
    assert account.spent.calls == 1
    assert [each.cached for each in account.answered()] == [True, False]


def test_tokens_and_money_are_looked_at_before_they_are_spent() -> None:
    account = Account(Limits(tokens=300))
    spend(account, call(100, 40))  # a first answer is taken to be as long as its request
    spend(account, call(100, 40))
    with pytest.raises(BudgetError, match="--max-tokens 300"):
        spend(account, call(1, 1))
    prices = Prices(prompt=10, answer=50)
    assert prices.cost_of(Spending(1, 100, 40)) == pytest.approx(0.003)
    account = Account(Limits(cost=0.005, prices=prices))
    with pytest.raises(BudgetError, match=r"--max-cost 0\.005"):
        spend(account, call())


def test_an_endpoint_that_counts_no_tokens_is_counted_for() -> None:
    account = Account(Limits(tokens=500))
    spend(account, call(0, 0))
    assert 180 < account.spent.tokens < 220


def test_what_may_fit_once_others_are_answered_waits_for_them() -> None:
    account = Account(Limits(tokens=250))
    inside, answer = threading.Event(), threading.Event()

    def first() -> None:
        with account.reserving("give_word", BODY) as assumed:
            inside.set()
            answer.wait(120)
            account.note(call(20, 10), assumed)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first)
        inside.wait(120)
        other = pool.submit(spend, account, call(20, 10))
        time.sleep(0.05)
        assert not other.done()
        answer.set()
        one.result(120)
        other.result(120)
    assert account.spent == Spending(2, 40, 20)


@settings(deadline=None, max_examples=40)
@given(
    limit=st.integers(0, 40),
    answers=st.lists(st.sampled_from(["usable", "asked again", "failed"]), max_size=40),
)
def test_no_order_of_threads_passes_the_limit_of_calls(limit: int, answers: list[Outcome]) -> None:
    account = Account(Limits(calls=limit))

    def one(outcome: Outcome) -> int:
        try:
            spend(account, call(outcome=outcome))
        except BudgetError:
            return 0
        return 1

    with ThreadPoolExecutor(4) as pool:
        made = sum(pool.map(one, answers))
    wanted = sum(outcome != "failed" for outcome in answers)
    assert account.spent.calls <= limit
    assert made == len(answers) or account.spent.calls == limit
    assert account.spent.calls == min(limit, wanted) or wanted > limit


def test_tokens_from_the_endpoints_own_cache_are_told_apart() -> None:
    raw = json.dumps(
        {
            "choices": [{"message": {"content": "{}"}}],
            "usage": {
                "prompt_tokens": 1_000,
                "completion_tokens": 5,
                "prompt_tokens_details": {"cached_tokens": 768},
            },
        }
    )
    usage = read_completion(raw.encode("utf-8")).usage
    assert usage is not None
    assert usage.prefix_tokens == 768
    account = Account()
    account.note(replace(call(1_000, 5), prefix_tokens=usage.prefix_tokens))
    assert (account.spent.prompt_tokens, account.prefix_tokens) == (1_000, 768)
