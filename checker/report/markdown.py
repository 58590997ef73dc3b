"""A report as Markdown that reads well in a repository or an editor.

Text of pages and answers is escaped, so that none of it becomes markup. Right-to-left quotes
stand in ``<div dir="rtl">``, which GitHub and most viewers keep; plain editors show the line as
it is, in logical order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.data import Claim
from checker.found import Finding
from checker.kept_report import Report
from checker.notes.records import NO_NOTES, Notes
from checker.notes.standing import Words
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.checks import about_checks, describe_evidence
from checker.report.completeness import say_incomplete, say_no_conflicts
from checker.report.finding_view import (
    FindingView,
    PositionView,
    SectionView,
    Verdict,
    in_time_order,
    view_sections,
)
from checker.report.lookup import Lookup, clock, describe_days, web_address
from checker.report.made_texts import say_made_texts
from checker.report.markdown_lists import (
    render_cost,
    render_not_upheld,
    render_origins,
    render_problems,
    render_sources,
    render_timeline,
)
from checker.report.markdown_news import render_history, render_news
from checker.report.markdown_notes import render_gone_notes, render_word
from checker.report.markdown_text import autolink, one_line, plain
from checker.report.sections import key_of_part
from checker.report.sentences import Sentence
from checker.report.standing import rests_on_one, say_firsts, say_standing


def render_markdown(report: Report, language: str = "en", notes: Notes = NO_NOTES) -> str:
    """The report as Markdown with the ``notes`` on its findings, its interface in ``language``.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    noted = Words(report, notes)
    report = say_made_texts(report, words)
    lookup = Lookup(report)
    sections = view_sections(lookup)
    lines = [*_head(report, sections, words), *render_news(report, words)]
    for section in sections:
        lines += ["", f"## {words.say('section.' + section.name)} ({len(section.findings)})"]
        for view in section.findings:
            lines += _finding(view, lookup, words, noted)
    lines += render_gone_notes(noted, words)
    lines += render_not_upheld(report, words)
    lines += render_timeline(lookup, words)
    lines += render_sources(lookup, words)
    lines += render_origins(report.origins, lookup, words)
    lines += render_problems(report.problems, words)
    lines += render_cost(report, words)
    return "\n".join(lines) + "\n"


def _head(report: Report, sections: Sequence[SectionView], words: Catalogue) -> Iterator[str]:
    yield f"# {plain(report.case)}"
    yield ""
    if banner := say_incomplete(report, words):
        yield from (f"> **{plain(banner)}**", "")
    counted = [words.count(f"count_{each.name}", len(each.findings)) for each in sections]
    yield ", ".join(counted) + "." if counted else say_no_conflicts(report, words)
    for section in sections:
        if section.name == "conflicts":
            graded = (f"{words.say('severity.' + name)} {n}" for name, n in section.severities)
            yield f"{words.say('severity')}: {', '.join(graded)}."
    yield ""
    counts = {
        "pages": report.pages,
        "articles": report.articles,
        "origins": report.origins,
        "claims": report.claims,
    }
    yield ", ".join(words.count(key, len(records)) for key, records in counts.items()) + "."
    run = words.say("model", model=plain(report.run.model))
    if report.run.answered:
        run += ", " + words.say("answered", day=report.run.answered[:10])
    yield f"{run}. {words.count('problems', len(report.problems))}."
    for line in about_checks(report, words, plain):
        yield from ("", line)


def _finding(view: FindingView, lookup: Lookup, words: Catalogue, noted: Words) -> Iterator[str]:
    finding = view.record
    yield ""
    yield f"### {finding.id}. {plain(finding.question)}"
    if finding.conflicts:
        yield ""
        yield f"**{words.say('severity.' + finding.severity)}** · {_labels(finding, words)}"
    yield from render_word(noted.on(finding), words)
    for position in in_time_order(view):
        yield from _position(position, view, lookup, words)
    for verdict in view.verdicts:
        yield from _verdict(verdict, words)
    if finding.disputed_by:
        yield from ("", words.say("disputed", ids=", ".join(finding.disputed_by)))
    for part in view.parts:
        asked = plain(part.record.question)
        yield from ("", words.say(key_of_part(part.record), question=asked, id=part.record.id))
        yield from render_word(noted.on(part.record), words)
        for position in part.positions:
            yield from _position(position, part, lookup, words)
    yield from render_history(finding, lookup.report, words)


def _labels(finding: Finding, words: Catalogue) -> str:
    labels = [words.say("relation." + finding.relation)]
    if finding.type:
        labels.append(words.say("kind." + finding.type))
    if finding.level:
        labels.append(words.say("level." + finding.level))
    if rests_on_one(finding):
        labels.append(words.say("standing.one"))
    return " · ".join(labels)


