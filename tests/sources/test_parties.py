"""An answer about names, held against the names: what is invented is refused, the rest stands."""

from __future__ import annotations

from typing import Any

import pytest

from checker.sources.nations import nations_in
from checker.sources.parties import GivenVoices, Parties, check_parties

NAMES = [
    ("Russian Ministry of Defence",),
    ("Igor Konashenkov, spokesman of the Russian Ministry of Defence", "Konashenkov"),
    ("Ukraine",),
    ("Russia",),
    ("Hamas",),
    ("Musa Marzouk, member of the office of Hamas",),
    ("residents",),
]


def voice(*names: int, kind: str = "body", of: int | None = None, sure: bool = True) -> Any:
    return {"names": list(names), "kind": kind, "speaks_for": of, "sure": sure}


def check(*voices: Any, bodies: Any = ()) -> Parties:
    return check_parties(
        GivenVoices.model_validate({"voices": voices, "bodies": list(bodies)}), NAMES
    )


def rest(*but: int) -> list[Any]:
    """The names that a test is not about, each for itself."""
    return [voice(n, kind="crowd" if n == 7 else "body") for n in range(1, 8) if n not in but]


def body_of(found: Parties, number: int) -> int | None:
    group = found.group_at(number)
    assert group is not None
    return group.speaks_for


def test_a_good_answer_is_believed() -> None:
    found = check(voice(1, of=4), voice(2, kind="person", of=1), *rest(1, 2))
    assert found.faults == []
    assert (body_of(found, 2), body_of(found, 1), body_of(found, 4)) == (1, 4, None)


def test_a_body_that_is_no_name_may_be_added_once() -> None:
    body = {"n": 8, "name": "Kremlin"}
    found = check(voice(1, of=8), voice(4, of=8), *rest(1, 4), bodies=[body, body])
    assert found.bodies == {8: ("Kremlin",)}
    assert [name for name, _ in found.faults] == ["Kremlin"]


def test_a_body_that_repeats_a_name_is_that_name() -> None:
    found = check(voice(1, of=8), *rest(1), bodies=[{"n": 8, "name": "the Russia"}])
    assert (body_of(found, 1), found.bodies, found.faults) == (4, {}, [])


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ([voice(1, 99)], "it is no name that was shown"),
        ([voice(1), voice(1, 4)], "was given to two voices; it stays with the first"),
        ([voice(1, of=99)], "speaks for number 99, which nobody is"),
        ([voice(1, of=7)], "nobody in particular"),
    ],
    ids=["unknown name", "twice", "unknown body", "a crowd"],
)
def test_what_is_invented_is_refused_and_the_rest_stands(voices: list[Any], said: str) -> None:
    found = check(voice(7, kind="crowd"), *voices, *rest(1, 4, 7), voice(4))
    assert any(said in reason for _, reason in found.faults)
    assert sorted(n for group in found.groups for n in group.names) == [1, 2, 3, 4, 5, 6, 7]
    assert body_of(found, 1) is None


def test_names_that_are_left_out_stand_for_themselves_and_are_named() -> None:
    found = check(*rest(3))
    assert found.faults == [("Ukraine", "the answer leaves it out; it stands for itself")]
    assert found.group_at(3) is not None


def test_a_person_of_one_side_is_not_the_other_sides() -> None:
    found = check(voice(2, kind="person", of=3), *rest(2))
    assert body_of(found, 2) is None
    assert "another state's" in found.faults[0][1]


def test_two_states_are_not_one_voice() -> None:
    found = check(voice(3, 4), *rest(3, 4))
    assert [group.names for group in found.groups if 3 in group.names] == [[3]]
    assert "another state's" in found.faults[0][1]


def test_a_person_whose_name_gives_a_body_speaks_for_that_one() -> None:
    found = check(voice(6, kind="person", of=4), *rest(6))
    assert body_of(found, 6) == 5
    assert "its own name gives 'Hamas'" in found.faults[0][1]


def test_a_person_is_taken_out_of_the_other_sides_body() -> None:
    found = check(voice(4, 6), *rest(4, 6))
    assert (body_of(found, 6), body_of(found, 4)) == (5, None)
    assert "it speaks for that one" in found.faults[0][1]


def test_to_skip_the_body_between_is_no_fault() -> None:
    found = check(voice(2, kind="person", of=4), voice(1, of=4), *rest(1, 2))
    assert (body_of(found, 2), found.faults) == (4, [])


def test_a_circle_is_broken_wherever_it_stands() -> None:
    found = check(voice(1, of=4), voice(4, of=1), voice(2, kind="person", of=1), *rest(1, 2, 4))
    assert (body_of(found, 1), body_of(found, 4), body_of(found, 2)) == (None, None, 1)
    assert [reason for _, reason in found.faults] == [
        "speak for each other in a circle; each speaks for itself"
    ]


def test_who_speaks_for_itself_speaks_for_nobody() -> None:
    found = check(voice(1, of=1), *rest(1))
    assert (body_of(found, 1), found.faults) == (None, [])


@pytest.mark.parametrize(
    ("name", "nations"),
    [
        ("Marco Rubio, US Secretary of State", {"US"}),
        ("U.S. officials", {"US"}),
        ("Igor Konashenkov, spokesman of the Russian Ministry of Defence", {"RU"}),
        ("UN envoy to Syria", {"UN"}),
        ("Coalition in Yemen", set()),
        ("US-backed Syrian Democratic Forces", {"SY"}),
        ("Turki al-Maliki", set()),
        ("French foreign ministry", {"FR"}),
        ("United Arab Emirates", {"AE"}),
        ("Saudi-led coalition", {"SA"}),
        ("وزارة الدفاع", set()),
        ("Kremlin spokesman", {"RU"}),
        ("Washington", {"US"}),
        ("The Washington Post", set()),
        ("Diplomatic source in Damascus", set()),
    ],
)
def test_states_in_names(name: str, nations: set[str]) -> None:
    assert nations_in(name) == nations
