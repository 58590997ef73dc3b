"""Where the claims come from that a question, a list or a library call is about, and its answer.

A kept report gives its claims at once. Pages are read as for a report, up to the claims: from
the case's own recording where it has one, else from the answers kept on disk, so that a second
question costs one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker.asking.answers import answer_question, check_question
from checker.errors import CassetteError, InputError
from checker.intake.case import Case
from checker.intake.reading import Intake
from checker.kept_report import Report
from checker.model.answer import LLM
from checker.pipeline.options import Options
from checker.pipeline.reports import make_report
from checker.pipeline.runs import Settings, open_case, open_llm
from checker.pipeline.stages import gather_claims
from checker.replies import Reply
from checker.report.contract import load_report

LOOKED_AT = 4_096  # bytes of a JSON file that tell whether it is a report


@dataclass(frozen=True)
class Source:
    """A case, and its kept report where that was given."""

    case: Case
    kept: Report | None = None


def open_source(paths: Sequence[str], intake: Intake | None = None) -> Source:
    """Read a kept report, if that is the only path, or pages as `open_case` does.

    Raises:
        InputError: they cannot be read, or the report is of another version.
    """
    reports = [path for path in paths if is_report(Path(path))]
    if not reports:
        return Source(open_case(paths, intake))
    if len(paths) > 1:
        raise InputError(f"{reports[0]!r} is a kept report; give it alone, without other paths")
    return report_source(load_report(Path(paths[0])))


def report_source(kept: Report) -> Source:
    """A report as a source: a case of its pages, and its model where no other is named."""
    return Source(Case(name=kept.case, pages=kept.pages, problems=(), model=kept.run.model), kept)


def is_report(path: Path) -> bool:
    """Tell by the first bytes whether a JSON file is a report and no list of pages."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.read(LOOKED_AT).lstrip()
    return head.startswith(b"{") and b'"schema_version"' in head


def read_claims(source: Source, settings: Settings) -> Report:
    """The kept report, or one of claims and their origins alone.

    Raises:
        InputError: there is no model, key or cassette to ask.
        EndpointError: some pages could not be asked about.
    """
    if source.kept:
        return source.kept
    for_claims = _for_claims(source.case, settings)
    with open_llm(_without_cassette(source.case), for_claims) as llm:
        return extract_claims(llm, source.case, settings.options, llm.endpoint.model)


def ask_question(
    question: str, source: Source, settings: Settings, write_in: str | None = None
) -> Reply:
    """Read the claims where there is no kept report, and put the question.

    ``write_in`` names the language of the answers; None is that of the question. Raises as
    `read_claims` and `answer_question` do.
    """
    check_question(question)
    case, report = source.case, source.kept
    for_question = _for_question(case, settings)
    if report is None and _for_claims(case, settings) != for_question:
        report = read_claims(source, settings)
    with open_llm(_without_cassette(case), for_question) as llm:
        model = llm.endpoint.model
        report = report or extract_claims(llm, case, settings.options, model)
        settings.options.watch.begin("answer", 1)
        reply = _explaining(llm, question, report, write_in)
        settings.options.watch.advance("answer")
    problems = () if source.kept else report.problems
    return reply.model_copy(update={"model": model, "problems": (*problems, *reply.problems)})


def extract_claims(llm: LLM, case: Case, options: Options, model: str) -> Report:
    """What `read_claims` gives of pages, from any model; ``model`` is its name."""
    trail = gather_claims(llm, case.pages, options)
    if trail.stopped:
        raise trail.stopped
    trail.problems[:0] = case.problems
    return make_report(case.name, trail, (), model, options.pivot)


def _explaining(llm: LLM, question: str, report: Report, write_in: str | None) -> Reply:
    try:
        return answer_question(llm, question, report, write_in)
    except CassetteError as error:
        raise _unrecorded(question, llm, error) from error


def _unrecorded(question: str, llm: LLM, error: CassetteError) -> CassetteError:
    """A question that is not on the recording; the pages are not to blame."""
    asked = getattr(llm, "recorded_questions", ())
    if question in asked:
        return error
    known = "; it answers: " + ", ".join(map(repr, asked)) if asked else ""
    return CassetteError(
        f"the question {question!r} was not recorded, and a recording answers no other than "
        f"those it holds{known}. To ask another, name a model and an endpoint (--model, "
        "--base-url or OPENAI_API_KEY)"
    )


def _for_claims(case: Case, settings: Settings) -> Settings:
    """A case's own recording gives its claims, whoever is asked the question."""
    if case.cassette and case.cassette.is_file():
        model = case.model or settings.model
        return replace(settings, model=model, replay=case.cassette, record=None)
    return _for_question(case, settings)


def _for_question(case: Case, settings: Settings) -> Settings:
    """What the user named, else the case's recording of questions; nothing recorded is lost."""
    named = settings.replay or settings.record or settings.base_url or settings.model
    if not named and case.questions and case.questions.is_file():
        return replace(settings, replay=case.questions)
    return replace(settings, adding=True)


def _without_cassette(case: Case) -> Case:
    """So that no question is looked for on the recording of the report."""
    return case.model_copy(update={"cassette": None})
