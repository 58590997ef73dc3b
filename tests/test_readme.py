"""The README is held against the program: its output, its tables, its options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.findings.verdicts import LEVELS, SEVERITIES, LevelRule, SeverityRule
from checker.report.contract import load_report
from checker.report.terminal import render_terminal
from checker.sources.rules import RULES, SourceRule

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
YES = {True: "yes", False: "no", None: "any"}


def level_row(rule: LevelRule) -> str:
    cells = (
        rule.shared_voice,
        rule.shared_article,
        rule.one_party,
        rule.one_origin,
        rule.named_voice,
    )
    return f"| {' | '.join(YES[cell] for cell in cells)} | {rule.level.replace('_', ' ')} |"


def severity_row(rule: SeverityRule) -> str:
    relations = ", ".join(sorted(each.replace("_", " ") for each in rule.relations or ()))
    cells = (rule.same_origin, rule.minor_kind, rule.certain)
    return f"| {relations} | {' | '.join(YES[cell] for cell in cells)} | {rule.severity} |"


def source_row(rule: SourceRule) -> str:
    through = rule.through or "any"
    before, after = (rule.one_party, rule.in_doubt), (rule.same_words, rule.alike)
    words = rule.own_words or "any"
    cells = [*(YES[each] for each in before), through, words, *(YES[each] for each in after)]
    cells.append(rule.medium or "any")
    verdict = ("probably one" if rule.doubt else "one") if rule.one_source else "two"
    return f"| {' | '.join(cells)} | {verdict} |"


def test_the_rules_of_sources_are_in_the_readme_in_their_order() -> None:
    table = "\n".join(map(source_row, RULES))
    assert table in README


@pytest.mark.parametrize("rule", LEVELS, ids=lambda rule: rule.level)
def test_each_rule_of_levels_is_in_the_readme(rule: LevelRule) -> None:
    assert level_row(rule) in README


@pytest.mark.parametrize("rule", SEVERITIES, ids=lambda rule: rule.severity)
def test_each_rule_of_severities_is_in_the_readme(rule: SeverityRule) -> None:
    assert severity_row(rule) in README


def test_the_output_shown_is_the_output() -> None:
    shown = re.search(r"\$ make demo\n(.*?)\n\[…\]", README, re.DOTALL)
    assert shown is not None
    report = load_report(ROOT / "fixtures" / "israel-syria-talks" / "report.json")
    assert render_terminal(report, width=100).startswith(shown[1])


def test_the_answer_shown_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.search(r'\$ checker ask "(.*?)" israel-syria-talks\n(.*?)\n\[…\]', README, re.DOTALL)
    assert shown is not None
    monkeypatch.setenv("COLUMNS", "100")
    result = CliRunner().invoke(main, ["ask", shown[1], "israel-syria-talks"])
    assert result.exit_code == 0
    assert result.stdout.startswith(shown[2])


def test_every_option_named_exists() -> None:
    text = "".join(
        CliRunner().invoke(main, [name, "--help"], terminal_width=200).output
        for name in main.commands
    )
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert named <= set(re.findall(r"--[a-z][a-z-]+", text))


def test_every_make_target_named_exists() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`?make (\w+)", README)) - {"it"} <= set(targets)
