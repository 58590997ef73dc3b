"""A whole run against an endpoint with every fault mixed, held against a run without faults."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.data import Page
from checker.kept_report import Report
from checker.model.cache import AnswerCache
from checker.model.calls import Endpoint, request_key
from checker.model.llm import EndpointLLM
from checker.model.pacing import Pace
from checker.pipeline.options import Options
from checker.pipeline.reports import make_report
from checker.pipeline.stages import run_checks
from checker.report.contract import render_json
from tests.support.endpoint import Body, LocalEndpoint, Reply, completion, failure, page, serving
from tests.support.small_case import ANSWERS, Said, name_of
from tests.support.stories import make_page

PAGES, CITIES = 50, 10
NAMES = ("حلب", "حمص", "درعا", "دمشق", "إدلب", "بغداد", "عمان", "بيروت", "القاهرة", "الدوحة")
TIMEOUT_S = 0.7
Case = list[Page]


def own_words(n: int) -> str:
    """Words that no other page has, lest it be taken for a reprint."""
    letters = random.Random(n)
    return " ".join(
        "".join(letters.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=5)) for _ in range(40)
    )


def make_case() -> Case:
    """Fifty pages about ten cities; two of each five deny what the other three say."""
    pages = []
    for n in range(PAGES):
        city, voice = NAMES[n % CITIES], f"المصدر {n}"
        denied = n // CITIES in {1, 3}
        told = f"{'نفى' if denied else 'أكد'} {voice} أن المحادثات في {city} كانت مباشرة"
        text = f"{told} {own_words(n)}."
        pages.append(make_page(n + 1, text, path=f"{n:02}.txt"))
    return pages


def extract(about: Said) -> Said:
    [[number, text]] = about["paragraphs"]
    said = ANSWERS["extract_claims"]({"paragraphs": [[number, text]]})
    words = text.removesuffix(".").split()
    denied = text.startswith("نفى")
    city, speaker = words[6], words[2]
    claim = {
        **said["claims"][0],
        "statement": f"The talks in {city} were {'not ' if denied else ''}direct, says {speaker}.",
        "stance": "denies" if denied else "asserts",
    }
    event = {"n": 1, "what": f"talks in {city}", "place": city, "time": None}
    voices = [{"n": 1, "chain": [f"source {speaker}"]}]
    return {**said, "voices": voices, "events": [event], "claims": [claim]}


def sort_events(about: Said) -> Said:
    lines: dict[str, list[int]] = {}
    for row in about["events"]:
        lines.setdefault(row[1], []).append(row[0])
    return {"storylines": [{"label": label, "events": ids} for label, ids in lines.items()]}


def compare(about: Said) -> Said:
    """A finding for each city."""
    told: dict[str, list[Said]] = {}
    labels = dict(about["events"])
    for article in about["articles"]:
        for claim in article["claims"]:
            told.setdefault(labels[claim["event"]], []).append(claim)
    return {"findings": [compare_city(label, claims) for label, claims in told.items()]}


def compare_city(label: str, claims: list[Said]) -> Said:
    sides: dict[bool, list[int]] = {True: [], False: []}
    for claim in claims:
        sides["stance" in claim].append(claim["id"])
    positions = [
        {"answer": answer, "claims": ids}
        for answer, ids in (("Yes", sides[False]), ("No", sides[True]))
        if ids
    ]
    pair = {"a": 1, "b": 2, "why": "Denied.", "relation": "contradict", "type": "denial"}
    conflicts = [{**pair, "drift": False}] if len(positions) == 2 else []
    finding = {"question": f"{label}: direct?", "positions": positions, "conflicts": conflicts}
    return {**finding, "part_of": None}


SCRIPT = {
    **ANSWERS,
    "extract_claims": extract,
    "sort_events": sort_events,
    "compare_claims": compare,
}


def good_reply(body: Body) -> Reply:
    about = json.loads(body["messages"][1]["content"])
    return completion(SCRIPT[name_of(body)](about))


class Faulty:
    """A script with faults by the seed, the request and how often it was made before."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.faults: Counter[str] = Counter()
        self.usable: Counter[str] = Counter()
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, body: Body) -> Reply:
        key = request_key(body)
        with self._lock:
            self._times[key] += 1
            drawn = random.Random(f"{self.seed} {key} {self._times[key]}").random()
            fault = self._fault(drawn)
            self.faults[fault or "none"] += 1
            self.usable[key] += fault is None
        good = good_reply(body)
        replies = {
            "429": failure(429, "slow down", retry_after="2"),
            "500": failure(500, "oops"),
            "unparseable": completion("Here are the claims you asked for:"),
            "dropped": replace(good, cut=-1),
            "short": replace(good, cut=40),
            "html": page("<html>Bad gateway</html>"),
            "hanging": replace(good, delay_s=TIMEOUT_S + 0.5),
        }
        return replies[fault] if fault else good

    def _fault(self, drawn: float) -> str | None:
        shares = {"429": 0.1, "500": 0.05, "unparseable": 0.03, "dropped": 0.01, "short": 0.01}
        edge = 0.0
        for name, share in {**shares, "hanging": 0.01}.items():
            edge += share
            if drawn < edge:
                return name
        return None


