"""Answers with the quotes under them, as they are put to the model that checks the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from checker.findings.descriptions import say
from checker.findings.drafts import Draft
from checker.findings.passages import sentence_around
from checker.findings.story import Story

Place = tuple[int, int, str]  # draft, position, claim


def describe_evidence(
    drafts: Sequence[Draft], places: Sequence[Place], story: Story, pivot: str
) -> dict[str, object]:
    """Questions with their answers, each with its rows of (number, claim); then the claims.

    Rows and claims are numbered from 1; a quote stands marked in its sentence.
    """
    claims = {id_: m for m, id_ in enumerate(dict.fromkeys(p[2] for p in places), 1)}
    rows: dict[int, dict[int, list[list[int]]]] = {}
    for r, (n, at, id_) in enumerate(places, start=1):
        rows.setdefault(n, {}).setdefault(at, []).append([r, claims[id_]])
    return {
        "write_in": pivot,
        "questions": [
            [drafts[n].question, [[drafts[n].answers[at], held] for at, held in answers.items()]]
            for n, answers in rows.items()
        ],
        "claims": [{"c": m, **_describe_claim(id_, story)} for id_, m in claims.items()],
    }


def _describe_claim(claim_id: str, story: Story) -> dict[str, object]:
    claim = story.claims[claim_id]
    said = say(claim, story)
    page = story.pages[story.articles[claim.article_id].page_id]
    marked = sentence_around(page.text, claim.start, claim.end, ("⟦", "⟧"))
    return {"words": marked, **{key: said[key] for key in ("voice", "when") if key in said}}
