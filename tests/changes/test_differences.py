"""What changed between two reports, by the meaning of their records."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.changes.changes import KINDS, Differences, parse_guards
from checker.changes.difference_text import render_differences
from checker.changes.differences import compare_reports
from checker.data import Claim
from checker.errors import InputError
from checker.found import Conflict, Finding
from checker.history.matching import find_span, pair_claims, pair_findings
from checker.kept_report import Problem, Report
from tests.support.sample_report import (
    make_claim,
    make_conflict,
    make_finding,
    make_position,
    make_report,
)

REPORT = make_report()


def changed(report: Report = REPORT, **fields: Any) -> Report:
    return report.model_copy(update=fields)


def with_claim(number: int, **fields: Any) -> Report:
    claims = tuple(
        claim.model_copy(update=fields) if claim.id == f"c{number}" else claim
        for claim in REPORT.claims
    )
    return changed(claims=claims)


def with_finding(number: int, **fields: Any) -> Report:
    """The report with fields of one finding changed, and of its first conflict alike."""
    told = {name: value for name, value in fields.items() if name in Conflict.model_fields}

    def edit(finding: Finding) -> Finding:
        if finding.id != f"f{number}":
            return finding
        rest = finding.conflicts[1:]
        first = tuple(each.model_copy(update=told) for each in finding.conflicts[:1])
        return finding.model_copy(update={"conflicts": (*first, *rest), **fields})

    return changed(findings=tuple(map(edit, REPORT.findings)))


def renumbered(report: Report, claim_order: list[int], finding_order: list[int]) -> Report:
    """The same report with claims and findings in another order, under other ids."""
    ids = {report.claims[n].id: f"c{place + 100}" for place, n in enumerate(claim_order)}
    claims = tuple(
        report.claims[n].model_copy(update={"id": ids[report.claims[n].id]}) for n in claim_order
    )
    findings = []
    for place, n in enumerate(finding_order):
        finding = report.findings[n]
        positions = tuple(
            each.model_copy(update={"claim_ids": tuple(ids[id_] for id_ in each.claim_ids)})
            for each in finding.positions
        )
        findings.append(
            finding.model_copy(update={"id": f"f{place + 100}", "positions": positions})
        )
    return report.model_copy(update={"claims": claims, "findings": tuple(findings), "topics": ()})


def counts(new: Report, old: Report = REPORT) -> dict[str, int]:
    return {str(kind): count for kind, count in compare_reports(old, new).counts().items()}


@settings(deadline=None, max_examples=25)
@given(
    st.permutations(range(len(REPORT.claims))),
    st.permutations(range(len(REPORT.findings))),
)
def test_order_and_ids_are_no_difference(claims: list[int], findings: list[int]) -> None:
    assert compare_reports(REPORT, renumbered(REPORT, claims, findings)).counts() == {}
    assert compare_reports(renumbered(REPORT, claims, findings), REPORT).counts() == {}


def test_how_a_report_was_made_is_no_difference() -> None:
    run = REPORT.run.model_copy(update={"model": "another", "checker_version": "9"})
    assert counts(changed(run=run, topics=(), origins=())) == {}


def test_a_verdict_that_changed_though_the_text_did_not() -> None:
    new = with_finding(4, relation="unsure", severity="low")
    assert counts(new) == {"gone-conflict": 1, "verdict-change": 1}
    assert counts(REPORT, new) == {"new-conflict": 1, "verdict-change": 1}
    [change] = compare_reports(REPORT, new).findings_changed
    assert change.same_text
    assert [(each.what, each.old, each.new) for each in change.changes] == [
        ("relation", "contradict", "unsure"),
        ("severity", "medium", "low"),
    ]


def test_a_verdict_of_another_type_only() -> None:
    assert counts(with_finding(4, type="status")) == {"verdict-change": 1}


def test_wording_alone() -> None:
    assert counts(with_finding(4, question="How many people were killed?")) == {"wording-change": 1}


def test_a_conflict_that_is_new_or_gone() -> None:
    fewer = changed(findings=tuple(each for each in REPORT.findings if each.id != "f4"))
    assert counts(fewer) == {"gone-conflict": 1, "gone-finding": 1}
    assert counts(REPORT, fewer) == {"new-conflict": 1, "new-finding": 1}
    [gone] = compare_reports(REPORT, fewer).findings_gone
    assert [claim.quote for each in gone.positions for claim in each.claims] == [
        "قُتل 15 شخصًا في الاشتباكات",
        "قُتل 17 شخصًا في الاشتباكات",
    ]


def test_an_agreement_that_is_gone_or_rests_on_less() -> None:
    fewer = changed(findings=tuple(each for each in REPORT.findings if each.id != "f3"))
    assert counts(fewer) == {"agreement-change": 1, "gone-finding": 1}
    one_origin = make_position("Yes.", (1, 7), ("Diplomatic source",), 1)
    assert counts(with_finding(2, positions=(one_origin,))) == {
        "agreement-change": 1,
        "evidence-change": 1,
    }


def test_a_conflict_that_moved_to_another_finding_is_not_gone() -> None:
    """The finding of three positions falls apart; what stood against each other still does."""
    yes, no, aside = REPORT.findings[0].positions
    apart = (
        make_finding(
            1, "Was a direct meeting held?", (yes, aside), make_conflict(type="directness")
        ),
        make_finding(8, "Does Damascus deny it?", (yes, no), make_conflict()),
    )
    found = counts(changed(findings=(*apart, *REPORT.findings[1:])))
    assert "gone-conflict" not in found
    assert found["new-conflict"] == 1  # the directness


def test_a_second_conflict_inside_a_finding() -> None:
    conflicts = (make_conflict(), make_conflict(b=2, type="directness"))
    new = with_finding(1, conflicts=conflicts)
    assert counts(new) == {"new-conflict": 1, "verdict-change": 1}
    [change] = compare_reports(REPORT, new).findings_changed
    assert "The talks are indirect." in str(change.changes[0].new)


def test_claims_new_lost_and_changed() -> None:
    fewer = changed(claims=tuple(each for each in REPORT.claims if each.id != "c9"))
    assert counts(fewer) == {"lost-claim": 1}
    assert counts(REPORT, fewer) == {"new-claim": 1}
    assert counts(with_claim(8, stance="denies", statement="No.")) == {"claim-change": 1}


def test_a_claim_whose_quote_was_cut_otherwise_is_the_same_claim() -> None:
    page = REPORT.pages[2]
    longer = make_claim(8, page, "Golan was occupied in 1967", when=REPORT.claims[7].when)
    differences = compare_reports(REPORT, with_claim(8, quote=longer.quote, start=longer.start))
    assert [each.what for [each] in (c.changes for c in differences.claims_changed)] == ["quote"]
    assert differences.claims_new == differences.claims_gone == ()


def test_two_claims_over_the_same_words_are_told_apart_by_voice_and_statement() -> None:
    page = REPORT.pages[2]
    said = ("a direct meeting was held in Baku", "A meeting was held.", "A meeting was direct.")
    pair = [
        make_claim(20 + n, page, said[0], statement=text, chain=(voice,))
        for n, (text, voice) in enumerate(zip(said[1:], ("Israel", "Damascus"), strict=True))
    ]
    swapped = [
        pair[1].model_copy(update={"id": "c20"}),
        pair[0].model_copy(update={"id": "c21"}),
    ]
    old, new = (changed(claims=(*REPORT.claims, *each)) for each in (pair, swapped))
    assert counts(new, old) == {}
    assert pair_claims(old, new)["c20"] == "c21"


def test_claims_of_other_places_are_never_one() -> None:
    moved = make_claim(8, REPORT.pages[2], "DAMASCUS")
    found = counts(with_claim(8, quote=moved.quote, start=moved.start, end=moved.end))
    assert found == {"lost-claim": 1, "new-claim": 1}


def test_a_page_with_a_new_beginning_moves_its_claims_and_changes_nothing_else() -> None:
    before = "Updated. "
    page = REPORT.pages[2].model_copy(update={"text": before + REPORT.pages[2].text, "sha256": "1"})
    claims = tuple(
        _moved(each, len(before)) if each.article_id == "a3" else each for each in REPORT.claims
    )
    new = changed(pages=(*REPORT.pages[:2], page), claims=claims)
    assert counts(new) == {"page-change": 1}


def _moved(claim: Claim, by: int) -> Claim:
    return claim.model_copy(update={"start": claim.start + by, "end": claim.end + by})


def test_a_verdict_that_changed_with_the_text() -> None:
    text = REPORT.pages[1].text.replace("17", "15")
    page = REPORT.pages[1].model_copy(update={"text": text, "sha256": "1"})
    claims = tuple(
        each.model_copy(update={"quote": each.quote.replace("17", "15")}) for each in REPORT.claims
    )
    new = changed(REPORT, pages=(REPORT.pages[0], page, REPORT.pages[2]), claims=claims)
    assert counts(new) == {"claim-change": 1, "text-change": 1, "page-change": 1}
    [change] = compare_reports(REPORT, new).findings_changed
    assert (change.old.id, change.same_text) == ("f4", False)
    verdict = {"relation": "agree", "conflicts": (), "type": None, "level": None}
    agreed = tuple(
        each.model_copy(update=verdict) if each.id == "f4" else each for each in new.findings
    )
    found = counts(changed(new, findings=agreed))
    assert found["verdict-change"] == found["text-change"] == found["gone-conflict"] == 1


def test_words_that_stand_twice_are_found_nearest_to_their_old_place() -> None:
    claim = make_claim(1, REPORT.pages[2], "Baku")
    text = REPORT.pages[2].text
    assert find_span(claim, text, "Baku. " + text) == (claim.start + 6, claim.end + 6)
    assert find_span(claim, text, "nothing") is None


def test_problems_and_pages() -> None:
    new = changed(problems=(Problem(stage="claims", subject="p9.txt", reason="cut off"),))
    differences = compare_reports(REPORT, new)
    assert counts(new) == {"problem-change": 1 + len(differences.problems_gone)}
    assert [each.subject for each in differences.problems_new] == ["p9.txt"]


def test_findings_are_paired_whatever_their_question() -> None:
    names = {claim.id: claim.id for claim in REPORT.claims}
    new = with_finding(1, question="Something else entirely?")
    assert pair_findings(REPORT, new, names) == {n: n for n in range(len(REPORT.findings))}


def test_reports_with_no_page_in_common_are_refused() -> None:
    moved = {"path": "x", "sha256": "1"}
    rewritten = {"text": "Another story altogether, of which nothing stands in that one."}
    for told in (moved, rewritten):
        pages = tuple(
            page.model_copy(update={**told, "path": f"{told.get('path', page.path)}"})
            for page in REPORT.pages
        )
        bare: dict[str, Any] = dict.fromkeys(
            ("claims", "findings", "topics", "articles", "origins"), ()
        )
        with pytest.raises(InputError, match="different cases"):
            compare_reports(REPORT, changed(pages=pages, **bare))


def test_reports_of_other_names_are_compared_where_they_share_a_page() -> None:
    assert counts(changed(case="another")) == {}


def test_a_finding_is_found_by_its_key_first() -> None:
    names = {claim.id: claim.id for claim in REPORT.claims}
    first, second, *rest = REPORT.findings
    swapped = changed(
        findings=(
            first.model_copy(update={"key": second.key}),
            second.model_copy(update={"key": first.key}),
            *rest,
        )
    )
    places = pair_findings(REPORT, swapped, names)
    assert (places[0], places[1]) == (1, 0)


def test_an_outlet_more_is_told_as_such() -> None:
    finding = REPORT.findings[0]
    position = finding.positions[0]
    outlets = (*position.outlets, "page 40")
    more = position.model_copy(update={"outlets": outlets})
    new = with_finding(1, positions=(more, *finding.positions[1:]))
    text = render_differences(compare_reports(REPORT, new))
    assert f"position {position.answer}: + page 40 (" in text
    assert position.outlets[0] not in text


def test_guards() -> None:
    assert parse_guards("new-conflict, Lost-claim") == {"new-conflict", "lost-claim"}
    assert parse_guards("all") == set(KINDS)
    assert parse_guards("none") == parse_guards("") == frozenset()
    with pytest.raises(InputError, match=r"'lost-claims'.*choose from new-conflict"):
        parse_guards("lost-claims")


def test_as_text() -> None:
    new = with_finding(4, relation="unsure", severity="low")
    new = changed(new, claims=new.claims[:-1], findings=new.findings[1:])
    text = render_differences(compare_reports(REPORT, new))
    assert text.startswith("Talks in Baku, محادثات باكو: 2 gone-conflict")
    assert "- f1 Was a direct meeting held?" in text
    assert (
        "p1.txt:80 “نفت دمشق عقد أي لقاء مباشر”" in text or "“نفت دمشق عقد أي لقاء مباشر”" in text
    )
    assert "relation: contradict  ⇒  unsure" in text
    assert "the text it rests on is the same" in text
    assert "Claims lost: 1" in text
    assert render_differences(compare_reports(REPORT, REPORT)).endswith("nothing changed\n")


def test_long_lists_are_cut_and_say_so() -> None:
    text = render_differences(compare_reports(REPORT, changed(claims=(), findings=())), longest=2)
    assert "… and 7 more; --all shows them" in text
    assert text.count("\n  - c") == 2
    whole = render_differences(
        compare_reports(REPORT, changed(claims=(), findings=())), longest=None
    )
    assert whole.count("\n  - c") == 9


def test_what_pages_say_cannot_steer_a_terminal() -> None:
    hostile = with_finding(4, question="\x1b[31mred\u202e\nnext")
    text = render_differences(compare_reports(REPORT, hostile))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "red next" in text


def test_as_json() -> None:
    differences = compare_reports(REPORT, with_finding(4, relation="unsure", severity="low"))
    whole = json.loads(differences.render_json(["verdict-change"]))
    assert whole["counts"] == {"gone-conflict": 1, "verdict-change": 1}
    assert whole["failed"] == ["verdict-change"]
    del whole["counts"], whole["failed"]
    assert Differences.model_validate_json(json.dumps(whole)) == differences


def test_pages_that_came_went_and_changed_are_told_apart() -> None:
    first, second = REPORT.pages[:2]
    more = second.model_copy(update={"id": "p90", "path": "more.txt", "sha256": "more"})
    other = first.model_copy(update={"text": first.text + " More.", "sha256": "other"})
    gone = second.model_copy(update={"gone": 2})
    made = changed(pages=(other, gone, *REPORT.pages[2:], more))
    found = compare_reports(REPORT, made)
    assert (found.pages_added, found.pages_missing) == (("more.txt",), (second.path,))
    assert set(found.pages_changed) == {first.path, second.path, "more.txt"}
    text = render_differences(found)
    for line in (f"~ {first.path}", f"- {second.path}", "+ more.txt"):
        assert f"  {line}\n" in text
    back = compare_reports(made, changed(pages=(*REPORT.pages, more)))
    assert back.pages_added == (second.path,)
