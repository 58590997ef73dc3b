"""checker from Python: the example of the README, other models, and what is raised."""

from __future__ import annotations

import asyncio
import hashlib
import pydoc
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import checker
from checker import acheck, ask, check, load_report
from checker.data import Page
from checker.errors import AnswerError, EndpointError, InputError
from checker.kept_report import Report
from checker.model.answer import T
from checker.prompts import Prompt
from checker.report.contract import render_json
from tests.conftest import ScriptedLLM
from tests.support.endpoint import failure, serving
from tests.support.sample_report import hostile_report, make_report
from tests.support.small_case import ANSWERS, PAGES, answering, write_pages
from tests.support.stories import make_page

ROOT = Path(__file__).parent.parent
CASE = ROOT / "fixtures" / "israel-syria-talks"
SAID = {
    "assumptions": [],
    "positions": [{"answer": "Yes.", "claims": [1]}, {"answer": "No.", "claims": [2]}],
    "unsaid": [],
}
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = [
    block
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    if "from checker import" in block
]


class Model(ScriptedLLM):
    """Another client: all that is needed is `ask`; a name is welcome."""

    model = "my-model"


def scripted() -> Model:
    return Model({**ANSWERS, "answer_question": lambda about: SAID})


@pytest.fixture
def pages() -> list[Page]:
    return [make_page(n, text, path=name) for n, (name, text) in enumerate(PAGES.items(), 1)]


def test_check_page_records_with_another_model(pages: list[Page]) -> None:
    report = check(pages, scripted())
    assert isinstance(report, Report)
    assert [finding.question for finding in report.findings] == ["Were the talks direct?"]
    assert (report.run.model, report.pages) == ("my-model", tuple(pages))


def test_check_paths_gives_the_same_findings(tmp_path: Path, pages: list[Page]) -> None:
    folder = write_pages(tmp_path / "pages")
    both: list[Path | str] = [folder / "one.txt", str(folder / "two.txt")]
    wanted = check(pages, scripted()).findings
    assert check(folder, scripted()).findings == check(both, scripted()).findings == wanted


def test_ask_pages_or_a_report(tmp_path: Path, pages: list[Page]) -> None:
    model = scripted()
    reply = ask("Were they direct?", pages, model, write_in="Arabic")
    assert [stand.voices for stand in reply.positions] == [("Israel",), ("Damascus",)]
    assert reply.model == "my-model"
    assert model.asked("answer_question")[0]["write_in"] == "Arabic"
    report = check(pages, scripted())
    kept = tmp_path / "report.json"
    kept.write_text(render_json(report), encoding="utf-8")
    assert load_report(kept) == report
    for about in (report, kept, str(kept)):
        once = scripted()
        assert ask("Were they direct?", about, once).positions == reply.positions
        assert len(once.history) == 1


def test_a_recorded_case_needs_no_model() -> None:
    assert check(CASE) == load_report(CASE / "report.json")
    assert check("israel-syria-talks").findings == load_report(CASE / "report.json").findings


def test_settings_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answering()) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("CHECKER_MODEL", "m")
        assert check(write_pages(tmp_path / "pages")).run.model == "m"
    with serving(lambda body: failure(401, "no")) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        with pytest.raises(EndpointError, match="refused the key"):
            check(write_pages(tmp_path / "pages"))


def test_pages_of_texts_at_hand_need_no_id_and_no_hash() -> None:
    texts = list(PAGES.values())
    made = [Page.of(texts[0], outlet="One", url="https://one.example/a"), Page.of(texts[1])]
    report = check(made, scripted())
    assert [page.id for page in report.pages] == ["p1", "p2"]
    assert (report.pages[0].outlet, report.pages[0].url) == ("One", "https://one.example/a")
    assert report.pages[0].sha256 == hashlib.sha256(texts[0].encode()).hexdigest()
    assert len(report.findings) == 1
    assert checker.Page is Page
    with pytest.raises(ValueError, match="needs a text"):
        Page.of(" \n")
    with pytest.raises(ValueError, match="outlt"):
        Page.of("text", outlt="x")  # type: ignore[call-arg]


