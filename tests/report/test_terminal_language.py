"""The summary, one record and the table of claims in another language than English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from checker.cli import main
from checker.errors import InputError
from checker.kept_report import Report, StageUsage
from checker.report import terminal
from checker.report.catalogue import load_catalogue
from checker.report.claim_list import render_claims_table
from checker.report.contract import load_report, render_json
from checker.report.layout import told_through
from checker.report.made_texts import say_made_texts
from checker.report.sections import SECTIONS
from checker.report.single import find_record, render_record
from checker.report.standing import say_standing
from checker.report.terminal import render_terminal
from tests.support.endpoint import serving
from tests.support.sample_report import (
    hostile_report,
    make_finding,
    make_position,
    make_report,
    one_source_finding,
)
from tests.support.small_case import answering, write_pages

KEPT = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks" / "report.json"
ARABIC = load_catalogue("ar")


@pytest.fixture(scope="module")
def report() -> Report:
    return load_report(KEPT)


def checker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"COLUMNS": "100"}, catch_exceptions=False)


def rules(text: str) -> list[str]:
    return [line.rstrip("─ ") for line in text.splitlines() if line.endswith("─")]


def test_the_headings_are_arabic_and_none_is_left_in_english() -> None:
    report = make_report()
    whole = make_report(findings=(*report.findings, one_source_finding()))
    headings = rules(render_terminal(whole, 120, language="ar"))
    english = rules(render_terminal(whole, 120))
    assert headings == [
        "التعارضات: 1 (واحد شديد)",
        "اختلاف بين نسخ التقرير الواحد: 1 (واحد متوسط)",
        "ما تجاوزته تقارير لاحقة: 1 (واحد طفيف)",
        "مشكوك فيه: تراجعت عنه المراجعة الثانية: 1 (واحد طفيف)",
        "أكدته مصادر مستقلة: 1",
        "مصدر واحد، أو واحد على الأرجح، في عدة منابر: ليس تأكيدًا: 1",
        "تقرير واحد: ليس تأكيدًا: 1",
        "متشابه لكنه غير قابل للمقارنة: 1 (واحد معدوم الشدة)",
        "المشكلات: 1",
    ]
    # None of the sample is merely counted otherwise, or background; the problems come last.
    assert len(english) == len(headings) == len(SECTIONS) - 2 + 1


def test_no_message_of_the_english_summary_is_left(report: Report) -> None:
    """Phrases that stand in the report's own text are left aside: these stay as they are."""
    said = render_terminal(report, 10_000, language="ar")
    english = load_catalogue("en").messages
    own = render_json(report)
    for key, message in english.items():
        family = key.split(".")[0]
        words = message if isinstance(message, str) else message["other"]
        words = re.sub(r"\{\w+\}", "", words).strip(" ():%")
        if family in {"terminal", "section", "level"} and " " in words and words not in own:
            assert words not in said, key
    for words in ("HIGH", "MEDIUM", "independent origin", "more quote", "answered 20"):
        assert words not in said


@pytest.mark.parametrize(
    ("count", "claims", "more", "high"),
    [
        (1, "ادعاء واحد", "واقتباس آخر", "واحد شديد"),
        (2, "ادعاءان", "واقتباسان آخران", "اثنان شديدان"),
        (3, "3 ادعاءات", "و3 اقتباسات أخرى", "3 شديدة"),
        (11, "11 ادعاءً", "و11 اقتباسًا آخر", "11 شديدًا"),
    ],
)
def test_counts_take_their_plural_forms(count: int, claims: str, more: str, high: str) -> None:
    sample = make_report()
    first, grave = sample.claims[0], sample.findings[0]
    # Four voices are shown with a quote of each, so that all quotes after the first are left.
    repeated = tuple(first.model_copy(update={"id": f"c{n}"}) for n in range(1, count + 2))
    told = make_finding(9, "Who was there?", [make_position("All.", range(1, count + 2), ("X",))])
    told = told.model_copy(update={"support": "independent_sources"})
    agreed = sample.model_copy(update={"claims": repeated, "findings": (told,)})
    assert more in [line.strip() for line in render_terminal(agreed, language="ar").splitlines()]
    listed = sample.model_copy(update={"claims": repeated[:count], "findings": ()})
    assert f"، {claims}\n" in render_terminal(listed, language="ar")
    assert render_claims_table(listed, 80, False, "ar").splitlines()[0].endswith(f": {claims}")
    graved = sample.model_copy(update={"findings": (grave,) * count})
    assert f"التعارضات: {count} ({high})" in rules(render_terminal(graved, language="ar"))


def test_sources_outlets_and_reports_are_counted_in_arabic() -> None:
    position = make_position("Yes.", range(1, 12), ("A", "B", "C"), 11)
    said = "11 مصدرًا، في 3 منابر: A؛ B؛ C؛ A؛ B؛ و6 أخرى · 11 تقريرًا"
    assert say_standing(position, ARABIC) == said


