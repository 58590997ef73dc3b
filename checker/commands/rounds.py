"""A round of ``checker watch``: what the addresses give, and a report where something is new."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.commands.going_on import going_on
from checker.commands.options import settings_of
from checker.commands.placing import place_report
from checker.commands.watching import watching
from checker.errors import InputError

if TYPE_CHECKING:
    from checker.changes.news import News
    from checker.intake.case import Case
    from checker.intake.fetching import Fetcher
    from checker.intake.followed import Changed, Followed
    from checker.intake.following import Following
    from checker.pipeline.runs import Outcome

ROBOTS_HOLD = timedelta(days=1)  # how long what robots.txt says is believed (RFC 9309, 2.4)
DONE, INCOMPLETE = 0, 3


@dataclass
class Rounds:
    """The rounds of one case; keeps from one to the next what hosts said, and what was told."""

    folder: Path
    given: dict[str, Any]
    _busy: dict[str, datetime] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _fetcher: tuple[datetime, Fetcher] | None = None

    def run(self) -> int:
        """One round; gives the exit status that it deserves.

        Raises:
            InputError: the case is none, or names nothing to read.
            ModelError: the report could not be made whole; the one before stands.
        """
        from checker.intake.followed import digest_pages, write_followed

        followed, answered = self._follow()
        case = self._open_case(followed)
        digest = digest_pages(case.pages) if case else None
        kept = (case and case.report) or self.folder / "report.json"
        if case is None or (digest == followed.reported and kept.is_file()):
            return DONE if answered else INCOMPLETE
        outcome = self._report(case, kept)
        write_followed(self.folder, followed.model_copy(update={"reported": digest}))
        if outcome.failure:
            click.echo(f"checker: {outcome.failure}", err=True)
        return INCOMPLETE if outcome.failure or not answered else DONE

    def _follow(self) -> tuple[Followed, bool]:
        """What is known after the addresses were asked, and whether any of them answered."""
        from checker.intake.case import read_case_file
        from checker.intake.followed import read_followed, write_followed
        from checker.intake.following import Following

        named, before = read_case_file(self.folder), read_followed(self.folder)
        if not named.addresses and not named.feeds:
            raise InputError(
                f"{str(self.folder / 'case.toml')!r} names nothing to watch; write "
                'addresses = ["https://…"] or feeds = ["https://…"] above its pages'
            )
        now = datetime.now(UTC)
        following = Following(self.folder, self._open_fetcher(now), now, self._busy)
        after = following.follow(named, before)
        if after != before:
            write_followed(self.folder, after)
        self._tell(following)
        return after, following.answered > 0

    def _open_fetcher(self, now: datetime) -> Fetcher:
        from checker.intake.fetching import Fetcher

        if self._fetcher is None or now - self._fetcher[0] > ROBOTS_HOLD:
            self._fetcher = (now, Fetcher(None, allow_private=self.given["allow_private"]))
        return self._fetcher[1]

    def _tell(self, following: Following) -> None:
        """A line for each page that changed; what could not be read once, until it changes."""
        for change in following.changed:
            click.echo(_page_line(change))
        said = {f"{problem.subject} {problem.reason}" for problem in following.problems}
        for line in sorted(said - self._told):
            click.echo(f"checker: {line}", err=True)
        self._told = said

    def _open_case(self, followed: Followed) -> Case | None:
        """The case with its pages; None while its feeds have given none."""
        from checker.intake.folders import own_files
        from checker.pipeline.runs import open_case

        if not followed.pages and not own_files(self.folder):
            return None
        return open_case([str(self.folder)])

    def _report(self, case: Case, kept: Path) -> Outcome:
        """Go on with the report that is kept, as `checker report` does; a stopped one is not kept.

        Raises:
            EndpointError: it stopped before its end.
        """
        from checker.changes.news import list_news
        from checker.pipeline.runs import run_case
        from checker.report.contract import load_report
        from checker.report.holdings import holding_of
        from checker.report.outputs import notes_of, plan_outputs, write_outputs

        before = load_report(kept) if kept.is_file() else None
        language = self.given["lang"]
        outputs = plan_outputs((kept.with_suffix(".html"), kept), None, language)
        notes_of(outputs)  # what is wrong with them is said before anything is asked
        with watching(self.given, kept.with_suffix(".run.jsonl")) as watch:
            settings = going_on(settings_of(self.given, watch), before, self.given)
            outcome = run_case(case, settings)
        if outcome.stopped:
            raise outcome.stopped
        placed = place_report(outputs, holding_of(outcome.report), self.given)
        write_outputs(outcome.report, placed, language, notes_of(outputs))
        for news in list_news(before, outcome.report):
            click.echo(_finding_line(news))
        return outcome


def _page_line(change: Changed) -> str:
    from checker.intake.documents import clean_words, show_address

    facts = (clean_words(change.outlet, 80), clean_words(change.title, 120))
    told = ", ".join(each for each in facts if each)
    return f"{change.kind} page: {told}{', ' if told else ''}{show_address(change.page.address)}"


def _finding_line(news: News) -> str:
    from checker.intake.documents import clean_words

    finding = news.finding
    told = finding.severity if finding.conflicts else "agreement"
    return f"{news.kind} {finding.id}, {told}: {clean_words(finding.question, 300)}"
