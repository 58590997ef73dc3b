from __future__ import annotations

import re

import pytest

from checker.kept_report import Problem
from checker.report.catalogue import load_catalogue
from checker.report.contract import load_report
from checker.report.html import render_html
from checker.report.made_texts import PREFIX, say_made_texts, translate
from tests.support.sample_report import KEPT, make_report

ENGLISH, ARABIC = load_catalogue("en"), load_catalogue("ar")
MADE = [key for key in ENGLISH.messages if key.startswith(PREFIX)]


@pytest.mark.parametrize("key", MADE)
def test_each_text_is_said_in_arabic_with_what_stands_in_its_places(key: str) -> None:
    pattern = ENGLISH.pattern(key)
    places = re.findall(r"\{(\w+)\}", pattern)
    values = {name: "7" if re.fullmatch(r"n\d?", name) else f"Xy{name}" for name in places}
    said = translate(pattern.format(**values), ARABIC)
    assert said == ARABIC.say(key, **values)
    assert sorted(places) == sorted(re.findall(r"\{(\w+)\}", ARABIC.pattern(key)))


def test_what_stands_in_a_place_is_said_too() -> None:
    text = (
        "the texts share 0.47 of their character 5-grams (Jaccard); "
        "95% of the sentences run side by side"
    )
    assert not re.search("[A-Za-z]{3}", translate(text, ARABIC).replace("Jaccard", ""))
    several = "probably one origin: A through B in both; probably one origin: C through D in both"
    assert translate(several, ARABIC).count("أصل واحد على الأرجح") == 2


def test_what_no_code_made_stays_as_it_is() -> None:
    assert translate("The IDF denies it; CNN reports it.", ARABIC) == (
        "The IDF denies it; CNN reports it."
    )


def test_only_made_up_names_of_pages_are_said_among_names() -> None:
    report = say_made_texts(make_report(), ARABIC)
    assert report.claims == make_report().claims
    problem = Problem(stage="times", subject="a.txt, article a1", reason="the answer is empty")
    said = say_made_texts(make_report(problems=(problem,)), ARABIC).problems[0]
    assert said == Problem(stage="التواريخ", subject="a.txt، المقال a1", reason="الجواب فارغ")


def test_english_changes_nothing() -> None:
    report = make_report()
    assert say_made_texts(report, ENGLISH) is report


def test_the_page_of_the_sample_case_says_in_arabic_what_code_made() -> None:
    page = render_html(load_report(KEPT), "ar")
    for english in (
        "<bdi>page 00",
        "5-grams",
        "no other article",
        "cannot both be right",
        "probably one",
    ):
        assert english not in page
    assert "<bdi>صفحة 000</bdi>" in page
