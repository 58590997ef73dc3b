"""Evaluations in the language of ``--lang``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import InputError
from checker.scoring.case_scores import CaseEvaluation, Precision, Recall, WrongFinding
from checker.scoring.evaluation import PairEvaluation, UnscoredPair, WrongPair
from checker.scoring.evaluation_text import render_evaluation
from checker.scoring.measures import Spent, score_labels
from checker.scoring.pairs import LABELS, RefusedLine
from tests.support.endpoint import completion, serving

SCORES = score_labels([("agree", "agree")] * 9 + [("other", "disagree")] * 2, LABELS)
WRONG = WrongPair(
    id="س", first="وصل", second="غادر", label="agree", said="other", reason="لأن", swapped=True
)
PAIRS = PairEvaluation(
    name="مجموعة",
    pairs=11,
    orders=2,
    batch=10,
    mapping={"entailment": "agree", "neutral": "other"},
    refused=(RefusedLine(line=3, reason="ناقص"),),
    scores=SCORES,
    swapped_scores=SCORES,
    flip_rate=0.25,
    flipped=("س", "ع"),
    wrong=(WRONG,),
    unscored=(UnscoredPair(id="ص", reason="انقطع", swapped=False),) * 2,
    spent=Spent(calls=3, cached=2, prompt_tokens=1_200, answer_tokens=1),
)
CASE = CaseEvaluation(
    name="محادثات",
    recall=(
        Recall(grouping="group", value="apart", met=1, expected=2, recall=0.5),
        Recall(grouping="type", value="denial or number", met=0, expected=1, recall=0.0),
        Recall(grouping="level", value="any", met=0, expected=0, recall=None),
    ),
    precision=(
        Precision(
            grouping="relation", value="contradict", right=1, judged=2, not_judged=3, precision=0.5
        ),
    ),
    wrong=(
        WrongFinding(group="conflict", name="١", why="invented: contradict, time, same_origin"),
        WrongFinding(group="agreement", name="٢", why="missed: its claims share no topic"),
    ),
)


def latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", text))


def test_pairs_in_arabic() -> None:
    text = render_evaluation(PAIRS, "ar")
    assert latin(text) == {"entailment", "neutral"}  # labels of the user's own file
    for words in (
        "مجموعة: 11 زوجًا، 10 أزواج في كل طلب، زوجان بلا تقييم\n",
        "التسميات: entailment تعني اتفاق، neutral تعني غير ذلك\n",
        "النصان بترتيبهما الأصلي: متوسط F1 للفئات",
        "النصان بترتيب معكوس: متوسط F1 للفئات",
        "11 زوجًا مقيَّمًا",
        "| التسمية | الأزواج | الدقة | الاستدعاء | F1 ",
        "نسبة ما تبدل بتبدل الترتيب: 0.250 (س، ع)",
        "3 طلبات إلى النموذج (اثنان منها من الذاكرة المؤقتة)، 1,200 رمز في الطلبات، رمز واحد في",
        "  س، النصان بترتيب معكوس: التسمية «اتفاق»، وقيل «غير ذلك»: لأن",
        "بلا تقييم: 2",
        "السطر 3: ناقص",
    ):
        assert words in text


def test_a_case_in_arabic() -> None:
    text = render_evaluation(CASE, "ar")
    assert latin(text) == set()
    for words in (
        "محادثات: خطآن\n",
        "| المتوقع بحسب |",
        "| ما لا يقابل بعضه ببعض | 1 من 2  | 0.500     |",
        "نفي أو العدد",
        "أي قيمة",
        "التعارضات، مختلق: تناقض، الزمان، من تقرير واحد: ١",
        "الاتفاقات، لم يُعثر عليه: ادعاءاته لا يجمعها موضوع: ٢",
        "لا طلبات إلى النموذج، لا رموز في الطلبات، لا رموز في الأجوبة",
    ):
        assert words in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(line) for line in tables[:5]}) == 1


def test_english_is_as_before() -> None:
    text = render_evaluation(PAIRS)
    for words in (
        "مجموعة: 11 pairs, 10 to a call, 2 unscored\n",
        "3 calls (2 from the cache), 1,200 prompt tokens, 1 answer tokens\n",
        "  س, texts the other way round: labelled agree, said other: لأن\n",
        "order-flip rate: 0.250 (س, ع)\n",
        "Lines that hold no pair: 1\n  line 3: ناقص\n",
    ):
        assert words in text
    text = render_evaluation(CASE)
    assert "  conflict, invented: contradict, time, same_origin: ١\n" in text
    assert "  agreement, missed: its claims share no topic: ٢\n" in text
    assert "| type         | denial or number | 0 of 1 | 0.000  |\n" in text


def test_the_command(tmp_path: Path) -> None:
    target = tmp_path / "set.jsonl"
    target.write_text('{"s1": "x", "s2": "y", "label": "agree"}\n', encoding="utf-8")
    with serving(lambda body: completion({"pairs": []})) as server:
        where = ("--model", "m", "--base-url", server.url, "--cache", str(tmp_path / "answers"))
        unknown = CliRunner().invoke(main, ["eval", str(target), *where, "--lang", "tlh"])
        assert (unknown.exit_code, server.bodies) == (2, [])
        assert "there is no interface in 'tlh'; choose one of: ar, en" in unknown.stderr
        arabic = CliRunner().invoke(main, ["eval", str(target), *where, "-q", "--lang", "ar"])
    assert "set: زوج واحد، 10 أزواج في كل طلب، زوج واحد بلا تقييم" in arabic.stdout
    assert "Unscored" not in arabic.stdout


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match=r"'tlh'.*ar, en"):
        render_evaluation(CASE, "tlh")
