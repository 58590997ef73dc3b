"""A report as a summary for the terminal: conflicts, agreements, problems, cost.

Right-to-left text stands on lines of its own, in logical order and unshaped: terminals that can
show Arabic do that themselves, and copied text stays right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from checker.data import Article, Claim, Conflict, Finding, Page, Position, Report
from checker.verdicts import GRAVITY

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
QUOTES_A_POSITION = 3
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
    conflicts = [each for each in report.findings if each.conflicts]
    agreements = [each for each in report.findings if not each.conflicts]
    by_severity = Counter(each.severity for each in conflicts)
    counts = ", ".join(f"{by_severity[name]} {name}" for name in GRAVITY if by_severity[name])
    yield from _heading("Conflicts", len(conflicts), counts)
    for finding in conflicts:
        yield from _conflict_block(finding, names)
    yield from _heading("Agreements", len(agreements), "")
    for finding in agreements:
        yield from _agreement_block(finding, names)
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
    yield Text(report.case, style="bold")
    yield Text(", ".join(counts))
    when = f", answered {report.run.answered[:10]}" if report.run.answered else ""
    yield Text(f"model {report.run.model}{when}", style="dim")


def _heading(title: str, count: int, detail: str) -> Iterator[RenderableType]:
    yield Text("")
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


def _conflict_block(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    yield Text("")
    head = Text()
    head.append(f"{finding.id} ", style="dim")
    head.append(finding.severity.upper(), style=STYLES[finding.severity])
    head.append(f"  {finding.question}", style="bold")
    yield head
    cited = {n for each in finding.conflicts for n in (each.a, each.b)}
    for place, position in enumerate(finding.positions):
        style = "" if place in cited else "dim"
        yield from _position_block(LETTERS[place % 26], position, names, style)
    for conflict in finding.conflicts:
        yield from _verdict(conflict)


def _position_block(
    letter: str, position: Position, names: _Names, style: str = ""
) -> Iterator[RenderableType]:
    answer = Text(f"{letter}  ", style="bold")
    answer.append(position.answer, style=style or "not bold")
    yield Padding(answer, (0, 0, 0, 2))
    claims = [names.claims[id_] for id_ in position.claim_ids]
    for chain in dict.fromkeys(claim.chain for claim in claims):
        yield _indented(" → ".join(chain), 5, "green")
    yield _indented(_standing(position), 5, "dim")
    for claim in _few(claims):
        yield _indented(f"“{claim.quote}”", 5)
    rest = len(claims) - len(_few(claims))
    if rest > 0:
        yield _indented(f"and {plural(rest, 'more quote')}", 5, "dim")


def _few(claims: Sequence[Claim]) -> list[Claim]:
    """One quote for each voice first."""
    first = {claim.chain: claim for claim in reversed(claims)}
    ordered = [claim for claim in claims if claim in first.values()]
    return (ordered + [claim for claim in claims if claim not in ordered])[:QUOTES_A_POSITION]


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
    line = Text(f"{pair}  ", style="bold")
    line.append(", ".join(label.replace("_", " ") for label in labels), style="italic")
    yield Padding(line, (0, 0, 0, 2))
    yield _indented(conflict.why, 5)
    look = conflict.second_look
    if look and look.failed:
        yield _indented(f"not verified: {look.failed}", 5, "red")
    elif look is None:
        yield _indented("not verified: no second look was taken", 5, "dim")


def _agreement_block(finding: Finding, names: _Names) -> Iterator[RenderableType]:
    yield Text("")
    yield Text.assemble((f"{finding.id} ", "dim"), (finding.question, "bold"))
    several = len(finding.positions) > 1
    for place, position in enumerate(finding.positions):
        yield from _position_block(LETTERS[place % 26] if several else "=", position, names)


def _cost(report: Report) -> Iterator[RenderableType]:
    usage = report.run.usage
    total = sum(each.calls for each in usage.values())
    yield from _heading("Cost", total, "calls to the model")
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column("prompt")
    for name in ("calls", "prompt tokens", "answer tokens"):
        table.add_column(name, justify="right")
    rows = [(name, each.calls, each.prompt_tokens, each.answer_tokens) for name, each in usage.items()]
    rows.append(("total", *_sums(row[1:] for row in rows)))
    for row in rows:
        table.add_row(row[0], *(f"{value:,}" for value in row[1:]))
    yield table
    if report.run.flip_rate is not None:
        rate = f"{report.run.flip_rate:.0%}"
        yield Text(f"{rate} of the conflicts were taken back by the second look (shown as unsure)")


def _sums(rows: Iterable[tuple[int, ...]]) -> tuple[int, int, int]:
    calls, asked, said = (sum(column) for column in zip(*rows, strict=True)) or (0, 0, 0)
    return calls, asked, said


def _indented(text: str, by: int, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, by))


def _bullet(text: str) -> Padding:
    return Padding(Text(f"• {text}"), (0, 0, 0, 2))
