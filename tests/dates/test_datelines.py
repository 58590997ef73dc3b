"""The day that a dateline names in full, in many languages, and what names none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checker.dates.datelines import find_dateline
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
