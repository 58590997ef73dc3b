"""What is new in a report, and the history of its findings, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from checker.found import Finding
from checker.kept_report import Report
from checker.report.catalogue import Catalogue
from checker.report.markdown_text import plain
from checker.report.news import NewsRow, tell_history, tell_news


def render_news(report: Report, words: Catalogue) -> Iterator[str]:
    """Sections for the head of a report; nothing where there was one run only."""
    for news in tell_news(report, words, plain):
        yield from ("", f"## {news.title}", "")
        for row in news.rows:
            yield from _row(row)


def render_history(finding: Finding, report: Report, words: Catalogue) -> Iterator[str]:
    """The steps of a finding, where a later run did something to it."""
    rows = tell_history(finding, report, words, plain)
    if rows:
        yield from ("", f"{words.say('history')}:", "")
        for row in rows:
            yield from _row(row)


def _row(row: NewsRow) -> Iterator[str]:
    yield f"- {row.text} ({row.finding})" if row.finding else f"- {row.text}"
    for line in row.lines:
        yield f"  - {line}"
