"""Names of a run to voices: what code joins, what is asked, what comes of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from checker.claims.labels import Labels
from checker.data import Claim
from checker.errors import AnswerError
from checker.sources.voices import (
    NAMES_A_CALL,
    STATEMENT_SHOWN,
    Name,
    cut_names,
    describe_names,
    list_names,
    make_voices,
    need_asking,
    unite_voices,
    voices_by_spelling,
)
from tests.conftest import ScriptedLLM
from tests.support.stories import make_claim

LABELS = Labels({"a1": "CNN", "a2": "page 002"}, frozenset(["page 002"]))


def said(number: int, article: int, *chain: str) -> Claim:
    label = LABELS.of_article[f"a{article}"]
    return make_claim(number, f"It says {number}.", article_id=f"a{article}", chain=(*chain, label))


CLAIMS = [
    said(1, 1, "Ahmed al-Sharaa"),
    said(2, 2, "Ahmad Al Sharaa"),
    said(3, 2, "the Ahmed al-Sharaa", "SANA"),
    said(4, 1),
]


def names(claims: Sequence[Claim] = CLAIMS) -> list[Name]:
    return list_names(claims, LABELS)


def given(*voices: tuple[list[int], str, int | None], **more: Any) -> dict[str, Any]:
    rows = [
        {"names": numbers, "kind": kind, "speaks_for": body, "sure": True}
        for numbers, kind, body in voices
    ]
    return {"voices": rows, "bodies": [], **more}


def test_names_that_are_spelt_alike_are_joined_by_code() -> None:
    assert [each.spellings for each in names()] == [
        ("Ahmed al-Sharaa", "the Ahmed al-Sharaa"),
        ("CNN",),
        ("Ahmad Al Sharaa",),
        ("page 002",),
        ("SANA",),
    ]


def test_names_of_two_bodies_with_one_word_more_are_not_joined_by_code() -> None:
    rows = ["Ministry of Defence, Russia", "Ministry of Defence, Ukraine", "Austria", "Australia"]
    claims = [said(n, 1, name) for n, name in enumerate(rows, start=1)]
    assert [each.spellings[0] for each in names(claims)] == [rows[0], "CNN", *rows[1:]]


def test_a_person_with_and_without_a_role_is_joined_by_code() -> None:
    rows = ["Marco Rubio, US Secretary of State", "Marco Rubio", "Marco Rubio (Secretary of State)"]
    claims = [said(n, 1, name) for n, name in enumerate(rows, start=1)]
    assert [each.spellings for each in names(claims)] == [tuple(rows), ("CNN",)]


def test_what_is_asked_is_small_and_in_reading_order() -> None:
    asked = cut_names(names())
    assert len(asked) == 1
    about = describe_names(asked[0])
    assert about == {
        "names": [
            [
                1,
                "Ahmed al-Sharaa / the Ahmed al-Sharaa",
                "CNN, page 002",
                ["It says 1.", "It says 3."],
            ],
            [2, "CNN", "CNN", ["It says 4."]],
            [3, "Ahmad Al Sharaa", "page 002", ["It says 2."]],
            [4, "SANA", "page 002", []],
        ],
        "outlets": [2],
    }


def test_a_long_statement_is_cut() -> None:
    claim = make_claim(1, "x" * 500, chain=("A", "CNN"))
    assert names([claim])[0].says == ("x" * STATEMENT_SHOWN,)


@pytest.mark.parametrize(
    ("claims", "needed"),
    [
        ([said(1, 2)], False),
        ([said(1, 1), said(2, 2)], False),
        ([said(1, 1, "Israel"), said(2, 1)], True),
        ([said(1, 2, "Israel"), said(2, 2, "the Israel")], False),
        ([said(1, 2, "Israel"), said(2, 2, "Syria")], True),
    ],
    ids=["a file", "an outlet and a file", "an outlet and a state", "one spelling", "two states"],
)
def test_nobody_is_asked_where_nobody_could_speak_for_anybody(
    claims: list[Claim], needed: bool
) -> None:
    assert need_asking(names(claims)) is needed


def test_outlets_alone_are_asked_about_only_where_their_names_share_a_word() -> None:
    def outlets(*labels: str) -> bool:
        return need_asking([Name((label,), prints=True) for label in labels])

    assert outlets("CNN", "CNN Arabic")
    assert not outlets("CNN", "BBC")


def test_an_answer_gives_voices_in_the_order_of_their_names() -> None:
    llm = ScriptedLLM(
        {
            "unite_voices": [
                given(
                    ([2], "outlet", None),
                    ([4], "outlet", 5),
                    ([3, 1], "person", 5),
                    bodies=[{"n": 5, "name": "Syria"}],
                )
            ]
        }
    )
    (asked,) = cut_names(names())
    found, problems = unite_voices(llm, asked)
    assert problems == []
    voices = make_voices(names(), [(asked, found)])
    assert [(each.id, each.name, each.kind, each.speaks_for) for each in voices.records] == [
        ("v1", "Ahmed al-Sharaa", "person", "v5"),
        ("v2", "CNN", "outlet", None),
        ("v3", "page 002", "outlet", None),
        ("v4", "SANA", "outlet", "v5"),
        ("v5", "Syria", "body", None),
    ]
    assert voices.of("Ahmad Al Sharaa").id == "v1"
    assert [each.name for each in voices.line(voices.of("SANA"))] == ["SANA", "Syria"]


def test_an_office_holder_stands_under_his_name() -> None:
    claims = [
        said(1, 1, "the Syrian foreign minister"),
        said(2, 2, "Asaad al-Shaibani, Syrian Foreign Minister"),
    ]
    rows = names(claims)
    numbers = [n for n, row in enumerate(rows, start=1) if "inister" in row.spellings[0]]
    others = [([n], "outlet", None) for n in range(1, len(rows) + 1) if n not in numbers]
    answer = given((numbers, "person", None), *others)
    llm = ScriptedLLM({"unite_voices": [answer]})
    found, _ = unite_voices(llm, rows)
    voice = make_voices(rows, [(rows, found)]).of("the Syrian foreign minister")
    assert voice.name == "Asaad al-Shaibani, Syrian Foreign Minister"
    assert voice.aliases == ("the Syrian foreign minister",)


def test_without_an_answer_every_spelling_is_its_own_voice_and_a_problem() -> None:
    llm = ScriptedLLM({"unite_voices": [AnswerError("it is no JSON")]})
    (asked,) = cut_names(names())
    found, problems = unite_voices(llm, asked)
    assert found is None
    assert [(each.stage, each.subject) for each in problems] == [("voices", "4 names")]
    assert "every spelling counts as its own source: it is no JSON" in problems[0].reason
    voices = make_voices(names(), [(asked, found)])
    assert voices == voices_by_spelling(names())
    assert [each.speaks_for for each in voices.records] == [None] * 5


def test_what_is_refused_is_a_problem_of_the_name() -> None:
    llm = ScriptedLLM({"unite_voices": [given(([1, 2, 3, 4, 77], "body", None))]})
    (asked,) = cut_names(names())
    _, problems = unite_voices(llm, asked)
    assert [(each.stage, each.subject) for each in problems] == [("voices", "number 77")]


def test_long_lists_are_cut_and_no_name_is_lost() -> None:
    many = [Name((f"Person {'abcdefghij'[n % 10]}{n} Family{n % 7}",)) for n in range(400)]
    lists = cut_names(many)
    assert max(map(len, lists)) <= NAMES_A_CALL
    assert sorted(each.spellings for row in lists for each in row) == sorted(
        each.spellings for each in many
    )
    assert len(make_voices(many, [(row, None) for row in lists]).records) == 400


def test_bodies_of_two_lists_that_are_spelt_alike_are_one() -> None:
    one, other = Name(("Pentagon",)), Name(("White House",))
    answer = given(([1], "body", 2), bodies=[{"n": 2, "name": "United States"}])
    llm = ScriptedLLM({"unite_voices": [answer, answer]})
    lists = [([each], unite_voices(llm, [each])[0]) for each in (one, other)]
    voices = make_voices([one, other], lists)
    assert [each.name for each in voices.records] == ["Pentagon", "White House", "United States"]
    assert [each.speaks_for for each in voices.records] == ["v3", "v3", None]


def test_an_unknown_name_is_a_voice_of_its_own() -> None:
    voices = voices_by_spelling(names())
    assert voices.of("Somebody").id == voices.of("somebody").id != voices.of("Nobody").id
