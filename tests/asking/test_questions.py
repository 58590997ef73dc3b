"""`checker ask`, `claims` and `show`: where claims come from, what they cost, how they end."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.asking.questions import ask_question, is_report, open_source, read_claims
from checker.cli import main
from checker.errors import CassetteError, InputError
from checker.intake.pages import read_case
from checker.kept_report import Report
from checker.pipeline.runs import Settings
from checker.report.contract import render_json
from tests.support.endpoint import Body, Reply, completion, serving
from tests.support.sample_report import make_report
from tests.support.small_case import Said, answering, name_of, write_pages

QUESTION = "هل كانت المحادثات مباشرة؟"
YES_AND_NO = {
    "assumptions": [],
    "positions": [
        {"answer": "نعم، كما قالت إسرائيل.", "claims": [1]},
        {"answer": "لا، كما قالت دمشق.", "claims": [2]},
    ],
    "unsaid": ["من توسط؟"],
}
NOBODY = {"assumptions": [], "positions": [], "unsaid": ["Who won?"]}


def replying(answer: Said) -> Callable[[Body], Reply]:
    return answering(answer_question=lambda about: completion(answer))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    write_pages(tmp_path / "pages")
    return tmp_path


def checker(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)


def ask(url: str, *arguments: str, answers: Path = Path("answers.sqlite3")) -> Result:
    settings = {"OPENAI_BASE_URL": url, "CHECKER_MODEL": "m"}
    return checker("ask", *arguments, "--cache", str(answers), **settings)


def keep(report: Report) -> str:
    Path("kept.json").write_text(render_json(report), encoding="utf-8")
    return "kept.json"


def asked(bodies: Sequence[Body]) -> list[str]:
    return [name_of(body) for body in bodies]


def test_a_second_question_about_pages_costs_one_call() -> None:
    with serving(replying(YES_AND_NO)) as endpoint:
        first = ask(endpoint.url, QUESTION, "pages")
        assert sorted(asked(endpoint.bodies)) == [
            "answer_question",
            *["extract_claims"] * 2,
            "unite_voices",
        ]
        ask(endpoint.url, "Who denied it?", "pages")
        assert asked(endpoint.bodies)[4:] == ["answer_question"]
        ask(endpoint.url, QUESTION, "pages")
        assert len(endpoint.bodies) == 5
    assert first.exit_code == 0
    lines = [line.strip() for line in first.stdout.splitlines()]
    assert lines[0] == QUESTION
    assert "“نفت دمشق أن تكون المحادثات مع إسرائيل في باريس مباشرة”" in lines
    assert "pages/two.txt 0–53, c2" in lines
    assert "• من توسط؟" in lines


def test_a_kept_report_is_asked_in_one_call() -> None:
    with serving(replying(YES_AND_NO)) as endpoint:
        result = ask(endpoint.url, "Did Damascus deny it?", keep(make_report()), "--json")
        assert asked(endpoint.bodies) == ["answer_question"]
    reply = json.loads(result.stdout)
    [yes, no] = reply["positions"]
    assert yes["quotes"][0]["path"] == "p1.txt"
    assert no["voices"] == ["Syrian government"]
    assert reply["model"] == "m"


def test_nobody_says() -> None:
    with serving(replying(NOBODY)) as endpoint:
        result = ask(endpoint.url, "Who won?", "pages")
        quiet = ask(endpoint.url, "Who won?", "pages", "-q")
    assert result.exit_code == quiet.exit_code == 1
    assert "The pages do not say." in result.stdout
    assert quiet.output == result.output  # the answer is no summary


def test_the_language_of_the_answer_is_asked_for_and_shown() -> None:
    with serving(replying(NOBODY)) as endpoint:
        for language in ("ar", "fr", "Arabic"):
            result = ask(endpoint.url, "Who won?", "pages", "--lang", language)
            assert ("لا تجيب الصفحات" in result.stdout) == (language != "fr")
        told = [json.loads(body["messages"][1]["content"]) for body in endpoint.bodies]
    assert [each["write_in"] for each in told if "question" in each] == ["Arabic", "French"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["", "pages"], "holds no word"),
        (["كلمة " * 10_000, "pages"], "10,000 words"),
        ([QUESTION, "nowhere"], "does not exist"),
        ([QUESTION, "old.json"], "version '0'; this checker reads versions '1' and '2'"),
        ([QUESTION, "cut.json"], "is not JSON"),
        ([QUESTION, "pages", "cut.json"], "'cut.json' is a kept report; give it alone"),
    ],
)
def test_bad_input_is_not_paid_for(arguments: list[str], words: str) -> None:
    Path("old.json").write_text('{"schema_version": "0", "findings": []}', encoding="utf-8")
    Path("cut.json").write_text(render_json(make_report())[:-100], encoding="utf-8")
    with serving(replying(NOBODY)) as endpoint:
        result = ask(endpoint.url, *arguments)
        assert endpoint.bodies == []
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_limit_and_a_log_hold_for_questions_too() -> None:
    with serving(replying(YES_AND_NO)) as endpoint:
        limited = ask(endpoint.url, QUESTION, "pages", "--max-calls", "2")
        assert (limited.exit_code, "--max-calls 2" in limited.stderr) == (3, True)
        assert ask(endpoint.url, QUESTION, "pages", "--log-json", "log.jsonl").exit_code == 0
        assert len(endpoint.bodies) == 4
    rows = [json.loads(line) for line in Path("log.jsonl").read_text("utf-8").splitlines()]
    stages = [row["stage"] for row in rows if row["event"] == "begin"]
    assert (stages[0], stages[-1]) == ("claims", "answer")


def test_an_answer_that_cannot_be_used() -> None:
    with serving(answering(answer_question=lambda about: completion("Yes."))) as endpoint:
        result = ask(endpoint.url, QUESTION, "pages")
    assert result.exit_code == 3
    assert "is not JSON" in result.stderr


# --- Recordings ------------------------------------------------------------------------------


@pytest.fixture
def case(folder: Path) -> str:
    """A case whose claims and one answer are recorded."""
    settings = 'model = "m"\ncassette = "tape.yaml"\nquestions = "questions.yaml"\n'
    write_pages(folder / "case", {"case.toml": settings})
    write_pages(folder / "case")
    with serving(replying(YES_AND_NO)) as endpoint:
        record = ("--model", "m", "--base-url", endpoint.url, "--record")
        assert checker("report", "case", *record, "case/tape.yaml", "-q").exit_code == 0
        taped = len(endpoint.bodies)
        result = checker("ask", QUESTION, "case", *record, "case/questions.yaml")
        assert asked(endpoint.bodies[taped:]) == ["answer_question"]
    assert result.exit_code == 0
    return "case"


def test_a_case_answers_from_its_own_recordings(case: str) -> None:
    result = checker("ask", QUESTION, case)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "لا، كما قالت دمشق." in result.stdout


def test_its_report_answers_from_them_too(case: str) -> None:
    assert checker("report", case, "-o", "kept.json", "-q").exit_code == 0
    result = checker("ask", QUESTION, "kept.json", "--replay", "case/questions.yaml")
    assert (result.exit_code, result.stderr) == (0, "")


def test_another_question_is_not_on_the_recording(case: str) -> None:
    result = checker("ask", "Who mediated?", case)
    assert result.exit_code == 2
    assert "was not recorded, and a recording answers no other" in result.stderr


def test_a_further_question_is_added_to_the_recording(case: str) -> None:
    with serving(replying(NOBODY)) as endpoint:
        record = ("--model", "m", "--base-url", endpoint.url, "--record", "case/questions.yaml")
        assert checker("ask", "Who won?", case, *record).exit_code == 1
    assert checker("ask", "Who won?", case).exit_code == 1
    assert checker("ask", QUESTION, case).exit_code == 0


def test_no_endpoint_for_the_question(case: str) -> None:
    Path("case/questions.yaml").unlink()
    result = checker("ask", QUESTION, case)
    assert result.exit_code == 2
    assert "no key for" in result.stderr


def test_pages_without_a_case_can_be_recorded_whole(folder: Path) -> None:
    with serving(replying(YES_AND_NO)) as endpoint:
        source = open_source(["pages"])
        tape = folder / "all.yaml"
        ask_question(QUESTION, source, Settings("m", endpoint.url, record=tape))
    assert len(ask_question(QUESTION, source, Settings("m", replay=tape)).positions) == 2
    with pytest.raises(CassetteError):
        ask_question("Who won?", source, Settings("m", replay=tape))


# --- Sources -----------------------------------------------------------------------------------


def test_a_list_of_pages_is_no_report(folder: Path) -> None:
    pages = folder / "pages.json"
    pages.write_text('[{"text": "schema_version"}]', encoding="utf-8")
    assert not is_report(pages)
    assert is_report(folder / keep(make_report()))
    assert not is_report(folder / "none.json")


def test_a_model_must_be_named() -> None:
    with pytest.raises(InputError, match="no model was named"):
        read_claims(open_source(["pages"]), Settings())


def test_what_could_not_be_read_is_said_with_the_answer(folder: Path) -> None:
    (folder / "pages" / "three.txt").write_text("", encoding="utf-8")
    with serving(replying(YES_AND_NO)) as endpoint:
        settings = Settings("m", endpoint.url, cache=folder / "answers.sqlite3")
        reply = ask_question(QUESTION, open_source(["pages"]), settings)
    assert [problem.subject for problem in reply.problems] == ["pages/three.txt"]


# --- checker claims ------------------------------------------------------------------------------


def claims(*arguments: str) -> list[dict[str, Any]]:
    result = checker("claims", *arguments)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_claims_of_pages_cost_no_comparison() -> None:
    with serving(answering()) as endpoint:
        url = ("--base-url", endpoint.url, "--model", "m", "--cache", "answers.sqlite3")
        rows = claims("pages", *url)
        assert set(asked(endpoint.bodies)) == {"extract_claims", "unite_voices"}
    page = read_case(["pages"]).pages[0]
    assert rows[0]["quote"] == page.text[rows[0]["start"] : rows[0]["end"]]
    assert [row["stance"] for row in rows] == ["asserts", "denies"]
    assert rows[0]["outlet"] == "one"


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ([], "c1 c2 c3 c4 c5 c6 c7 c8 c9"),
        (["--outlet", "outlet 3"], "c7 c8 c9"),
        (["--outlet", "AFP"], "c1 c2 c3 c4 c5 c6"),
        (["--voice", "the Syrian government"], "c2 c6"),
        (["--voice", "AFP"], "c1 c2 c6"),
        (["--voice", "Outlet 3", "--stance", "asserts", "--event", "7"], "c7"),
        (["--event", "event 4", "--event", "event 5"], "c4 c5"),
        (["--stance", "denies"], "c2 c6"),
        (["--since", "2025-07-12", "--until", "2025-07-12"], "c1 c2 c3 c4 c7"),
        (["--until", "1970-01-01"], "c8"),
        (["--text", "القتلى"], "c4 c5"),
        (["--text", "اللقاء المباشر"], "c1 c2 c3 c6"),
        (["--text", "meetings directly"], "c7"),
    ],
)
def test_filters(filters: list[str], ids: str) -> None:
    assert [row["id"] for row in claims(keep(make_report()), *filters)] == ids.split()


def test_claims_as_csv_and_table() -> None:
    kept = keep(make_report())
    text = checker("claims", kept, "--format", "csv", "--stance", "denies").stdout
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    assert [row["claim_id"] for row in rows] == ["c2", "c6"]
    table = checker("claims", kept, "--format", "table", "--stance", "denies").stdout
    assert "“نفت دمشق عقد أي لقاء مباشر”" in table
    assert "p2.txt" in table


# --- checker show ---------------------------------------------------------------------------------


def test_show_a_claim_in_its_passage() -> None:
    result = checker("show", "C2", keep(make_report()))
    assert result.exit_code == 0
    assert "و⟦نفت دمشق عقد أي لقاء مباشر⟧، وقالت إن المحادثات غير مباشرة." in result.stdout
    assert "f1 (B): Was a direct meeting held?" in result.stdout


def test_show_a_finding_and_its_verdict() -> None:
    text = checker("show", "f1", keep(make_report())).stdout
    for words in ("HIGH", "A: Yes, in Baku.", "⟦a direct meeting was held in Baku⟧", "denial"):
        assert words in text
    whole = json.loads(checker("show", "f1", "kept.json", "--json").stdout)
    assert whole["finding"]["id"] == "f1"
    passage = whole["passages"][0]
    text = make_report().pages[0].text
    assert passage["before"] + passage["quote"] + passage["after"] in text


def test_show_what_is_not_there() -> None:
    result = checker("show", "f99", keep(make_report()))
    assert result.exit_code == 2
    assert "no finding or claim 'f99'; it has 7 findings (f1, …) and 9 claims" in result.stderr
