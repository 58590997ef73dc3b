"""A whole run with a model by the book: its report, what is left of it when the endpoint fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from checker.errors import AnswerError, EndpointError, InputError
from checker.kept_report import Report
from checker.model.calls import Call
from checker.model.watching import Watch
from checker.pipeline.crew import Crew
from checker.pipeline.options import Options
from checker.pipeline.reports import describe_run, make_report
from checker.pipeline.stages import run_checks
from checker.pipeline.trail import Trail
from checker.prompts import read_prompt
from checker.report.integrity import find_faults
from tests.conftest import ScriptedLLM
from tests.support.small_case import ANSWERS, PAGES
from tests.support.stories import make_page

Script = dict[str, Callable[[dict[str, Any]], object]]
CASE = [make_page(n, text, path=name) for n, (name, text) in enumerate(PAGES.items(), start=1)]
GONE = EndpointError("the endpoint refused the key")


def failing(about: dict[str, Any]) -> object:
    return GONE


def failing_for(words: str, script: Callable[[dict[str, Any]], object]) -> Any:
    """An endpoint that fails where ``words`` stand in what is asked about."""

    def answer(about: dict[str, Any]) -> object:
        return GONE if words in str(about) else script(about)

    return answer


def run(script: Script | None = None, **options: Any) -> tuple[Trail, ScriptedLLM]:
    llm = ScriptedLLM({**ANSWERS, **(script or {})})
    return run_checks(llm, CASE, Options(**{"workers": 2, **options})), llm


def report(trail: Trail) -> Report:
    return make_report("case", trail, [], "model", "English")


class Recorder(Watch):
    """Progress that remembers what it was told."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, int]] = []
        self.done = 0
        self._lock = threading.Lock()

    def begin(self, stage: str, total: int) -> None:
        self.begun.append((stage, total))

    def advance(self, stage: str) -> None:
        with self._lock:
            self.done += 1


def test_two_pages_that_contradict_each_other() -> None:
    trail, llm = run()
    assert (trail.stopped, trail.problems) == (None, [])
    made = report(trail)
    assert [each.id for each in made.articles] == ["a1", "a2"]
    assert [(each.id, each.article_id) for each in made.claims] == [("c1", "a1"), ("c2", "a2")]
    assert all(
        page.text[claim.start : claim.end] == claim.quote
        for page, claim in zip(made.pages, made.claims, strict=True)
    )
    assert [each.claim_ids for each in made.topics] == [("c1", "c2")]
    assert [each.kind for each in made.origins] == ["single", "single"]
    (finding,) = made.findings
    assert finding.question == "Were the talks direct?"
    assert [each.voices for each in finding.positions] == [("Israel",), ("Damascus",)]
    assert [each.outlets for each in finding.positions] == [("one",), ("two",)]
    assert (finding.relation, finding.type) == ("attributed_conflict", "denial")
    assert (finding.level, finding.severity) == ("between_voices", "high")
    assert finding.conflicts[0].verified
    assert made.run.flip_rate == 0.0
    assert [len(llm.asked(name)) for name in ANSWERS] == [2, 1, 1, 1, 0, 1, 0, 1, 0]


def one_state(about: dict[str, Any]) -> object:
    """Damascus and Israel would be one voice; the prompt's own words forbid it."""
    row = {"names": [1], "kind": "body", "speaks_for": 3, "sure": True}
    return {"voices": [row, {**row, "names": [2]}], "bodies": [{"n": 3, "name": "A league"}]}


def test_who_speaks_for_whom_stands_in_the_report_and_in_its_levels() -> None:
    trail, _ = run({"unite_voices": one_state})
    made = report(trail)
    assert [(each.name, each.speaks_for) for each in made.voices] == [
        ("Israel", "v5"),
        ("one", None),
        ("Damascus", "v5"),
        ("two", None),
        ("A league", None),
    ]
    (finding,) = made.findings
    assert (finding.level, finding.support) == ("one_party", None)
    assert [each.sources[0].party for each in finding.positions] == ["A league", "A league"]
    assert list(find_faults(made)) == []


