"""Two short pages that contradict each other, and what a model answers about them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from checker.prompts import read_prompt
from tests.support.endpoint import Body, Reply, completion

PAGES = {
    "one.txt": "قالت إسرائيل إن المحادثات مع سوريا في باريس كانت مباشرة.\n",
    "two.txt": "نفت دمشق أن تكون المحادثات مع إسرائيل في باريس مباشرة.\n",
}
CALLS = {
    "extract_claims": 2,
    "unite_voices": 1,
    "sort_events": 1,
    "compare_claims": 1,
    "check_evidence": 1,
    "verify_conflict": 1,
}
Said = dict[str, Any]
Answers = dict[str, Callable[[Said], Said]]


def _extract(about: Said) -> Said:
    [[number, text]] = about["paragraphs"]
    denied = text.startswith("نفت")
    claim = {
        "quote": text.removesuffix("."),
        "statement": f"The talks in Paris were {'not ' if denied else ''}direct.",
        "event": 1,
        "voice": 1,
        "stance": "denies" if denied else "asserts",
        "modality": "happened",
        "when": None,
        "main": True,
    }
    article = dict.fromkeys(("title", "outlet", "credited_to", "published"))
    return {
        "language": "ar",
        "articles": [{**article, "first": number, "last": number, "continues": False}],
        "voices": [{"n": 1, "chain": ["Damascus" if denied else "Israel"]}],
        "events": [{"n": 1, "what": "talks in Paris", "place": "Paris", "time": None}],
        "claims": [claim],
    }


def _unite(about: Said) -> Said:
    voices = [
        {"names": [row[0]], "kind": "body", "speaks_for": None, "sure": True}
        for row in about["names"]
    ]
    return {"voices": voices, "bodies": []}


def _sort(about: Said) -> Said:
    return {"storylines": [{"label": "talks", "events": [row[0] for row in about["events"]]}]}


def _compare(about: Said) -> Said:
    pair = {"a": 1, "b": 2, "why": "One of them denies it.", "drift": False}
    finding = {
        "question": "Were the talks direct?",
        "positions": [{"answer": "Yes", "claims": [1]}, {"answer": "No", "claims": [2]}],
        "conflicts": [{**pair, "relation": "attributed_conflict", "type": "directness"}],
        "part_of": None,
    }
    return {"findings": [finding]}


def rows_of(about: Said) -> list[int]:
    """The rows that a check of evidence is asked about."""
    return [row[0] for _, answers in about["questions"] for _, rows in answers for row in rows]


def _check(about: Said) -> Said:
    return {"supports": rows_of(about), "others": [], "disputed": []}


def rank_all(about: Said) -> Said:
    """All agreements are news, no conflict above another."""
    row = {"of": None, "learns": "what was agreed", "rank": "news"}
    ranked = [{"n": each[0], **row} for each in about["agreements"]]
    return {"agreements": ranked, "again": [], "central": [], "trifles": []}


def pairs_of(about: Said) -> list[list[Any]]:
    """The pairs that a second look is asked about."""
    return [row for finding in about["findings"] for row in finding["pairs"]]


CHECKS: Said = {  # of a second look that finds nothing to tell two answers apart by
    **dict.fromkeys(("same_event", "same_actor", "same_time", "same_modality"), "yes"),
    "opposed": True,
}


def _verify(about: Said) -> Said:
    verdict = {"relation": "attributed_conflict", "type": "denial", "why": "Both speak of Paris."}
    return {"verdicts": [{"n": row[0], **CHECKS, **verdict} for row in pairs_of(about)]}


ANSWERS: Answers = {
    "extract_claims": _extract,
    "unite_voices": _unite,
    "sort_events": _sort,
    "compare_claims": _compare,
    "find_overlooked": lambda about: {"weighed": [], "meets": [], "across": [], "findings": []},
    "check_evidence": _check,
    "rank_findings": rank_all,
    "verify_conflict": _verify,
    "repair_quotes": lambda about: {"quotes": []},
}


def write_pages(folder: Path, pages: Mapping[str, str] = PAGES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def name_of(body: Body) -> str:
    """The prompt that a request is about."""
    form = body.get("response_format", {}).get("json_schema")
    if form:
        return str(form["name"])
    said = body["messages"][0]["content"]
    return next(name for name in ANSWERS if said.startswith(read_prompt(name).text))


def answering(**instead: Callable[[Said], Reply]) -> Callable[[Body], Reply]:
    """A script for a local endpoint: the answers above, but for some prompts another reply."""

    def script(body: Body) -> Reply:
        name, about = name_of(body), json.loads(body["messages"][1]["content"])
        if name in instead:
            return instead[name](about)
        return completion(ANSWERS[name](about))

    return script
