"""What an endpoint can do, found out with a few small questions.

A kind of structured output works if the answer keeps to the schema; an endpoint that takes the
request and ignores it is found out, since the question alone asks for no JSON.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from checker.errors import AnswerError
from checker.model.capabilities import (
    OUTPUT_MODES,
    Capabilities,
    LimitParameter,
    shape_request,
)
from checker.model.completions import parse_answer
from checker.model.models import ListedModel, read_models
from checker.model.probes import (
    Probe,
    Reply,
    fault_in,
    keeps_limit,
    why_unstructured,
    wrapping_of,
)
from checker.text import fold

Verdict = Literal["ok", "no", "unknown"]
SENTENCE = "قالَ المتحدِّثُ: «بلغَ العددُ ١٢ قتيلًا و35 جريحًا»."
FEW_TOKENS = 200
ENOUGH_TOKENS = 2_000
# A page's part and a prompt take about 4,000 tokens, the answer as many again.
LEAST_CONTEXT = 8_192
SHOWN_MODELS = 20


@dataclass(frozen=True)
class Check:
    """One line of a diagnosis; ``advice`` says what to do."""

    name: str
    verdict: Verdict
    said: str
    advice: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """Whether the endpoint can be used, with which model, and how it is to be asked."""

    usable: bool
    model: str
    can: Capabilities


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_capital: bool
    letters: int


class _Copy(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentence: str


class Examination:
    """The questions to one endpoint; each finding is given to ``note`` as soon as it is there."""

    def __init__(self, probe: Probe, note: Callable[[Check], None]) -> None:
        self.probe, self.note = probe, note
        self.model = probe.endpoint.model
        self._can = Capabilities()

    def run(self) -> Diagnosis:
        """Ask on as long as the answers make sense."""
        usable = self._check_models() and self._check_answer()
        if usable:
            self._check_limit()
            self._check_parameter("temperature", 0)
            self._check_parameter("seed", 1)
            usable = self._check_structured_output()
        if usable:
            self._check_arabic()
        return Diagnosis(usable, self.model, self._keep(answer_tokens=None))

    def _check_models(self) -> bool:
        reply = self.probe.list_models()
        shown = self.probe.endpoint.shown
        if reply.status is None:
            advice = "check --base-url (it usually ends in /v1), and that the server runs"
            self._tell("reachable", "no", f"{shown}: {reply.said}", advice)
            return False
        self._tell("reachable", "ok", f"{shown}, after {reply.seconds:.1f} s")
        if reply.status in {401, 403}:
            self._tell("key", "no", reply.said, "set OPENAI_API_KEY to a valid key")
            return False
        return self._check_model(read_models(reply.json))

    def _check_model(self, models: list[ListedModel]) -> bool:
        names = [model.name for model in models]
        if not self.model and len(names) == 1:
            self.model = names[0]
        listed = next((model for model in models if model.answers_to(self.model)), None)
        some = ", ".join(names[:SHOWN_MODELS]) + (", …" if len(names) > SHOWN_MODELS else "")
        if not self.model:
            self._tell("model", "no", "none was named", f"use --model NAME; there are: {some}")
            return False
        if listed:
            self._tell("model", "ok", f"{self.model}, one of {len(names)}")
        elif names:
            self._tell("model", "unknown", f"{self.model!r} is not listed", f"there are: {some}")
        else:
            self._tell("model", "unknown", "the endpoint lists no models")
        self._check_context(listed.context_length if listed else None)
        return True

    def _check_context(self, length: int | None) -> None:
        self._keep(context_length=length)
        if length is None:
            self._tell("context length", "unknown", "the endpoint does not say")
        elif length < LEAST_CONTEXT:
            advice = f"start it with {LEAST_CONTEXT:,} or more, or long answers will be cut off"
            self._tell("context length", "no", f"{length:,} tokens", advice)
        else:
            self._tell("context length", "ok", f"{length:,} tokens")

    def _check_answer(self) -> bool:
        reply = self._ask("Say hello in one word.")
        if reply.status in {401, 403}:
            self._tell("key", "no", reply.said, "set OPENAI_API_KEY to a valid key")
            return False
        if reply.completion:
            self._tell("key", "ok", "accepted" if self.probe.endpoint.key else "none is needed")
            self._tell("plain answer", "ok", f"after {reply.seconds:.1f} s")
            return True
        self._tell("plain answer", "no", fault_in(reply), _ADVICE.get(reply.status, _ANY_ADVICE))
        return False

    def _check_limit(self) -> None:
        refused: list[str] = []
        names: tuple[LimitParameter, ...] = ("max_completion_tokens", "max_tokens")
        for name in names:
            reply = self._ask("Write the numbers from one to 300 in words.", {name: FEW_TOKENS})
            if keeps_limit(reply, FEW_TOKENS):
                self._keep(limit_parameter=name, answer_tokens=ENOUGH_TOKENS)
                self._tell("token limit", "ok", "; ".join([*refused, name]))
                return
            refused.append(f"{name} is {'ignored' if reply.completion else fault_in(reply)}")
        self._keep(limit_parameter="none")
        advice = "leave answer_tokens unset; set a limit at the server, if it has one"
        self._tell("token limit", "no", "; ".join(refused), advice)

    def _check_parameter(self, name: str, value: int) -> None:
        reply = self._ask("Say hello in one word.", {name: value})
        if reply.completion:
            self._tell(f"{name} {value}", "ok", "accepted")
        elif name == "temperature":
            self._keep(temperature=False)
            advice = "it is left out; answers then differ more from run to run"
            self._tell(f"{name} {value}", "no", fault_in(reply), advice)
        else:
            self._tell(f"{name} {value}", "no", fault_in(reply), f"leave {name} unset")

    def _check_structured_output(self) -> bool:
        question = "Is Damascus the capital of Syria, and how many letters has its English name?"
        for mode in OUTPUT_MODES:
            self._keep(structured_output=mode)
            reply = self._ask_for(_Facts, "Answer the question.", question)
            fault = why_unstructured(reply, _Facts, enforced=mode != "prompt")
            if not fault:
                wrapping = wrapping_of(reply.text)
                self._keep(wrapping=wrapping)
                around = "" if wrapping == "none" else f"; {wrapping} around it is taken off"
                self._tell("structured output", "ok", mode + around)
                return True
            self._tell("structured output", "no", f"{mode}: {fault}")
        self._tell("structured output", "no", "none works", "take another model or server")
        return False

    def _check_arabic(self) -> None:
        reply = self._ask_for(_Copy, "Copy the sentence, character by character.", SENTENCE)
        said, advice = fault_in(reply), "quotes in Arabic will often be refused; try another model"
        if reply.completion:
            try:
                copy = parse_answer(reply.completion, _Copy).sentence
            except AnswerError as error:
                self._tell("Arabic", "no", str(error), advice)
                return
            if _same(copy, SENTENCE):
                self._tell("Arabic", "ok", "came back as it was")
                return
            if fold(copy).text == fold(SENTENCE).text:
                self._tell("Arabic", "ok", "marks or digits changed, which quotes survive")
                return
            said = f"changed {SENTENCE!r} to {copy[:80]!r}"
        self._tell("Arabic", "no", said, advice)

    def _ask(self, question: str, more: dict[str, Any] | None = None) -> Reply:
        messages = [{"role": "user", "content": question}]
        body: dict[str, Any] = {"model": self.model, "messages": messages}
        if self._can.answer_tokens:
            body[self._can.limit_parameter] = self._can.answer_tokens
        return self.probe.ask({**body, **(more or {})})

    def _ask_for(self, answer: type[BaseModel], task: str, question: str) -> Reply:
        messages = [{"role": "system", "content": task}, {"role": "user", "content": question}]
        body = {"model": self.model, "messages": messages}
        return self.probe.ask(shape_request(body, "answer", answer.model_json_schema(), self._can))

    def _keep(self, **found: Any) -> Capabilities:
        self._can = replace(self._can, **found)
        return self._can

    def _tell(self, name: str, verdict: Verdict, said: str, advice: str = "") -> None:
        self.note(Check(name, verdict, said, advice))


_ANY_ADVICE = "see the server's own log"
_ADVICE = {
    None: "raise --timeout, or see the server's own log",
    200: "this is no chat completion; check --base-url (it usually ends in /v1)",
    402: "the account has no money left",
    404: "check --model and --base-url (it usually ends in /v1)",
    429: "the endpoint is busy or the quota used up; wait, or use another",
}


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one.strip()) == unicodedata.normalize("NFC", other)
