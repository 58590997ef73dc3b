"""Pairs of one origin and of two, scored without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import InputError
from checker.scoring.origin_pairs import evaluate_origins, is_origin_set, read_origin_pairs

PAIRS = Path(__file__).parents[2] / "fixtures" / "origin-pairs" / "origin_pairs.jsonl"
STORY = (
    "The bridge fell on Monday and nobody was hurt, said the mayor of the town in the evening, "
    "who had been warned of cracks in its middle pillar two years before and did nothing."
)


def written(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_a_pair_of_each_kind_is_scored(tmp_path: Path) -> None:
    other = "Prices rose in August. The bank will meet again in autumn, its governor said."
    path = written(
        tmp_path,
        {"s1": STORY, "s2": f"Update. {STORY}", "label": "one_origin"},
        {"id": "wrong", "s1": STORY, "s2": STORY, "label": "two"},
        {"s1": STORY, "s2": other, "label": "two"},
        {"s1": STORY, "s2": other, "label": "one_origin"},
    )
    found = evaluate_origins(path)
    assert found.measures() == {"origins_precision": 0.5, "origins_recall": 0.5}
    assert [(each.id, each.label) for each in found.wrong] == [
        ("wrong", "two"),
        ("line 4", "one_origin"),
    ]
    assert "word for word" in found.wrong[0].reason


def test_the_set_holds_both_labels_and_each_id_once() -> None:
    pairs = read_origin_pairs(PAIRS)
    assert len({pair.id for pair in pairs}) == len(pairs)
    assert {pair.label for pair in pairs} == {"one_origin", "two"}


def test_the_command_asks_no_model(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["eval", str(PAIRS)])
    assert result.exit_code == 0, result.output
    assert "precision 1.000" in result.output
    path = written(tmp_path, {"s1": STORY, "s2": STORY, "label": "two"})
    result = CliRunner().invoke(main, ["eval", str(path), "--lang", "ar"])
    assert "أصلان ضُمّا" in result.output


def test_files_that_are_no_such_set(tmp_path: Path) -> None:
    assert not is_origin_set(tmp_path / "none.jsonl")
    path = written(tmp_path, {"s1": STORY, "s2": STORY, "label": "agree"})
    assert not is_origin_set(path)
    with pytest.raises(InputError, match="line 1, is no pair"):
        read_origin_pairs(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_origin_pairs(tmp_path / "none.jsonl")
