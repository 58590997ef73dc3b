"""What is one report and what is not: checked by eye, and one page must not merge others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from checker.data import Article, Origin, When
from checker.findings.story import Story, count_reports
from checker.sources.counting import count_sources
from checker.sources.origins import Sources, find_origins
from checker.sources.reprints import TEMPLATE, find_reprints
from tests.sources.test_origins import chance_text, vocabulary
from tests.support.stories import make_claim, make_page, whole_article

KNOWN = vocabulary(random.Random(1), 5_000)


def story(seed: int, length: int = 200) -> str:
    """A text of its own, sentence by sentence."""
    return chance_text(random.Random(seed), length, KNOWN)


def reports(texts: Sequence[str], given: Sequence[dict[str, Any]] = ()) -> Sources:
    pages = [make_page(n, text) for n, text in enumerate(texts, start=1)]
    more = given or [{}] * len(pages)
    articles = [whole_article(page, **each) for page, each in zip(pages, more, strict=True)]
    return find_origins(articles, [], find_reprints(pages, articles))


def members(found: Sources) -> list[tuple[str, ...]]:
    return [origin.article_ids for origin in found.origins]


def test_the_reason_names_the_longest_run_as_the_page_has_it() -> None:
    shared = (
        "وقال «المتحدث»، إنّ القوات أُعيد نشرها أمس قرب المدينة بعد ساعات من الهجوم على المعبر، "
        "وإن الطريق إليها سيُفتح أمام الشاحنات"
    )
    texts = [f"{story(1, 40)} {shared}", f"{shared} {story(2, 40)}"]
    origin = reports(texts).origins[0]
    assert origin.article_ids == ("a1", "a2")
    assert "of the shorter text stand in the other word for word" in origin.reason
    assert shared in origin.reason


def test_a_fifth_of_the_shorter_text_is_one_report_and_less_is_not() -> None:
    shared = story(3, 60)
    assert members(reports([f"{shared} {story(4, 200)}", f"{shared} {story(5, 200)}"])) == [
        ("a1", "a2")
    ]
    assert members(reports([f"{shared} {story(4, 280)}", f"{shared} {story(5, 280)}"])) == [
        ("a1",),
        ("a2",),
    ]


def test_two_reports_that_quote_one_statement_are_two() -> None:
    statement = story(6, 80)
    quoting = [f'{story(n, 80)} "{statement}" {story(n + 10, 60)}' for n in (7, 8)]
    assert members(reports(quoting)) == [("a1",), ("a2",)]
    plain = [text.replace('"', "") for text in quoting]
    assert members(reports(plain)) == [("a1", "a2")]


def test_a_headline_in_a_brief_is_no_report_and_a_whole_flash_is() -> None:
    headline = "قتلى في غارة على مدينة الباب السورية"
    brief = f"{headline} {story(9, 15)}"
    assert members(reports([brief, f"{headline} {story(10)}"])) == [("a1",), ("a2",)]
    assert members(reports([headline, f"عاجل {headline}"])) == [("a1", "a2")]


# --- One page must not merge others -------------------------------------------------------------


A, B = story(20), story(21)


@pytest.mark.parametrize(
    "page",
    [f"{A}\n{B}", f"{story(22, 30)}\n{A}\n{story(23, 40)}\n{B}\n{story(24)}", f"{B}\n{A}"],
    ids=["glued together", "a live blog", "the other order"],
)
def test_a_page_that_holds_two_reports_makes_them_not_one(page: str) -> None:
    found = reports([A, B, page])
    assert members(found) == [("a1",), ("a2",), ("a3",)]
    assert [origin.kind for origin in found.origins] == ["single", "single", "digest"]
    assert found.origins[2].rests_on == ("a1", "a2")


def test_ten_reports_that_one_hostile_page_copies_stay_ten() -> None:
    texts = [story(seed) for seed in range(30, 40)]
    found = reports([*texts, "\n".join(texts)])
    assert members(found) == [(f"a{n}",) for n in range(1, 12)]


def test_reprints_of_a_report_stay_one_when_a_press_review_holds_them_and_another() -> None:
    found = reports([A, f"{A} {story(25, 30)}", B, f"{A}\n{B}"])
    assert members(found) == [("a1", "a2"), ("a3",), ("a4",)]


def test_a_page_that_holds_one_report_is_that_report() -> None:
    assert members(reports([A, f"{story(26, 500)} {A}"])) == [("a1", "a2")]


def test_two_parts_of_an_agencys_report_are_one_where_they_credit_it() -> None:
    texts = [f"{A}\n{B}", A, B]
    credits = [{"outlet": "AFP"}, {"credited_to": "AFP"}, {"credited_to": "afp"}]
    assert members(reports(texts, credits)) == [("a1", "a2", "a3")]
    assert members(reports(texts)) == [("a1",), ("a2",), ("a3",)]


@pytest.mark.parametrize(
    ("hours", "groups"),
    [((8, 9, 10), [("a1", "a2", "a3")]), ((10, 8, 9), [("a1",), ("a2",), ("a3",)])],
    ids=["it was before both", "it came after"],
)
def test_two_parts_of_a_report_are_one_where_it_was_published_before_both(
    hours: tuple[int, ...], groups: list[tuple[str, ...]]
) -> None:
    times = [{"published": f"2025-07-12T{hour:02}:00:00+00:00"} for hour in hours]
    assert members(reports([f"{A}\n{B}", A, B], times)) == groups


def test_a_digests_words_are_those_of_the_report_that_it_holds() -> None:
    pages = [make_page(n, text) for n, text in enumerate([A, B, f"{A}\n{B}"], start=1)]
    articles = [whole_article(page) for page in pages]
    labels = {each.id: f"outlet {each.id}" for each in articles}
    first, other = (" ".join(text.split(" ")[:12]) for text in (A, B))
    claims = [
        make_claim(
            n,
            f"It says {statement}.",
            quote=quote,
            article_id=id_,
            chain=(labels[id_],),
            when=When(words="on Friday"),
        )
        for n, (id_, quote, statement) in enumerate(
            [
                ("a1", first, "this"),
                ("a2", other, "something else entirely"),
                ("a3", first, "this"),
            ],
            start=1,
        )
    ]
    made = Story(
        articles={each.id: each for each in articles},
        claims={each.id: each for each in claims},
        sources=find_origins(articles, claims, find_reprints(pages, articles)),
        labels=labels,
    )
    assert [each.name for each in count_sources([claims[0], claims[2]], made)] == ["outlet a1"]
    assert [each.name for each in count_sources([claims[1], claims[2]], made)] == [
        "outlet a2",
        "outlet a1",
    ]
    ids, note = count_reports([claims[0], claims[2]], made)
    assert (ids, note) == (("o1",), "what it says here stands in a report it shares")


# --- Templates ----------------------------------------------------------------------------------


def outlets(*names: str) -> list[dict[str, Any]]:
    return [{"outlet": name} for name in names]


def test_what_all_pages_of_an_outlet_have_makes_no_report_of_them() -> None:
    menu = story(40, 300)
    texts = [f"{menu}\n{story(seed)}" for seed in range(41, 41 + TEMPLATE)]
    assert len(members(reports(texts, outlets(*["One"] * TEMPLATE)))) == TEMPLATE
    assert len(members(reports(texts, outlets(*"ABC")))) == 1


def test_what_another_outlet_has_too_is_no_template() -> None:
    texts = [f"{A} {story(seed, 20)}" for seed in range(50, 54)]
    (group,) = members(reports(texts, outlets("One", "One", "One", "Other")))
    assert group == ("a1", "a2", "a3", "a4")


def test_two_versions_of_one_outlets_text_are_one_report() -> None:
    assert members(reports([A, f"{A} {story(27, 60)}"], outlets("One", "One"))) == [("a1", "a2")]


def test_no_page_and_an_empty_page_are_no_report() -> None:
    articles: list[Article] = []
    assert find_reprints([], articles) == {}
    found: tuple[Origin, ...] = reports(["", "", A]).origins
    assert [origin.article_ids for origin in found] == [("a1",), ("a2",), ("a3",)]
