"""An incomplete report says so at its head in every form, and never that there are no conflicts."""

from __future__ import annotations

import csv
import io
import json

import pytest

from checker.kept_report import Missing, Report
from checker.report.catalogue import languages, load_catalogue
from checker.report.completeness import say_incomplete
from checker.report.contract import render_json
from checker.report.formats import FORMATS, render
from checker.report.notebook import render_notebook
from checker.report.terminal import render_close, render_terminal
from tests.support.sample_report import make_report

MISSING = (
    Missing(what="parts", count=3, total=12),
    Missing(what="evidence", count=2),
    Missing(what="events"),
)


def cut_short(**changes: object) -> Report:
    made = make_report(**changes)
    return made.model_copy(update={"complete": False, "missing": MISSING})


def shown(report: Report, language: str) -> dict[str, str]:
    """The report in each form that is read by people, without its line ends."""
    forms = {name: render(report, name, language) for name in ("html", "markdown", "brief")}
    forms["terminal"] = render_terminal(report, 80, language=language)
    forms["close"] = render_close(report, 80, language=language)
    if language == "en":
        forms["notebook"] = render_notebook(report)
    return {name: " ".join(text.replace("\\", "").split()) for name, text in forms.items()}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("findings", [True, False])
def test_every_form_says_at_its_head_what_is_missing(language: str, findings: bool) -> None:
    report = cut_short() if findings else cut_short(findings=())
    words = load_catalogue(language)
    banner = say_incomplete(report, words)
    assert "3" in banner
    assert "12" in banner
    for name, text in shown(report, language).items():
        assert banner in text, name
        head = text.partition("<body>")[2] or text
        assert head.index(banner) < 1_500, name
        assert words.say("no_conflicts") not in text, name


@pytest.mark.parametrize("language", languages())
def test_a_complete_report_has_no_banner(language: str) -> None:
    words = load_catalogue(language)
    assert say_incomplete(make_report(), words) == ""
    start = words.say("incomplete", missing="|").partition("|")[0]
    for text in shown(make_report(findings=()), language).values():
        assert start not in text
    without = shown(make_report(findings=()), language)
    assert words.say("no_conflicts") in without["html"]
    assert words.say("no_conflicts") in without["close"]


def test_what_is_missing_in_words() -> None:
    assert say_incomplete(cut_short(), load_catalogue("en")) == (
        "This report is incomplete. Not done: reading parts of pages (3 of 12); checking quotes "
        "against answers (2); sorting events, without which nothing is compared (not begun). The "
        "same command goes on from here."
    )


def test_forms_for_programs_say_it_too() -> None:
    for report, said in ((make_report(), "yes"), (cut_short(), "no")):
        for form in ("csv", "claims-csv", "findings-csv"):
            rows = list(csv.DictReader(io.StringIO(render(report, form))))
            assert {row["report_complete"] for row in rows} == {said}
        raw = json.loads(render_json(report))
        assert raw["complete"] == (said == "yes")
        graph = json.loads(render(report, "claimreview"))
        assert ("incomplete" in graph.get("description", "")) == (said == "no")
    assert json.loads(render_json(cut_short()))["missing"][0] == {
        "what": "parts",
        "count": 3,
        "total": 12,
    }
    assert len(FORMATS) == 8  # a new form has to say it as well


def test_the_words_of_a_banner_are_no_markup() -> None:
    page = render(cut_short(case="<b>"), "html")
    assert '<p class="incomplete" role="alert">This report is incomplete.' in page
