"""What a run asked and spent, and what it may still spend: calls, tokens, money.

A request is let out only if all limits still hold when it and those under way are answered.
How long an answer gets is not known before: the longest so far to the same prompt is assumed,
and before there is one, as many tokens as the request has.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from checker.errors import BudgetError
from checker.model.calls import Call
from checker.model.watching import Watch

# Rough, for estimates only: Arabic and JSON run at about three characters to a token.
CHARACTERS_PER_TOKEN = 3
MILLION = 1_000_000


@dataclass(frozen=True)
class Spending:
    """Requests, and the tokens of them and of their answers."""

    calls: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0

    def __add__(self, other: Spending) -> Spending:
        """Both together."""
        return Spending(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.answer_tokens + other.answer_tokens,
        )

    @property
    def tokens(self) -> int:
        """Those asked and those answered."""
        return self.prompt_tokens + self.answer_tokens


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, in any one currency."""

    prompt: float = 0.0
    answer: float = 0.0

    def cost_of(self, spending: Spending) -> float:
        """The cost in the currency of the prices."""
        asked, said = spending.prompt_tokens * self.prompt, spending.answer_tokens * self.answer
        return (asked + said) / MILLION


@dataclass(frozen=True)
class Limits:
    """What a run may spend; None where nothing limits it. ``cost`` counts by ``prices``."""

    calls: int | None = None
    tokens: int | None = None
    cost: float | None = None
    prices: Prices = Prices()

    @property
    def without_any(self) -> bool:
        """Whether nothing limits a run."""
        return self.calls is None and self.tokens is None and self.cost is None

    def passed_by(self, spending: Spending) -> str | None:
        """Name the limit that ``spending`` passes, as the user wrote it, or None."""
        if self.calls is not None and spending.calls > self.calls:
            return f"--max-calls {self.calls:,}"
        if self.tokens is not None and spending.tokens > self.tokens:
            return f"--max-tokens {self.tokens:,}"
        if self.cost is not None and self.prices.cost_of(spending) > self.cost:
            return f"--max-cost {self.cost:g}"
        return None


def tokens_of(body: Mapping[str, object]) -> int:
    """The tokens of a request, roughly."""
    return len(json.dumps(body, ensure_ascii=False)) // CHARACTERS_PER_TOKEN


class Purse:
    """What may be spent, by one run or by several side by side; used from many threads.

    ``spent`` is what the endpoint answered to all of them.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.spent = Spending()
        self._under_way: list[Spending] = []
        self._longest: dict[str, int] = {}
        self._changed = threading.Condition()

    @property
    def money_left(self) -> float | None:
        """What may still be spent, in the currency of the prices; None where nothing limits it."""
        limit = self.limits.cost
        return None if limit is None else max(0.0, limit - self.limits.prices.cost_of(self.spent))

    @contextmanager
    def reserving(self, prompt: str, body: Mapping[str, object]) -> Iterator[Spending]:
        """See `Account.reserving`."""
        asked = tokens_of(body)
        with self._changed:
            while (expected := self.take(prompt, asked)) is None:
                self._changed.wait()
        try:
            yield expected
        finally:
            self.give_back(expected)

    def take(self, prompt: str, asked: int) -> Spending | None:
        """Keep back what a request of ``asked`` tokens may cost, for `give_back`.

        None where it may fit once requests under way turn out cheaper than assumed.

        Raises:
            BudgetError: it does not fit.
        """
        with self._changed:
            expected = Spending(1, asked, self._longest.get(prompt, asked))
            limit = self._passed(expected)
            if limit and self._under_way:
                return None
            if limit:
                raise BudgetError(self._explain(limit))
            self._under_way.append(expected)
        return expected

    def give_back(self, expected: Spending) -> None:
        """What was kept back for a request may be spent again; what it cost is in the books."""
        with self._changed:
            self._under_way.remove(expected)
            self._changed.notify_all()

    def pay(self, spent: Spending) -> None:
        """Write down what an answer cost."""
        with self._changed:
            self.spent += spent

    def note_length(self, prompt: str, answer_tokens: int) -> None:
        """Write down how long an answer to a prompt was: the next may be as long."""
        with self._changed:
            self._longest[prompt] = max(answer_tokens, self._longest.get(prompt, 0))

    def _passed(self, expected: Spending) -> str | None:
        return self.limits.passed_by(sum(self._under_way, self.spent + expected))

    def _explain(self, limit: str) -> str:
        spent = self.spent
        calls = "1 answer" if spent.calls == 1 else f"{spent.calls:,} answers"
        return (
            f"the next request could pass {limit}: this run has had {calls} of {spent.tokens:,} "
            "tokens; what was answered is kept, and the same command with a higher limit goes on"
        )


class Account:
    """The books of a run, kept from many threads; its money may come from a common `Purse`.

    ``calls`` are the answers had, also those of no use and those from the cache; ``retries``
    counts the attempts that failed by the type of error; ``unusable_by`` counts the questions
    left without a usable answer by prompt; ``spent`` is what the endpoint answered in this run, and
    ``prefix_tokens`` those of the prompts that it had in its own cache.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        watch: Watch | None = None,
        purse: Purse | None = None,
    ) -> None:
        self.purse, self.watch = purse or Purse(limits), watch or Watch()
        self.calls: list[Call] = []
        self.retries: Counter[str] = Counter()
        self.unusable_by: Counter[str] = Counter()
        self.spent = Spending()
        self.prefix_tokens = 0
        self._lock = threading.Lock()

    @contextmanager
    def reserving(self, prompt: str, body: Mapping[str, object]) -> Iterator[Spending]:
        """Keep back what a request may cost, which is given, until its answer is in the books.

        Where it fits only once requests under way turn out cheaper than assumed, wait for them.

        Raises:
            BudgetError: it does not fit.
        """
        with self.purse.reserving(prompt, body) as expected:
            self.watch.sent()
            yield expected

    def note(self, call: Call, assumed: Spending | None = None) -> None:
        """Write down what became of a request; ``assumed`` counts if the endpoint counts none."""
        spent = Spending(1, call.prompt_tokens, call.answer_tokens)
        spent = spent if spent.tokens else assumed or spent
        answered = call.outcome != "failed"
        with self._lock:
            if answered:
                self.calls.append(call)
            if answered and not call.cached:
                self.spent += spent
                self.prefix_tokens += call.prefix_tokens
        if answered:
            self.purse.note_length(call.prompt.name, call.answer_tokens)
        if answered and not call.cached:
            self.purse.pay(spent)
        self.watch.answer(call)

    def note_retry(self, prompt: str, error: str, seconds: float) -> None:
        """Write down that a request failed and goes out again."""
        with self._lock:
            self.retries[error] += 1
        self.watch.retry(prompt, error, seconds)

    @property
    def unusable(self) -> int:
        """How many questions are left without a usable answer."""
        return self.unusable_by.total()

    def note_unusable(self, prompt: str) -> None:
        """Write down that a question has no usable answer."""
        with self._lock:
            self.unusable_by[prompt] += 1

    def ask_anew(self, prompt: str, digest: str) -> None:
        """A question without a usable answer is asked once more: the first answer was not it."""
        with self._lock:
            self.unusable_by[prompt] -= 1
            self.calls = [
                replace(call, outcome="asked again") if call.digest == digest else call
                for call in self.calls
            ]

    def answered(self) -> list[Call]:
        """The last answer to each question: what a replay of the same run gives again."""
        with self._lock:
            return [call for call in self.calls if call.outcome != "asked again"]
