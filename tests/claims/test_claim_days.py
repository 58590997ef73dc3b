"""From which day the time words of a claim count, and which way they look."""

from __future__ import annotations

from datetime import date

import pytest

from checker.claims.claim_days import Said, date_claim, look_toward
from checker.data import Modality, When
from tests.support.stories import make_page, whole_article

FRIDAY = "2018-12-21"


def dated(
    words: str,
    text: str,
    published: str = FRIDAY,
    statement: str = "It happened.",
    modality: Modality = "happened",
    main: bool = True,
) -> When:
    page = make_page(1, text)
    article = whole_article(page, language="en", published=published)
    start = text.index(words)
    span = (start, start + len(words))
    return date_claim(words, span, Said(statement, modality, main), (page, article))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("words", "statement", "modality", "start"),
    [
        ("on Feb. 28", "The minister will leave on 28 February.", "happened", "2019-02-28"),
        ("by January 1", "The troops are to leave.", "planned", "2019-01-01"),
        ("on Feb. 28", "The minister left on 28 February.", "happened", "2018-02-28"),
        ("on Feb. 28", "The ship was hit by a missile on 28 February.", "happened", "2018-02-28"),
        ("on Monday", "The two plan to meet on Monday.", "planned", "2018-12-24"),
        ("on Monday", "The two met on Monday.", "happened", "2018-12-17"),
        # What lies only days back is the day on which it was announced.
        ("on Dec. 19", "The troops will leave.", "planned", "2018-12-19"),
        ("in January", "The court will hear the case in January.", "happened", "2019-01-01"),
        ("in November", "He said that he would resign in November.", "happened", "2018-11-01"),
    ],
)
def test_words_that_speak_of_what_is_to_come_look_ahead(
    words: str, statement: str, modality: Modality, start: str
) -> None:
    assert dated(words, f"It said so {words}.", FRIDAY, statement, modality).start == day(start)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("in May", None),  # withheld unless she agreed: asked in May of the last year
        ("on Monday", None),
        ("in May 2017", "2017-05-01"),
        ("on Dec. 19", "2018-12-19"),  # days ago: both ways lead there
    ],
)
def test_a_plan_of_the_background_may_be_an_old_one(words: str, start: str | None) -> None:
    told = dated(words, f"It said so {words}.", FRIDAY, "Aid would stop.", "planned", main=False)
    assert told.start == (day(start) if start else None)


def test_the_way_is_told_by_modality_then_by_words() -> None:
    assert look_toward("in May", "It was so.", "happened") == "past"
    assert look_toward("by May", "It was so.", "happened") == "near"
    assert look_toward("in May", "It will be so.", "possible") == "near"
    assert look_toward("in May", "The panel expected Mr. Doe to be back.", "possible") == "near"
    assert look_toward("in May", "It was so.", "demanded") == "coming"
    assert look_toward("on June 3", "She runs in the primary on June 3.", "ongoing") == "near"
    assert look_toward("since June", "She runs since June.", "ongoing") == "past"


def test_words_in_a_quotation_count_from_the_day_on_which_they_were_spoken() -> None:
    text = "The envoy said on Wednesday: “We agreed on everything yesterday.” Nobody else did."
    assert dated("yesterday", text).start == day("2018-12-18")
    assert dated("on Wednesday", text).start == day("2018-12-19")
    arabic = "وقال المبعوث الأربعاء: «اتفقنا أمس على كل شيء»."
    assert dated("أمس", arabic).start == day("2018-12-18")


def test_where_nobody_says_when_it_was_spoken_both_readings_are_kept() -> None:
    text = "The envoy said: “We agreed on everything yesterday, on 3 May 2017.”"
    found = dated("yesterday", text)
    assert (found.start, found.end) == (day("2018-12-19"), day("2018-12-20"))
    # A day of the calendar is that day, whoever says it, and whenever.
    found = dated("on 3 May 2017", text)
    assert (found.start, found.end) == (day("2017-05-03"), day("2017-05-03"))


def test_outside_quotations_words_count_from_the_day_of_the_text() -> None:
    text = "Talks failed yesterday, said the envoy, who called them “a waste of time”."
    assert dated("yesterday", text).start == day("2018-12-20")


def test_a_text_of_three_minutes_after_midnight_counts_from_the_day_it_names() -> None:
    text = "Talks failed yesterday (Wednesday) in Baku. They began yesterday."
    early = "2018-12-21T00:03:00+00:00"
    assert dated("They began yesterday", text, early).start is None
    page = make_page(1, text)
    article = whole_article(page, language="en", published=early)
    start = text.rindex("yesterday")
    said = Said("It began.", "happened", True)
    found = date_claim("yesterday", (start, start + 9), said, (page, article))
    assert found.start == day("2018-12-19")


def test_without_a_day_of_publication_relative_words_mean_nothing() -> None:
    text = "He said: “It was yesterday.”"
    page = make_page(1, text)
    article = whole_article(page, language="en")
    said = Said("It was.", "happened", True)
    found = date_claim("yesterday", (10, 26), said, (page, article))
    assert found == When(words="yesterday")
