"""A report as a summary for the terminal: conflicts, agreements, problems, cost.

Right-to-left text stands on lines of its own, in logical order and unshaped: terminals that can
show Arabic do that themselves, and copied text stays right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from checker.data import Article, Claim, Conflict, Finding, Page, Position, Report
from checker.report.layout import (
    INDENT,
    bullet,
    by_speaker,
    hanging,
    indented,
    lay_out,
    plain,
    plural,
    standing,
)
from checker.report.sections import Section, sort_findings
from checker.verdicts import GRAVITY

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VOICES_A_POSITION = 4
TITLES: dict[Section, str] = {
    "conflicts": "Conflicts",
    "agreements": "Agreements of independent origins",
    "one_origin": "Agreements that rest on one origin",
    "drift": "Drift between reprints of one origin",
    "superseded": "Superseded by later reports",
    "unsure": "Doubtful: taken back by the second look",
    "not_comparable": "Alike, but not comparable",
}
STYLES = {"high": "bold red", "medium": "bold yellow", "low": "bold cyan", "none": "bold"}


def render_terminal(report: Report, width: int = 80, color: bool = False) -> str:
    """Lay the summary out in ``width`` columns."""
    return lay_out(_parts(report), width, color)


def _parts(report: Report) -> Iterator[RenderableType]:
    names = _Names(report)
    yield from _head(report)
    for section, findings in sort_findings(report):
        by_severity = Counter(each.severity for each in findings if each.conflicts)
        counts = ", ".join(f"{by_severity[name]} {name}" for name in GRAVITY if by_severity[name])
        yield from _heading(TITLES[section], len(findings), counts)
        for finding in findings:
            yield from _finding_block(finding, names)
    if report.problems:
        yield from _heading("Problems", len(report.problems), "")
        for problem in report.problems:
            yield bullet(f"{problem.stage}: {problem.subject}: {problem.reason}")
    yield from _cost(report)


def _head(report: Report) -> Iterator[RenderableType]:
    counts = (
        plural(len(report.pages), "page"),
        plural(len(report.articles), "article"),
        plural(len(report.origins), "origin"),
        plural(len(report.claims), "claim"),
    )
    yield plain(report.case, style="bold")
    yield plain(", ".join(counts))
    when = f", answered {report.run.answered[:10]}" if report.run.answered else ""
    yield plain(f"model {report.run.model}{when}", style="dim")


def _heading(title: str, count: int, detail: str) -> Iterator[RenderableType]:
    yield plain("")
    tail = f" ({detail})" if detail else ""
    yield Rule(f"{title}: {count}{tail}", align="left", characters="─")


class _Names:
    """What to call articles and claims in the lines of a summary."""

    def __init__(self, report: Report) -> None:
        self.claims: dict[str, Claim] = {claim.id: claim for claim in report.claims}
        self.articles: dict[str, Article] = {article.id: article for article in report.articles}
        self.pages: dict[str, Page] = {page.id: page for page in report.pages}

    def page_of(self, claim: Claim) -> Page:
        return self.pages[self.articles[claim.article_id].page_id]


def finding_head(finding: Finding) -> Table:
    """A finding's id, severity and question."""
    head = plain(finding.question, style="bold")
    if finding.conflicts:
        severity = (finding.severity.upper(), STYLES[finding.severity])
        head = Text.assemble(severity, "  ", head)
    return hanging(finding.id, head, INDENT)


def _finding_block(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    yield plain("")
    yield finding_head(finding)
    cited = {n for each in finding.conflicts for n in (each.a, each.b)}
    for place, position in enumerate(finding.positions):
        letter = LETTERS[place % 26] if len(finding.positions) > 1 else "="
        style = "dim" if cited and place not in cited else ""
        yield from _position_block(letter, position, names, style)
    for conflict in finding.conflicts:
        yield from verdict_lines(conflict)


def _position_block(
    letter: str, position: Position, names: _Names, style: str = ""
) -> Iterator[RenderableType]:
    yield hanging(f" {letter}", plain(position.answer, style=style), INDENT, "bold")
    yield indented(standing(position), INDENT, "dim")
    claims = [names.claims[id_] for id_ in position.claim_ids]
    spoken = by_speaker(claims)
    for speakers, told in spoken[:VOICES_A_POSITION]:
        outlets = ", ".join(dict.fromkeys(claim.chain[-1] for claim in told))
        yield indented(" → ".join((*speakers, outlets)), INDENT, "green")
        yield indented(f"“{told[0].quote}”", INDENT + 2)
    left = len(claims) - len(spoken[:VOICES_A_POSITION])
    if left > 0:
        yield indented(f"and {plural(left, 'more quote')}", INDENT, "dim")


def verdict_lines(conflict: Conflict) -> Iterator[RenderableType]:
    """Which positions conflict, how and why, and whether that was verified."""
    pair = f"{LETTERS[conflict.a % 26]}–{LETTERS[conflict.b % 26]}"
    labels = (conflict.relation, conflict.type, conflict.level)
    line = plain(", ".join(label.replace("_", " ") for label in labels), style="italic")
    yield hanging(f" {pair}", line, INDENT, "bold")
    yield indented(conflict.why, INDENT)
    look = conflict.second_look
    if look and look.failed:
        yield indented(f"not verified: {look.failed}", INDENT, "red")
    elif look is None:
        yield indented("not verified: no second look was taken", INDENT, "dim")


def _cost(report: Report) -> Iterator[RenderableType]:
    usage = report.run.usage
    total = sum(each.calls for each in usage.values())
    yield from _heading("Calls to the model", total, "")
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column("prompt")
    for name in ("calls", "prompt tokens", "answer tokens"):
        table.add_column(name, justify="right")
    for name, each in usage.items():
        table.add_row(name, *_numbers(each.calls, each.prompt_tokens, each.answer_tokens))
    table.add_row(
        "total",
        *_numbers(
            total,
            sum(each.prompt_tokens for each in usage.values()),
            sum(each.answer_tokens for each in usage.values()),
        ),
    )
    yield table
    if report.run.flip_rate is not None:
        rate = f"{report.run.flip_rate:.0%}"
        yield plain(f"{rate} of the conflicts were taken back by the second look (shown as unsure)")


def _numbers(*values: int) -> Iterator[str]:
    return (f"{value:,}" for value in values)