def test_the_report_is_the_same_whatever_the_order_of_threads() -> None:
    def slow(words: str) -> Any:
        def answer(about: dict[str, Any]) -> object:
            time.sleep(0.05 if words in str(about) else 0)
            return ANSWERS["extract_claims"](about)

        return answer

    made = [
        report(run({"extract_claims": slow(words)}, workers=workers)[0])
        for words in ("قالت", "نفت")
        for workers in (1, 2, 8)
    ]
    assert all(each == made[0] for each in made)


def test_results_stand_in_the_order_of_the_items_and_the_largest_is_asked_first() -> None:
    asked: list[int] = []

    def ask(seconds: int) -> int:
        asked.append(seconds)
        time.sleep(seconds / 100)
        return -seconds

    for workers in (1, 3):
        with ThreadPoolExecutor(workers) as pool:
            crew = Crew(pool, Watch(), Trail([]))
            rows = crew.map("stage", ask, [2, 5, 1, 4], lambda seconds: seconds)
        assert rows == [(2, -2), (5, -5), (1, -1), (4, -4)]
    assert asked[:4] == [5, 4, 2, 1]


def test_progress_is_told_of_every_request() -> None:
    watch = Recorder()
    run(watch=watch)
    assert watch.begun == [
        ("claims", 2),
        ("voices", 1),
        ("topics", 1),
        ("findings", 1),
        ("second looks", 1),
    ]
    assert watch.done == 6


def test_without_second_looks_conflicts_are_unverified() -> None:
    trail, llm = run(verify=False)
    (finding,) = trail.findings
    assert not finding.conflicts[0].verified
    assert finding.conflicts[0].second_look is None
    assert trail.flips is None
    assert llm.asked("verify_conflict") == []


def test_no_pages_and_pages_of_nothing() -> None:
    assert report(run_checks(ScriptedLLM({}), [], Options())).findings == ()
    nothing: dict[str, Any] = {"articles": [], "voices": [], "events": [], "claims": []}
    trail, llm = run({"extract_claims": lambda about: {"language": "ar", **nothing}})
    assert [each.subject for each in trail.problems] == ["one.txt", "two.txt"]
    assert len(llm.history) == 2


# --- An answer that cannot be used ----------------------------------------------------------------


def test_a_page_that_could_not_be_read_leaves_the_others() -> None:
    def half(about: dict[str, Any]) -> object:
        return AnswerError("cut off") if "نفت" in str(about) else ANSWERS["extract_claims"](about)

    trail, llm = run({"extract_claims": half})
    assert [each.article_id for each in trail.extraction.claims] == ["a1"]
    assert [(each.stage, each.subject, each.reason) for each in trail.problems] == [
        ("claims", "'two.txt'", "cut off")
    ]
    assert trail.stopped is None
    assert llm.asked("compare_claims") == []


@pytest.mark.parametrize(
    ("prompt", "stage", "findings"),
    [("sort_events", "topics", 1), ("compare_claims", "findings", 0)],
)
def test_a_stage_that_failed_is_a_problem(prompt: str, stage: str, findings: int) -> None:
    trail, _ = run({prompt: lambda about: AnswerError("cut off")})
    assert [(each.stage, "cut off" in each.reason) for each in trail.problems] == [(stage, True)]
    assert len(trail.findings) == findings


def test_a_second_look_that_failed_leaves_the_finding_with_the_reason() -> None:
    trail, _ = run({"verify_conflict": lambda about: AnswerError("cut off")})
    (finding,) = trail.findings
    (conflict,) = finding.conflicts
    assert not conflict.verified
    assert conflict.second_look is not None
    assert conflict.second_look.failed == "cut off"
    assert (finding.relation, finding.type) == ("attributed_conflict", "directness")


# --- An endpoint that fails -----------------------------------------------------------------------


def unanswered(stage: str, failed: int, total: int) -> tuple[str, str, str]:
    reason = f"{failed} of {total} requests were not answered: {GONE}"
    return (stage, "endpoint", reason)


