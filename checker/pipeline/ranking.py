"""Which findings matter most, asked on a worker thread beside the second looks."""

from __future__ import annotations

from collections.abc import Sequence

from checker.findings.drafts import Draft
from checker.findings.ranking import Ranking, list_unranked, place_findings, rank_findings
from checker.findings.story import Story
from checker.kept_report import Problem
from checker.model.answer import LLM
from checker.pipeline.crew import Crew, Stage

NAME = "ranking"


class RankingStage:
    """The ranking of what a run found, under way."""

    def __init__(self, llm: LLM, crew: Crew, drafts: Sequence[Draft], story: Story) -> None:
        self._llm, self._crew, self._ground = llm, crew, (drafts, story)
        asked = list_unranked(drafts, story)
        self._stage: Stage[tuple[int, ...], Ranking] = crew.start(NAME, self._rank, asked, len)

    def finish(self) -> list[Draft]:
        """All drafts, each agreement where it was put; where nothing is said it is told."""
        rows = self._crew.again(NAME, self._rank, self._stage.rows(), _failed)
        rankings = [ranking for _, ranking in rows]
        failed = [ranking for ranking in rankings if ranking.failed is not None]
        self._crew.trail.miss("rankings", len(failed), len(rankings))
        self._crew.trail.problems += [
            Problem(
                stage=NAME,
                subject=f"{len(ranking.asked)} findings",
                reason=f"they are not ranked: the answer cannot be used: {ranking.failed}",
            )
            for ranking in failed
        ]
        return place_findings(self._ground[0], rankings)

    def _rank(self, asked: tuple[int, ...]) -> Ranking:
        drafts, story = self._ground
        return rank_findings(self._llm, drafts, asked, story)


def _failed(ranking: Ranking) -> bool:
    return ranking.failed is not None
