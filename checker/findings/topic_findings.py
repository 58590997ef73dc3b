"""A topic to all its draft findings: compared, what is left asked again, evidence checked."""

from __future__ import annotations

from dataclasses import dataclass

from checker.data import Topic
from checker.findings.comparison import compare_topic
from checker.findings.drafts import Draft
from checker.findings.evidence import Checked, check_evidence
from checker.findings.overlooked import find_overlooked
from checker.findings.story import Story
from checker.found import Coverage
from checker.kept_report import Problem
from checker.model.answer import LLM


@dataclass(frozen=True)
class TopicFindings:
    """What one topic gave; which claims (ids) were compared, and asked about again."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    compared: frozenset[str]
    asked_again: frozenset[str]


def find_in_topic(
    llm: LLM, topic: Topic, ground: tuple[Story, str], *, verify: bool
) -> TopicFindings:
    """Ask about one topic; ``ground`` is the story and the pivot language.

    Without ``verify`` the evidence is not checked.
    """
    story, pivot = ground
    first = compare_topic(llm, topic, story, pivot)
    again = find_overlooked(llm, topic, first, ground)
    checked = Checked(again.drafts, ())
    if verify and again.drafts:
        checked = check_evidence(llm, again.drafts, story, pivot)
    return TopicFindings(
        checked.drafts,
        (*first.problems, *again.problems, *checked.problems),
        frozenset(first.claim_ids),
        frozenset(again.claim_ids),
    )


def count_coverage(rows: list[TopicFindings], drafts: list[Draft]) -> Coverage:
    """How many claims were compared, stand in ``drafts``, and were asked about once more."""
    compared = frozenset(id_ for row in rows for id_ in row.compared)
    again = frozenset(id_ for row in rows for id_ in row.asked_again)
    placed = {id_ for draft in drafts for id_ in draft.told}
    return Coverage(
        compared=len(compared),
        in_findings=len(compared & placed),
        asked_again=len(again),
        found_again=len(again & placed),
    )
