"""The sample case, replayed whole: the report it gives, scored by the labelled file."""

from __future__ import annotations

import json
import shutil
import socket
from itertools import combinations
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.kept_report import Report
from checker.pipeline.runs import Settings, open_case, run_case
from checker.report.contract import load_report, render_json, report_schema
from checker.scoring.expectations import Score, score_report
from checker.scoring.labels import read_expectations

CASE = Path(__file__).parent.parent / "fixtures" / "israel-syria-talks"
EXPECTED = read_expectations(CASE / "expected.toml")


@pytest.fixture(scope="module")
def replayed() -> Report:
    return run_case(open_case([str(CASE)]), Settings()).report


@pytest.fixture(scope="module")
def scores(replayed: Report) -> dict[tuple[str, str], Score]:
    return {(score.group, score.name): score for score in score_report(replayed, EXPECTED)}


def test_the_replay_gives_the_kept_report_to_the_byte(replayed: Report) -> None:
    assert render_json(replayed) == (CASE / "report.json").read_text(encoding="utf-8")


def test_nothing_is_sent_over_a_network(monkeypatch: pytest.MonkeyPatch, replayed: Report) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert run_case(open_case([str(CASE)]), Settings()).report == replayed


def test_every_expectation_is_scored(scores: dict[tuple[str, str], Score]) -> None:
    kinds = ("conflict", "agreement", "apart", "furniture", "unsupported")
    assert len(scores) == sum(len(getattr(EXPECTED, kind)) for kind in kinds) + 2


@pytest.mark.parametrize("name", [each.name for each in EXPECTED.conflict])
def test_expected_conflict(name: str, scores: dict[tuple[str, str], Score]) -> None:
    assert scores["conflict", name].met


@pytest.mark.parametrize("name", [each.name for each in EXPECTED.agreement])
def test_expected_agreement(name: str, scores: dict[tuple[str, str], Score]) -> None:
    assert scores["agreement", name].met


@pytest.mark.parametrize("name", [each.name for each in EXPECTED.apart])
def test_no_conflict_is_invented(name: str, scores: dict[tuple[str, str], Score]) -> None:
    assert scores["apart", name].met


@pytest.mark.parametrize("words", [each.words for each in EXPECTED.furniture], ids=str.__len__)
def test_page_furniture_gives_no_claim(words: str, scores: dict[tuple[str, str], Score]) -> None:
    assert scores["furniture", words].met


@pytest.mark.parametrize("name", ["000 and 001", "no others"])
def test_origins(name: str, scores: dict[tuple[str, str], Score]) -> None:
    assert scores["origins", name].met


def test_what_belongs_together_shares_a_topic(scores: dict[tuple[str, str], Score]) -> None:
    assert [score.name for score in scores.values() if not score.together] == []


def test_every_pair_of_claims_in_a_finding_shares_a_topic(replayed: Report) -> None:
    """The recall of topics over what the comparison put together or against each other."""
    topics = [set(topic.claim_ids) for topic in replayed.topics]
    pairs = [
        {one, other}
        for finding in replayed.findings
        for one, other in combinations(
            sorted({id_ for position in finding.positions for id_ in position.claim_ids}), 2
        )
    ]
    assert len(pairs) > 60
    assert all(any(pair <= topic for topic in topics) for pair in pairs)


def test_page_003_holds_two_articles(replayed: Report) -> None:
    page = next(page for page in replayed.pages if page.path.startswith("003"))
    credited = [each.credited_to for each in replayed.articles if each.page_id == page.id]
    assert [name.casefold() for name in credited if name] == ["euronews", "rt"]


def test_two_dates_on_one_page_are_a_problem(replayed: Report) -> None:
    reasons = [each.reason for each in replayed.problems if each.stage == "times"]
    assert any("امس الجمعة" in reason and "اليوم الجمعة" in reason for reason in reasons)


def test_the_diplomatic_source_is_probably_one_origin(replayed: Report) -> None:
    notes = [
        position
        for finding in replayed.findings
        for position in finding.positions
        if position.report_note and "Agence France-Presse" in position.report_note
    ]
    assert notes
    assert all(position.report_count < len(position.outlets) for position in notes)


def test_calls_and_tokens_stay_within_bounds(replayed: Report) -> None:
    usage = replayed.run.usage
    calls = sum(each.calls for each in usage.values())
    assert calls <= 32
    assert sum(each.prompt_tokens for each in usage.values()) <= 80_000
    assert sum(each.answer_tokens for each in usage.values()) <= 35_000


def test_the_report_keeps_its_contract(replayed: Report) -> None:
    jsonschema.validate(json.loads(render_json(replayed)), json.loads(report_schema()))


def test_every_quote_stands_where_the_report_says(replayed: Report) -> None:
    pages = {page.id: page for page in replayed.pages}
    page_of = {article.id: pages[article.page_id] for article in replayed.articles}
    for claim in replayed.claims:
        text = (CASE / page_of[claim.article_id].path).read_bytes().decode("utf-8")
        assert text[claim.start : claim.end] == claim.quote


def test_a_tampered_report_is_refused(tmp_path: Path) -> None:
    record = json.loads((CASE / "report.json").read_text(encoding="utf-8"))
    record["claims"][0]["quote"] = "لم يقل أحد هذا"
    edited = tmp_path / "report.json"
    edited.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(Exception, match="does not stand at its place"):
        load_report(edited)


def test_a_changed_page_says_what_to_record_again(tmp_path: Path) -> None:
    case = tmp_path / "case"
    shutil.copytree(CASE, case)
    page = next(case.glob("004*.txt"))
    page.write_text(page.read_text("utf-8").replace("السبت", "الأحد"), encoding="utf-8")
    result = CliRunner().invoke(main, ["report", str(case), "-o", str(tmp_path / "report.json")])
    assert result.exit_code == 2
    assert "the pages" in result.output
    assert "--record" in result.output