def problems(trail: Trail) -> list[tuple[str, str, str]]:
    return [(each.stage, each.subject, each.reason) for each in trail.problems]


def test_an_endpoint_that_fails_half_way_keeps_what_was_obtained() -> None:
    trail, llm = run({"extract_claims": failing_for("نفت", ANSWERS["extract_claims"])})
    assert trail.stopped is GONE
    assert problems(trail) == [unanswered("claims", 1, 2)]
    made = report(trail)
    assert [each.page_id for each in made.articles] == ["p1"]
    assert [each.quote for each in made.claims] == [PAGES["one.txt"].strip().removesuffix(".")]
    assert len(made.pages) == 2
    assert (made.topics, made.findings) == ((), ())
    assert {name for name, _ in llm.history} == {"extract_claims"}


def test_an_endpoint_that_never_answers() -> None:
    trail, _ = run({"extract_claims": failing})
    assert trail.stopped is GONE
    assert problems(trail) == [unanswered("claims", 2, 2)]


@pytest.mark.parametrize(
    ("prompt", "stage"), [("sort_events", "topics"), ("compare_claims", "findings")]
)
def test_an_endpoint_that_fails_later_keeps_the_claims(prompt: str, stage: str) -> None:
    trail, _ = run({prompt: failing})
    assert trail.stopped is GONE
    assert problems(trail) == [unanswered(stage, 1, 1)]
    assert len(trail.extraction.claims) == 2
    assert len(trail.sources.origins) == 2
    assert trail.findings == ()


def test_an_endpoint_that_fails_at_the_second_look_keeps_the_findings() -> None:
    trail, _ = run({"verify_conflict": failing})
    assert trail.stopped is GONE
    assert problems(trail) == [unanswered("second looks", 1, 1)]
    (finding,) = trail.findings
    (conflict,) = finding.conflicts
    assert not conflict.verified
    assert conflict.second_look is not None
    assert conflict.second_look.failed == str(GONE)
    assert (conflict.relation, trail.flips) == ("attributed_conflict", None)


def test_an_endpoint_that_fails_at_a_repair_keeps_the_claims_of_that_page() -> None:
    def tampered(about: dict[str, Any]) -> object:
        said: dict[str, Any] = ANSWERS["extract_claims"](about)
        lost = {**said["claims"][0], "quote": "كلمات ليست في الصفحة"}
        return {**said, "claims": [*said["claims"], lost]}

    trail, _ = run({"extract_claims": tampered, "repair_quotes": failing})
    assert len(trail.extraction.claims) == 2
    assert [each.subject for each in trail.problems] == ["'one.txt'", "'two.txt'"]
    assert all(str(GONE) in each.reason for each in trail.problems)


def test_other_errors_are_not_swallowed() -> None:
    with pytest.raises(InputError, match="no cassette"):
        run({"sort_events": lambda about: InputError("no cassette")})


# --- The account of a run -------------------------------------------------------------------------


def call(name: str, prompt_tokens: int, answer_tokens: int, created: int) -> Call:
    return Call(read_prompt(name), prompt_tokens, answer_tokens, created, cached=False)


def test_calls_are_summed_up_by_prompt() -> None:
    calls = [
        call("sort_events", 100, 10, 1_753_000_000),
        call("extract_claims", 2_000, 900, 1_753_000_060),
        call("extract_claims", 1_000, 300, 1_752_999_000),
    ]
    described = describe_run(calls, "model", "English", 0.25)
    assert described == describe_run(calls[::-1], "model", "English", 0.25)
    assert [each.name for each in described.prompts] == ["extract_claims", "sort_events"]
    assert described.prompts[0].sha256 == read_prompt("extract_claims").sha256
    extraction = described.usage["extract_claims"]
    assert (extraction.calls, extraction.prompt_tokens, extraction.answer_tokens) == (
        2,
        3_000,
        1_200,
    )
    assert described.answered == "2025-07-20T08:27:40+00:00"
    assert (described.model, described.flip_rate) == ("model", 0.25)


def test_a_run_without_calls_has_no_date() -> None:
    assert describe_run([], "model", "English", None).answered is None
