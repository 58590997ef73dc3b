"""Folding and quote location: the rules one by one, then properties over any Unicode text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.text import Folded, explain_refusal, find_quote, fold, stems, words

# Any code point at all, but mostly those that the rules name, so that they meet each other.
SPECIAL = "أإآٱؤئءىيیةهكکـَُّٰ،,٬٫.؛؟٪“”«'’´`\"-–(…)[ ٠۵7½ﷺﹰ¨éeिकガｶﾞ각가aلم"
SPECIAL += "\u00a0\t\n\u200b\u200f\u00ad٠۵7½ﷺﹰ¨ée\u0301\u0323िकガｶﾞ각가aلم"
ANY_TEXT = st.text(st.sampled_from(SPECIAL) | st.characters(exclude_categories=()), max_size=40)
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


@pytest.mark.parametrize(
    ("page", "quote", "found"),
    [
        ("قال “مُحادثاتٌ ، مباشرة”.", "محادثات مباشره", ["مُحادثاتٌ ، مباشرة"]),
        ("أول لقاءٍ بينهما", "اول لقا", ["أول لقاءٍ"]),
        ("talks, talks; and talks", "talks", ["talks"] * 3),
        ("no man no man no", "man no man", []),
        ("go man go man go", "go man go", ["go man go"] * 2),
        ("peacetalks", "talks", []),
        ("كي", "ك", []),
        ("कि क", "क", ["क"]),
        ("killed 1,500 people", "500 people", []),
        ("killed 1,500 people", "killed 1", []),
        ("killed 1, 500 fled", "killed 1", ["killed 1"]),
        ("grew 2.5 percent", "5 percent", []),
        ("in 2013. 5 died", "5 died", ["5 died"]),
        ('صرح لـ"أكسيوس" أن', "أكسيوس أن", ['أكسيوس" أن']),
        ("the talks", "The talks", []),
        ("ﷺ", "الله", []),
        ("talks", "", []),
        ("talks, «»!", "«!»", []),
        ("short", "a far longer quote", []),
    ],
)
def test_find_quote(page: str, quote: str, found: list[str]) -> None:
    assert [page[start:end] for start, end in find_quote(fold(page), quote)] == found


def test_find_quote_within_a_range_of_the_page() -> None:
    page = fold("«talks», talks, talks")
    assert find_quote(page, "talks", (1, 6)) == [(1, 6)]
    assert find_quote(page, "talks", (2, 15)) == [(9, 14)]
    assert find_quote(page, "talks", (7, 9)) == []


@pytest.mark.parametrize(
    ("page", "quote", "negation"),
    [
        ("لم يكشف المصدر", "يكشف المصدر", "لم"),
        ("قال ولَمْ يكشف", "يكشف", "ولَمْ"),
        ("أليست حربا", "حربا", "أليست"),
        ("محادثات غير «مباشرة»", "مباشرة", "غير"),
        ("المحادثات الغير مباشرة", "مباشرة", "الغير"),
        ("غير-مباشرة", "مباشرة", "غير"),
        ("They did not meet", "meet", "not"),
        ("They didn’t meet", "meet", "didn’t"),
        ("NEVER met", "met", "NEVER"),
        ("a non-binding text", "binding text", "non"),
        ("not (yet) signed", "(yet) signed", "not"),
        ("Il n’a pas dit", "a pas dit", "n’"),
        ("c’est sans effet", "effet", "sans"),
    ],
)
def test_words_after_a_negation_are_refused(page: str, quote: str, negation: str) -> None:
    assert find_quote(fold(page), quote) == []
    reason = explain_refusal(fold(page), quote)
    assert reason == f"The words stand on the page only right after the negation «{negation}»."


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("لم يكشف المصدر", "لم يكشف المصدر"),
        ("أما المصدر فقال", "المصدر فقال"),
        ("أولا المصدر", "المصدر"),
        ("هل التقوا؟ لا. التقى الوزراء", "التقى الوزراء"),
        ("a knot tied", "tied"),
        ("It is not so. They met", "They met"),
        ("Not met, but met", "met"),
    ],
)
def test_words_after_no_negation_are_found(page: str, quote: str) -> None:
    assert len(find_quote(fold(page), quote)) == 1


def test_a_refusal_gives_the_nearest_words_of_the_page() -> None:
    page = fold("وقال إن «المحادثات» أُجريت في أذربيجان\nيوم السبت.")
    reason = explain_refusal(page, "المحادثات اجريت في باكو يوم السبت")
    assert "«المحادثات» أُجريت في أذربيجان يوم السبت" in reason
    assert "Nothing like" in explain_refusal(page, "xyz qqq zzz")
    assert "Nothing like" in explain_refusal(fold(""), "talks")
    assert "no letter" in explain_refusal(page, "«…»")


def test_the_nearest_words_are_kept_short() -> None:
    page = fold("talks " * 100)
    reason = explain_refusal(page, "talks " * 50 + "failed")
    assert "talks …»" in reason
    assert len(reason) < 230


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


@few
@given(ANY_TEXT)
def test_folding_a_fold_changes_nothing(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded


@few
@given(ANY_TEXT)
def test_canonically_equal_texts_fold_alike(text: str) -> None:
    forms = {fold(unicodedata.normalize(form, text)).text for form in ("NFC", "NFD")}
    assert forms == {fold(text).text}


@few
@given(ANY_TEXT, st.data())
def test_a_slice_that_is_found_folds_to_the_quote(text: str, data: st.DataObject) -> None:
    page = fold(text)
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    for start, end in find_quote(page, quote):
        assert fold(text[start:end]).text == fold(quote).text
    assert explain_refusal(page, quote)


@few
@given(st.lists(ANY_TEXT, min_size=1, max_size=6), st.data())
def test_a_quote_cut_at_spaces_is_found(pieces: list[str], data: st.DataObject) -> None:
    page = fold(" ".join(pieces))
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    quote = " ".join(pieces[first : last + 1])
    assume(words(quote))
    start = len(" ".join(pieces[:first])) + (first > 0)
    negated = not find_quote(fold(" ".join([*pieces[:first], "zz"])), "zz", (start, start + 2))
    assert bool(find_quote(page, quote, (start, start + len(quote)))) is not negated


def seconds_to_fold(text: str) -> float:
    started = time.perf_counter()
    folded = fold(text)
    assert isinstance(folded, Folded)
    return time.perf_counter() - started


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
