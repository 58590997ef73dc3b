"""A run over pages: all of them anew, or, of a story that goes on, what is new.

A report that is whole and of the same pivot language goes on (`continuing`). Else everything is
read anew, and keys and history come from the old report by what findings rest on.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.data import Page
from checker.kept_report import Report
from checker.model.answer import LLM
from checker.pipeline.continuing import continue_stages
from checker.pipeline.options import Options
from checker.pipeline.stages import open_crew, run_stages
from checker.pipeline.trail import Trail

ASKED = "--afresh was given"


def run_story(llm: LLM, pages: Sequence[Page], options: Options) -> Trail:
    """Run all stages that are needed; an `EndpointError` or Ctrl-C ends the run early.

    Raises:
        InputError: ``options.since`` is the report of another story.
    """
    trail = Trail(pages, before=options.since)
    trail.afresh = why_afresh(options.since, options) if options.since else None
    with open_crew(trail, options) as crew:
        if options.since is None or trail.afresh:
            run_stages(llm, crew, options)
        else:
            continue_stages(llm, crew, options, options.since)
    return trail


def why_afresh(report: Report, options: Options) -> str | None:
    """Why a report cannot go on, so that all pages are read anew; None where it can."""
    if options.afresh:
        return ASKED
    if report.run.pivot_language != options.pivot:
        return (
            f"its statements are in {report.run.pivot_language}, those of this run in "
            f"{options.pivot}"
        )
    if any(each.subject == "endpoint" for each in report.problems):
        return "it is incomplete: some of its questions were not answered"
    return None
