"""Scores of labels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.scoring.measures import bootstrap_macro_f1, macro_f1, score_labels, share

LABELS = ("agree", "disagree", "other")
OUTCOMES = st.lists(st.tuples(*[st.sampled_from(LABELS)] * 2), min_size=1, max_size=30)


def test_by_hand() -> None:
    outcomes = [("agree", "agree")] * 3 + [("agree", "disagree")] + [("disagree", "disagree")] * 2
    scores = score_labels(outcomes, LABELS)
    assert scores is not None
    agree, disagree = scores.classes
    assert (agree.count, agree.precision, agree.recall) == (4, 1.0, 0.75)
    assert agree.f1 == pytest.approx(6 / 7)
    assert disagree.precision == pytest.approx(2 / 3)
    assert disagree.recall == 1.0
    assert disagree.f1 == pytest.approx(0.8)
    assert scores.macro_f1 == pytest.approx((6 / 7 + 0.8) / 2)
    assert scores.accuracy == pytest.approx(5 / 6)
    assert scores.confusion["agree"] == {"agree": 3, "disagree": 1, "other": 0}


def test_a_class_that_was_said_but_never_given_counts_as_missed() -> None:
    scores = score_labels([("agree", "agree"), ("agree", "other")], LABELS)
    assert scores is not None
    assert [each.label for each in scores.classes] == ["agree", "other"]
    assert scores.classes[1].recall is None
    assert scores.macro_f1 == pytest.approx((2 / 3 + 0) / 2)


def test_nothing_scored() -> None:
    assert score_labels([], LABELS) is None
    assert share(1, 0) is None


@settings(deadline=None, max_examples=20)
@given(OUTCOMES)
def test_shares_are_shares(outcomes: list[tuple[str, str]]) -> None:
    scores = score_labels(outcomes, LABELS)
    assert scores is not None
    low, high = scores.interval
    assert 0 <= low <= high <= 1
    assert (scores.macro_f1 == 1) == all(given == said for given, said in outcomes)
    assert sum(sum(row.values()) for row in scores.confusion.values()) == len(outcomes)


def test_the_interval_is_the_same_each_time_and_narrows_with_more_pairs() -> None:
    few = [("agree", "agree")] * 9 + [("disagree", "agree")] + [("disagree", "disagree")] * 10
    assert bootstrap_macro_f1(few) == bootstrap_macro_f1(few)
    low, high = bootstrap_macro_f1(few)
    assert (
        low
        < macro_f1({("agree", "agree"): 9, ("disagree", "agree"): 1, ("disagree", "disagree"): 10})
        <= high
    )
    lower, higher = bootstrap_macro_f1(few * 20)
    assert higher - lower < (high - low) / 2
