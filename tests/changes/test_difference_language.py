"""Differences and checked cases in the language of ``--lang``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.changes.changes import (
    ClaimChange,
    ClaimNote,
    Differences,
    FieldChange,
    FindingChange,
    FindingNote,
    PositionNote,
)
from checker.changes.difference_text import render_differences
from checker.changes.differences import compare_reports
from checker.cli import main
from checker.errors import InputError
from checker.kept_report import Problem
from checker.report.contract import load_report, render_json
from tests.support.kept_case import make_case
from tests.support.sample_report import make_report

REPORT = make_report()
CLAIM = ClaimNote(
    id="c1", page="١.txt", start=0, end=3, quote="خبر", statement="قول", chain=("ناطق", "قناة")
)
FINDING = FindingNote(
    id="f1",
    question="هل التقوا؟",
    relation="attributed_conflict",
    type="number",
    level="between_voices",
    severity="high",
    positions=(
        PositionNote(answer="نعم", outlets=("قناة", "صحيفة"), source_count=2, claims=(CLAIM,)),
        PositionNote(answer="لا", outlets=("وكالة",), source_count=11, claims=()),
    ),
    kinds=("new-finding", "new-conflict"),
)
FIELDS = (
    ("relation", "contradict", "unsure"),
    ("type", None, "scope"),
    ("severity", "low", None),
    ("conflict", "نعم / لا: agree, time, same_origin, none", "نعم / لا: partial, place"),
    ("position", "نعم (2 claims, 1 sources: قناة)", "نعم (3 claims, 12 sources: قناة)"),
    ("stance", "asserts", "neither_confirms_nor_denies"),
    ("modality", "hoped", "opinion"),
    ("main", "True", "False"),
    ("when", "غدا", None),
    ("chain", "ناطق → قناة", "قناة"),
)
CHANGES = tuple(FieldChange(what=what, old=old, new=new) for what, old, new in FIELDS)
EVERYTHING = Differences(
    case="محادثات",
    findings_new=(FINDING,),
    findings_gone=(FINDING.model_copy(update={"kinds": ("gone-finding", "gone-conflict")}),),
    findings_changed=(
        FindingChange(
            old=FINDING, new=FINDING, same_text=True, changes=CHANGES, kinds=("verdict-change",)
        ),
        FindingChange(
            old=FINDING, new=FINDING, same_text=False, changes=(), kinds=("text-change",)
        ),
    ),
    claims_new=(CLAIM,),
    claims_gone=(CLAIM,) * 3,
    claims_changed=(ClaimChange(old=CLAIM, new=CLAIM, changes=CHANGES[5:]),),
    pages_changed=("١.txt",),
    problems_new=(Problem(stage="١", subject="٢", reason="٣"),),
    problems_gone=(Problem(stage="١", subject="٢", reason="٣"),),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("made") / "talks")


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    """A case whose kept report holds no findings, so that the replay has one more."""
    folder = Path(shutil.copytree(made, tmp_path / "talks"))
    kept = load_report(folder / "report.json").model_copy(update={"findings": ()})
    (folder / "report.json").write_text(render_json(kept), encoding="utf-8")
    return folder


def checker(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", text))


def test_all_that_checker_says_is_arabic() -> None:
    text = render_differences(EVERYTHING, longest=1, language="ar")
    assert latin(text) == {"txt", "all"}
    for words in (
        "محادثات: تعارض جديد (1)، تعارض اختفى (1)، تغير في الحكم (1)",
        "نتائج جديدة: 1",
        "[تعارض منسوب إلى متحدثين، العدد، بين المتحدثين، شديد] (نتيجة جديدة، تعارض جديد)",
        "A نعم (قناة، صحيفة؛ مصدران)",
        "B لا (وكالة؛ 11 مصدرًا)",
        "العلاقة: تناقض  ⇐  غير محسوم",
        "النوع (جديد): النطاق",
        "الشدة (اختفى): طفيف",
        "التعارض: نعم / لا: اتفاق، الزمان، من تقرير واحد، معدوم  ⇐  نعم / لا: اتفاق جزئي، المكان",
        "نعم (ادعاءان، مصدر واحد: قناة)  ⇐  نعم (3 ادعاءات، 12 مصدرًا: قناة)",
        "من صلب الخبر: نعم  ⇐  لا",
        "ادعاءات فُقدت: 3",
        "… واثنان آخران؛ يعرضهما الخيار --all",
    ):
        assert words in text


def test_english_names_what_the_json_names() -> None:
    text = render_differences(EVERYTHING, longest=1)
    for words in (
        "محادثات: 1 new-conflict, 1 gone-conflict, 1 verdict-change",
        "[attributed conflict, number, between voices, high] (new-finding, new-conflict)",
        "A نعم (قناة, صحيفة; 2 sources)",
        "    relation: contradict  ⇒  unsure\n",
        "    type new: scope\n",
        "    severity gone: low\n",
        "conflict: نعم / لا: agree, time, same_origin, none  ⇒  نعم / لا: partial, place",
        "position: نعم (2 claims, 1 sources: قناة)  ⇒  نعم (3 claims, 12 sources: قناة)",
        "stance: asserts  ⇒  neither_confirms_nor_denies",
        "main: True  ⇒  False",
        "… and 2 more; --all shows them",
    ):
        assert words in text


def test_words_of_pages_are_left_alone() -> None:
    hostile = "one {two} (99999999999 claims, 1 sources: x) (2 claims, 3 sources: y {0})"
    change = FieldChange(what="position", old=hostile, new="time")
    finding = FindingChange(
        old=FINDING, new=FINDING, same_text=True, changes=(change,), kinds=("evidence-change",)
    )
    differences = Differences(case="{case}", findings_changed=(finding,))
    text = render_differences(differences, language="ar")
    assert "one {two} (99999999999 claims, 1 sources: x) (ادعاءان، 3 مصادر: y {0})" in text
    assert "⇐  time\n" in text
    assert text.startswith("{case}: ")


def test_nothing_changed() -> None:
    text = render_differences(compare_reports(REPORT, REPORT), language="ar")
    assert text.endswith(": لم يتغير شيء\n")


def test_diff(case: Path, made: Path) -> None:
    old, new = case / "report.json", made / "report.json"
    result = checker("diff", old, new, "--lang", "ar")
    assert result.exit_code == 1
    assert "نتائج جديدة: 1" in result.output
    # The kinds stand here as --fail-on takes them.
    assert result.output.endswith("\nتغير ما طُلبت مراقبته: new-conflict\n")
    assert not re.search(r"Findings|independent|guarded", result.output)
    both = [checker("diff", old, new, "--json", *flags) for flags in ((), ("--lang", "ar"))]
    assert both[0].output == both[1].output


def test_check(case: Path, made: Path) -> None:
    result = checker("check", made, "--lang", "ar")
    assert result.output == "Talks in Paris: النتائج هي النتائج المحفوظة (نتيجة واحدة، ادعاءان)\n"
    result = checker("check", case, "--lang", "ar")
    assert result.exit_code == 1
    assert "التسجيل مطابق، لكن النتائج تغيرت" in result.output
    assert result.output.endswith(f"بالأمر: checker check {case} --update\n")
    assert not re.search(r"Findings|recording|meant", result.output)
    both = [checker("check", case, "--json", *flags) for flags in ((), ("--lang", "ar"))]
    assert both[0].output == both[1].output


def test_check_tells_what_is_not_compared_and_what_it_wrote(case: Path) -> None:
    written = checker("check", case, "--update", "--lang", "ar")
    assert (written.exit_code, written.output) == (0, f"كُتب: {case / 'report.json'}\n")
    kept = load_report(case / "report.json")
    run = kept.run.model_copy(update={"checker_version": "0"})
    text = render_json(kept.model_copy(update={"run": run}))
    (case / "report.json").write_text(text, encoding="utf-8")
    assert "لم يختلف إلا ما لا يُقارَن" in checker("check", case, "--lang", "ar").output


def test_an_unknown_language_is_refused_before_anything_is_done(case: Path) -> None:
    kept = (case / "report.json").read_bytes()
    for arguments in (
        ("diff", case / "report.json", case / "report.json", "-q"),
        ("check", case, "--update"),
    ):
        result = checker(*arguments, "--lang", "tlh")
        assert result.exit_code == 2
        assert "there is no interface in 'tlh'; choose one of: ar, en" in result.output
    assert (case / "report.json").read_bytes() == kept
    with pytest.raises(InputError, match="'tlh'"):
        render_differences(EVERYTHING, language="tlh")
