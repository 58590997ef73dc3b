"""Labelled files in both forms; quotes held out of answers, stances, judged evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.data import Claim
from checker.errors import InputError
from checker.found import Finding
from checker.kept_report import Report
from checker.scoring.evidence_scores import list_evidence, score_evidence
from checker.scoring.expectations import Score, score_report
from checker.scoring.labels import (
    Expectations,
    JudgedQuote,
    Passage,
    Unsupported,
    read_expectations,
)
from tests.support.sample_report import make_report


@pytest.fixture(scope="module")
def report() -> Report:
    return make_report()


def conflict_of(report: Report) -> tuple[Finding, Claim, Claim]:
    """A conflict, and a claim of each side."""
    claims = {claim.id: claim for claim in report.claims}
    finding = next(each for each in report.findings if each.relation == "attributed_conflict")
    sides = (finding.conflicts[0].a, finding.conflicts[0].b)
    one, other = (claims[finding.positions[n].claim_ids[0]] for n in sides)
    return finding, one, other


def page_of(report: Report, claim: Claim) -> str:
    pages = {page.id: page.path for page in report.pages}
    return next(pages[a.page_id] for a in report.articles if a.id == claim.article_id)


def line_of(report: Report, claim: Claim) -> int:
    page_id = next(a.page_id for a in report.articles if a.id == claim.article_id)
    text = next(page.text for page in report.pages if page.id == page_id)
    return text.count("\n", 0, claim.start)


def stances(report: Report, *lines: int) -> Score:
    _, one, other = conflict_of(report)
    rows = zip((one, other), ("agree", "disagree"), lines, strict=True)
    pages = [
        {"file": page_of(report, claim), "stance": stance, "rationale_lines": [line]}
        for claim, stance, line in rows
    ]
    gold = Expectations.model_validate({"claim": "They met.", "pages": pages})
    (score,) = score_report(report, gold)
    return score


def test_a_conflict_between_gold_lines_meets_a_stance_set(report: Report) -> None:
    _, one, other = conflict_of(report)
    score = stances(report, line_of(report, one), line_of(report, other))
    assert (score.group, score.name, score.met) == ("stance", "They met.", True)


def test_lines_on_which_nothing_is_claimed_do_not(report: Report) -> None:
    assert not stances(report, 90, 91).met


def unsupported(report: Report, answer: str, *unless: str) -> bool:
    finding, one, _ = conflict_of(report)
    passage = Passage(page=page_of(report, one), words=one.quote)
    words = (answer, *finding.positions[finding.conflicts[0].a].answer.split()[:1])
    rule = Unsupported(name="x", answer=words, unless=unless, passages=(passage,))
    (score,) = score_report(report, Expectations(unsupported=(rule,)))
    return score.met


def test_a_quote_under_an_answer_that_it_must_not_carry(report: Report) -> None:
    finding, _, _ = conflict_of(report)
    said = finding.positions[finding.conflicts[0].a].answer
    assert not unsupported(report, said)
    assert unsupported(report, said, said.upper())
    assert unsupported(report, "words that no answer has")


def judged(report: Report, *labels: str) -> list[JudgedQuote]:
    names = ("question", "answer", "page", "quote")
    rows = zip(list_evidence(report), labels, strict=False)
    return [
        JudgedQuote.model_validate({**dict(zip(names, row, strict=True)), "carries": label})
        for row, label in rows
    ]


def test_evidence_is_scored_over_the_quotes_that_are_judged(report: Report) -> None:
    score = score_evidence(report, judged(report, "supports", "partly", "does_not", "supports"))
    assert score is not None
    assert (score.supports, score.carried) == (0.5, 0.75)
    assert score.judged >= 4
    assert score.judged + score.not_judged == len(list(list_evidence(report)))
    assert score_evidence(report, []) is None


def test_evidence_stands_in_a_file_beside(report: Report, tmp_path: Path) -> None:
    rows = [each.model_dump_json() for each in judged(report, "supports", "partly")]
    (tmp_path / "judged.jsonl").write_text("\n".join(rows), encoding="utf-8")
    labelled = tmp_path / "expected.toml"
    labelled.write_text('evidence = "judged.jsonl"\n', encoding="utf-8")
    assert [each.carries for each in read_expectations(labelled).evidence] == ["supports", "partly"]


def test_a_stance_set_is_read_from_json(tmp_path: Path) -> None:
    gold = tmp_path / "gold.json"
    page = {"file": "page1.txt", "stance": "agree", "rationale_lines": [0]}
    gold.write_text(json.dumps({"claim": "x", "pages": [page]}), encoding="utf-8")
    assert read_expectations(gold).pages[0].rationale_lines == (0,)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("gold.json", "{", "cannot be read"),
        ("gold.json", '{"claim": 1}', "at claim"),
        ("expected.toml", 'evidence = "gone.jsonl"', "cannot be read"),
        ("expected.toml", "[[evidence]]\nquestion = 1", "at evidence.0"),
    ],
)
def test_a_labelled_file_that_cannot_be_used(
    name: str, text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_expectations(tmp_path / name)
