from __future__ import annotations

import pytest

from checker.asking.scripts import same_across_scripts


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("الشرع", "Ahmed al-Sharaa, interim President of Syria"),
        ("أحمد الشرع", "Ahmad al-Shara"),
        ("نتنياهو", "Benjamin Netanyahu"),
        ("ترامب", "Donald Trump, US President"),
        ("ديرمر", "Ron Dermer"),
        ("Sharaa", "أحمد الشرع، رئيس"),
    ],
)
def test_a_name_is_found_in_the_other_script(wanted: str, name: str) -> None:
    assert same_across_scripts(wanted, name)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("الشرع", "Tom Barrack, envoy to Syria"),
        ("الشرع", "أحمد الشرع"),
        ("Sharaa", "Ahmed al-Sharaa"),
        ("باراك", "Damascus"),
        ("و", "W, a source"),
        ("", "Anyone"),
        ("أحمد الشيباني", "Ahmed al-Sharaa"),
    ],
)
def test_another_name_is_not(wanted: str, name: str) -> None:
    assert not same_across_scripts(wanted, name)
