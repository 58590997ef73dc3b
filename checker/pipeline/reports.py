"""What a run found, put together into one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from checker import __version__
from checker.history.inheriting import inherit
from checker.kept_report import MissingKind, PromptUsed, Report, Run, StageUsage
from checker.memory import Changed, Since
from checker.model.calls import Call
from checker.pipeline.trail import Trail

ASKED_BY: dict[str, MissingKind] = {
    "judge_retelling": "retellings",
    "unite_voices": "names",
    "sort_events": "events",
    "place_events": "events",
    "compare_claims": "comparisons",
    "extend_findings": "comparisons",
    "find_overlooked": "overlooked",
    "check_evidence": "evidence",
    "rank_findings": "rankings",
    "repair_quotes": "repairs",
}


def make_report(case: str, trail: Trail, calls: Sequence[Call], model: str, pivot: str) -> Report:
    """Put everything a run found into one record, with what the report before it knew."""
    made = _collect(case, trail, calls, model, pivot)
    before = trail.before
    if before is None:
        return made
    if trail.since is None:
        made = inherit(before, made, trail.afresh or "")
    since = made.since or Since(run=before.next_run)
    owed = (each for each in before.missing if not (trail.reread and each.what == "parts"))
    lacking = (*made.missing, *(owed if trail.since else ()))
    asked = calls or since.afresh or since.pages_new or since.pages_edited
    mixed = compare_runs(before.run, made.run) if asked else ()
    read = None if made.run.answered else datetime.now(UTC).isoformat(timespec="seconds")
    return made.model_copy(
        update={
            "case": before.case,
            "since": since.model_copy(update={"mixed": mixed}),
            "run": made.run.model_copy(update={"read": read}),
            "earlier": (*before.earlier, before.run),
            "complete": not lacking,
            "missing": tuple(dict.fromkeys(lacking)),
            "problems": tuple(dict.fromkeys(made.problems)),
        }
    )


def compare_runs(old: Run, new: Run) -> tuple[Changed, ...]:
    """With what parts of a report were made otherwise: model, prompts, language of statements."""
    rows = [
        Changed(what=name, old=str(getattr(old, name)), new=str(getattr(new, name)))
        for name in ("model", "pivot_language", "checker_version")
        if getattr(old, name) != getattr(new, name)
    ]
    before = {each.name: each for each in old.prompts}
    for each in new.prompts:
        known = before.get(each.name)
        if known and known.sha256 != each.sha256:
            told = (
                f"v{known.version} ({known.sha256[:8]})",
                f"v{each.version} ({each.sha256[:8]})",
            )
            rows.append(Changed(what=each.name, old=told[0], new=told[1]))
    return tuple(rows)


def _collect(case: str, trail: Trail, calls: Sequence[Call], model: str, pivot: str) -> Report:
    return Report(
        case=case,
        since=trail.since,
        run=describe_run(calls, model, pivot, trail.flips).model_copy(
            update={"verified": trail.verified}
        ),
        pages=tuple(trail.pages),
        articles=trail.extraction.articles,
        origins=trail.sources.origins,
        claims=trail.extraction.claims,
        voices=trail.voices.records,
        storylines=tuple(trail.storylines),
        topics=tuple(trail.topics),
        edits=trail.edits,
        findings=trail.findings,
        past=trail.past,
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
    failed = Counter[MissingKind]()
    for prompt, what in ASKED_BY.items():
        failed[what] += unusable.get(prompt, 0)
    for what, count in failed.items():
        if what not in trail.missing:
            trail.miss(what, count)


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
