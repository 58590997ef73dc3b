"""Which claims a question finds, with no model."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.asking.candidates import ALL_CLAIMS, CLAIMS_SHOWN, Candidates, find_candidates
from checker.data import Claim, Event
from checker.findings.story import Story
from tests.support.stories import make_claim, make_story


def told(number: int, quote: str, statement: str, **given_: object) -> Claim:
    fields = {"event": Event(id=f"p1.1.{number}", label=statement), **given_}
    return make_claim(number, statement, quote=quote, **fields)


TALKS = (
    told(1, "التَقَى الإسرائيليّون والسوريّون مباشرةً", "Israelis and Syrians met directly."),
    told(2, "عُقد لقاء في باكو", "Israelis and Syrians met in Baku.", article_id="a2"),
    told(3, "ارتفع سعر القمح", "Wheat prices rose.", article_id="a2"),
)


def found(question: str, story: Story) -> list[str]:
    return [claim.id for claim in find_candidates(question, story, "English").claims]


def many(count: int, **instead: str) -> Story:
    """Claims about other things than the question, but for those named by ``c<number>``."""
    rows = [
        told(n, instead.get(f"c{n}", f"خبر رقم {n}"), f"News item {n}.") for n in range(1, count)
    ]
    return make_story(rows)


def test_spelling_and_inflection_do_not_hide_a_quote() -> None:
    story = many(200, c150="التَقَى الإسرائيليّون والسوريّون")
    assert "c150" in found("هل التقى الاسرائيليين؟", story)
    assert "c151" not in found("هل التقى الاسرائيليين؟", story)


def test_what_is_said_in_the_same_words_of_the_pivot_is_found_too() -> None:
    assert found("هل التقى الإسرائيليون؟", make_story(TALKS)) == ["c1", "c2"]


def test_a_question_in_the_pivot_language_finds_arabic_pages() -> None:
    assert found("wheat price?", make_story(TALKS)) == ["c3"]


def test_a_voice_is_found_by_name() -> None:
    claims = [told(1, "قال شيئا", "It will rain."), told(2, "قال", "No storms.", chain=("Lavrov",))]
    assert found("Lavrov", make_story(claims)) == ["c2"]


def test_a_question_in_a_third_language_is_put_to_all_claims() -> None:
    assert found("Les deux parties se sont-elles vues?", make_story(TALKS)) == ["c1", "c2", "c3"]


def test_it_is_put_to_those_that_share_a_word_where_there_are_too_many() -> None:
    story = many(ALL_CLAIMS + 50, c7="باريس Paris")
    candidates = find_candidates("Une rencontre directe à Paris?", story, "English")
    assert candidates.foreign
    assert "c7" in {claim.id for claim in candidates.claims}
    assert find_candidates("Une rencontre directe?", story, "English").claims == ()


def test_a_passage_that_reprints_share_is_shown_once() -> None:
    copies = [
        told(n, "التقى الوزيران", "The ministers met.", article_id=f"a{n}") for n in (1, 2, 3)
    ]
    reprinted = find_candidates("هل التقى الوزيران؟", make_story(copies, [("a1", "a2")]), "English")
    assert [claim.id for claim in reprinted.claims] == ["c1", "c3"]
    assert reprinted.story.sources.twins == {"c1": ("c2",), "c2": ("c1",)}


def test_no_more_than_the_limit_and_in_the_order_of_the_report() -> None:
    letters = "abcdefghij"
    names = ["".join(letters[int(digit)] for digit in str(n)) for n in range(1, 300)]
    rows = [told(n, f"المحادثات {name}", f"Talks {name}.") for n, name in enumerate(names, 1)]
    claims = find_candidates("Talks", make_story(rows), "English").claims
    numbers = [int(claim.id[1:]) for claim in claims]
    assert len(claims) == CLAIMS_SHOWN
    assert numbers == sorted(numbers)


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1))
@example("ء")
def test_no_question_breaks_the_search(question: str) -> None:
    if any(each.isalnum() for each in question):
        assert isinstance(find_candidates(question, make_story(TALKS), "English"), Candidates)


def test_search_operators_in_a_question_are_only_words() -> None:
    for question in ('wheat" OR "talks', "NEAR(wheat)", "quote : wheat", "wheat*", "-wheat AND"):
        assert "c3" in found(question, make_story(TALKS))
