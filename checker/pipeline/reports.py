"""What a run found, put together into one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from checker import __version__
from checker.data import MissingKind, PromptUsed, Report, Run, StageUsage
from checker.model.calls import Call
from checker.pipeline.crew import Trail

ASKED_BY: dict[str, MissingKind] = {
    "judge_retelling": "retellings",
    "unite_voices": "names",
    "sort_events": "events",
    "compare_claims": "comparisons",
    "find_overlooked": "overlooked",
    "check_evidence": "evidence",
    "repair_quotes": "repairs",
}


def make_report(case: str, trail: Trail, calls: Sequence[Call], model: str, pivot: str) -> Report:
    """Put everything a run found into one record."""
    return Report(
        case=case,
        run=describe_run(calls, model, pivot, trail.flips).model_copy(
            update={"verified": trail.verified}
        ),
        pages=tuple(trail.pages),
        articles=trail.extraction.articles,
        origins=trail.sources.origins,
        claims=trail.extraction.claims,
        voices=trail.voices.records,
        topics=tuple(trail.topics),
        findings=trail.findings,
        not_upheld=trail.not_upheld,
        coverage=trail.coverage,
        problems=tuple(trail.problems),
        complete=not trail.missing,
        missing=tuple(trail.missing.values()),
    )


def note_unusable(trail: Trail, unusable: Mapping[str, int]) -> None:
    """Note the questions, by prompt, that were left without a usable answer.

    Of parts and second looks the stages themselves know.
    """
    for prompt, what in ASKED_BY.items():
        if what not in trail.missing:
            trail.miss(what, unusable.get(prompt, 0))


def describe_run(calls: Sequence[Call], model: str, pivot: str, flips: float | None) -> Run:
    """Sum up the calls by prompt; the date is that of the last answer, by the endpoint's clock."""
    prompts = {call.prompt.name: call.prompt for call in calls}
    last = max((call.created for call in calls), default=0)
    return Run(
        checker_version=__version__,
        model=model,
        answered=datetime.fromtimestamp(last, UTC).isoformat() if last else None,
        pivot_language=pivot,
        prompts=tuple(
            PromptUsed(name=name, version=prompt.version, sha256=prompt.sha256)
            for name, prompt in sorted(prompts.items())
        ),
        usage={
            name: StageUsage(
                calls=sum(call.prompt.name == name for call in calls),
                prompt_tokens=sum(c.prompt_tokens for c in calls if c.prompt.name == name),
                answer_tokens=sum(c.answer_tokens for c in calls if c.prompt.name == name),
            )
            for name in sorted(prompts)
        },
        flip_rate=flips,
    )
