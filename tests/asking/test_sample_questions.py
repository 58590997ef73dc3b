"""Questions to the sample case, replayed: real answers, cited and completed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main

CASE = Path(__file__).parents[2] / "fixtures" / "israel-syria-talks"
DIRECT = "هل جرت محادثات مباشرة؟"
MINISTERS = "Who represented Israel and Syria at the Paris meeting, and who says so?"
NOBODY = "What did Iran say about the talks?"
TREATY = "Who signed the peace treaty between Syria and Israel in Paris?"

pytestmark = pytest.mark.skipif(
    not (CASE / "questions.yaml").is_file(), reason="no question is recorded yet"
)


def ask(question: str, *arguments: str) -> Result:
    command = ["ask", question, str(CASE), *arguments]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def positions(question: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(ask(question, "--json").stdout)["positions"]
    return rows


@pytest.mark.parametrize("question", [DIRECT, MINISTERS])
def test_every_quote_stands_where_the_answer_says(question: str) -> None:
    result = ask(question, "--json")
    reply = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {problem["stage"] for problem in reply["problems"]} <= {"times"}
    for position in reply["positions"]:
        assert len(position["quotes"]) == len(position["claim_ids"]) > 0
        for quote in position["quotes"]:
            text = (CASE / quote["path"]).read_text(encoding="utf-8")
            assert text[quote["start"] : quote["end"]] == quote["quote"]


def test_direct_talks_are_asserted_and_denied() -> None:
    voices = [" ".join(each["voices"]) for each in positions(DIRECT)]
    assert any("Israeli source" in each for each in voices)
    assert any("iplomatic source" in each for each in voices)
    assert any("Israel Defense Forces" in each for each in voices)


def test_the_ministers_are_named_with_their_sources() -> None:
    rows = positions(MINISTERS)
    outlets = {outlet for each in rows for outlet in each["outlets"]}
    assert {"page 002", "page 003"} <= outlets
    assert max(each["report_count"] for each in rows) >= 2


def test_nobody_says() -> None:
    result = ask(NOBODY)
    assert result.exit_code == 1
    assert "The pages do not say." in result.stdout


def test_a_treaty_that_nobody_speaks_of_is_named() -> None:
    result = ask(TREATY, "--json")
    reply = json.loads(result.stdout)
    assert result.exit_code == 1
    assert any("treaty" in each["assumption"].lower() for each in reply["assumptions"])
