"""``checker eval``: tables, exit statuses, and nothing asked twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from tests.support.endpoint import Body, LocalEndpoint, Reply, completion, failure, serving
from tests.support.kept_case import make_case

TEXTS = ("وصل الوفد", "غادر الوفد", "عقد اللقاء", "ألغي اللقاء")
EXPECTED = """
[[conflict]]
name = "direct or not"
a = [{ page = "one", words = "المحادثات مع سوريا في باريس كانت مباشرة" }]
b = [{ page = "two", words = "نفت دمشق أن تكون المحادثات مع إسرائيل في باريس مباشرة" }]
types = ["TYPE"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of twelve pairs in an empty folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    rows = [
        {"s1": f"{TEXTS[n % 4]} {n}", "s2": f"{TEXTS[(n + 1) % 4]} {n}", "label": label}
        for n, label in enumerate(["entailment", "contradiction", "neutral"] * 4)
    ]
    Path("set.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def judge(body: Body) -> Reply:
    """Right about all pairs but the first, whatever the order of its texts."""
    label_of = ("agree", "disagree", "other")
    rows = []
    for n, first, _ in json.loads(body["messages"][1]["content"])["pairs"]:
        number = int(first.split()[-1])
        rows.append({"n": n, "reason": "so it is", "label": label_of[(number or 1) % 3]})
    return completion({"pairs": rows})


@pytest.fixture
def endpoint() -> Iterator[LocalEndpoint]:
    with serving(judge) as server:
        yield server


def evaluate(*arguments: str, url: str = "", catch: bool = False) -> Result:
    flags = ("--model", "m", "--base-url", url, "--cache", "answers.sqlite3") if url else ()
    return CliRunner().invoke(main, ["eval", *arguments, *flags], catch_exceptions=catch)


def scores(result: Result) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(result.stdout)
    [found] = whole["evaluations"]
    return dict(found)


def test_a_pair_set(endpoint: LocalEndpoint) -> None:
    result = evaluate("set.jsonl", "--batch", "5", "-q", url=endpoint.url)
    assert result.exit_code == 0
    assert "labels: contradiction is disagree, entailment is agree, neutral is other" in (
        result.stdout
    )
    assert "texts in the given order: macro F1 0.915 (95 % bootstrap" in result.stdout
    assert "| agree    | 4     | 1.000     | 0.750  | 0.857 | 3" in result.stdout
    assert "line 1: labelled agree, said disagree: so it is\n  " in result.stdout
    assert "“وصل الوفد 0”" in result.stdout
    assert "3 calls, 33 prompt tokens, 15 answer tokens" in result.stdout


def test_nothing_is_asked_twice(endpoint: LocalEndpoint) -> None:
    flags = ("set.jsonl", "--both-orders", "--json", "-q")
    first = scores(evaluate(*flags, url=endpoint.url))
    assert len(endpoint.bodies) == 4
    again = scores(evaluate(*flags, url=endpoint.url))
    assert len(endpoint.bodies) == 4
    assert (first.pop("spent")["cached"], again.pop("spent")["cached"]) == (0, 4)
    assert first == again
    assert first["flip_rate"] == 0
    assert first["measures"]["stability"] == 1


def test_a_run_that_was_stopped_goes_on_where_it_stopped(endpoint: LocalEndpoint) -> None:
    limited = evaluate(
        "set.jsonl",
        "--batch",
        "4",
        "--max-calls",
        "1",
        "--workers",
        "1",
        "--json",
        "-q",
        url=endpoint.url,
    )
    assert limited.exit_code == 3
    found = scores(limited)
    assert len(found["unscored"]) == 8
    assert "--max-calls" in found["unscored"][0]["reason"]
    assert found["scores"]["scored"] == 4
    whole = evaluate("set.jsonl", "--batch", "4", "-q", url=endpoint.url)
    assert whole.exit_code == 0
    assert len(endpoint.bodies) == 3


def test_record_and_replay(endpoint: LocalEndpoint) -> None:
    where = ("--model", "m", "--base-url", endpoint.url, "--record", "tape.yaml")
    recorded = evaluate("set.jsonl", "--both-orders", "--json", "-q", *where)
    assert recorded.exit_code == 0
    replay = ("--model", "m", "--replay", "tape.yaml")
    replayed = evaluate("set.jsonl", "--both-orders", "--json", "-q", *replay)
    assert replayed.stdout == recorded.stdout
    other = evaluate("set.jsonl", "--batch", "3", "-q", *replay)
    assert other.exit_code == 2
    assert "record it again with --record" in other.stderr


def test_answers_that_cannot_be_used_are_unscored() -> None:
    with serving(lambda body: completion("They agree, I think.")) as server:
        result = evaluate("set.jsonl", "-q", url=server.url)
    assert result.exit_code == 3
    assert "12 unscored" in result.stdout
    assert "line 1: the answer is not JSON" in result.stdout
    assert "macro F1" not in result.stdout
    assert "12 pairs are unscored" in result.stderr


def test_an_endpoint_that_refuses() -> None:
    with serving(lambda body: failure(401, "no such key")) as server:
        result = evaluate("set.jsonl", "-q", url=server.url)
    assert result.exit_code == 3
    assert "refused the key" in result.stderr


def test_unreadable_lines_are_named_and_the_rest_is_scored(endpoint: LocalEndpoint) -> None:
    with Path("set.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"s1": "x", "s2": "y", "label": "maybe"}\nnot json\n')
    result = evaluate("set.jsonl", "-q", url=endpoint.url)
    assert result.exit_code == 2
    assert "line 13: the label 'maybe' is none of" in result.stdout
    assert "line 14: Expecting value" in result.stdout
    assert "12 pairs" in result.stdout
    assert "2 lines hold no pair; the others are scored" in result.stderr


def test_floors(endpoint: LocalEndpoint) -> None:
    Path("floors.toml").write_text("[set]\nmacro_f1 = 0.9\n", encoding="utf-8")
    flags = ("set.jsonl", "-q", "--floor", "floors.toml")
    assert evaluate(*flags, url=endpoint.url).exit_code == 0
    Path("floors.toml").write_text("[set]\nmacro_f1 = 0.95\nf1_agree = 0.8\n", encoding="utf-8")
    result = evaluate(*flags, url=endpoint.url)
    assert result.exit_code == 1
    assert "set: macro_f1 is 0.9153, below its floor of 0.95" in result.stderr
    assert "f1_agree" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("none.jsonl",), "cannot be read"),
        (("set.jsonl", "--floor", "none.toml"), "floors 'none.toml' cannot be read"),
        (("set.jsonl", "--floor", "other.toml"), "no floor is set for 'set'; there are other"),
        (("set.jsonl", "set.jsonl", "--record", "t.yaml"), "one target at a time"),
        (("set.jsonl", "--record", "t.yaml", "--replay", "t.yaml"), "exclude each other"),
        (("none",), "'none' does not exist"),
    ],
)
def test_bad_input_is_told_before_anything_is_asked(
    endpoint: LocalEndpoint, arguments: tuple[str, ...], words: str
) -> None:
    Path("other.toml").write_text("[other]\nmacro_f1 = 0.9\n", encoding="utf-8")
    result = evaluate(*arguments, url=endpoint.url)
    assert result.exit_code == 2
    assert words in result.stderr
    assert endpoint.bodies == []


