"""What is new since the last run, what changed, what no longer holds: said once for every form.

Also the history of one finding, and which model and prompts made which part of a report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checker.found import Finding
from checker.kept_report import Report, Run
from checker.memory import Changed, Edit, EditedPassage, PastFinding, Step
from checker.report.catalogue import Catalogue
from checker.report.lookup import clock

LABELS = {
    "relation": "relation",
    "type": "kind",
    "level": "level",
    "severity": "severity",
}
Safe = Callable[[str], str]


@dataclass(frozen=True)
class NewsRow:
    """A line of news, the finding (id) it is about, and what is told below it."""

    text: str
    finding: str | None = None
    lines: tuple[str, ...] = ()
    nothing: bool = False


@dataclass(frozen=True)
class News:
    """Rows under one title; ``count`` is how many things they tell of."""

    title: str
    rows: tuple[NewsRow, ...]

    @property
    def count(self) -> int:
        """The rows, but for one that says there are none."""
        return sum(not row.nothing for row in self.rows)


def tell_news(report: Report, words: Catalogue, safe: Safe = str) -> tuple[News, ...]:
    """What the last run did, for the head of a report; nothing where there was one run only."""
    return tuple(each for each in _Teller(report, words, safe).news() if each.rows)


def tell_history(
    finding: Finding, report: Report, words: Catalogue, safe: Safe = str
) -> tuple[NewsRow, ...]:
    """The steps of a finding from run to run, the first one first."""
    teller = _Teller(report, words, safe)
    return tuple(teller.step(each) for each in finding.history)


def run_at(report: Report, number: int) -> Run | None:
    """The run of a number, from 1."""
    runs = (*report.earlier, report.run)
    return runs[number - 1] if 0 < number <= len(runs) else None


class _Teller:
    """Says what happened to one report in one language."""

    def __init__(self, report: Report, words: Catalogue, safe: Safe) -> None:
        self._report, self._words, self._safe = report, words, safe
        self._paths = {page.id: page for page in report.pages}

    def news(self) -> Iterator[News]:
        since, words = self._report.since, self._words
        if since is None:
            return
        day = self._day(since.run - 1)
        new = self._findings(since.findings_new)
        yield News(
            words.say("since.new", day=day),
            new or (NewsRow(words.say("since.nothing"), nothing=True),),
        )
        yield News(words.say("since.changed"), self._findings(since.findings_changed))
        yield News(words.say("since.grown"), self._findings(since.findings_grown))
        past = [each for each in self._report.past if each.key in since.no_longer_held]
        yield News(words.say("since.gone"), tuple(map(self._past, past)))
        edits = [each for each in self._report.edits if each.run == since.run]
        yield News(words.say("since.edited"), tuple(map(self._edit, edits)))
        yield News(words.say("since.pages"), tuple(self._pages()))

    def step(self, step: Step) -> NewsRow:
        words = self._words
        what = words.say(f"step.{step.what}")
        named = words.say("reply.and").join(map(self._page, step.page_ids))
        key = "step.line" if named else "step.bare"
        text = words.say(key, day=self._day(step.run), what=what, pages=named)
        return NewsRow(text, None, tuple(map(self._change, step.changes)))

    def _findings(self, keys: Iterable[str]) -> tuple[NewsRow, ...]:
        by_key = {each.key: each for each in self._report.findings}
        return tuple(self._finding(by_key[key]) for key in keys if key in by_key)

    def _finding(self, finding: Finding) -> NewsRow:
        step = self.step(finding.history[-1]) if finding.history else NewsRow("")
        return NewsRow(self._safe(finding.question), finding.id, (step.text, *step.lines))

    def _past(self, past: PastFinding) -> NewsRow:
        named = self._words.say("reply.and").join(map(self._page, past.page_ids))
        why = self._words.say(f"past.{past.why}")
        lines = [f"{why}: {named}" if named else why, *map(self._safe, past.answers)]
        return NewsRow(self._safe(past.question), None, tuple(lines))

    def _edit(self, edit: Edit) -> NewsRow:
        words = self._words
        text = words.say(
            "since.edit",
            page=self._page(edit.page_id),
            before=self._day(edit.before),
            now=self._day(edit.run),
        )
        lines = [line for each in edit.passages for line in self._passage(each)]
        lines += [
            words.say(
                "since.edit_finding",
                became=words.say(f"step.{each.became}"),
                question=self._safe(each.question),
            )
            for each in edit.findings
        ]
        return NewsRow(text, None, tuple(lines))

    def _passage(self, passage: EditedPassage) -> Iterator[str]:
        nothing = self._words.say("diff.none")
        for key, text in (("since.edit_old", passage.old), ("since.edit_new", passage.new)):
            yield self._words.say(key, text=self._safe(text) if text else nothing)

    def _pages(self) -> Iterator[NewsRow]:
        since, words = self._report.since, self._words
        assert since
        for key in ("new", "back", "gone"):
            ids = getattr(since, f"pages_{key}")
            if ids:
                named = words.say("reply.and").join(map(self._page, ids))
                yield NewsRow(words.say(f"since.pages_{key}", pages=named))
        for each in since.page_changes:
            values = {
                name: self._safe(value) if value else words.say("diff.none")
                for name, value in (("old", each.old), ("new", each.new))
            }
            page = self._page(each.page_id)
            yield NewsRow(words.say("since.page_change", page=page, field=each.field, **values))
        for change in since.mixed:
            yield NewsRow(
                words.say(
                    "since.mixed",
                    what=self._safe(change.what),
                    old=self._safe(change.old or ""),
                    new=self._safe(change.new or ""),
                )
            )
        if since.afresh:
            yield NewsRow(words.say("since.afresh", why=self._safe(since.afresh)))

    def _change(self, change: Changed) -> str:
        words = self._words
        what = words.say(f"field.{change.what}")
        old, new = (self._value(change.what, each) for each in (change.old, change.new))
        if change.old is None:
            return words.say("diff.field_new", what=what, value=new)
        if change.new is None:
            return words.say("diff.field_gone", what=what, value=old)
        return words.say("diff.field", what=what, old=old, new=new)

    def _value(self, what: str, value: str | None) -> str:
        if not value:
            return self._words.say("diff.none")
        if what in LABELS:
            return self._words.say(f"{LABELS[what]}.{value}")
        if what == "conflict":
            sides, _, relation = value.rpartition(": ")
            return f"{self._safe(sides)}: {self._words.say(f'relation.{relation}')}"
        return self._safe(value)

    def _page(self, id_: str) -> str:
        page = self._paths.get(id_)
        if page is None:
            return id_
        return self._safe(page.outlet or page.path)

    def _day(self, number: int) -> str:
        run = run_at(self._report, number)
        when = (run.answered or run.read) if run else None
        return clock(when) if when else self._words.say("since.run", n=number)
