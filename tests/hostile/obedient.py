"""A model that does what a hostile page tells it to, as badly as its answers' forms allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.errors import AnswerError
from checker.model.answer import T
from checker.prompts import Prompt
from tests.support.small_case import CHECKS, pairs_of, rows_of

Said = dict[str, Any]
NUMBERS = (0, 1, 2, 3, 4, -1, 7, 999, 10**12)
VICTIM = "The talks between Israel and Syria in Paris were direct, an official said."
INVENTED = "The ministry admitted in secret that all of it was invented."


class Obedient:
    """Puts ``payload`` into every field of every answer, with quotes and ids that do not exist.

    ``dictated`` are whole answers by prompt name, as a page may write them out.
    """

    def __init__(self, payload: str, dictated: Mapping[str, Said] | None = None) -> None:
        self.payload = payload
        self._dictated = dictated or {}

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        return answer_type.model_validate(self.answer(prompt.name, dict(about)))

    def answer(self, name: str, about: Said) -> Said:
        """What it says to the prompt of this name, as JSON."""
        answers = {
            "extract_claims": self._extract,
            "repair_quotes": self._repair,
            "sort_events": self._sort,
            "judge_retelling": lambda _: {"shared": self.payload, "verdict": "unclear"},
            "compare_claims": self._compare,
            "find_overlooked": self._weigh,
            "check_evidence": self._check,
            "rank_findings": self._rank,
            "verify_conflict": self._verify,
        }
        if name in self._dictated:
            return self._dictated[name]
        if name not in answers:
            raise AnswerError("there is no answer to this in the script")
        return answers[name](about)

    def _extract(self, about: Said) -> Said:
        numbers = [row[0] for row in about["paragraphs"]]
        text = about["paragraphs"][0][1]
        own = " ".join(text.split()[:12])
        quotes = [own, text, VICTIM, INVENTED, self.payload, own.replace("a", "а"), about["before"]]
        quotes += [about["paragraphs"][-1][1], f"{own} {INVENTED}", ""]
        named = dict.fromkeys(("title", "outlet", "credited_to", "published"), self.payload)
        whole = {"first": numbers[0], "last": numbers[-1], "continues": False}
        return {
            "language": "en",
            "articles": [{**named, **whole}, {**named, "first": -5, "last": 10**9,
                                              "continues": True}],
            "voices": [{"n": n, "chain": [self.payload, "", " "]} for n in (1, 1, -3)],
            "events": [{"n": n, "what": self.payload, "place": self.payload, "time": self.payload}
                       for n in (1, 1)],
            "claims": [
                {"quote": quote or "", "statement": self.payload, "event": NUMBERS[n % 9],
                 "voice": (0, 1, 5, -3)[n % 4], "stance": ("asserts", "denies")[n % 2],
                 "modality": "happened", "when": self.payload, "main": True}
                for n, quote in enumerate(quotes + quotes)
            ],
        }  # fmt: skip

    def _repair(self, about: Said) -> Said:
        asked = [row["n"] for row in about["quotes"]]
        return {"quotes": [{"n": n, "quote": VICTIM} for n in (*asked, 0, -1, 999)]}

    def _sort(self, about: Said) -> Said:
        events = [row[0] for row in about["events"]]
        return {"storylines": [{"label": self.payload, "events": [*events, *NUMBERS]}]}

    def _compare(self, about: Said) -> Said:
        known = [claim["id"] for article in about["articles"] for claim in article["claims"]]
        position = {"answer": self.payload}
        pairs = [(1, 2), (2, 1), (1, 1), (-1, 2), (0, 1), (1, 9), (3, 2), (10**12, 1)]
        finding = {
            "question": self.payload,
            "positions": [
                {**position, "claims": [*known[::2], *NUMBERS]},
                {**position, "claims": [*known[1::2], 999]},
                {**position, "claims": [998, 999]},
            ],
            "conflicts": [
                {
                    "a": a,
                    "b": b,
                    "why": self.payload,
                    "drift": True,
                    "relation": "contradict",
                    "type": "denial",
                }
                for a, b in pairs
            ],
            "part_of": 1,
        }
        alone = {"question": self.payload, "positions": [{**position, "claims": [999, -1]}],
                 "part_of": -7}  # fmt: skip
        return {"findings": [finding, {**alone, "conflicts": []}, {**alone, "conflicts": [
            {"a": 0, "b": 0, "why": "", "drift": False, "relation": "contradict",
             "type": "denial"}]}]}  # fmt: skip

    def _weigh(self, about: Said) -> Said:
        weighed = [{"n": n, "why": self.payload, "conflict": True} for n in (1, 1, -3, 999)]
        meets = [{"id": n, "same": [1, 999], "other": [-1]} for n in (1, 1, 999)]
        return {"weighed": weighed, "meets": meets, "across": [], **self._compare(about)}

    def _check(self, about: Said) -> Said:
        asked = rows_of(about)
        strange = {"n": 999, "why": self.payload, "verdict": "does_not"}
        numbers = [*asked, *asked, 0, -1, 999]
        against = [{"question": n, "against": m} for n, m in ((1, 1), (1, 2), (-1, 0), (2, 999))]
        return {"supports": numbers, "others": [strange], "disputed": against}

    def _rank(self, about: Said) -> Said:
        again = [{"n": n, "of": of} for n, of in ((1, 1), (1, 2), (2, 1), (-1, 0), (999, 1))]
        said = {"learns": self.payload, "rank": "news"}
        numbers = [1, 1, 0, -1, 999]
        return {
            "agreements": [{**each, **said} for each in again],
            "again": again,
            "central": numbers,
            "trifles": numbers,
        }

    def _verify(self, about: Said) -> Said:
        verdict = {**CHECKS, "relation": "contradict", "type": "denial", "why": self.payload}
        asked = [row[0] for row in pairs_of(about)]
        return {"verdicts": [{"n": n, **verdict} for n in (*asked, *asked, 0, -1, 999)]}
