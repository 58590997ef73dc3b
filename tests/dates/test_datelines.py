"""The day that a dateline names in full, in many languages, and what names none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checker.dates.datelines import find_dateline, find_opening_day
from checker.dates.month_names import MONTH_NAMES, SOLAR_HIJRI
from checker.dates.times import resolve_when

DAY = date(2025, 7, 12)


@pytest.mark.parametrize(
    "line",
    [
        "12 يوليو 2025", "السبت 12 تموز / يوليو 2025", "١٢ يوليوز ٢٠٢٥", "17 محرم 1447 هـ",
        "۲۱ تیرماه ۱۴۰۴", "1404/04/21", "12 ביולי 2025", "2025年7月12日", "2025년 7월 12일",
        "12 tháng 7, 2025", "12 lipca 2025", "12. července 2025", "2025. július 12.",
        "12 июля 2025 г.", "12 липня 2025", "12 Temmuz 2025", "12 जुलाई 2025", "12 Ιουλίου 2025",
        "12 de julio de 2025", "Sat, Jul 12th, 2025", "2025-07-12 10:30", "12/07/2025 - 12 juillet",
        "السبت 17 محرم 1447 هـ - 12 يوليو 2025 م",
    ],
)  # fmt: skip
def test_a_day_in_full(line: str) -> None:
    assert find_dateline(line, "fr" if "/07/" in line else None) == DAY


@pytest.mark.parametrize(
    "line",
    ["", "12 July", "July 2025", "5/6/2025", "12 July 2025 and 13 July 2025", "31 February 2025",
     "call 12 7 2025", "x" * 300 + " 12 July 2025", "12 Foo 2025"],
)  # fmt: skip
def test_no_day_in_full(line: str) -> None:
    assert find_dateline(line, "en") is None


@pytest.mark.parametrize(
    ("line", "language"),
    [("9-12 July 2025", "en"), ("2025/7/12-13", "ja"), ("12. - 20. Juli 2025", "de"),
     ("12/07/2025", "en"), ("12/07/2025", "en-US")],
)  # fmt: skip
def test_an_end_of_several_days_and_an_order_nobody_says_name_none(
    line: str, language: str
) -> None:
    assert find_dateline(line, language) is None


def test_english_of_britain_has_the_day_first() -> None:
    assert find_dateline("12/07/2025", "en-GB") == DAY


@pytest.mark.parametrize(
    "line",
    ["PORT TOWN, July 12, 2025 - The ferry sank", "Berlin, 12. Juli 2025 – Die Fähre sank",
     "12.7.2025 - Bei dem Unglück", "Karlsruhe, (12.07.2025). Die Fähre", "(12 July 2025) A ferry",
     "القاهرة، 12 يوليو 2025 - قالت الشركة", "İSTANBUL, 12 Temmuz 2025 - Feribot"],
)  # fmt: skip
def test_a_story_that_begins_with_its_day(line: str) -> None:
    assert find_opening_day(line, "de") == DAY


@pytest.mark.parametrize(
    "line",
    ["Am 12. Juli 2025 sank die Fähre", "On 12 July 2025, the ferry sank", "12 July 2025 was calm",
     "The ferry sank on 12 July 2025 - the third this year", "A ferry sank"],
)  # fmt: skip
def test_a_day_that_the_first_sentence_tells_opens_nothing(line: str) -> None:
    assert find_opening_day(line, "en") is None


def test_every_month_of_every_language_is_read() -> None:
    for language, names in MONTH_NAMES.items():
        assert len(names.split()) == 12
        for number, spellings in enumerate(names.split(), start=1):
            for name in spellings.split("|"):
                assert find_dateline(f"3 {name} 2025", language) == date(2025, number, 3), name


def test_the_persian_calendar_agrees_with_the_days_of_its_new_years() -> None:
    new_years = {
        **{1380: date(2001, 3, 21), 1399: date(2020, 3, 20), 1400: date(2021, 3, 21)},
        **{1403: date(2024, 3, 20), 1404: date(2025, 3, 21), 1408: date(2029, 3, 20)},
    }
    months = [spellings.split("|")[0] for spellings in SOLAR_HIJRI.split()]
    for year, day in new_years.items():
        assert find_dateline(f"1 {months[0]} {year}", "fa") == day
        assert find_dateline(f"31 {months[5]} {year}", "fa") == day + timedelta(days=185)


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("7月12日", "ja", DAY),
        ("７月１２日（土）", "ja", DAY),
        ("2025年7月12日", "zh", DAY),
        ("7월 12일", "ko", DAY),
        ("3天前", "zh", date(2025, 7, 9)),
        ("12 Juli", "de", DAY),
        ("vor 3 Tagen", "de", date(2025, 7, 9)),
        ("hace 10 días", "es", date(2025, 7, 2)),
    ],
)
def test_words_that_name_a_day(words: str, language: str, day: date) -> None:
    assert resolve_when(words, DAY, language) == (day, day)


@pytest.mark.parametrize(
    ("words", "language"),
    [("12日", "ja"), ("12일", "ko"), ("3 Tage", "de"), ("drei Tage", "de"), ("10 días", "es"),
     ("2 jours", "fr"), ("5 روز", "fa"), ("3 дня", "ru"), ("3 gün", "tr"), ("10日間", "ja"),
     ("48 Stunden", "de"), ("5 ימים", "he")],
)  # fmt: skip
def test_words_that_name_no_day(words: str, language: str) -> None:
    assert resolve_when(words, DAY, language) is None
