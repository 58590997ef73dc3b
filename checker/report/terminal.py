"""A report as a summary for the terminal: conflicts, agreements, problems, cost.

Right-to-left text stands on lines of its own, in logical order and unshaped: terminals that can
show Arabic do that themselves, and copied text stays right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from checker.data import Article, Claim, Conflict, Finding, Page, Position, Report
from checker.report.sections import Section, sort_findings
from checker.verdicts import GRAVITY

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Control characters, and the marks that reorder text for the eye, as a visible sign or nothing.
CONTROLS = {
    **{code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)},
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), ""),
}
VOICES_A_POSITION = 4
INDENT = 6
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
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
    )
    for part in _parts(report):
        console.print(part)
    out = console.file
    assert isinstance(out, StringIO)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def plural(count: int, noun: str) -> str:
    """A count with its noun: ``1 claim``, ``2 claims``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


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
            yield _bullet(f"{problem.stage}: {problem.subject}: {problem.reason}")
    yield from _cost(report)


def _head(report: Report) -> Iterator[RenderableType]:
    counts = (
        plural(len(report.pages), "page"),
        plural(len(report.articles), "article"),
        plural(len(report.origins), "origin"),
        plural(len(report.claims), "claim"),
    )
    yield _text(report.case, style="bold")
    yield _text(", ".join(counts))
    when = f", answered {report.run.answered[:10]}" if report.run.answered else ""
    yield _text(f"model {report.run.model}{when}", style="dim")


def _heading(title: str, count: int, detail: str) -> Iterator[RenderableType]:
    yield _text("")
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


def _finding_block(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    yield _text("")
    head = _text(finding.question, style="bold")
    if finding.conflicts:
        severity = (finding.severity.upper(), STYLES[finding.severity])
        head = Text.assemble(severity, "  ", head)
    yield _hanging(finding.id, head, INDENT)
    cited = {n for each in finding.conflicts for n in (each.a, each.b)}
    for place, position in enumerate(finding.positions):
        letter = LETTERS[place % 26] if len(finding.positions) > 1 else "="
        style = "dim" if cited and place not in cited else ""
        yield from _position_block(letter, position, names, style)
    for conflict in finding.conflicts:
        yield from _verdict(conflict)


def _position_block(
    letter: str, position: Position, names: _Names, style: str = ""
) -> Iterator[RenderableType]:
    yield _hanging(f" {letter}", _text(position.answer, style=style), INDENT, "bold")
    yield _indented(_standing(position), INDENT, "dim")
    claims = [names.claims[id_] for id_ in position.claim_ids]
    spoken = _by_speaker(claims)
    for speakers, told in spoken[:VOICES_A_POSITION]:
        outlets = ", ".join(dict.fromkeys(claim.chain[-1] for claim in told))
        yield _indented(" → ".join((*speakers, outlets)), INDENT, "green")
        yield _indented(f"“{told[0].quote}”", INDENT + 2)
    left = len(claims) - len(spoken[:VOICES_A_POSITION])
    if left > 0:
        yield _indented(f"and {plural(left, 'more quote')}", INDENT, "dim")


def _by_speaker(claims: Sequence[Claim]) -> list[tuple[tuple[str, ...], list[Claim]]]:
    """Claims by all links of their chains but the outlet, in the order of first sight."""
    spoken: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        spoken.setdefault(claim.chain[:-1], []).append(claim)
    return list(spoken.items())


def _standing(position: Position) -> str:
    counts = (
        plural(len(position.voices), "voice"),
        plural(len(position.outlets), "outlet"),
        plural(position.origin_count, "independent origin"),
    )
    note = f" ({position.origin_note})" if position.origin_note else ""
    return ", ".join(counts) + note


def _verdict(conflict: Conflict) -> Iterator[RenderableType]:
    pair = f"{LETTERS[conflict.a % 26]}–{LETTERS[conflict.b % 26]}"
    labels = (conflict.relation, conflict.type, conflict.level)
    line = _text(", ".join(label.replace("_", " ") for label in labels), style="italic")
    yield _hanging(f" {pair}", line, INDENT, "bold")
    yield _indented(conflict.why, INDENT)
    look = conflict.second_look
    if look and look.failed:
        yield _indented(f"not verified: {look.failed}", INDENT, "red")
    elif look is None:
        yield _indented("not verified: no second look was taken", INDENT, "dim")


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
        yield _text(f"{rate} of the conflicts were taken back by the second look (shown as unsure)")


def _numbers(*values: int) -> Iterator[str]:
    return (f"{value:,}" for value in values)


def _indented(text: str, by: int, style: str = "") -> Padding:
    return Padding(_text(text, style=style), (0, 0, 0, by))


def _hanging(mark: str, text: Text, by: int, style: str = "dim") -> Table:
    """A mark in the margin, and text whose further lines stand under its first."""
    grid = Table.grid(padding=0)
    grid.add_column(width=by, no_wrap=True)
    grid.add_column()
    grid.add_row(_text(mark, style=style), text)
    return grid


def _bullet(text: str) -> Table:
    return _hanging("•", _text(text), 2)


def _text(words: str, style: str = "") -> Text:
    """Text whose control characters cannot steer the terminal: pages are written by strangers."""
    return Text(words.translate(CONTROLS), style=style)
