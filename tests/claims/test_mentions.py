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
