"""Keys of findings: the same for the same words, whatever their numbers and order."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from checker.data import Claim
from checker.findings.conclusions import conclude
from checker.findings.drafts import Draft, Pair
from checker.findings.keys import give_keys
from checker.found import Finding
from checker.report.contract import load_report
from tests.support.stories import make_claim, make_story

KEPT = Path("fixtures/israel-syria-talks/report.json")
QUOTES = ("nine were hurt", "ten were hurt", "nobody was hurt", "there was no fire")


def claims(order: list[int], numbers: int = 0) -> list[Claim]:
    """Claims of `QUOTES` in some order, numbered from after ``numbers``."""
    return [
        make_claim(numbers + n, quote=QUOTES[at], article_id=f"a{at}", start=n)
        for n, at in enumerate(order, start=1)
    ]


def findings(made: list[Claim], *, question: str = "How many?") -> tuple[Finding, ...]:
    """Nine and nobody against ten; and whether there was a fire."""
    by = {claim.quote: claim.id for claim in made}
    one = Draft(
        "t1",
        question,
        ("Nine.", "Ten.", "None."),
        ((by[QUOTES[0]],), (by[QUOTES[1]],), (by[QUOTES[2]],)),
        (Pair(0, 1, "contradict", "number", "why"), Pair(2, 1, "contradict", "number", "why")),
    )
    two = Draft("t1", "Fire?", ("No.",), ((by[QUOTES[3]], by[QUOTES[2]]),), ())
    return conclude([one, two], {}, make_story(made)).findings


def test_a_key_is_fit_for_links() -> None:
    for finding in findings(claims([0, 1, 2, 3])):
        assert re.fullmatch("k[0-9a-f]{12}", finding.key)


@given(st.permutations(range(4)), st.integers(0, 900))
def test_order_and_numbers_of_claims_change_no_key(order: list[int], before: int) -> None:
    kept = {each.key for each in findings(claims([0, 1, 2, 3]))}
    assert {each.key for each in findings(claims(order, before))} == kept


def test_another_wording_of_the_question_changes_no_key() -> None:
    made = claims([0, 1, 2, 3])
    assert findings(made)[0].key == findings(made, question="What is the toll?")[0].key


def test_other_words_and_other_sides_change_the_key() -> None:
    made = claims([0, 1, 2, 3])
    kept = findings(made)[0]
    other = make_claim(9, quote="eleven were hurt", article_id="a9")
    position = kept.positions[1].model_copy(update={"claim_ids": (other.id,)})
    fewer = kept.model_copy(update={"key": "", "conflicts": kept.conflicts[:1]})
    changed = kept.model_copy(
        update={"key": "", "positions": (kept.positions[0], position, kept.positions[2])}
    )
    keys = [give_keys([each], [*made, other])[0].key for each in (fewer, changed)]
    assert len({kept.key, *keys}) == 3


def test_findings_of_the_same_words_get_keys_of_their_own() -> None:
    made = claims([0, 1, 2, 3])
    bare = findings(made)[0].model_copy(update={"key": ""})
    asked = bare.model_copy(update={"question": "Who counted?"})
    first = give_keys([bare, asked, asked, bare], made)
    assert len({each.key for each in first}) == 4
    assert give_keys([bare, asked, asked, bare], made) == first
    assert first[0].key == findings(made)[0].key


def test_a_key_once_given_stays() -> None:
    made = claims([0, 1, 2, 3])
    kept = findings(made)[0].model_copy(update={"key": "k0"})
    assert give_keys([kept], made)[0].key == "k0"


def test_every_finding_of_the_sample_has_a_key_also_where_the_file_has_none() -> None:
    report = load_report(KEPT)
    keys = [each.key for each in report.findings]
    assert len(set(keys)) == len(keys)
    bare = [each.model_copy(update={"key": ""}) for each in report.findings]
    assert [each.key for each in give_keys(bare, report.claims)] == keys
