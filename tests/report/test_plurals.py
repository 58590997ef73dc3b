from __future__ import annotations

import pytest

from checker.report.plurals import plural_form, plural_forms

# From CLDR's plurals.xml: samples of each category of integers.
CLDR: dict[str, dict[str, tuple[int, ...]]] = {
    "ar": {
        "zero": (0,),
        "one": (1,),
        "two": (2,),
        "few": (3, 10, 103, 110, 1003),
        "many": (11, 26, 99, 111, 1011),
        "other": (100, 102, 200, 202, 1000, 10000),
    },
    "en": {"one": (1,), "other": (0, 2, 16, 100, 1000)},
    "fr": {"one": (0, 1), "many": (1_000_000,), "other": (2, 17, 100, 1000)},
    "es": {"one": (1,), "many": (1_000_000,), "other": (0, 2, 16, 1000)},
    "ru": {"one": (1, 21, 101), "few": (2, 4, 22, 102), "many": (0, 5, 11, 12, 19, 100)},
    "pl": {"one": (1,), "few": (2, 4, 22, 104), "many": (0, 5, 12, 21, 100)},
    "he": {"one": (1,), "two": (2,), "other": (0, 3, 17, 100)},
    "fa": {"one": (0, 1), "other": (2, 17, 100)},
    "zh": {"other": (0, 1, 2, 100)},
}


@pytest.mark.parametrize("language", CLDR)
def test_forms_are_those_of_cldr(language: str) -> None:
    for form, counts in CLDR[language].items():
        assert {plural_form(language, n) for n in counts} == {form}
    assert plural_forms(language) == set(CLDR[language])


def test_a_region_does_not_change_the_form() -> None:
    assert plural_form("ar-EG", 2) == "two"