def run(endpoint: LocalEndpoint, cache: AnswerCache | None = None) -> tuple[Report, EndpointLLM]:
    settings = Endpoint("m", endpoint.url, "key", timeout_s=TIMEOUT_S, workers=8)
    llm = EndpointLLM(settings, cache=cache, pace=Pace(lambda seconds: None))
    trail = run_checks(llm, make_case(), Options(workers=8))
    llm.close()
    return make_report("case", trail, llm.account.answered(), "m", "English"), llm


@pytest.fixture(scope="module")
def clean() -> Report:
    with serving(good_reply) as endpoint:
        report, llm = run(endpoint)
    assert not llm.account.retries
    assert len(report.claims) == PAGES
    assert len(report.findings) >= CITIES
    assert report.problems == ()
    return report


@pytest.mark.parametrize("seed", range(5))
def test_faults_of_every_kind_cost_no_claim_and_no_second_answer(
    seed: int, clean: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script, cache = Faulty(seed), AnswerCache(tmp_path / "answers.sqlite3")
    with serving(script) as endpoint:
        report, llm = run(endpoint, cache)
    cache.close()
    assert len(report.claims) == PAGES
    assert render_json(report) == render_json(clean)
    assert set(script.usable.values()) == {1}
    assert llm.account.unusable == 0
    assert script.faults["429"] > 0
    with capsys.disabled():
        counts = ", ".join(f"{name} {count}" for name, count in sorted(script.faults.items()))
        sys.stdout.write(f"\nseed {seed}: {sum(script.faults.values())} requests: {counts} ")


def after_two_good(reply: Reply) -> Any:
    """The reply to one page of the fifty, always; the first two requests are answered well."""
    lock, count = threading.Lock(), Counter[str]()

    def script(body: Body) -> Reply:
        with lock:
            count["asked"] += 1
            early = count["asked"] <= 2
        asked = name_of(body) == "extract_claims" and "المصدر 7 " in body["messages"][1]["content"]
        return reply if asked and not early else good_reply(body)

    return script


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (page("<html>Bad gateway</html>"), "not with a chat completion"),
        (Reply(200, completion("x").content[:60]), "not with a chat completion"),
        (replace(completion("x"), delay_s=TIMEOUT_S + 0.3), "no answer within"),
        (completion(""), "is empty"),
        (completion("", message={"refusal": "No."}), "refused"),
    ],
    ids=["html", "short body", "silence", "empty", "refused"],
)
def test_one_page_that_never_gets_an_answer_is_one_problem(reply: Reply, words: str) -> None:
    with serving(after_two_good(reply)) as endpoint:
        report, llm = run(endpoint)
    assert len(report.claims) == PAGES - 1
    [problem] = report.problems
    assert "07.txt" in problem.subject
    assert words in problem.reason
    assert llm.account.unusable == 1


def test_a_busy_endpoint_is_left_alone_by_everybody() -> None:
    """While one worker was told to wait, no other sends a request."""
    came: list[float] = []
    pauses: list[tuple[float, float]] = []
    lock = threading.Lock()

    class Noted(Pace):
        def hold(self, seconds: float) -> None:
            began = time.monotonic()
            super().hold(seconds)
            pauses.append((time.monotonic(), began + seconds))

    def script(body: Body) -> Reply:
        with lock:
            came.append(time.monotonic())
            if len(came) == 12:
                return failure(429, "slow down", retry_after="1")
        return good_reply(body)

    with serving(script) as endpoint:
        settings = Endpoint("m", endpoint.url, "key", workers=4)
        llm = EndpointLLM(settings, pace=Noted())
        run_checks(llm, make_case()[:25], Options(workers=4))
        llm.close()
    [(begun, ended)] = pauses
    within = [moment for moment in came if begun < moment < ended]
    # Each of the other workers had asked whether there is a pause at most once before it began.
    assert len(within) <= 3, "only requests that were on their way come in the pause"
    assert len(came) > 24
    assert llm.account.retries == {"RateLimitError": 1}
