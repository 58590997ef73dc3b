"""A model that reads pages about the fires of a made-up town, and never varies.

A page is lines such as ``The fire of Garuno Palike hurt 12 people.`` or ``The mayor said the fire
of Garuno Palike hurt 12 people.``; other lines are no news. Fires of one quarter (five of them)
are a storyline. Of one fire two figures conflict, and one figure from two articles agrees. What it
answers follows from the request alone, so that what a story comes to can be told without it.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from checker.data import Page
from checker.kept_report import Report
from checker.model.answer import T
from checker.prompts import Prompt
from tests.support.endpoint import Body, Reply, completion
from tests.support.small_case import CHECKS, rank_all, rows_of

Said = dict[str, Any]
TOLD = re.compile(r"(?:The ([a-z]+) said t|T)he fire of ([A-Z]\w+ [A-Z]\w+) hurt (\d+) people\.")
QUARTER = 5  # fires of a storyline
SAME = {"relation": "contradict", "type": "number"}


class Town:
    """The model; ``asked`` counts its requests by prompt, ``history`` keeps them.

    ``refused``: fires of which the second look takes every conflict back.
    """

    model = "town"

    def __init__(self, refused: Iterable[int] = ()) -> None:
        self.history: list[tuple[str, Said]] = []
        self.refused = {*refused}

    @property
    def asked(self) -> Counter[str]:
        """Requests by prompt."""
        return Counter(name for name, _ in self.history)

    def ask(self, prompt: Prompt, about: Mapping[str, object], answer_type: type[T]) -> T:
        """As `LLM.ask`."""
        return answer_type.model_validate(self.say(prompt.name, json.loads(json.dumps(about))))

    def answer(self, body: Body) -> Reply:
        """A chat completion, for an endpoint."""
        name = body["response_format"]["json_schema"]["name"]
        return completion(self.say(name, json.loads(body["messages"][1]["content"])))

    def say(self, name: str, about: Said) -> Said:
        """What it says to a request."""
        self.history.append((name, about))
        said: Said = getattr(self, f"_{name}")(about)
        return said

    # --- Reading -------------------------------------------------------------------------------

    def _extract_claims(self, about: Said) -> Said:
        rows = about["paragraphs"]
        found = [(n, match) for n, text in rows for match in TOLD.finditer(text)]
        fires = list(dict.fromkeys(match[2] for _, match in found))
        voices = list(dict.fromkeys(match[1] for _, match in found if match[1]))
        nothing = dict.fromkeys(("title", "outlet", "credited_to", "published"))
        whole = {"first": rows[0][0], "last": rows[-1][0], "continues": False, **nothing}
        claims = [
            {
                "quote": match[0][match[0].index("he fire") + 3 : -1],
                "statement": f"The fire of {match[2]} hurt {match[3]} people.",
                "event": fires.index(match[2]) + 1,
                "voice": voices.index(match[1]) + 1 if match[1] else 0,
                "stance": "asserts",
                "modality": "happened",
                "when": None,
                "main": True,
            }
            for _, match in found
        ]
        return {
            "language": "en",
            "articles": [whole] if found else [],
            "voices": [{"n": n, "chain": [f"The {v}"]} for n, v in enumerate(voices, 1)],
            "events": [
                {"n": n, "what": f"Fire of {fire}", "place": None, "time": None}
                for n, fire in enumerate(fires, 1)
            ],
            "claims": claims,
        }

    def _repair_quotes(self, about: Said) -> Said:
        return {"quotes": []}

    def _judge_retelling(self, about: Said) -> Said:
        return {"shared": "nothing", "verdict": "own_reports"}

    def _unite_voices(self, about: Said) -> Said:
        return {
            "voices": [
                {"names": [row[0]], "kind": "body", "speaks_for": None, "sure": True}
                for row in about["names"]
            ],
            "bodies": [],
        }

    # --- Storylines ----------------------------------------------------------------------------

    def _sort_events(self, about: Said) -> Said:
        lines: dict[str, list[int]] = {}
        for row in about["events"]:
            lines.setdefault(line_of(row[1]), []).append(row[0])
        return {"storylines": [{"label": k, "events": v} for k, v in lines.items()]}

    def _place_events(self, about: Said) -> Said:
        known = {row[1]: row[0] for row in about["storylines"]}
        placed: list[Said] = []
        new: dict[str, list[int]] = {}
        for row in about["events"]:
            label = line_of(row[1])
            placed.append({"event": row[0], "storylines": [known[label]] if label in known else []})
            if label not in known:
                new.setdefault(label, []).append(row[0])
        return {"placed": placed, "new": [{"label": k, "events": v} for k, v in new.items()]}

    # --- Findings ------------------------------------------------------------------------------

    def _compare_claims(self, about: Said) -> Said:
        told = told_in(about)
        return {"findings": [each for fire in told if (each := finding_of(fire, told[fire]))]}

    def _find_overlooked(self, about: Said) -> Said:
        weighed = [{"n": row[0], "why": "one", "conflict": False} for row in about["open"]]
        return {"weighed": weighed, "meets": [], "across": [], "findings": []}

    def _extend_findings(self, about: Said) -> Said:
        told, new = told_in(about), {*about["new"]}
        known = {fire_in(each["question"]): each for each in about["findings"]}
        extended, findings = [], []
        for fire, figures in told.items():
            if not any(id_ in new for rows in figures.values() for id_, _ in rows):
                continue
            if fire in known:
                extended.append(_extend(known[fire], figures, new))
            elif made := finding_of(fire, figures):
                findings.append(made)
        weighed = [{"n": row[0], "why": "figures", "meets": "nothing"} for row in about["weigh"]]
        return {"weighed": weighed, "extended": extended, "findings": findings}

    def _check_evidence(self, about: Said) -> Said:
        return {"supports": rows_of(about), "others": [], "disputed": []}

    def _rank_findings(self, about: Said) -> Said:
        return rank_all(about)

    def _verify_conflict(self, about: Said) -> Said:
        verdicts = []
        for finding in about["findings"]:
            back = number_of(fire_in(finding["question"])) in self.refused
            verdict = {"relation": "agree", "type": None} if back else SAME
            verdicts += [
                {"n": pair[0], **CHECKS, "why": "Two figures.", **verdict}
                for pair in finding["pairs"]
            ]
        return {"verdicts": verdicts}


def line_of(event: str) -> str:
    """The storyline of an event."""
    return f"Fires of {name_of(number_of(fire_in(event)) // QUARTER, 'Quarter')}"


def fire_in(text: str) -> str:
    """The name of the fire that a text is about."""
    found = re.search(r"[Ff]ire of ([A-Z]\w+ [A-Z]\w+)", text)
    assert found, text
    return found[1]


SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
FIRES = 4_000


@cache
def name_of(number: int, kind: str = "fire") -> str:
    """A name of two words for a number, unlike the others."""
    dice = random.Random(f"{kind} {number}")
    words = ("".join(dice.choices(SYLLABLES, k=5)).title() for _ in range(2))
    return " ".join(words)


@cache
def _numbers() -> dict[str, int]:
    return {name_of(n): n for n in range(FIRES)}


def number_of(name: str) -> int:
    """The number of a fire."""
    return _numbers()[name]


Figures = dict[str, list[tuple[int, int]]]  # by figure: claim and article


def told_in(about: Said) -> dict[str, Figures]:
    """The claims of a request by fire and figure, those of reprints too."""
    told: dict[str, Figures] = {}
    for article in about["articles"]:
        for claim in article["claims"]:
            for row in (claim, *claim.get("reprint", ())):
                found = TOLD.search(row["says"])
                assert found
                told.setdefault(found[2], {}).setdefault(found[3], []).append(
                    (row["id"], article["article"])
                )
    return told


def finding_of(fire: str, figures: Figures) -> Said | None:
    """Where two figures meet, or one figure of two articles or voices."""
    if len(figures) < 2 and all(len(rows) < 2 for rows in figures.values()):
        return None
    ordered = sorted(figures, key=int)
    return {
        "question": f"How many people did the fire of {fire} hurt?",
        "positions": [
            {"answer": f"{figure} people.", "claims": [id_ for id_, _ in figures[figure]]}
            for figure in ordered
        ],
        "conflicts": [conflict(a, b) for b in range(1, len(ordered) + 1) for a in range(1, b)],
        "part_of": None,
    }


def conflict(a: int, b: int) -> Said:
    """Two positions against each other."""
    return {"a": a, "b": b, "why": "Two figures.", "drift": False, **SAME}


def _extend(known: Said, figures: Figures, new: set[int]) -> Said:
    place = {row[1].removesuffix(" people."): row[0] for row in known["positions"]}
    joins, opens, conflicts = [], [], []
    for figure in sorted(figures, key=int):
        ids = [id_ for id_, _ in figures[figure] if id_ in new]
        if figure in place and ids:
            joins.append({"position": place[figure], "claims": ids})
        elif ids:
            opens.append({"answer": f"{figure} people.", "claims": ids})
            number = len(known["positions"]) + len(opens)
            conflicts += [conflict(a, number) for a in range(1, number)]
    return {
        "finding": known["finding"],
        "joins": joins,
        "opens": opens,
        "conflicts": conflicts,
    }


def town_page(name: str, lines: Iterable[str], outlet: str | None = None) -> Page:
    """A page of some lines, by an outlet of its own."""
    return Page.of("\n\n".join(lines), path=f"{name}.txt", outlet=outlet or f"Outlet {name}")


def told(fire: int, figure: int, voice: str = "") -> str:
    """A line of news."""
    said = f"he fire of {name_of(fire)} hurt {figure} people."
    return f"The {voice} said t{said}" if voice else f"T{said}"


def meaning_of(report: Report) -> set[tuple[object, ...]]:
    """What a report says, whatever its ids and order: answers by quotes with their pages."""
    page_of = {each.id: each.page_id for each in report.articles}
    paths = {page.id: page.path for page in report.pages}
    claims = {c.id: (paths[page_of[c.article_id]], c.quote, c.chain[0]) for c in report.claims}
    rows: set[tuple[object, ...]] = set()
    for finding in report.findings:
        sides = [
            (each.answer, frozenset(claims[id_] for id_ in each.claim_ids), each.source_count)
            for each in finding.positions
        ]
        pairs = frozenset(
            (frozenset((sides[c.a][0], sides[c.b][0])), c.relation, c.severity)
            for c in finding.conflicts
        )
        rows.add((finding.question, frozenset(sides), pairs, finding.support))
    return rows


def filler(name: str, words: int = 250) -> str:
    """Words that no other page has, so that two pages of one story are no reprints."""
    dice = random.Random(f"filler {name}")
    return " ".join("".join(dice.choices(SYLLABLES, k=3)) for _ in range(words)) + "."


def pages_of(rows: Sequence[Sequence[str]]) -> list[Page]:
    """A page for each row of lines, each with words of its own around them."""
    names = [f"{n:03}" for n in range(len(rows))]
    return [town_page(name, [*row, filler(name)]) for name, row in zip(names, rows, strict=True)]
