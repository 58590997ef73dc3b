"""What a finding has to do with others: one conflict in other words is shown with the first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.data import When
from checker.findings.conclusions import conclude
from checker.findings.drafts import Draft, Pair
from checker.found import Finding
from tests.support.stories import make_claim, make_page, make_story

FRIDAY = When(words="on Friday")
STORY = make_story([make_claim(n, article_id=f"a{n}", when=FRIDAY) for n in range(1, 9)])
LONG = "Did the two ships leave the harbour at dawn?"
LIKE = "Did two ships leave the harbour at dawn?"


def conflict(key: str, one: str, other: str, question: str = "", *, drift: bool = False) -> Draft:
    return Draft(
        "t1",
        question or f"Question {key}?",
        ("Yes.", "No."),
        (tuple(one.split()), tuple(other.split())),
        (Pair(0, 1, "contradict", "denial", "why", drift=drift),),
        key=key,
    )


def agreement(key: str, claims: str, question: str = "") -> Draft:
    return Draft(
        "t1", question or f"Question {key}?", ("Yes.",), (tuple(claims.split()),), (), key=key
    )


def linked(*drafts: Draft) -> list[Finding]:
    return [*conclude(drafts, {}, STORY).findings]


@pytest.mark.parametrize(
    ("second", "part"),
    [
        (conflict("t2.1", "c1", "c5 c6"), True),  # one of two pairs
        (conflict("t2.1", "c1", "c6 c7 c8"), False),
        (conflict("t2.1", "c1", "c5 c6 c7 c8"), False),  # one of four
        (conflict("t2.1", "c1", "c5 c6 c7 c8", LIKE), True),
        (conflict("t2.1", "c1", "c7 c8", LIKE), False),  # nothing in common but the question
        (conflict("t1.2", "c1", "c5", LIKE), False),  # the same answer: two questions
        (conflict("t2.1", "c1", "c5", LIKE, drift=True), False),
    ],
)
def test_a_conflict_that_another_comparison_mostly_tells_is_shown_with_it(
    second: Draft, part: bool
) -> None:
    first = conflict("t1.1", "c1 c2 c3 c4", "c5", LONG)
    one, other = linked(first, second)
    assert (one.parts, other.part_of) == ((("f2",), "f1") if part else ((), None))
    # No quote came under another answer by it.
    assert [each.claim_ids for each in other.positions] == [*second.claim_ids]


@pytest.mark.parametrize(
    ("second", "part"),
    [
        (conflict("t1.2", "c1", "c5 c6 c7 c8"), True),
        (conflict("t1.2", "c1", "c6"), False),  # one claim, against another one
    ],
)
def test_a_conflict_that_is_said_to_tell_another_again_is_shown_with_it(
    second: Draft, part: bool
) -> None:
    first = conflict("t1.1", "c1 c2 c3 c4", "c5")
    one, other = linked(first, replace(second, part_of="t1.1"))
    assert (one.parts, other.part_of) == ((("f2",), "f1") if part else ((), None))


def test_a_graver_conflict_is_no_part_of_a_lesser_one() -> None:
    graver = replace(conflict("t1.1", "c1", "c5"), part_of="t1.2")
    one, other = linked(graver, conflict("t1.2", "c1 c2 c3", "c5 c6"))
    assert (one.part_of, other.parts) == (None, ())


def test_an_agreement_that_another_comparison_tells_too_is_its_part() -> None:
    one, other, apart = linked(
        agreement("t1.1", "c1 c2 c3"), agreement("t2.1", "c2 c3"), agreement("t2.2", "c4 c5")
    )
    assert (one.parts, other.part_of, apart.part_of) == (("f2",), "f1", None)


def test_what_is_shown_with_another_draws_nothing_to_it() -> None:
    """The third tells much of what the second does, and nothing of the first."""
    first = conflict("t1.1", "c1 c2 c3", "c4 c5")
    second = conflict("t2.1", "c1 c6", "c4")
    third = conflict("t3.1", "c6", "c4")
    assert [each.part_of for each in linked(first, second, third)] == [None, "f1", None]


def test_a_kept_conflict_stays_with_the_one_it_was_shown_with() -> None:
    first = conflict("kept.f1", "c1 c2", "c3")
    kept = replace(conflict("kept.f2", "c1", "c3"), part_of="kept.f1")
    assert [each.part_of for each in linked(first, kept)] == [None, "f1"]
    strange = replace(conflict("kept.f2", "c4", "c5"), part_of="kept.f1")
    assert [each.part_of for each in linked(first, strange)] == [None, None]


def test_an_agreement_that_confirms_nothing_is_told_with_the_conflict_that_holds_all_of_it() -> (
    None
):
    grave = conflict("t1.1", "c1 c2", "c3")
    same = make_story([make_claim(n, article_id=f"a{n}", chain=("X", f"o{n}")) for n in (1, 2, 3)])
    for story, part_of in ((STORY, None), (same, "f1")):
        # Of outlets that say it each in its own name it is a confirmation, of one voice it is none.
        _, agreed = conclude([grave, agreement("t1.2", "c1 c2")], {}, story).findings
        assert agreed.part_of == part_of


def test_what_independent_sources_confirm_is_no_part_of_what_one_source_says() -> None:
    story = make_story(
        [make_claim(n, article_id=f"a{n}", chain=("X", f"o{n}")) for n in (1, 2)]
        + [make_claim(n, article_id=f"a{n}", when=FRIDAY) for n in (3, 4)]
    )
    whole = agreement("t1.1", "c1 c2")
    for claims, part_of in (("c3 c4", None), ("c1 c2", "t1.1")):
        drafts = [whole, replace(agreement("t1.2", claims), part_of="t1.1")]
        found = {each.question: each for each in conclude(drafts, {}, story).findings}
        assert bool(found["Question t1.2?"].part_of) == bool(part_of)


def test_an_agreement_told_in_the_sentences_of_another_is_its_part() -> None:
    text = "The ferry sank off Nareen, and nine people died. It had left at dawn."
    pages = [make_page(n, text) for n in (1, 2)]
    quotes = ("The ferry sank", "nine people died", "It had left at dawn")
    claims = [
        make_claim(n + 3 * page, article_id=f"a{page + 1}", quote=quote, start=text.index(quote),
                   end=text.index(quote) + len(quote), when=FRIDAY)
        for page in (0, 1)
        for n, quote in enumerate(quotes, start=1)
    ]  # fmt: skip
    story = make_story(claims, pages=pages)
    drafts = [
        agreement("t1.1", "c1 c4", "Did the ferry sink?"),
        agreement("t1.2", "c2 c5", "How many died?"),
        agreement("t1.3", "c3 c6", "When did it leave?"),
    ]
    sank, died, left = conclude(drafts, {}, story).findings
    assert (sank.parts, died.part_of, left.part_of) == (("f2",), "f1", None)
    # News never hides under what nobody needs to be told.
    rows = conclude([replace(drafts[0], common=True), *drafts[1:]], {}, story).findings
    assert [(each.question, each.part_of) for each in rows] == [
        ("How many died?", None),
        ("When did it leave?", None),
        ("Did the ferry sink?", "f1"),
    ]


def test_an_agreement_is_marked_where_another_finding_speaks_against_it() -> None:
    agreed = replace(agreement("t1.2", "c3 c4"), disputed=("t1.1", "t9.9"))
    against, marked = linked(conflict("t1.1", "c1", "c5"), agreed)
    assert (against.id, marked.disputed_by) == ("f1", ("f1",))


def test_what_is_shown_with_a_conflict_holds_no_agreement_told_in_its_sentences() -> None:
    first = agreement("t1.2", "c1 c2")  # confirms nothing: told with the conflict
    story = make_story([each.model_copy(update={"article_id": "a1"}) for each in
                        STORY.claims.values()])  # fmt: skip
    held, again = replace(first, key="t1.3"), replace(first, key="t1.4")
    rows = conclude([conflict("t1.1", "c1 c2", "c5"), held, again], {}, story).findings
    assert [each.part_of for each in rows] == [None, "f1", "f1"]
