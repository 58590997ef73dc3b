"""Drafts to findings: who stands behind them, how grave they are, in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.data import Claim
from checker.findings.conclusions import conclude, describe_sides, flip_rate
from checker.findings.drafts import Draft, Pair
from checker.findings.story import count_reports, describe_position
from checker.findings.verdicts import Sides
from checker.found import Relation, SecondLook, Weight
from tests.support.stories import make_claim, make_story

A1, A2, A3 = ({"article_id": f"a{n}"} for n in (1, 2, 3))


def quoted(number: int, voice: str, article: str = "a1", *through: str) -> Claim:
    return make_claim(number, article_id=article, chain=(voice, *through, f"outlet {article}"))


CLAIMS = [
    make_claim(1, **A1),
    make_claim(2, **A2),
    make_claim(3, **A3),
    quoted(4, "Minister", "a1"),
    quoted(5, "Envoy", "a3"),
    make_claim(6, modality="planned", **A3),
]
STORY = make_story(CLAIMS, [("a1", "a2")])


def draft(*positions: str, **pairs: Relation) -> Draft:
    """``draft("c1", "c3", p01="contradict")``: two positions, the pair (0, 1) in conflict."""
    return Draft(
        "t1",
        f"Question {positions}?",
        tuple(f"answer {n}" for n in range(len(positions))),
        tuple(tuple(ids.split()) for ids in positions),
        tuple(
            Pair(int(name[1]), int(name[2]), relation, "denial", f"why {name}")
            for name, relation in pairs.items()
        ),
    )


def seen(relation: Relation) -> SecondLook:
    return SecondLook(relation=relation, type="number", why="Looked again.")


def test_an_agreement_has_no_conflict() -> None:
    (finding,) = conclude([draft("c1 c3")], {}, STORY).findings
    assert (finding.id, finding.topic_id, finding.question) == ("f1", "t1", "Question ('c1 c3',)?")
    assert (finding.relation, finding.type, finding.level) == ("agree", None, None)
    assert finding.severity == "none"
    assert finding.conflicts == ()
    (position,) = finding.positions
    assert position.claim_ids == ("c1", "c3")
    assert position.outlets == ("outlet a1", "outlet a3")
    assert (position.report_ids, position.report_count) == (("o1", "o2"), 2)


def test_a_conflict_that_was_looked_at_again() -> None:
    looks = {(0, 0): seen("contradict")}
    (finding,) = conclude([draft("c1", "c3", p01="contradict")], looks, STORY).findings
    (conflict,) = finding.conflicts
    assert (conflict.a, conflict.b) == (0, 1)
    assert (conflict.relation, conflict.type, conflict.why) == (
        "contradict",
        "number",
        "Looked again.",
    )
    assert (conflict.first_relation, conflict.first_why) == ("contradict", "why p01")
    assert (conflict.level, conflict.severity) == ("between_outlets", "high")
    assert conflict.verified
    assert (finding.relation, finding.type, finding.level, finding.severity) == (
        "contradict",
        "number",
        "between_outlets",
        "high",
    )


def test_what_the_second_look_takes_back_is_no_finding() -> None:
    looks = {(0, 0): seen("not_comparable")}
    concluded = conclude([draft("c1", "c3", p01="contradict")], looks, STORY)
    assert concluded.findings == ()
    (taken,) = concluded.not_upheld
    assert taken.answers == ("answer 0", "answer 1")
    assert taken.claim_ids == (("c1",), ("c3",))
    assert (taken.first_relation, taken.first_why) == ("contradict", "why p01")
    assert (taken.relation, taken.why) == ("not_comparable", "Looked again.")


@pytest.mark.parametrize("look", [None, SecondLook(failed="the answer was cut off")])
def test_a_conflict_that_was_not_looked_at_again_is_unverified(look: SecondLook | None) -> None:
    looks = {(0, 0): look} if look else {}
    (finding,) = conclude([draft("c1", "c3", p01="contradict")], looks, STORY).findings
    (conflict,) = finding.conflicts
    assert not conflict.verified
    assert conflict.second_look == look
    assert (conflict.relation, conflict.why, conflict.severity) == ("contradict", "why p01", "high")


def test_a_finding_keeps_the_conflicts_that_were_upheld() -> None:
    looks = {(0, 0): seen("not_comparable"), (0, 1): seen("contradict")}
    three = draft("c1", "c3", "c5", p01="contradict", p02="contradict")
    (finding,) = conclude([three], looks, STORY).findings
    assert [(each.a, each.b, each.severity) for each in finding.conflicts] == [(0, 2, "high")]
    assert (finding.relation, finding.level) == ("contradict", "between_voices")
    assert finding.severity == "high"


def test_superseded_needs_times_that_are_apart() -> None:
    drafts = [draft("c1", "c3", p01="superseded")]
    (finding,) = conclude(drafts, {}, STORY).findings
    assert finding.relation == "attributed_conflict"
    articles = {
        id_: each.model_copy(update={"published": f"2025-07-1{id_[1:]}"})
        for id_, each in STORY.articles.items()
    }
    (finding,) = conclude(drafts, {}, replace(STORY, articles=articles)).findings
    assert finding.relation == "superseded"


@pytest.mark.parametrize(
    ("weight", "drift", "look", "relation", "severity"),
    [
        ("central", False, True, "attributed_conflict", "medium"),
        ("plain", False, True, "partial", "low"),
        ("trifle", False, True, "partial", "low"),
        ("plain", True, True, "attributed_conflict", "low"),
        ("plain", False, False, "attributed_conflict", "low"),
    ],
    ids=["the heart of the story", "by the way", "a trifle", "two versions", "not looked at"],
)
def test_judgements_that_clash_are_a_conflict_where_the_story_turns_on_them(
    weight: Weight, drift: bool, look: bool, relation: Relation, severity: str
) -> None:
    judged = draft("c4", "c5", p01="attributed_conflict")
    (pair,) = judged.pairs
    judged = replace(judged, pairs=(replace(pair, type="judgement", drift=drift),), weight=weight)
    seen_again = SecondLook(relation="attributed_conflict", type="judgement", why="Looked again.")
    (finding,) = conclude([judged], {(0, 0): seen_again} if look else {}, STORY).findings
    assert (finding.relation, finding.severity) == (relation, severity)


def test_background_is_a_step_less_grave_than_the_news() -> None:
    claims = [make_claim(n, main=False, article_id=f"a{n}") for n in (1, 3)]
    story = make_story([*claims, make_claim(2, **A2)])
    drafts = [draft("c1", "c3", p01="contradict"), draft("c1", "c2", p01="contradict")]
    news, background = conclude(drafts, {}, story).findings
    assert (news.background, news.severity) == (False, "high")
    assert (background.background, background.severity) == (True, "medium")


@pytest.mark.parametrize(
    ("claim_ids", "detail_aside", "news_aside"),
    [
        ("c1 c2", False, False),
        ("c1 c4", True, False),
        ("c1 c3", True, False),
        ("c3 c5", True, True),
    ],
)
def test_a_detail_is_told_by_several_articles_and_background_to_none(
    claim_ids: str, detail_aside: bool, news_aside: bool
) -> None:
    claims = [make_claim(1, **A1), make_claim(2, **A2), make_claim(3, main=False, **A3)]
    claims += [quoted(4, "Minister", "a1"), make_claim(5, main=False, **A2)]
    detail, news = draft(claim_ids), replace(draft(claim_ids), weight="central", question="News?")
    found = {
        each.question: each for each in conclude([detail, news], {}, make_story(claims)).findings
    }
    assert found[detail.question].background == detail_aside
    assert found["News?"].background == news_aside


def test_an_agreement_that_another_contains_is_its_part() -> None:
    whole = replace(draft("c1 c3"), key="t1.1")
    part = replace(draft("c2 c3"), key="t1.2", part_of="t1.1")
    first, second = conclude([whole, part], {}, STORY).findings
    assert (first.parts, first.part_of) == (("f2",), None)
    assert (second.parts, second.part_of) == ((), "f1")


def test_two_agreements_are_not_parts_of_each_other() -> None:
    one = replace(draft("c1 c3"), key="t1.1", part_of="t1.2")
    other = replace(draft("c2 c3"), key="t1.2", part_of="t1.1")
    found = conclude([one, other], {}, STORY).findings
    assert [each.part_of for each in found] == [None, None]


def test_an_agreement_whose_claims_stand_in_a_conflict_is_disputed() -> None:
    drafts = [draft("c1 c3"), draft("c3", "c5", p01="contradict"), draft("c1 c2")]
    conflict, disputed, free = conclude(drafts, {}, STORY).findings
    assert disputed.disputed_by == (conflict.id,)
    assert (conflict.disputed_by, free.disputed_by) == ((), ())


def test_the_gravest_findings_come_first_then_agreements_of_most_origins() -> None:
    drafts = [
        draft("c1 c2"),
        draft("c1 c3"),
        draft("c1", "c2", p01="contradict"),
        draft("c4", "c5", p01="attributed_conflict"),
        draft("c1", "c3", p01="partial"),
        draft("c2", "c3", p01="contradict"),
    ]
    findings = conclude(drafts, {}, STORY).findings
    assert [each.id for each in findings] == [f"f{n}" for n in range(1, 7)]
    assert [(each.severity, each.relation) for each in findings] == [
        ("high", "contradict"),
        ("high", "attributed_conflict"),
        ("medium", "contradict"),
        ("low", "partial"),
        ("none", "agree"),
        ("none", "agree"),
    ]
    counts = [each.positions[0].report_count for each in findings[-2:]]
    assert counts == [2, 1]


def test_second_looks_belong_to_their_draft_and_pair() -> None:
    drafts = [
        draft("c1", "c3", p01="contradict"),
        draft("c4", "c5", "c6", p01="contradict", p12="contradict"),
    ]
    found = conclude(drafts, {(1, 1): seen("partial")}, STORY).findings
    verified = [[each.verified for each in finding.conflicts] for finding in found]
    assert sorted(verified) == [[False], [False, True]]


# --- Flip rate ----------------------------------------------------------------------------------


def test_flip_rate() -> None:
    failed = SecondLook(failed="gone")
    assert flip_rate({}) is None
    assert flip_rate({(0, 0): failed}) is None
    looks = {(0, 0): seen("contradict"), (0, 1): seen("agree"), (0, 2): failed}
    assert flip_rate(looks) == 0.5
    assert flip_rate({**looks, (0, 2): seen("superseded")}) == 0.333


def test_saying_less_is_no_flip() -> None:
    assert flip_rate({(0, 0): seen("partial")}) == 0.0


# --- What the tables look at ----------------------------------------------------------------------


def sides_of(one: Claim, other: Claim, *groups: tuple[str, ...]) -> Sides:
    return describe_sides([one.id], [other.id], make_story([one, other], groups))


@pytest.mark.parametrize(
    ("one", "other", "groups", "sides"),
    [
        (make_claim(1), make_claim(2), [], Sides(True, True, False, True, False, True)),
        (make_claim(1), make_claim(2, **A2), [], Sides(False, False, False, False, False, True)),
        (
            make_claim(1),
            make_claim(2, **A2),
            [("a1", "a2")],
            Sides(True, False, False, True, False, True),
        ),
        (
            quoted(1, "Sharaa"),
            quoted(2, "al-Shara", "a2"),
            [],
            Sides(True, False, True, False, True, True),
        ),
        (
            quoted(1, "Sharaa"),
            quoted(2, "Dermer"),
            [],
            Sides(False, False, False, True, True, True),
        ),
        (quoted(1, "Sharaa"), make_claim(2), [], Sides(False, False, False, True, True, True)),
        (
            quoted(1, "Israeli official"),
            quoted(2, "American official", "a2"),
            [],
            Sides(False, False, False, False, True, True),
        ),
    ],
    ids=["one article", "two articles", "reprints", "one speaker", "two", "speaker", "unnamed"],
)
def test_sides(one: Claim, other: Claim, groups: list[tuple[str, ...]], sides: Sides) -> None:
    assert sides_of(one, other, *groups) == sides


@pytest.mark.parametrize(
    ("given", "certain"),
    [
        ({"modality": "ongoing"}, True),
        ({"stance": "denies"}, True),
        ({"modality": "hoped"}, False),
        ({"modality": "possible"}, False),
        ({"stance": "neither_confirms_nor_denies"}, False),
        ({"stance": "has_not_commented"}, False),
    ],
)
def test_both_sides_must_be_certain(given: dict[str, Any], certain: bool) -> None:
    assert sides_of(make_claim(1, **A1), make_claim(2, **A2, **given)).certain is certain


# --- Who stands behind a position -----------------------------------------------------------------


def test_reprints_are_one_origin() -> None:
    position = describe_position("yes", ["c1", "c2"], STORY)
    assert position.outlets == ("outlet a1", "outlet a2")
    assert (position.report_ids, position.report_count) == (("o1",), 1)
    assert position.report_note is None


def test_voices_are_counted_once_whatever_their_spelling() -> None:
    claims = [quoted(1, "al-Sharaa"), quoted(2, "Sharaa", "a2"), quoted(3, "Dermer", "a2")]
    position = describe_position("yes", ["c1", "c2", "c3"], make_story(claims))
    assert position.voices == ("al-Sharaa", "Dermer")


def source(number: int, article: str, *through: str) -> Claim:
    return quoted(number, "diplomatic source", article, *through)


def test_the_same_named_source_is_one_origin_with_the_reason() -> None:
    claims = [source(1, "a1"), source(2, "a2", "AFP")]
    report_ids, note = count_reports(claims, make_story(claims))
    assert report_ids == ("o1",)
    assert note is not None
    assert note.startswith("probably one origin")
    assert "AFP" in note


def test_an_origin_with_words_of_its_own_counts() -> None:
    claims = [source(1, "a1"), make_claim(3, **A1), source(2, "a2", "AFP"), make_claim(4, **A2)]
    assert count_reports(claims, make_story(claims)) == (("o1", "o2"), None)


def test_the_origin_that_only_repeats_is_the_one_left_out_whichever_comes_first() -> None:
    claims = [source(1, "a1"), source(2, "a2", "AFP"), make_claim(3, **A2)]
    report_ids, note = count_reports(claims, make_story(claims))
    assert report_ids == ("o2",)
    assert note is not None


def test_every_reason_for_one_origin_is_told() -> None:
    claims = [
        quoted(1, "Dermer", "a1", "Axios"),
        quoted(2, "Dermer", "a2", "Axios"),
        quoted(3, "Sharaa", "a3", "SANA"),
        quoted(4, "Sharaa", "a4", "SANA"),
    ]
    report_ids, note = count_reports(claims, make_story(claims))
    assert report_ids == ("o1", "o3")
    assert note is not None
    assert "Axios" in note
    assert "SANA" in note