def test_every_finding_and_problem_is_shown(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "FINDINGS_SHOWN", len(report.findings))
    text = " ".join(render_terminal(report, 10_000, language="ar").split())
    assert all(" ".join(each.question.split()) in text for each in report.findings)
    assert all(each.id in text for each in report.findings)
    problems = say_made_texts(report, ARABIC).problems
    assert all(" ".join(each.reason.split()) in text for each in problems)


def test_a_verdict_is_in_arabic_with_what_was_not_verified() -> None:
    text = render_terminal(make_report(), 120, language="ar")
    assert " A–B  تعارض منسوب إلى متحدثين، نفي، بين المتحدثين\n" in text
    assert "لم يُتحقق منه: the answer was cut off" in text
    assert "f1    شديد  Was a direct meeting held?" in text


def test_the_cost_is_a_line_at_the_head() -> None:
    sample = make_report()
    usage = {"a": StageUsage(calls=1, prompt_tokens=12_345, answer_tokens=2)}
    run = sample.run.model_copy(update={"usage": usage})
    lines = render_terminal(sample.model_copy(update={"run": run}), 120, language="ar").split("\n")
    counts = "طلب واحد إلى النموذج، 12,345 رمزًا في الطلبات، رمزان في الأجوبة"
    place = lines.index(counts)
    assert place < 5
    assert "25%" in lines[place + 1]


def test_an_arrow_points_the_way_its_names_are_read() -> None:
    english = load_catalogue("en")
    assert told_through(("مصدر", "سانا"), ARABIC) == "مصدر ← سانا"
    assert told_through(("A source", "SANA"), ARABIC) == "A source → SANA"
    assert told_through(("مصدر", "سانا"), english) == "مصدر → سانا"


@pytest.mark.parametrize(("language", "said"), [("en", "1234 claims"), ("ar", "1234 ادعاءً")])
def test_counts_stand_without_groups_of_digits(language: str, said: str) -> None:
    assert load_catalogue(language).count_plainly("claims", 1234) == said


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int) -> None:
    lines = render_terminal(report, width, language="ar").splitlines()
    assert max(map(cell_len, lines)) <= width


def test_nothing_reorders_the_lines() -> None:
    hostile = hostile_report()
    text = render_terminal(hostile, language="ar")
    text += render_record(hostile, hostile.findings[0], language="ar")
    assert not set(text) & set("\x1b\x00\u200e\u200f\u202b\u202e\u2066\u2067")


def test_one_finding_in_arabic() -> None:
    sample = make_report()
    text = render_record(sample, find_record(sample, "f1"), 120, language="ar")
    assert text.startswith("f1    شديد  Was a direct meeting held?\n")
    assert "يؤكد، حدث، " in text
    assert "تعارض منسوب إلى متحدثين، نفي" in text
    for words in ("HIGH", "asserts", "happened", "attributed"):
        assert words not in text


def test_one_claim_and_the_table_of_claims_in_arabic() -> None:
    sample = make_report()
    table = render_claims_table(sample, 120, False, "ar")
    assert all(claim.statement in table for claim in sample.claims)
    for words in ("asserts", "denies", "happened", "background"):
        assert words not in table
    assert "ينفي" in table
    aside = sample.claims[0].model_copy(update={"main": False})
    told = sample.model_copy(update={"claims": (aside, *sample.claims[1:])})
    assert "، خلفية، " in render_record(told, aside, 120, language="ar")


@pytest.mark.parametrize("print_it", [render_terminal, render_claims_table])
def test_an_unknown_language_is_refused_with_the_known_ones(print_it: object) -> None:
    assert callable(print_it)
    with pytest.raises(InputError, match=r"'tlh'.*ar, en"):
        print_it(make_report(), language="tlh")


def test_the_commands_take_the_language() -> None:
    shown = checker("show", "f1", str(KEPT), "--lang", "ar")
    listed = checker("claims", str(KEPT), "--format", "table", "--lang", "ar")
    assert (shown.exit_code, listed.exit_code) == (0, 0)
    first = next(each for each in load_report(KEPT).findings if each.id == "f1")
    assert first.question.split()[0] in shown.stdout
    assert "يؤكد" in shown.stdout
    assert "يؤكد" in listed.stdout
    assert "asserts" not in shown.stdout + listed.stdout


def test_a_report_is_printed_in_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pages(tmp_path / "pages")
    with serving(answering()) as endpoint:
        flags = ("--base-url", endpoint.url, "--model", "m", "--cache", "answers.sqlite3")
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        result = checker("report", "pages", *flags, "-o", "out.json", "--lang", "ar")
    assert result.exit_code == 0
    assert "التعارضات: 1 (" in result.stdout
    assert "Conflicts" not in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "f1", str(KEPT)),
        ("show", "f1", str(KEPT), "--json"),
        ("claims", str(KEPT), "--format", "table"),
        ("claims", str(KEPT), "--format", "jsonl"),
    ],
)
def test_the_commands_refuse_an_unknown_language(arguments: tuple[str, ...]) -> None:
    result = checker(*arguments, "--lang", "tlh")
    assert result.exit_code == 2
    assert "'tlh'; choose one of: ar, en" in result.stderr
    assert result.stdout == ""
