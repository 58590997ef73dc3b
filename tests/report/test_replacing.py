"""A report takes the place of another only if nothing better is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from checker.data import Page
from checker.kept_report import Missing, Report
from checker.report.holdings import Holding, about_pages, holding_of
from checker.report.outputs import plan_outputs, write_outputs
from checker.report.replacing import beside_others
from tests.support.sample_report import make_report

OTHER = Page.of("Another story altogether.", path="elsewhere.txt")
DEFAULT = ("report.html", "report.json")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def incomplete(report: Report, **changes: object) -> Report:
    missing = (Missing(what="parts", count=1, total=2),)
    return report.model_copy(update={"complete": False, "missing": missing, **changes})


def put(report: Report, names: Sequence[str] = DEFAULT) -> None:
    write_outputs(report, plan_outputs(map(Path, names)))


def place(new: Report | Holding, names: Sequence[str] = DEFAULT) -> tuple[list[str], str]:
    holding = holding_of(new) if isinstance(new, Report) else new
    placed, reason = beside_others(plan_outputs(map(Path, names)), holding)
    return [str(each.path) for each in placed], reason


WHOLE = make_report()
FEWER = WHOLE.model_copy(update={"findings": (), "claims": WHOLE.claims[:1]})
MORE = WHOLE.model_copy(update={"claims": (*WHOLE.claims, *WHOLE.claims[:1])})


@pytest.mark.parametrize("names", [DEFAULT, ("report.json",), ("report.html",)])
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (WHOLE, WHOLE, ""),
        (WHOLE, FEWER, ""),  # complete: what is gone is gone for a reason
        (WHOLE, incomplete(WHOLE), "holds a complete report on this story, and this one is inc"),
        (WHOLE, incomplete(FEWER), "holds a complete report"),
        (WHOLE, incomplete(MORE), ""),
        (incomplete(WHOLE), WHOLE, ""),
        (incomplete(WHOLE), FEWER, ""),
        (incomplete(WHOLE), incomplete(WHOLE), ""),
        (incomplete(WHOLE), incomplete(FEWER), "holds more of this story"),
        (incomplete(FEWER), incomplete(WHOLE), ""),
    ],
)
def test_what_takes_the_place_of_what(
    names: Sequence[str], old: Report, new: Report, words: str
) -> None:
    put(old, names)
    placed, reason = place(new, names)
    assert words in reason
    assert bool(words) == bool(reason)
    beside = [name.replace("report", "report-2") for name in names]
    assert placed == (beside if words else list(names))


def test_nothing_there_is_nothing_in_the_way() -> None:
    assert place(incomplete(FEWER)) == (list(DEFAULT), "")


@pytest.mark.parametrize("names", [DEFAULT, ("report.json",), ("report.html",)])
def test_another_story_goes_beside_it_and_is_known_before_the_run(names: Sequence[str]) -> None:
    put(WHOLE, names)
    about = about_pages("other", [OTHER])
    placed, reason = place(about, names)
    assert placed == [name.replace("report", "report-2") for name in names]
    assert f"holds a report on another story, {WHOLE.case!r}" in reason
    assert place(about_pages(WHOLE.case, WHOLE.pages), names)[1] == ""
    edited = WHOLE.pages[0].model_copy(update={"sha256": "0" * 64, "url": None})
    assert place(about_pages(WHOLE.case, [edited]), names)[1] == ""


def test_the_next_free_name_is_taken_or_one_that_may_be_replaced() -> None:
    put(WHOLE)
    put(WHOLE, ("report-2.html", "report-2.json"))
    assert place(incomplete(FEWER))[0] == ["report-3.html", "report-3.json"]
    put(incomplete(FEWER), ("report-3.html", "report-3.json"))
    assert place(incomplete(FEWER))[0] == ["report-3.html", "report-3.json"]
    assert place(incomplete(WHOLE))[0] == ["report-3.html", "report-3.json"]


def test_names_keep_their_endings() -> None:
    put(WHOLE, ("out.json", "out.claims.csv", "out.brief.html"))
    placed, _ = place(incomplete(FEWER), ("out.json", "out.claims.csv", "out.brief.html"))
    assert placed == ["out-2.json", "out-2.claims.csv", "out-2.brief.html"]


@pytest.mark.parametrize("name", ["report.json", "report.html"])
@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "<html>my own page</html>"])
def test_a_file_that_is_no_report_is_not_overwritten(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    assert "is no report that can be read" in place(WHOLE, [name])[1]
    Path(name).write_bytes(b"\xff\xfe")
    assert "is no report that can be read" in place(WHOLE, [name])[1]


def test_a_form_that_tells_nothing_is_replaced_by_a_complete_report() -> None:
    put(WHOLE, ["report.md"])
    assert place(WHOLE, ["report.md"])[1] == ""
    assert "is there already" in place(incomplete(MORE), ["report.md"])[1]


def test_a_page_of_hostile_words_is_read_right() -> None:
    odd = make_report(case='"><script>&quot;\u202e')
    put(odd, ["report.html"])
    assert place(odd, ["report.html"])[1] == ""
    assert "another story" in place(about_pages("other", [OTHER]), ["report.html"])[1]
