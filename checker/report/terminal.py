"""A report as a summary for the terminal: conflicts, agreements, problems, cost.

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

from checker.data import Claim, Conflict, Finding, Position, Report, StageUsage
from checker.findings.verdicts import GRAVITY
from checker.report.catalogue import Catalogue, load_catalogue
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
from checker.report.sections import Section, sort_findings
from checker.report.standing import rests_on_one, say_standing

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VOICES_A_POSITION = 4
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
    return lay_out(_parts(report, load_catalogue(language)), width, color)


def _parts(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    names = _Names(report, words)
    yield from _head(report, words)
    for section, findings in sort_findings(report):
        title = words.say(TITLES.get(section, f"section.{section}"))
        yield from _heading(title, len(findings), _graded(findings, words))
        for finding in findings:
            yield from _finding_block(finding, names)
    if report.problems:
        yield from _heading(words.say("terminal.problems"), len(report.problems))
        for problem in report.problems:
            yield bullet(f"{problem.stage}: {problem.subject}: {problem.reason}")
    yield from _cost(report, words)


def _head(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    counts = (
        words.count_plainly("pages", len(report.pages)),
        words.count_plainly("articles", len(report.articles)),
        words.count_plainly("origins", len(report.origins)),
        words.count_plainly("claims", len(report.claims)),
    )
    run = [words.say("terminal.model", model=report.run.model)]
    if report.run.answered:
        run.append(words.say("answered", day=report.run.answered[:10]))
    yield plain(report.case, style="bold")
    yield plain(words.say("reply.and").join(counts))
    yield plain(words.say("reply.and").join(run), style="dim")


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
        self.claims: dict[str, Claim] = {claim.id: claim for claim in report.claims}
        self.words = words


def finding_head(finding: Finding, words: Catalogue) -> Table:
    """A finding's id, severity and question."""
    head = plain(finding.question, style="bold")
    if finding.conflicts:
        severity = words.say(f"severity.{finding.severity}").upper()
        head = Text.assemble((severity, STYLES[finding.severity]), "  ", head)
    return hanging(finding.id, head, INDENT)


def _finding_block(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    yield plain("")
    yield finding_head(finding, names.words)
    if finding.conflicts and rests_on_one(finding):
        yield indented(names.words.say("standing.one"), INDENT, "yellow")
    cited = {n for each in finding.conflicts for n in (each.a, each.b)}
    for place, position in enumerate(finding.positions):
        letter = LETTERS[place % 26] if len(finding.positions) > 1 else "="
        style = "dim" if cited and place not in cited else ""
        yield from _position_block(letter, position, names, style)
    for conflict in finding.conflicts:
        yield from verdict_lines(conflict, names.words)


def _position_block(
    letter: str, position: Position, names: _Names, style: str = ""
) -> Iterator[RenderableType]:
    yield hanging(f" {letter}", plain(position.answer, style=style), INDENT, "bold")
    yield indented(say_standing(position, names.words), INDENT, "dim")
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


def _cost(report: Report, words: Catalogue) -> Iterator[RenderableType]:
    spent = dict(report.run.usage)
    total = StageUsage(
        calls=sum(each.calls for each in spent.values()),
        prompt_tokens=sum(each.prompt_tokens for each in spent.values()),
        answer_tokens=sum(each.answer_tokens for each in spent.values()),
    )
    yield from _heading(words.say("terminal.calls"), total.calls)
    rows = [*spent.items(), (words.say("terminal.total"), total)]
    # Terminals that show Arabic turn a line of it around, and the columns of a table with it.
    if words.direction == "rtl":
        yield from _cost_list(rows, words)
    else:
        yield _cost_table(rows, words)
    if report.run.flip_rate is not None:
        yield plain(words.say("terminal.flip_rate", rate=f"{report.run.flip_rate:.0%}"))


def _cost_table(rows: Sequence[tuple[str, StageUsage]], words: Catalogue) -> Table:
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column(words.say("terminal.prompt"))
    for key in ("terminal.call_column", "terminal.prompt_tokens", "terminal.answer_tokens"):
        table.add_column(words.say(key), justify="right")
    for name, each in rows:
        figures = (each.calls, each.prompt_tokens, each.answer_tokens)
        table.add_row(name, *(f"{figure:,}" for figure in figures))
    return table


def _cost_list(
    rows: Sequence[tuple[str, StageUsage]], words: Catalogue
) -> Iterator[RenderableType]:
    for name, each in rows:
        counts = (
            words.count("calls", each.calls),
            words.count("prompt_tokens", each.prompt_tokens),
            words.count("answer_tokens", each.answer_tokens),
        )
        yield bullet(name)
        yield indented(words.say("reply.and").join(counts), INDENT)
