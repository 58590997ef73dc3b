from __future__ import annotations

import unicodedata

import pytest

from checker.direction import MARK, direction_of, language_code, show_hidden


@pytest.mark.parametrize(
    ("language", "text", "direction"),
    [
        ("ar", "", "rtl"),
        ("ar-EG", "Latin", "rtl"),
        ("FA", "", "rtl"),
        ("en", "عربي", "ltr"),
        (None, "قال ترامب عبر X إن", "rtl"),
        (None, "In Baku (باكو)", "ltr"),
        (None, "2025", "ltr"),
    ],
)
def test_direction_of_a_language_or_of_the_letters(
    language: str | None, text: str, direction: str
) -> None:
    assert direction_of(language, text) == direction


def test_characters_that_reorder_are_shown_as_a_neutral_mark() -> None:
    shown = show_hidden("a\u202eb\u2066c\u2069d\x00e\ud800f")
    assert shown == f"a{MARK}b{MARK}c{MARK}d{MARK}e{MARK}f"
    assert unicodedata.bidirectional(MARK) == "ON"
    shown.encode()


def test_joiners_weak_marks_and_lines_are_kept() -> None:
    text = "می\u200cخواهم\u200e \u200f\u061c\tb\n"
    assert show_hidden(text) == text


@pytest.mark.parametrize(
    ("name", "code"), [("English", "en"), ("arabic", "ar"), ("pt-BR", "pt-br"), ("Klingon", None)]
)
def test_language_code(name: str, code: str | None) -> None:
    assert language_code(name) == code
