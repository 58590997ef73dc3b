"""Which names are one name, and which sources could be one source."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from checker.sources.names import is_unnamed, plain_name, same_role, same_voice, unite_voices

ONE_NAME = [
    ["al-Sharaa", "al-Shara", "Sharaa", "Al-Shara'a", "Al Sharaa", "Shara’a", "Ahmad al-Sharaa"],
    ["Dermer", "Demer", "Ron Dermer"],
    ["Sweida", "Suwayda", "As-Suwayda", "al-Sweida"],
    ["Asaad al-Shaibani", "Asaad al-Shaybani", "Asad al-Shibani", "al-Shaibani"],
    ["Tom Barrack", "Tom Barrack, US envoy to Syria", "US envoy Tom Barrack", "Barak"],
    ["the IDF", "IDF", "IDF (Israel Defense Forces)"],
    ["Itamar Ben-Gvir", "Itamar Ben Gvir"],
]
TWO_NAMES = [
    ("Iran", "Iraq"),
    ("Ahmad al-Sharaa", "Maher al-Sharaa"),
    ("Hassan", "Hussein"),
    ("Ahmed", "Hamed"),
    ("Salem", "Salim"),
    ("Niger", "Nigeria"),
    ("Moroccan king", "American king"),
    ("Israel", "Israel Hayom"),
    ("Israel", "Israeli army"),
    ("Assad", "Assad regime"),
    ("CNN", "CNN Turk"),
    ("Syrian Foreign Ministry", "Turkish Foreign Ministry"),
    ("", "Sharaa"),
]


@pytest.mark.parametrize("names", ONE_NAME, ids=lambda names: names[0])
def test_spellings_of_one_name(names: list[str]) -> None:
    assert [pair for pair in product(names, names) if not same_voice(*pair)] == []


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names(one: str, other: str) -> None:
    assert not same_voice(one, other)
    assert not same_voice(other, one)


def test_the_groups_are_apart() -> None:
    for ours, theirs in combinations(ONE_NAME, 2):
        assert [pair for pair in product(ours, theirs) if same_voice(*pair)] == []


@pytest.mark.parametrize(
    ("voice", "plain"),
    [
        ("Marco Rubio, US Secretary of State", "marco rubio"),
        ("Al-Sharaa", "sharaa"),
        ("The White House (Washington)", "white house"),
        ("Asaad al-Shaibani", "asaad shaibani"),
        ("Alaa Atallah", "alaa atallah"),
        ("", ""),
    ],
)
def test_plain_name(voice: str, plain: str) -> None:
    assert plain_name(voice) == plain


@pytest.mark.parametrize(
    ("voice", "unnamed"),
    [
        ("Israeli official", True),
        ("a source familiar with the matter", True),
        ("Two diplomats, who asked not to be named", True),
        ("Marco Rubio, spokesman", False),
        ("AFP", False),
        ("Reporters Without Borders", False),
    ],
)
def test_unnamed(voice: str, unnamed: bool) -> None:
    assert is_unnamed(voice) is unnamed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Israeli official", "American official"),
        ("Israeli official", "Israeli officials"),
        ("Israeli official", "senior Israeli official"),
    ],
)
def test_unnamed_sources_are_one_voice_in_the_same_words_only(one: str, other: str) -> None:
    assert same_voice(one, one.upper())
    assert not same_voice(one, other)
    assert not same_voice(other, one)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("diplomatic source in Damascus", "informed diplomatic source", True),
        ("Israeli official", "senior Israeli officials", True),
        ("officials familiar with the matter", "an official familiar with the talks", True),
        ("Israeli official", "American official", False),
        ("Israeli diplomatic source", "Syrian diplomatic source", False),
        ("Israeli source", "source in Damascus", False),
        ("source", "sources", False),
        ("Israeli official", "Israeli source", False),
        ("Marco Rubio", "Marco Rubio", False),
    ],
)
def test_same_role(one: str, other: str, same: bool) -> None:
    assert same_role(one, other) is same
    assert same_role(other, one) is same


def test_voices_are_united_under_the_first_spelling() -> None:
    voices = ["al-Sharaa", "Israeli official", "Sharaa", "Ron Dermer", "US official", "Demer"]
    assert unite_voices(voices) == ("al-Sharaa", "Israeli official", "Ron Dermer", "US official")
    assert unite_voices([]) == ()
