from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.kept_report import Report
from checker.report.contract import load_report
from checker.scoring.expectations import score_report
from checker.scoring.labels import (
    Expectations,
    ExpectedAgreement,
    ExpectedApart,
    ExpectedConflict,
    ExpectedOrigins,
    Passage,
    read_expectations,
)

CASE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"
DIRECT = Passage(page="000", words="باسيوك التقى بممثلين عن الحكومة السورية")
DENIED = Passage(page="000", words="لم يحدث أي محادثات مباشرة بين مسؤولي الجيش الإسرائيلي")
WAR = Passage(page="002", words="في حالة حرب من الناحية الفنية منذ عام 1948")
STILL_AT_WAR = Passage(page="004", words="لا تزالان رسمياً في حالة حرب منذ عام 1948")


@pytest.fixture(scope="module")
def report() -> Report:
    return load_report(CASE / "report.json")


def met(report: Report, **expected: object) -> bool:
    [score] = score_report(report, Expectations.model_validate(expected))
    return score.met


def test_a_conflict_is_met_from_either_side(report: Report) -> None:
    one = ExpectedConflict(name="x", a=(DIRECT,), b=(DENIED,))
    other = ExpectedConflict(name="x", a=(DENIED,), b=(DIRECT,))
    assert met(report, conflict=(one,))
    assert met(report, conflict=(other,))


@pytest.mark.parametrize(
    "wrong", [{"types": ("number",)}, {"relations": ("superseded",)}, {"levels": ("same_origin",)}]
)
def test_a_conflict_of_another_kind_does_not_count(report: Report, wrong: object) -> None:
    expected = {"name": "x", "a": (DIRECT,), "b": (DENIED,), **dict(wrong)}  # type: ignore[call-overload]
    assert not met(report, conflict=(expected,))


def test_what_nobody_set_against_each_other_is_no_conflict(report: Report) -> None:
    assert not met(report, conflict=(ExpectedConflict(name="x", a=(DIRECT,), b=(WAR,)),))


def test_an_agreement_needs_every_group(report: Report) -> None:
    assert met(report, agreement=(ExpectedAgreement(name="x", groups=((WAR,), (STILL_AT_WAR,))),))
    groups = ((WAR,), (STILL_AT_WAR,), (DIRECT,))
    assert not met(report, agreement=(ExpectedAgreement(name="x", groups=groups),))


def test_apart_fails_where_the_report_sets_them_against_each_other(report: Report) -> None:
    assert not met(report, apart=(ExpectedApart(name="x", a=(DIRECT,), b=(DENIED,)),))
    assert met(report, apart=(ExpectedApart(name="x", a=(DIRECT,), b=(WAR,)),))


def test_furniture_fails_where_a_claim_rests_on_it(report: Report) -> None:
    assert not met(report, furniture=(DIRECT,))


def test_origins_fail_where_pages_were_not_joined(report: Report) -> None:
    expected = Expectations(origins=ExpectedOrigins(together=(("002", "004"),)))
    assert [score.met for score in score_report(report, expected)] == [False, True]


def test_words_that_stand_on_no_page_are_an_error(report: Report) -> None:
    passage = Passage(page="000", words="كلمات لا توجد في أي صفحة")
    with pytest.raises(InputError, match="no page '000' holds the words"):
        met(report, furniture=(passage,))


@pytest.mark.parametrize(
    ("text", "message"),
    [("[[conflict", "cannot be read"), ("[[conflict]]\nnom = 'x'", "conflict"), ("x = 1", "x")],
)
def test_a_labelled_file_that_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "expected.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_expectations(path)
    assert "expected.toml" in str(caught.value)