def test_a_dry_run_asks_nothing(endpoint: LocalEndpoint) -> None:
    result = evaluate("set.jsonl", "--dry-run", "--both-orders", "--batch", "5", url=endpoint.url)
    assert result.exit_code == 0
    assert re.search(r"judge_pair\s+6\s", result.stdout)
    assert endpoint.bodies == []


def test_no_model() -> None:
    result = evaluate("set.jsonl")
    assert result.exit_code == 2
    assert "no model was named" in result.stderr


def test_a_case_and_a_kept_report(folder: Path) -> None:
    case = make_case(folder / "talks")
    with (case / "case.toml").open("a", encoding="utf-8") as file:
        file.write('expected = "expected.toml"\n')
    (case / "expected.toml").write_text(EXPECTED.replace("TYPE", "denial"), encoding="utf-8")
    result = evaluate("talks", "-q")
    assert result.exit_code == 0
    assert "talks: 0 wrong" in result.stdout
    [row] = [line for line in result.stdout.splitlines() if "conflict | 1 of 1 | 1.000" in line]
    assert row.startswith("| group")
    Path("other.toml").write_text(EXPECTED.replace("TYPE", "number"), encoding="utf-8")
    result = evaluate("talks/report.json", "--expected", "other.toml")
    assert result.exit_code == 0
    assert "called otherwise: attributed_conflict, denial, between_voices" in result.stdout
    assert "“نفت دمشق أن تكون المحادثات مع إسرائيل في باريس مباشرة”" in result.stdout


def test_a_case_without_a_labelled_file(folder: Path) -> None:
    make_case(folder / "talks")
    result = evaluate("talks", "-q")
    assert result.exit_code == 2
    assert "no labelled file" in result.stderr
