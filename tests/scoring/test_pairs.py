"""Pair sets: what is read of a file, and what of a model's answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import AnswerError, EndpointError, InputError
from checker.model.watching import Watch
from checker.scoring.evaluation import evaluate_pairs
from checker.scoring.pairs import MAPPING, Asking, LabelledPair, PairSet, judge_pairs, read_pairs
from tests.conftest import About, ScriptedLLM

ONE = {"s1": "ارتفاع أسعار النفط", "s2": "انخفاض أسعار النفط", "label": "disagree"}
PAIRS = tuple(
    LabelledPair(id=f"x{n}", first=f"first {n}", second=f"second {n}", label="agree")
    for n in range(5)
)
SET = PairSet(name="set", pairs=PAIRS, refused=(), mapping={"agree": "agree"})


def write(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "set.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def say(label: str = "agree", reason: str = "the same") -> ScriptedLLM:
    def answer(about: About) -> object:
        rows = [{"n": n, "reason": reason, "label": label} for n, _, _ in about["pairs"]]
        return {"pairs": rows}

    return ScriptedLLM({"judge_pair": answer})


def test_labels_of_both_kinds(tmp_path: Path) -> None:
    lines = [{**ONE, "label": label} for label in MAPPING]
    found = read_pairs(write(tmp_path, *lines))
    assert [pair.label for pair in found.pairs] == ["agree", "disagree", "other"] * 2
    assert found.mapping == MAPPING
    assert found.refused == ()


def test_ids(tmp_path: Path) -> None:
    path = write(tmp_path, {**ONE, "id": "a"}, "", ONE, {**ONE, "id": 7}, {**ONE, "id": "a"})
    found = read_pairs(path)
    assert [pair.id for pair in found.pairs] == ["a", "line 3", "7"]
    [refused] = found.refused
    assert (refused.line, refused.reason) == (5, "the id 'a' stands on an earlier line too")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "no JSON object"),
        ({"s1": "x", "label": "agree"}, "'s2' is missing"),
        ({**ONE, "s1": " "}, "'s1' is missing, empty"),
        ({**ONE, "s1": 3}, "no text"),
        ({**ONE, "label": "maybe"}, "the label 'maybe' is none of agree, disagree"),
        ({**ONE, "label": None}, "'label' is missing"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_line_that_holds_no_pair_is_named_and_the_rest_goes_on(
    tmp_path: Path, line: object, reason: str
) -> None:
    found = read_pairs(write(tmp_path, ONE, line, ONE))
    assert len(found.pairs) == 2
    [refused] = found.refused
    assert refused.line == 2
    assert reason in refused.reason


def test_a_line_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    good = json.dumps(ONE, ensure_ascii=False)
    path.write_bytes(b"\xef\xbb\xbf" + good.encode("utf-8") + b"\r\n" + good.encode("cp1256"))
    found = read_pairs(path)
    assert found.pairs[0].first == ONE["s1"]
    assert [each.line for each in found.refused] == [2]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(max_size=40), max_size=6))
def test_no_line_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("pairs") / "set.jsonl"
    path.write_bytes(b"\n".join([*lines, json.dumps(ONE).encode("utf-8")]))
    assert read_pairs(path).pairs[-1].first == ONE["s1"]


def test_a_file_without_pairs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no labelled pair: line 1: 's1' is missing"):
        read_pairs(write(tmp_path, {}))
    with pytest.raises(InputError, match="holds no labelled pair"):
        read_pairs(write(tmp_path, ""))
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs(tmp_path / "none.jsonl")


def test_pairs_are_asked_in_batches_and_numbered() -> None:
    llm = say()
    found = judge_pairs(llm, PAIRS, Asking(batch=2, workers=1))
    assert [each.label for each in found] == ["agree"] * 5
    assert [about["pairs"] for about in llm.asked("judge_pair")] == [
        [[1, "first 0", "second 0"], [2, "first 1", "second 1"]],
        [[1, "first 2", "second 2"], [2, "first 3", "second 3"]],
        [[1, "first 4", "second 4"]],
    ]


def test_the_other_order() -> None:
    llm = say()
    found = judge_pairs(llm, PAIRS[:1], Asking(swapped=True))
    assert llm.asked("judge_pair") == [{"pairs": [[1, "second 0", "first 0"]]}]
    assert found[0].pair == PAIRS[0]


def test_what_cannot_be_read_is_unscored_and_never_a_default() -> None:
    rows = [
        {"n": 2, "reason": "a", "label": "other"},
        {"n": 3, "reason": "a", "label": "agree"},
        {"n": 3, "reason": "b", "label": "disagree"},
        {"n": 4, "reason": "a", "label": "agree"},
        {"n": 4, "reason": "b", "label": "agree"},
        {"n": 9, "reason": "no such pair", "label": "agree"},
    ]
    llm = ScriptedLLM({"judge_pair": [{"pairs": rows}]})
    found = judge_pairs(llm, PAIRS[:4], Asking())
    assert [each.label for each in found] == [None, "other", None, "agree"]
    assert [each.unscored for each in found] == [
        "the answer says nothing of this pair",
        None,
        "the answer gives this pair two labels",
        None,
    ]


@pytest.mark.parametrize("error", [AnswerError("it was cut off"), EndpointError("no more")])
def test_a_batch_without_an_answer(error: Exception) -> None:
    good = {"pairs": [{"n": n, "reason": "x", "label": "agree"} for n in (1, 2)]}
    llm = ScriptedLLM({"judge_pair": [error, good]})
    found = evaluate_pairs(llm, SET.model_copy(update={"pairs": PAIRS[:4]}), Asking(2, 1))
    assert [(each.id, each.reason) for each in found.unscored] == [
        ("x0", str(error)),
        ("x1", str(error)),
    ]
    assert found.scores is not None
    assert found.scores.scored == 2
    assert found.measures()["scored"] == 0.5


def test_flips_and_wrong_pairs() -> None:
    def answer(about: About) -> object:
        labels = [
            "disagree" if pair[1] in ("second 1", "first 2") else "agree" for pair in about["pairs"]
        ]
        rows = [
            {"n": n, "reason": "why", "label": label} for n, label in enumerate(labels, start=1)
        ]
        return {"pairs": rows}

    found = evaluate_pairs(ScriptedLLM({"judge_pair": answer}), SET, Asking(), both_orders=True)
    assert found.flipped == ("x1", "x2")
    assert found.flip_rate == pytest.approx(0.4)
    assert [(each.id, each.swapped, each.first) for each in found.wrong] == [
        ("x2", False, "first 2"),
        ("x1", True, "first 1"),
    ]
    measures = found.measures()
    assert measures["stability"] == pytest.approx(0.6)
    assert measures["accuracy"] == pytest.approx(0.8)
    assert measures["scored"] == 1.0


def test_without_a_single_answer() -> None:
    llm = ScriptedLLM({"judge_pair": [AnswerError("no")]})
    found = evaluate_pairs(llm, SET, Asking())
    assert found.scores is None
    assert found.measures() == {"scored": 0.0}


def test_ctrl_c_does_not_wait_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("checker.scoring.pairs.wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        judge_pairs(say(), PAIRS, Asking())


def test_who_watches_hears_of_every_batch() -> None:
    class Count(Watch):
        heard: tuple[object, ...] = ()

        def begin(self, stage: str, total: int) -> None:
            self.heard += (stage, total)

        def advance(self, stage: str) -> None:
            self.heard += (f"+{stage}",)

    watch = Count()
    judge_pairs(say(), PAIRS, Asking(batch=2, workers=1, watch=watch))
    assert watch.heard == ("pairs", 3, *["+pairs"] * 3)
