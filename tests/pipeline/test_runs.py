"""Where a run takes its answers from, and what is left of one that fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.errors import AnswerError, CassetteError, EndpointError, InputError
from checker.intake.case import Case
from checker.intake.pages import read_case
from checker.model.capabilities import Capabilities
from checker.pipeline.options import Options
from checker.pipeline.runs import Outcome, Settings, open_case, run_case
from checker.pipeline.stages import run_checks
from tests.conftest import ScriptedLLM
from tests.support.endpoint import Body, Reply, completion, failure, serving
from tests.support.small_case import ANSWERS, CALLS, Said, answering, name_of, write_pages

KEY = "sk-a-key-that-nobody-may-see"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return read_case([write_pages(tmp_path / "pages")])


def run(case: Case, tmp_path: Path, script: Callable[[Body], Reply]) -> tuple[Outcome, list[str]]:
    """Run a case; the outcome, and the names of the requests made."""
    with serving(script) as endpoint:
        settings = Settings("m", endpoint.url, KEY, cache=tmp_path / "answers.sqlite3")
        outcome = run_case(case, settings)
        return outcome, [name_of(body) for body in endpoint.bodies]


def test_a_whole_run(case: Case, tmp_path: Path) -> None:
    outcome, asked = run(case, tmp_path, answering())
    assert outcome.failure is None
    assert Counter(asked) == CALLS
    report = outcome.report
    assert report.problems == ()
    assert report.case == "pages"
    assert [claim.stance for claim in report.claims] == ["asserts", "denies"]
    [finding] = report.findings
    assert (finding.relation, finding.type) == ("attributed_conflict", "denial")
    assert finding.conflicts[0].verified
    assert (report.run.model, report.run.answered) == ("m", "2025-07-26T03:20:00+00:00")
    used = report.run.usage["extract_claims"]
    assert (used.calls, used.prompt_tokens, used.answer_tokens) == (2, 22, 10)


def test_the_second_run_asks_nothing_and_reports_the_same(case: Case, tmp_path: Path) -> None:
    first, _ = run(case, tmp_path, answering())
    with serving(answering()) as endpoint:
        settings = Settings("m", endpoint.url, KEY, cache=tmp_path / "answers.sqlite3")
        run_case(case, settings)
        asked = len(endpoint.bodies)
        second = run_case(case, settings)
        assert asked == len(endpoint.bodies) == sum(CALLS.values())
    assert first.report == second.report


def test_the_stages_ask_a_scripted_model_the_same(case: Case) -> None:
    llm = ScriptedLLM(ANSWERS)
    trail = run_checks(llm, case.pages, Options(workers=1))
    assert Counter(name for name, _ in llm.history) == CALLS
    assert len(trail.findings) == 1
    assert trail.flips == 0


def test_a_recording_is_replayed_without_endpoint_key_or_model(case: Case, tmp_path: Path) -> None:
    tape = tmp_path / "cassette.yaml"
    with serving(answering()) as endpoint:
        recorded = run_case(case, Settings("m", endpoint.url, KEY, record=tape))
    assert run_case(case, Settings("m", replay=tape)).report == recorded.report
    own = case.model_copy(update={"model": "m", "cassette": tape})
    assert run_case(own, Settings()).report == recorded.report
    with pytest.raises(CassetteError, match="with the model 'm', not 'n'"):
        run_case(own, Settings("n", replay=tape))


def test_a_recording_is_replayed_as_its_endpoint_was_asked(case: Case, tmp_path: Path) -> None:
    tape = tmp_path / "cassette.yaml"
    can = Capabilities("json_object", temperature=False, answer_tokens=9_000, seed=3)
    with serving(answering()) as endpoint:
        recorded = run_case(case, Settings("m", endpoint.url, KEY, record=tape, can=can))
    assert recorded.report.claims
    assert {tuple(sorted(body)) for body in endpoint.bodies} == {
        ("max_completion_tokens", "messages", "model", "response_format", "seed")
    }
    for other in (Capabilities(), Capabilities("prompt")):
        settings = Settings("m", replay=tape, can=other)
        assert run_case(case, settings).report == recorded.report
    with pytest.raises(CassetteError, match="with the model 'm', not 'n'"):
        run_case(case, Settings("n", replay=tape))


def test_a_case_with_a_recording_can_be_asked_anew(case: Case, tmp_path: Path) -> None:
    own = case.model_copy(update={"model": "m", "cassette": tmp_path / "none.yaml"})
    with pytest.raises(InputError, match=r"no key for https://api\.openai\.com/v1"):
        run_case(own, Settings(cache=tmp_path / "answers.sqlite3"))
    own.cassette.write_text("interactions: []", encoding="utf-8") if own.cassette else None
    with pytest.raises(CassetteError):
        run_case(own, Settings())
    with serving(answering()) as endpoint:
        settings = Settings(base_url=endpoint.url, cache=tmp_path / "answers.sqlite3")
        assert run_case(own, settings).failure is None
        assert endpoint.bodies[0]["model"] == "m"


def test_no_model(case: Case) -> None:
    with pytest.raises(InputError, match="no model was named; use --model NAME"):
        run_case(case, Settings(base_url="http://127.0.0.1:1/v1"))


def test_a_part_without_a_usable_answer_costs_only_itself(case: Case, tmp_path: Path) -> None:
    def extract(about: Said) -> Reply:
        said = ANSWERS["extract_claims"](about)
        cut = said["claims"][0]["stance"] == "denies"
        return completion(said, finish_reason="length" if cut else "stop")

    outcome, _ = run(case, tmp_path, answering(extract_claims=extract))
    assert outcome.unusable == 1
    assert isinstance(outcome.failure, AnswerError)
    assert "1 answer could not be used" in str(outcome.failure)
    assert len(outcome.report.claims) == 1
    [problem] = outcome.report.problems
    assert "two.txt" in problem.subject
    assert "cut off" in problem.reason


@pytest.mark.parametrize(
    ("name", "claims", "topics", "findings"),
    [("sort_events", 2, 1, 1), ("compare_claims", 2, 1, 0), ("verify_conflict", 2, 1, 1)],
)
def test_an_unusable_answer_of_a_later_stage(
    case: Case, tmp_path: Path, name: str, claims: int, topics: int, findings: int
) -> None:
    outcome, _ = run(case, tmp_path, answering(**{name: lambda about: completion("I think so.")}))
    report = outcome.report
    assert (len(report.claims), len(report.topics), len(report.findings)) == (
        claims,
        topics,
        findings,
    )
    assert outcome.unusable == 1
    assert "is not JSON" in report.model_dump_json()


def test_an_endpoint_that_fails_half_way_leaves_what_was_answered(
    case: Case, tmp_path: Path
) -> None:
    no_more = answering(compare_claims=lambda about: failure(401, "the key has expired"))
    outcome, asked = run(case, tmp_path, no_more)
    assert isinstance(outcome.failure, EndpointError)
    assert "refused the key: the key has expired" in str(outcome.failure)
    assert len(outcome.report.claims) == 2
    assert len(outcome.report.topics) == 1
    assert [problem.subject for problem in outcome.report.problems] == ["endpoint"]
    assert asked.count("verify_conflict") == 0
    again, asked = run(case, tmp_path, answering())
    assert again.failure is None


def test_a_failed_run_goes_on_where_it_stopped(case: Case, tmp_path: Path) -> None:
    replies = {"compare_claims": failure(401, "no")}
    script = answering()
    with serving(lambda body: replies.get(name_of(body)) or script(body)) as endpoint:
        settings = Settings("m", endpoint.url, KEY, cache=tmp_path / "answers.sqlite3")
        assert run_case(case, settings).stopped
        before = len(endpoint.bodies)
        replies.clear()
        assert run_case(case, settings).failure is None
        assert [name_of(body) for body in endpoint.bodies[before:]] == [
            "compare_claims",
            "check_evidence",
            "verify_conflict",
        ]


def test_a_failed_recording_keeps_what_it_did_not_reach(case: Case, tmp_path: Path) -> None:
    tape = tmp_path / "cassette.yaml"
    with serving(answering()) as endpoint:
        run_case(case, Settings("m", endpoint.url, KEY, record=tape))
    more = read_case([write_pages(tmp_path / "pages", {"three.txt": "قالت قطر شيئا."})])
    with serving(lambda body: failure(401, "no")) as endpoint:
        assert run_case(more, Settings("m", endpoint.url, KEY, record=tape)).stopped
    assert run_case(case, Settings("m", replay=tape)).failure is None


def test_a_packaged_case_is_found_by_name_unless_such_a_path_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(open_case(["israel-syria-talks"]).pages) == 5
    write_pages(tmp_path / "israel-syria-talks")
    assert len(open_case(["israel-syria-talks"]).pages) == 2
    with pytest.raises(InputError, match="'israel-syria-talk' does not exist"):
        open_case(["israel-syria-talk"])


def test_settings_do_not_show_the_key() -> None:
    assert KEY not in repr(Settings(key=KEY))
