"""Which agreements stand in front, asked on a worker thread beside the second looks."""

from __future__ import annotations

from collections.abc import Sequence

from checker.findings.choice import Choice, choose_agreements, list_open, place_agreements
from checker.findings.drafts import Draft
from checker.findings.story import Story
from checker.kept_report import Problem
from checker.model.answer import LLM
from checker.pipeline.crew import Crew, Stage

NAME = "choice"


class Choosing:
    """The choice among the agreements of a run, under way."""

    def __init__(self, llm: LLM, crew: Crew, drafts: Sequence[Draft], story: Story) -> None:
        self._llm, self._crew, self._ground = llm, crew, (drafts, story)
        asked = list_open(drafts, story)
        self._stage: Stage[tuple[int, ...], Choice] = crew.start(NAME, self._choose, asked, len)

    def finish(self) -> list[Draft]:
        """All drafts, each agreement where it was put; where nothing is said it stays in front."""
        rows = self._crew.again(NAME, self._choose, self._stage.rows(), _failed)
        choices = [choice for _, choice in rows]
        failed = [choice for choice in choices if choice.failed is not None]
        self._crew.trail.miss("choices", len(failed), len(choices))
        self._crew.trail.problems += [
            Problem(
                stage=NAME,
                subject=f"{len(choice.asked)} agreements",
                reason=f"they stand in front unchosen: the answer cannot be used: {choice.failed}",
            )
            for choice in failed
        ]
        return place_agreements(self._ground[0], choices)

    def _choose(self, asked: tuple[int, ...]) -> Choice:
        drafts, story = self._ground
        return choose_agreements(self._llm, drafts, asked, story)


def _failed(choice: Choice) -> bool:
    return choice.failed is not None
