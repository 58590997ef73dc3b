"""The stages over a story that goes on: what is new is read, placed, and held against the rest.

What stands is taken from the report. Requests are made for parts that are new or read otherwise,
for new names, for new events, for each strand that new claims touch, once for all quotes that come
under an answer, and for new conflicts: their number does not grow with the pages that were there.
"""

from __future__ import annotations

from dataclasses import replace

from checker.history.known import restore_draft
from checker.history.pages import sort_pages
from checker.kept_report import Report
from checker.model.answer import LLM
from checker.pipeline.adding import find_more
from checker.pipeline.concluding import check_more, conclude_run
from checker.pipeline.continued import Continued
from checker.pipeline.crew import Crew
from checker.pipeline.known_sources import know_sources, read_new
from checker.pipeline.options import Options
from checker.pipeline.placing import place_claims


def continue_stages(llm: LLM, crew: Crew, options: Options, report: Report) -> None:
    """Go on with a report; what is found is put down in the trail of the crew.

    Raises:
        InputError: it is the report of another story.
    """
    pages = sort_pages(report.pages, crew.trail.pages, report.next_run)
    reading = read_new(llm, crew, (report, pages), options)
    story, naming = know_sources(llm, crew, (report, reading), options)
    told = len(crew.trail.problems)
    state = Continued(report, pages, reading, story)
    shown = {topic.id: frozenset(topic.claim_ids) for topic in report.topics}
    state.drafts = [
        restore_draft(each, story.claims, shown.get(each.topic_id, frozenset()))
        for each in report.findings
    ]
    places = place_claims(llm, crew, state, options)
    find_more(llm, crew, state, places, options)
    check_more(llm, crew, state, options)
    crew.trail.voices = naming.finish(told)
    state.story = replace(story, voices=crew.trail.voices)
    conclude_run(llm, crew, state, options)