def test_progress_is_told(pages: list[Page]) -> None:
    told: list[tuple[str, int, int]] = []
    check(pages, scripted(), progress=lambda *row: told.append(row))
    assert told[0] == ("claims", 0, 2)
    assert ("claims", 2, 2) in told
    for stage in {stage for stage, _, _ in told}:
        dones = [done for name, done, _ in told if name == stage]
        assert dones == sorted(dones)


def test_a_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering()) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("CHECKER_MODEL", "another")
        assert check(write_pages(tmp_path / "pages"), model="mine").run.model == "mine"


class AsyncModel:
    """An async client that only answers while the loop runs on."""

    model = "async-model"

    def __init__(self) -> None:
        self.inner = scripted()

    async def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        await asyncio.sleep(0)
        return self.inner.ask(prompt, about, answer_type)


def test_acheck_leaves_the_loop_free_and_takes_async_clients(pages: list[Page]) -> None:
    wanted = check(pages, scripted()).findings

    async def main() -> tuple[Report, Report]:
        one, other = await asyncio.gather(acheck(pages, AsyncModel()), acheck(pages, scripted()))
        return one, other

    one, other = asyncio.run(main())
    assert one.findings == other.findings == wanted
    assert one.run.model == "async-model"


def test_a_report_is_rendered_and_shown_in_a_notebook() -> None:
    report = make_report()
    assert checker.render(report).startswith("<!DOCTYPE html>")
    assert "ما الذي" in checker.render(report, "brief", "ar")
    with pytest.raises(InputError, match="'pdf'"):
        checker.render(report, "pdf")
    shown = report._repr_html_()
    assert "Was a direct meeting held?" in shown
    assert "<script" not in hostile_report()._repr_html_()


def test_dir_and_help_show_what_there_is() -> None:
    assert {"Page", "acheck", "ask", "check", "load_report", "render"} <= set(dir(checker))
    text = pydoc.plain(pydoc.render_doc(checker))
    for name in ("check(pages", "ask(", "load_report(path", "acheck(", "render(report"):
        assert name in text


def test_what_is_raised(pages: list[Page]) -> None:
    with pytest.raises(InputError, match="no model was named"):
        check(pages)
    with pytest.raises(InputError, match="does not exist"):
        check("nowhere", scripted())
    with pytest.raises(InputError, match="not both kinds"):
        check([pages[0], "two.txt"], scripted())
    with pytest.raises(InputError, match="not both kinds"):
        check([pages[0], pages[0]], scripted())
    with pytest.raises(InputError, match="holds no word"):
        ask("?", make_report(), scripted())
    with pytest.raises(EndpointError, match="gone"):
        check(pages, Model({"extract_claims": lambda about: EndpointError("gone")}))
    with pytest.raises(AnswerError, match="cut"):
        ask("Were they?", make_report(), Model({"answer_question": [AnswerError("cut off")]}))


def test_an_answer_of_no_use_is_a_problem_of_the_report(pages: list[Page]) -> None:
    answers = {**ANSWERS, "compare_claims": lambda about: AnswerError("cut off")}
    report = check(pages, Model(answers))
    assert report.findings == ()
    assert "cut off" in report.problems[0].reason


def test_an_answer_that_breaks_its_schema_is_one_of_no_use(pages: list[Page]) -> None:
    report = check(pages, Model({**ANSWERS, "compare_claims": lambda about: {"findings": 1}}))
    assert "breaks the schema at findings" in report.problems[0].reason
    with pytest.raises(AnswerError, match="breaks the schema at positions"):
        ask("Were they?", make_report(), Model({"answer_question": [{**SAID, "positions": 1}]}))


def test_importing_checker_is_cheap_and_says_what_it_offers() -> None:
    program = (
        "import sys, checker; assert 'ask' in dir(checker) or 'ask' in checker.__all__; "
        "heavy = {'pydantic', 'openai', 'click', 'rich'} & set(sys.modules); sys.exit(len(heavy))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0
    with pytest.raises(AttributeError, match="no attribute 'answer'"):
        checker.answer  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.skipif(not EXAMPLES, reason="the README shows no Python yet")
def test_the_examples_of_the_readme_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    for example in EXAMPLES:
        exec(compile(example, "README.md", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out
