"""Where quotes stand: the rules one by one, then properties over any Unicode text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.claims.quotes import explain_refusal, find_quote
from checker.text import fold, words
from tests.support.any_text import ANY_TEXT

few = settings(max_examples=300, deadline=None)


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
        ("قال إنه لم تكن هناك محادثات", "هناك محادثات", "لم تكن"),
        ("ولم تكن هناك محادثات", "محادثات", "ولم تكن هناك"),
        ("لم يتمّ الاتفاق", "الاتفاق", "لم يتمّ"),
        ("لم يعد «خيارًا»", "خيارا", "لم يعد"),
        ("لا يوجد أي اتفاق", "اتفاق", "لا يوجد أي"),
        ("اتفقا على ألا يلتقيا", "يلتقيا", "ألا"),
        ("قال إنه ما عاد يلتقي أحدا", "عاد يلتقي", "ما"),
        ("They did not have direct talks", "direct talks", "not have"),
        ("There haven’t been any talks", "talks", "haven’t been any"),
        ("Both agreed not to meet", "meet", "not to"),
        ("Il n’y a pas eu d’entretiens", "entretiens", "pas eu d’"),
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
        ("الا ان المحادثات بدأت", "ان المحادثات بدأت"),
        ("إلا أن المحادثات بدأت", "أن المحادثات بدأت"),
        ("لم يبق إلا يومان", "يومان"),
        ("انفجرت قنبلة، ما أدى إلى مقتل رجل", "أدى إلى مقتل رجل"),
        ("وهو ما يعني فشل المحادثات", "يعني فشل المحادثات"),
        ("whether or not they met", "they met"),
        ("a knot tied", "tied"),
        ("It is not so. They met", "They met"),
        ("Not met, but met", "met"),
        ("كانت هناك محادثات", "هناك محادثات"),
        ("لا. كانت هناك محادثات", "هناك محادثات"),
        ("لم يسافر وتمت المحادثات", "المحادثات"),
        ("They have had direct talks", "direct talks"),
        ("They not only met but agreed", "met but agreed"),
        ("They did not. There have been talks", "talks"),
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
