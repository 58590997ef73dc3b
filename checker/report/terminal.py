"""A report as a summary for the terminal: conflicts, agreements, problems.

Right-to-left text stands on lines of its own, in logical order and unshaped: terminals that can
show Arabic do that themselves, and copied text stays right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from checker.data import Claim
from checker.findings.verdicts import GRAVITY
from checker.found import Conflict, Finding
from checker.kept_report import Report
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.checks import describe_not_upheld
from checker.report.completeness import say_incomplete, say_no_conflicts
from checker.report.finding_view import PositionView, in_time_order, view_finding
from checker.report.layout import (
    INDENT,
    bullet,
    by_speaker,
    hanging,
    indented,
    lay_out,
    plain,
    told_through,
)
from checker.report.lookup import Lookup, clock
from checker.report.made_texts import say_made_texts
from checker.report.news import News, tell_news
from checker.report.sections import Section, key_of_part, section_of, sort_findings
from checker.report.standing import rests_on_one, say_count, say_firsts, say_standing
from checker.report.terminal_head import lay_out_head

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VOICES_A_POSITION = 4
FINDINGS_SHOWN = 30  # the gravest: they come first
AT_THE_END = 5
NEWS_SHOWN = 20
CONFLICTING: tuple[Section, ...] = ("conflicts", "drift")
# Agreements that confirm nothing, or of which nobody had to be told: their quotes are in the page.
IN_A_LINE: tuple[Section, ...] = ("one_source", "one_origin", "background")
# Sections that bear another title here than in the other forms of a report.
TITLES: dict[Section, str] = {"not_comparable": "terminal.not_comparable"}
STYLES = {"high": "bold red", "medium": "bold yellow", "low": "bold cyan", "none": "bold"}


def render_terminal(
    report: Report, width: int = 80, color: bool = False, language: str = "en"
) -> str:
    """Lay the summary out in ``width`` columns, its headings and labels in ``language``.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    return lay_out(_parts(say_made_texts(report, words), words), width, color)


