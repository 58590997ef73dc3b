"""Folding: the rules one by one, then properties over any Unicode text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings

from checker.stems import stems
from checker.text import Folded, fold, words
from checker.word_breaks import cut_words
from tests.support.any_text import ANY_TEXT
from tests.support.tampering import read_pages

few = settings(max_examples=300, deadline=None)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أإآٱا", "ااااا"),
        ("مسؤول", "مسوول"),
        ("هيئة", "هييه"),
        ("شيء", "شي"),
        ("لقاءً", "لقا"),
        ("على", "علي"),
        ("ایران کشور", "ايران كشور"),
        ("مُحَمَّدٌ هٰذا", "محمد هذا"),
        ("ســـوريا", "سوريا"),
        ("السـ\u200c\u200dلا\u00adم\ufeff", "السلام"),
        ("٢٠٢٥ ۲۰۲۵ २०२५", "2025 2025 2025"),
        ("٣٫٥ و١٬٠٠٠", "3.5 و1,000"),
        ("1,000، 2,5", "1,000 2,5"),
        ("لماذا؟ نعم؛ ٣٠٪", "لماذا? نعم; 30%"),
        ("a – b — c − d", "a - b - c - d"),
        ("المصدر ، قال", "المصدر قال"),
        ("المصدر،قال", "المصدر قال"),
        ("قال “نعم” و«لا»", "قال نعم ولا"),
        ("‘don’t’ 'l´été'", "don't l'été"),
        ("لـ'أكسيوس'", "لاكسيوس"),
        (" a\u00a0\u202f b\r\n\tc\x00", "a b c"),
        ("(  a  ) ! 5 % .", "(a)! 5%."),
        ("wait…", "wait..."),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("مﹰا", "ما"),
        ("a¨b", "a¨b"),
        ("cafe\u0301 cafe", "café cafe"),
        ("हिन्दी", "हिन्दी"),
        ("ᄀ\u200bᅡᆨ ｶﾞ", "각 ガ"),
        ("\ud800 x", "\ud800 x"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_words_and_stems() -> None:
    assert words("The «Élysée», l’été: ٢٠٢٥!") == ["the", "élysée", "l", "été", "2025"]
    assert words("हिन्दी") == ["हिन्दी"]
    assert len(set(stems("إسرائيلية الإسرائيليُّ إسرائيل", "ar-EG"))) == 1
    assert stems("Meeting meetings", "en_GB") == ["meet", "meet"]
    assert stems("Meeting", None) == stems("Meeting", "tlh") == ["meeting"]


@few
@given(ANY_TEXT)
def test_the_map_rises_and_stays_in_bounds(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)


def words_of_the_fold(text: str) -> list[str]:
    """What `words` is short for: the folded text, runs of letters, marks and digits, then cut."""
    folded = fold(text).text.casefold()
    kept = (each if unicodedata.category(each)[0] in "LMN" else " " for each in folded)
    return cut_words("".join(kept))


@few
@given(ANY_TEXT)
def test_folding_a_fold_changes_nothing(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded


@few
@given(ANY_TEXT)
def test_words_are_those_of_the_fold(text: str) -> None:
    assert words(text) == words_of_the_fold(text)


def test_words_are_those_of_the_fold_on_real_pages() -> None:
    for text in read_pages().values():
        assert words(text) == words_of_the_fold(text)
        assert len(words(text)) > 300


@few
@given(ANY_TEXT)
def test_canonically_equal_texts_fold_alike(text: str) -> None:
    forms = {fold(unicodedata.normalize(form, text)).text for form in ("NFC", "NFD")}
    assert forms == {fold(text).text}


def seconds_to_fold(text: str) -> float:
    started = time.thread_time()
    folded = fold(text)
    assert isinstance(folded, Folded)
    return time.thread_time() - started


@pytest.mark.parametrize(
    "piece",
    ["قال المصدر ، إن “المحادثات” ٢٠٢٥. ", "a" + "\u0301\u0323" * 500, " ", "'\"", "1,", "é"],
    ids=["prose", "marks", "spaces", "quotes", "commas", "composed"],
)
def test_a_long_line_takes_no_quadratic_time(piece: str) -> None:
    seconds_to_fold(piece)
    text = piece * (200_000 // len(piece))
    short, long = (min(seconds_to_fold(t) for _ in range(2)) for t in (text[:50_000], text))
    assert long < 16 * max(short, 0.01)
    assert long < 5
