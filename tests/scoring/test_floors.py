"""Floors: read, held, and lowered only on purpose; and the scores that this project is held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.errors import InputError
from checker.pipeline.runs import Settings
from checker.scoring.floors import below_floor, read_floors
from checker.scoring.pairs import Asking
from checker.scoring.trials import try_case, try_pairs

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAIRS = FIXTURES / "ans-sample" / "ans_train_120.jsonl"
CASSETTE = FIXTURES / "ans-sample" / "cassette.yaml"
FLOORS = read_floors(FIXTURES / "floors.toml")
# Whoever lowers a floor changes it here too, and says why in CHANGELOG.md.
LOWEST = {
    "ans_train_120": {"macro_f1": 0.98, "accuracy": 0.98, "stability": 0.98, "scored": 1.0},
    "israel-syria-talks": {
        "recall_conflict": 1.0,
        "recall_agreement": 1.0,
        "recall_apart": 1.0,
        "recall_furniture": 1.0,
        "recall_origins": 1.0,
        "precision_conflict": 1.0,
        "sources_not_too_high": 0.97,
        "sources_not_too_low": 0.92,
        "parties_together": 0.93,
        "parties_apart": 1.0,
    },
    "origin_pairs": {"origins_precision": 1.0, "origins_recall": 0.8},
}


def test_no_floor_was_lowered_by_the_way() -> None:
    for name, floors in LOWEST.items():
        assert list(below_floor(name, FLOORS[name], LOWEST)) == []
        assert set(FLOORS[name]) >= set(floors)


def test_what_is_below() -> None:
    floors = {"set": {"macro_f1": 0.9, "scored": 1.0, "stability": 0.5}}
    measures = {"macro_f1": 0.8996, "scored": 1.0}
    assert list(below_floor("set", measures, floors)) == [
        "set: macro_f1 is 0.8996, below its floor of 0.9",
        "set: stability was not measured, its floor is 0.5",
    ]
    with pytest.raises(InputError, match="no floor is set for 'other'; there are set"):
        list(below_floor("other", measures, floors))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[set", "cannot be read"),
        ("[set]\nmacro_f1 = 90", "90 is no share"),
        ("[set]\nmacro_f1 = '0.9'", "'0.9' is no share"),
        ("[set]\nmacro_f1 = true", "True is no share"),
        ("macro_f1 = 0.5", "stand in a table"),
    ],
)
def test_a_floor_file_that_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_floors(path)


def test_a_floor_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_floors(tmp_path / "none.toml")


@pytest.mark.skipif(
    not (FIXTURES / "israel-syria-talks" / "cassette.yaml").is_file(),
    reason="the sample case is not recorded yet",
)
def test_the_sample_case_holds_its_floor() -> None:
    trial = try_case(str(FIXTURES / "israel-syria-talks"), Settings(), None)
    name, measures = trial.evaluation.name, trial.evaluation.measures()
    assert list(below_floor(name, measures, FLOORS)) == []


def test_the_pairs_of_origins_hold_their_floor() -> None:
    pairs = FIXTURES / "origin-pairs" / "origin_pairs.jsonl"
    evaluation = try_pairs(str(pairs), Settings(), Asking(), both_orders=False).evaluation
    assert list(below_floor(evaluation.name, evaluation.measures(), FLOORS)) == []


@pytest.mark.skipif(not CASSETTE.is_file(), reason="the pairs of ans-sample are not recorded yet")
def test_the_headline_pairs_hold_their_floor() -> None:
    trial = try_pairs(str(PAIRS), Settings("relay", replay=CASSETTE), Asking(), both_orders=True)
    assert trial.failure is None
    name, measures = trial.evaluation.name, trial.evaluation.measures()
    assert list(below_floor(name, measures, FLOORS)) == []
