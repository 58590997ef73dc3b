"""One mention of a time is one day, whichever claims of its sentence name it."""

from __future__ import annotations

from datetime import date

import pytest

from checker.claims.mentions import agree_on_days
from checker.data import Claim, Modality, When
from tests.support.stories import make_claim, make_page

MARCH_28, APRIL_4 = date(2015, 3, 28), date(2015, 4, 4)
BEEN = When(words="On Saturday", start=MARCH_28, end=MARCH_28)
AHEAD = When(words="On Saturday", start=APRIL_4, end=APRIL_4)
ONCE = "On Saturday, crowds gathered as shops announced a halt. More came."
TWICE = "On Saturday, crowds gathered, and on Saturday there is a halt."
APART = "On Saturday, crowds gathered. They announced a halt. On Saturday it begins."


def told(number: int, quote: str, text: str, modality: Modality, when: When) -> Claim:
    start = text.rindex(quote)
    return make_claim(
        number, start=start, end=start + len(quote), modality=modality, when=when, quote=quote
    )


@pytest.mark.parametrize(
    ("text", "quote", "when"),
    [
        (ONCE, "shops announced a halt", BEEN),
        (TWICE, "there is a halt", AHEAD),
        (APART, "it begins", AHEAD),
    ],
)
def test_a_plan_told_with_what_happened_keeps_its_day(text: str, quote: str, when: When) -> None:
    page = make_page(1, text)
    gathered = told(1, "crowds gathered", text, "happened", BEEN)
    halt = told(2, quote, text, "planned", AHEAD)
    assert [each.when for each in agree_on_days([gathered, halt], page)] == [BEEN, when]


def test_what_happened_on_two_days_says_nothing_of_a_plan() -> None:
    page = make_page(1, ONCE)
    gathered = told(1, "crowds gathered", ONCE, "happened", BEEN)
    other = told(3, "crowds", ONCE, "happened", AHEAD)
    halt = told(2, "shops announced a halt", ONCE, "planned", AHEAD)
    assert agree_on_days([gathered, other, halt], page) == [gathered, other, halt]


PUBLISHED_JUNE_13 = "The vote is set for June 19. He wanted to put off the June 19 vote."
JUNE_19, A_YEAR_BEFORE = date(2014, 6, 19), date(2013, 6, 19)


def on(words: str, start: date, end: date | None = None) -> When:
    return When(words=words, start=start, end=end or start)


def settled(modality: Modality, when: When, plan: When) -> When | None:
    """When something is told to be, in an article that tells a plan."""
    claims = [
        make_claim(1, modality="planned", when=plan),
        make_claim(2, modality=modality, when=when),
    ]
    return agree_on_days(claims, make_page(1, PUBLISHED_JUNE_13))[1].when


def test_what_is_told_of_a_plan_is_of_the_day_that_is_planned() -> None:
    plan = on("June 19", JUNE_19)
    early = on("the June 19", A_YEAR_BEFORE)
    assert settled("happened", early, plan) == on("the June 19", JUNE_19)
    for other in (on("June 18", date(2013, 6, 18)), on("2013", A_YEAR_BEFORE)):
        assert settled("happened", other, plan) == other


@pytest.mark.parametrize(("modality", "moved"), [("possible", True), ("happened", False)])
def test_of_two_days_of_the_week_one_may_be_over(modality: Modality, moved: bool) -> None:
    plan, early = on("on Wednesday", date(2013, 5, 22)), on("Wednesday", date(2013, 5, 15))
    when = settled(modality, early, plan)
    assert when
    assert when.start == date(2013, 5, 22 if moved else 15)


def test_years_are_no_days() -> None:
    this_year = on("this year", date(2014, 1, 1), date(2014, 12, 31))
    last_year = on("last year", date(2013, 1, 1), date(2013, 12, 31))
    assert settled("happened", last_year, this_year) == last_year


def test_two_plans_say_nothing_of_the_day() -> None:
    plans = [make_claim(n, modality="planned", when=on("Wednesday", date(2013, 5, day)))
             for n, day in ((1, 22), (3, 29))]  # fmt: skip
    told_of = make_claim(2, modality="possible", when=on("Wednesday", date(2013, 5, 15)))
    assert agree_on_days([*plans, told_of], make_page(1, ONCE))[2] == told_of
