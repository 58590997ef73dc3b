"""Names under their first spelling: what holding every name against every other gives."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from checker.sources.names import same_voice
from checker.sources.spellings import first_spellings

TEXT = """
Sharaa Shara al-Sharaa Ahmed Ahmad Sweida Suwayda Dermer Demer Basyuk Basiuk Barrack Barak
Iran Iraq Israel Hayom official officials source Foreign Ministry Minister Netanyahu
Netanyaho Mohammed Muhammad Mohamed Abdulrahman Abdelrahman Constantinopolitan
Constantinoplitan of the
"""
WORDS = TEXT.split()
NAMES = st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), max_size=40)


def all_against_all(voices: Iterable[str]) -> dict[str, str]:
    kept: list[str] = []
    found: dict[str, str] = {}
    for voice in dict.fromkeys(voices):
        match = next((other for other in kept if same_voice(voice, other)), None)
        kept += [] if match else [voice]
        found[voice] = match or voice
    return found


@given(NAMES)
def test_the_first_spelling_is_the_one_that_all_pairs_find(names: list[str]) -> None:
    assert first_spellings(names) == all_against_all(names)


def test_letters_that_come_and_go_are_found_wherever_they_are() -> None:
    chance = random.Random(4)
    for length in range(5, 24):
        for _ in range(30):
            word = "".join(chance.choices("bdfghklmnprstvz", k=length))
            letters = list(word)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(letters))
                if chance.random() < 0.5:
                    letters.insert(at, chance.choice("bdfghk"))
                elif len(letters) > 1:
                    del letters[at]
            names = [f"A {word}", f"A {''.join(letters)}"]
            assert first_spellings(names) == all_against_all(names)
