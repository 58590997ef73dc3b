"""Counts of sources held against labelled places, and voices against labelled parties."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.kept_report import Report
from checker.report.contract import load_report
from checker.scoring.case_scores import evaluate_report
from checker.scoring.evaluation_text import render_evaluation
from checker.scoring.labels import Expectations, read_expectations
from checker.scoring.source_labels import SourceLabels, read_source_labels
from checker.scoring.source_scores import score_sources

CASE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"


@pytest.fixture(scope="module")
def report() -> Report:
    return load_report(CASE / "report.json")


@pytest.fixture(scope="module")
def labels() -> SourceLabels:
    return read_source_labels(CASE / "parties.toml")


def recounted(report: Report, more: int) -> Report:
    """The report, the position of the army's denial with another count."""
    place, denied = next(
        (n, each) for n, each in enumerate(report.findings) if each.type == "denial"
    )
    position = denied.positions[-1]
    position = position.model_copy(update={"source_count": position.source_count + more})
    finding = denied.model_copy(update={"positions": (*denied.positions[:-1], position)})
    rows = [*report.findings]
    rows[place] = finding
    return report.model_copy(update={"findings": tuple(rows)})


def test_the_sample_case_counts_few_positions_wrongly(report: Report, labels: SourceLabels) -> None:
    score = score_sources(report, labels)
    assert score is not None
    assert 50 * len(score.too_high) <= score.judged
    assert 9 * len(score.too_low) <= score.judged
    assert score.judged >= 40
    assert (score.together, score.joined) == (score.of_one, 0)


@pytest.mark.parametrize(("more", "name"), [(1, "too_high"), (-1, "too_low")])
def test_a_wrong_count_is_found(report: Report, labels: SourceLabels, more: int, name: str) -> None:
    before, score = (score_sources(each, labels) for each in (report, recounted(report, more)))
    assert before is not None
    assert score is not None
    (wrong,) = set(getattr(score, name)) - set(getattr(before, name))
    assert (wrong.least, wrong.most, wrong.said) == (1, 1, 1 + more)
    assert wrong.sources == ("Israel",)
    key = f"sources_not_{name}"
    value = score.measures()[key]
    assert value is not None
    assert value < 1


def test_a_position_with_an_unlabelled_claim_is_not_judged(report: Report) -> None:
    score = score_sources(report, SourceLabels())
    assert score is not None
    assert (score.judged, score.measures()["sources_not_too_high"]) == (0, None)
    assert score_sources(report, None) is None


def test_voices_of_two_parties_made_one_are_found(report: Report, labels: SourceLabels) -> None:
    voices = tuple(
        each.model_copy(update={"speaks_for": "v6"}) if each.id == "v9" else each
        for each in report.voices
    )
    score = score_sources(report.model_copy(update={"voices": voices}), labels)
    assert score is not None
    assert score.joined > 0


def test_own_words_may_rest_on_a_voice_of_their_article(
    report: Report, labels: SourceLabels
) -> None:
    """Where euronews tells and quotes, one source is right, and two are."""
    told = {claim.statement: claim.id for claim in report.claims if claim.article_id == "a4"}
    own = next(id_ for said, id_ in told.items() if "lasted four hours" in said)
    quoted = next(id_ for said, id_ in told.items() if "represented Syria" in said)
    first = report.findings[0]
    for said, right in ((1, True), (2, True), (3, False)):
        position = first.positions[0].model_copy(
            update={"claim_ids": (own, quoted), "source_count": said}
        )
        finding = first.model_copy(update={"positions": (position,)})
        score = score_sources(report.model_copy(update={"findings": (finding,)}), labels)
        assert score is not None
        assert (not score.too_high and not score.too_low) is right


def test_the_text_names_what_is_miscounted(report: Report) -> None:
    expected = read_expectations(CASE / "expected.toml")
    assert isinstance(expected, Expectations)
    told = render_evaluation(evaluate_report("case", recounted(report, 1), expected))
    assert "counted too high, " in told
    assert "\n  2 instead of 1: " in told
    arabic = render_evaluation(evaluate_report("case", report, expected), "ar")
    assert "مصادر" in arabic


@pytest.mark.parametrize(
    ("text", "words"),
    [("[[party", "cannot be read"), ("[[party]]\nname = 'A'", "at party.0.names")],
)
def test_labels_that_are_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "parties.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_source_labels(path)


def test_a_passage_that_stands_nowhere_is_named(report: Report, labels: SourceLabels) -> None:
    wrong = labels.passage[0].model_copy(update={"words": "no such words"})
    with pytest.raises(InputError, match="holds the words 'no such words'"):
        score_sources(report, labels.model_copy(update={"passage": (wrong,)}))