def _parts(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    names = _Names(report, words)
    left = FINDINGS_SHOWN
    yield from lay_out_head(report, words)
    yield from _all_news(report, words)
    for section, findings in sort_findings(report):
        title = words.say(TITLES.get(section, f"section.{section}"))
        yield from _heading(title, len(findings), _graded(findings, words))
        for finding in findings[: max(left, 0)]:
            show = _finding_line if section in IN_A_LINE else _finding_block
            yield from show(finding, names)
        left -= len(findings)
    if left < 0:
        yield plain("")
        yield plain(words.count_plainly("terminal.more_findings", -left), style="bold")
    if report.not_upheld:
        yield plain("")
        yield Rule(words.count("not_upheld", len(report.not_upheld)), align="left", characters="─")
        for each in report.not_upheld:
            yield bullet(describe_not_upheld(each, words))
    if report.problems:
        yield from _heading(words.say("terminal.problems"), len(report.problems))
        for problem in report.problems:
            yield bullet(f"{problem.stage}: {problem.subject}: {problem.reason}")


def render_close(report: Report, width: int = 80, color: bool = False, language: str = "en") -> str:
    """What stands last, where a summary was longer than the screen: the gravest conflicts.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    return lay_out(_close(report, words), width, color)


def _close(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    found = [each for each in report.findings if section_of(each) in CONFLICTING]
    found.sort(key=lambda each: GRAVITY.index(each.severity))
    graded = _graded(found, words)
    if banner := say_incomplete(report, words):
        yield plain(banner, style="bold red")
    if not found:
        yield plain(say_no_conflicts(report, words))
    else:
        yield from _heading(words.say("glance"), len(found), graded)
    for finding in found[:AT_THE_END]:
        yield finding_head(finding, words)
    if len(found) > AT_THE_END:
        yield plain(words.count_plainly("more_conflicts_in_report", len(found) - AT_THE_END))
    if report.problems:
        yield plain(words.count_plainly("problems", len(report.problems)))


def _all_news(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    for news in tell_news(report, words):
        yield from _news(news)


def _news(news: News) -> Iterator[RenderableType]:
    yield from _heading(news.title, news.count)
    for row in news.rows[:NEWS_SHOWN]:
        yield bullet(f"{row.text} ({row.finding})" if row.finding else row.text)
        for line in row.lines:
            yield indented(line, INDENT)
    if len(news.rows) > NEWS_SHOWN:
        yield plain(f"… +{len(news.rows) - NEWS_SHOWN}")


def _graded(findings: Sequence[Finding], words: Catalogue) -> str:
    """How many conflicts there are of each severity, the gravest first."""
    found = Counter(each.severity for each in findings if each.conflicts)
    counts = (words.count_plainly(f"graded.{name}", found[name]) for name in GRAVITY if found[name])
    return words.say("reply.and").join(counts)


def _heading(title: str, count: int, detail: str = "") -> Iterator[RenderableType]:
    yield plain("")
    tail = f" ({detail})" if detail else ""
    yield Rule(f"{title}: {count}{tail}", align="left", characters="─")


class _Names:
    """The claims of a summary by id, and the words to speak of them."""

    def __init__(self, report: Report, words: Catalogue) -> None:
        self.lookup = Lookup(report)
        self.claims: dict[str, Claim] = self.lookup.claims
        self.words = words
        self.findings = {finding.id: finding for finding in report.findings}


def finding_head(finding: Finding, words: Catalogue) -> Table:
    """A finding's id, severity and question."""
    head = plain(finding.question, style="bold")
    if finding.conflicts:
        severity = words.say(f"severity.{finding.severity}").upper()
        head = Text.assemble((severity, STYLES[finding.severity]), "  ", head)
    return hanging(finding.id, head, INDENT)


def _finding_line(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    """An agreement with its answers and what stands behind them, without the quotes."""
    for position in finding.positions:
        said = plain(f"{finding.question} {position.answer}")
        count = (f" · {say_count(position, names.words)}", "dim")
        yield hanging(finding.id, Text.assemble(said, count), INDENT)
        for line in say_firsts(position, names.lookup, names.words):
            yield indented(line, INDENT, "dim")
    yield from _linked_lines(finding, names)


def _finding_block(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    yield plain("")
    yield finding_head(finding, names.words)
    if finding.conflicts and rests_on_one(finding):
        yield indented(names.words.say("standing.one"), INDENT, "yellow")
    view = view_finding(finding, section_of(finding), names.lookup)
    for position in in_time_order(view):
        yield from _position_block(position, names)
        if "superseded" in view.relations and position.published:
            came = " – ".join(map(clock, position.published))
            yield indented(f"{names.words.say('published_at')} {came}", INDENT)
    for conflict in finding.conflicts:
        yield from verdict_lines(conflict, names.words)
    yield from _linked_lines(finding, names)


def _linked_lines(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    """Which conflicts dispute a finding, and what is told with it."""
    if finding.disputed_by:
        ids = ", ".join(finding.disputed_by)
        yield indented(names.words.say("disputed", ids=ids), INDENT, "yellow")
    for id_ in finding.parts:
        part = names.findings[id_]
        answers = " / ".join(position.answer for position in part.positions)
        said = names.words.say(key_of_part(part), question=f"{part.question} {answers}", id=id_)
        yield indented(said, INDENT, "dim")


def _position_block(view: PositionView, names: _Names) -> Iterator[RenderableType]:
    position, style = view.record, "dim" if view.faint else ""
    yield hanging(f" {view.letter or '='}", plain(position.answer, style=style), INDENT, "bold")
    yield indented(say_standing(position, names.words), INDENT, "dim")
    for line in say_firsts(position, names.lookup, names.words):
        yield indented(line, INDENT, "dim")
    claims = [names.claims[id_] for id_ in position.claim_ids]
    spoken = by_speaker(claims)
    for speakers, told in spoken[:VOICES_A_POSITION]:
        outlets = dict.fromkeys(claim.chain[-1] for claim in told)
        links = (*speakers, names.words.say("reply.and").join(outlets))
        yield indented(told_through(links, names.words), INDENT, "green")
        yield indented(f"“{told[0].quote}”", INDENT + 2)
    left = len(claims) - len(spoken[:VOICES_A_POSITION])
    if left > 0:
        yield indented(names.words.count_plainly("terminal.more_quotes", left), INDENT, "dim")


def verdict_lines(conflict: Conflict, words: Catalogue) -> Iterator[RenderableType]:
    """Which positions conflict, how and why, and whether that was verified."""
    pair = f"{LETTERS[conflict.a % 26]}–{LETTERS[conflict.b % 26]}"
    keys = (f"verdict.{conflict.relation}", f"kind.{conflict.type}", f"level.{conflict.level}")
    line = plain(words.say("reply.and").join(map(words.say, keys)), style="italic")
    yield hanging(f" {pair}", line, INDENT, "bold")
    yield indented(conflict.why, INDENT)
    look = conflict.second_look
    if look and look.failed:
        yield indented(words.say("terminal.look_failed", reason=look.failed), INDENT, "red")
    elif look is None:
        yield indented(words.say("terminal.look_missing"), INDENT, "dim")