def _position(
    view: PositionView, finding: FindingView, lookup: Lookup, words: Catalogue
) -> Iterator[str]:
    position = view.record
    letter = f"{view.letter}. " if view.letter else ""
    yield ""
    yield f"**{letter}{plain(position.answer)}**  "
    yield plain(say_standing(position, words))
    for line in say_firsts(position, lookup, words):
        yield from ("", plain(line))
    if "superseded" in finding.relations and view.published:
        came = " – ".join(map(clock, view.published))
        yield from ("", f"{words.say('published_at')} {plain(came)}")
    evidence = {each.claim_id: each for each in position.evidence}
    for sentence in (*view.shown, *view.folded):
        yield from _quote(sentence, lookup, words)
        for claim in sentence.claims:
            if claim.id in evidence:
                yield f"> {describe_evidence(evidence[claim.id], words, plain)}"


def _quote(sentence: Sentence, lookup: Lookup, words: Catalogue) -> Iterator[str]:
    claim = sentence.claims[0]
    yield ""
    if lookup.direction(claim.article_id) == "rtl":
        # A line that begins with a tag is HTML to its end: a backslash would show.
        yield f'> <div dir="rtl">{one_line(claim.quote)}</div>'
    else:
        yield f"> {plain(claim.quote)}"
    yield ">"
    yield f"> {plain(claim.statement)}  "
    yield f"> {_told_by(claim, lookup, words)}"
    if sentence.others:
        yield ">"
        yield f"> {words.count('also_printed', len(sentence.others))}:"
        yield ">"
    for other in sentence.others:
        part = f" ({words.say('in_part')})" if other.id in sentence.partial else ""
        yield f"> - {_told_by(other, lookup, words)}{part}"


def _told_by(claim: Claim, lookup: Lookup, words: Catalogue) -> str:
    """Who says it through whom, when it was published, and where it can be read."""
    arrow = f" {words.say('arrow')} "
    published = lookup.published(claim.article_id)
    url = web_address(lookup.pages[lookup.articles[claim.article_id].page_id].url)
    facts = [arrow.join(map(plain, claim.chain)), *_facts(claim, words)]
    facts += [plain(clock(published))] if published else []
    facts += [autolink(url)] if url else []
    return " · ".join((*facts, claim.id))


def _facts(claim: Claim, words: Catalogue) -> Iterator[str]:
    if claim.stance != "asserts":
        yield words.say("stance." + claim.stance)
    if claim.modality != "happened":
        yield words.say("modality." + claim.modality)
    if claim.when:
        days = f" = {describe_days(claim.when.start, claim.when.end)}" if claim.when.start else ""
        yield f"<bdi>{plain(claim.when.words)}</bdi>{days}"
    if not claim.main:
        yield words.say("background")


def _verdict(verdict: Verdict, words: Catalogue) -> Iterator[str]:
    conflict = verdict.record
    look = conflict.second_look
    sides = (each.letter or "" for each in verdict.sides)
    yield ""
    yield f"{' × '.join(sides)}: **{words.say('relation.' + conflict.relation)}**, " + ", ".join(
        (
            words.say("kind." + conflict.type),
            words.say("level." + conflict.level),
            words.say("severity." + conflict.severity),
        )
    )
    yield ""
    if look and verdict.both_reasons:
        yield f"- {words.say('first_reason')}: {plain(conflict.first_why)}"
        yield f"- {words.say('second_reason')}: {plain(look.why or '')}"
    else:
        yield f"- {words.say('why')}: {plain(conflict.why)}"
    yield f"- {_second_look(verdict, words)}"
    if verdict.is_by_the_way:
        yield f"- {words.say('by_the_way')}"


def _second_look(verdict: Verdict, words: Catalogue) -> str:
    look = verdict.record.second_look
    if look is None:
        return words.say("look_missing")
    if look.failed:
        return words.say("look_failed", reason=plain(look.failed))
    said = words.say("same_verdict")
    if verdict.changed:
        said = words.say("other_verdict", relation=words.say(f"relation.{look.relation}"))
    checks = {
        "event": look.same_event,
        "actor": look.same_actor,
        "time": look.same_time,
        "modality": look.same_modality,
    }
    listed = "; ".join(
        f"{words.say('check.' + name)}: {words.say('check.' + check)}"
        for name, check in checks.items()
        if check
    )
    return f"{words.say('second_look')}: {said} {listed}".rstrip()
