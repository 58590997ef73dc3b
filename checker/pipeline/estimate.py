"""What a run will cost, before anything is spent: calls and tokens by stage.

The parts of the pages are counted; what comes after them depends on what the pages say, and is
estimated by the ratios of the sample case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.claims.extraction import describe_part
from checker.claims.parts import cut_page
from checker.data import Page
from checker.model.account import CHARACTERS_PER_TOKEN, Prices, Spending
from checker.pipeline.finding import CLAIMS_LOOKED_AT_TOGETHER
from checker.prompts import read_prompt, render_data

# Measured on the sample case; tests/test_estimate.py holds them to it.
ANSWER_CHARACTERS_PER_PAGE_CHARACTER = 4.2
CLAIMS_PER_CHARACTER = 1 / 73
CLAIMS_PER_TOPIC = 70
OVERLOOKED_TOKENS = 4_200
OVERLOOKED_ANSWER_TOKENS = 500
ROWS_PER_TOPIC = 50
TOKENS_PER_ROW = 68
ANSWER_TOKENS_PER_ROW = 13
CLAIMS_PER_NAME = 6
CHARACTERS_PER_NAME = 155
ANSWER_TOKENS_PER_NAME = 22  # its number, kind and body, as the schema writes them
CHARACTERS_PER_CLAIM_COMPARED = 200
ANSWER_TOKENS_PER_TOPIC = 2_400
ANSWER_TOKENS_PER_EVENT = 3
# Of the claims of the sample case read page by page: what is shown of a topic that stands.
CHARACTERS_PER_EXTENSION = 31_500
SECOND_LOOK_TOKENS_PER_CLAIM = 18
SECOND_LOOK_ANSWER_TOKENS_PER_CLAIM = 5
RANKING_TOKENS_PER_CLAIM = 13
RANKING_ANSWER_TOKENS_PER_CLAIM = 2


@dataclass(frozen=True)
class StageEstimate:
    """Requests and tokens of one stage; ``exact`` where ``calls`` was counted."""

    stage: str
    calls: int
    prompt_tokens: int
    answer_tokens: int
    exact: bool = False

    @property
    def spending(self) -> Spending:
        """The same, as an account counts."""
        return Spending(self.calls, self.prompt_tokens, self.answer_tokens)


def estimate_run(
    pages: Sequence[Page], verify: bool = True, *, going_on: bool = False
) -> list[StageEstimate]:
    """Estimate each stage of a run over ``pages``; ``going_on``, they are new in a report."""
    parts = [part for page in pages for part in cut_page(page)]
    characters = sum(part.end - part.start for part in parts)
    asked = sum(len(render_data(describe_part(part, "English"))) for part in parts)
    claims = characters * CLAIMS_PER_CHARACTER
    topics = max(1, round(claims / CLAIMS_PER_TOPIC))
    read = StageEstimate(
        "extract_claims",
        len(parts),
        _tokens(asked) + len(parts) * _prompt_tokens("extract_claims"),
        _tokens(characters * ANSWER_CHARACTERS_PER_PAGE_CHARACTER),
        exact=True,
    )
    if not parts:
        return [read]
    further = _estimate_extension if going_on else _estimate_comparison
    rows = [read, *further(claims, topics)]
    return [*rows, *_estimate_checks(claims, topics)] if verify else rows


def _estimate_extension(claims: float, topics: int) -> list[StageEstimate]:
    """From the names to what is new in topics; an answer is taken to be that of a comparison."""
    names, events, *_ = _estimate_comparison(claims, topics)
    more = _prompt_tokens("place_events") - _prompt_tokens("sort_events")
    return [
        names,
        replace(
            events,
            stage="place_events",
            prompt_tokens=events.prompt_tokens + more,
            exact=False,
        ),
        StageEstimate(
            "extend_findings",
            topics,
            topics * (_prompt_tokens("extend_findings") + _tokens(CHARACTERS_PER_EXTENSION)),
            topics * ANSWER_TOKENS_PER_TOPIC,
        ),
    ]


def _estimate_comparison(claims: float, topics: int) -> list[StageEstimate]:
    """From the names to what was overlooked, for so many claims in so many topics."""
    names = claims / CLAIMS_PER_NAME
    return [
        StageEstimate(
            "unite_voices",
            1,
            _prompt_tokens("unite_voices") + _tokens(names * CHARACTERS_PER_NAME),
            round(names * ANSWER_TOKENS_PER_NAME),
        ),
        StageEstimate(
            "sort_events",
            1,
            _prompt_tokens("sort_events") + _tokens(claims * 30),
            round(claims / 3 * ANSWER_TOKENS_PER_EVENT),
            exact=True,
        ),
        StageEstimate(
            "compare_claims",
            topics,
            topics * _prompt_tokens("compare_claims")
            + _tokens(claims * CHARACTERS_PER_CLAIM_COMPARED),
            topics * ANSWER_TOKENS_PER_TOPIC,
        ),
        StageEstimate(
            "find_overlooked",
            topics,
            topics * OVERLOOKED_TOKENS,
            topics * OVERLOOKED_ANSWER_TOKENS,
        ),
    ]


def _estimate_checks(claims: float, topics: int) -> list[StageEstimate]:
    """What is left out without verifying: checks of the evidence, second looks, the ranking."""
    checked = topics * ROWS_PER_TOPIC
    looks = max(1, round(claims / CLAIMS_LOOKED_AT_TOGETHER))
    return [
        StageEstimate(
            "check_evidence",
            topics,
            topics * _prompt_tokens("check_evidence") + checked * TOKENS_PER_ROW,
            checked * ANSWER_TOKENS_PER_ROW,
        ),
        StageEstimate(
            "verify_conflict",
            looks,
            looks * _prompt_tokens("verify_conflict")
            + round(claims * SECOND_LOOK_TOKENS_PER_CLAIM),
            round(claims * SECOND_LOOK_ANSWER_TOKENS_PER_CLAIM),
        ),
        StageEstimate(
            "rank_findings",
            1,
            _prompt_tokens("rank_findings") + round(claims * RANKING_TOKENS_PER_CLAIM),
            round(claims * RANKING_ANSWER_TOKENS_PER_CLAIM),
        ),
    ]


def add_estimates(runs: Sequence[Sequence[StageEstimate]]) -> list[StageEstimate]:
    """Several runs together, stage by stage."""
    together: dict[str, StageEstimate] = {}
    for row in (row for rows in runs for row in rows):
        before = together.get(row.stage, replace(row, calls=0, prompt_tokens=0, answer_tokens=0))
        together[row.stage] = replace(
            row,
            calls=before.calls + row.calls,
            prompt_tokens=before.prompt_tokens + row.prompt_tokens,
            answer_tokens=before.answer_tokens + row.answer_tokens,
        )
    return list(together.values())


def render_estimate(rows: Sequence[StageEstimate], prices: Prices | None = None) -> str:
    """Lay the estimate out as lines of text, with the cost where there are prices."""
    lines = [f"{'prompt':<18}{'calls':>8}{'prompt tokens':>16}{'answer tokens':>16}"]
    for row in rows:
        about = "" if row.exact else "~"
        lines.append(
            f"{row.stage:<18}{about + str(row.calls):>8}"
            f"{'~' + format(row.prompt_tokens, ','):>16}{'~' + format(row.answer_tokens, ','):>16}"
        )
    calls, asked, said = (
        sum(getattr(row, name) for row in rows)
        for name in ("calls", "prompt_tokens", "answer_tokens")
    )
    lines.append(f"{'total':<18}{'~' + str(calls):>8}{f'~{asked:,}':>16}{f'~{said:,}':>16}")
    lines.append("and one call for each part of a page whose quotes have to be mended")
    if prices and (cost := prices.cost_of(Spending(calls, asked, said))):
        lines.append(f"cost: ~{cost:.2f}, at {prices.prompt:g} and {prices.answer:g} a million")
    return "\n".join(lines) + "\n"


def _prompt_tokens(name: str) -> int:
    return _tokens(len(read_prompt(name).text))


def _tokens(characters: float) -> int:
    return round(characters / CHARACTERS_PER_TOKEN)
