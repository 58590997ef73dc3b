"""What every form of a report looks up: records by id, names of articles, who uses a claim."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from math import inf

from checker.data import Article, Claim, Origin, Page, Voice
from checker.direction import Direction, direction_of, language_code
from checker.found import Finding, Position
from checker.kept_report import Report
from checker.sources.origins import same_passage
from checker.sources.voices import Voices

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TONES = 6  # colours of positions
VERSIONS = 6  # of one report, held against each other


@dataclass(frozen=True)
class Use:
    """A claim's place in a finding: the letter and colour of its position."""

    finding: Finding
    letter: str | None
    tone: int


@dataclass(frozen=True)
class Lookup:
    """The records of a report by id. Everything is made when it is first asked for."""

    report: Report

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.report.claims}

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.report.articles}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Pages by id."""
        return {page.id: page for page in self.report.pages}

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """Origins by the id of each article that rests on them; named sources are left out."""
        return {
            article_id: origin
            for origin in self.report.origins
            if origin.kind != "named_source"
            for article_id in origin.article_ids
        }

    @cached_property
    def claims_of(self) -> dict[str, list[Claim]]:
        """The claims of each article in the order of their places."""
        found: dict[str, list[Claim]] = {article.id: [] for article in self.report.articles}
        for claim in sorted(self.report.claims, key=lambda each: (each.start, each.end)):
            found[claim.article_id].append(claim)
        return found

    def twins_of(self, claim: Claim) -> tuple[Claim, ...]:
        """The same passage in other versions of its report, of at most `VERSIONS`.

        Each is the likest of its version, and this claim the likest to it.
        """
        if claim.id not in self._twins:
            origin = self.origins.get(claim.article_id)
            ids = origin.article_ids if origin else ()
            others = [id_ for id_ in ids if id_ != claim.article_id][:VERSIONS]
            found = [same_passage(claim, self.claims_of[id_]) for id_ in others]
            own = self.claims_of[claim.article_id]
            mutual = (each for each in found if each and same_passage(each, own) == claim)
            self._twins[claim.id] = tuple(mutual)
        return self._twins[claim.id]

    @cached_property
    def _twins(self) -> dict[str, tuple[Claim, ...]]:
        return {}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The name under which each article's outlet stands in chains and positions."""
        return {article.id: self._label(article) for article in self.report.articles}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each finding in the report, by its id."""
        return {finding.id: place for place, finding in enumerate(self.report.findings)}

    @cached_property
    def uses(self) -> dict[str, list[Use]]:
        """The findings that use each claim."""
        found: dict[str, list[Use]] = {claim.id: [] for claim in self.report.claims}
        for finding in self.report.findings:
            for place, position in enumerate(finding.positions):
                use = Use(finding, letter_of(finding, place), place % TONES)
                for claim_id in dict.fromkeys(position.claim_ids):
                    found[claim_id].append(use)
        return found

    @cached_property
    def voices(self) -> dict[str, str]:
        """The name under which each speaker is listed, by the spelling that a claim has."""
        names: dict[str, str] = {}
        known: dict[str, str] = {}
        for spelling in dict.fromkeys(claim.chain[0] for claim in self.report.claims):
            voice = self.voice_of(spelling)
            known[spelling] = names.setdefault(voice.id, voice.name)
        return known

    @cached_property
    def _voices(self) -> Voices:
        return Voices(self.report.voices)

    def voice_of(self, name: str) -> Voice:
        """Who bears a name."""
        return self._voices.of(name)

    @cached_property
    def pivot_language(self) -> str | None:
        """The code of the language of statements, questions and answers, where it is known."""
        return language_code(self.report.run.pivot_language)

    @cached_property
    def pivot_direction(self) -> Direction:
        """The direction of statements, questions and answers."""
        return direction_of(self.pivot_language, self.report.run.pivot_language)

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Findings by id."""
        return {finding.id: finding for finding in self.report.findings}

    def parts_of(self, finding: Finding) -> list[Finding]:
        """What a finding contains, or tells too: agreements, and conflicts in other words."""
        return [self.findings[id_] for id_ in finding.parts if id_ in self.findings]

    def claims_in(self, position: Position) -> list[Claim]:
        """The claims of a position."""
        return [self.claims[id_] for id_ in position.claim_ids]

    def language(self, article_id: str) -> str | None:
        """The language of an article, or of its page."""
        article = self.articles[article_id]
        return article.language or self.pages[article.page_id].language

    def published(self, article_id: str) -> str | None:
        """When an article came out, as it was given (ISO 8601), or when its page did."""
        article = self.articles[article_id]
        return article.published or self.pages[article.page_id].published

    def direction(self, article_id: str) -> Direction:
        """The direction of an article's text."""
        article = self.articles[article_id]
        page = self.pages[article.page_id]
        return direction_of(self.language(article_id), page.text[article.start : article.end])

    def _label(self, article: Article) -> str:
        page = self.pages[article.page_id]
        last = Counter(claim.chain[-1] for claim in self.claims_of[article.id])
        said = last.most_common(1)[0][0] if last else page.path
        return article.outlet or page.outlet or said


def letter_of(finding: Finding, place: int) -> str | None:
    """The letter of a position; None in a finding with a single one. After Z comes A2."""
    if len(finding.positions) == 1:
        return None
    around = place // len(LETTERS)
    return LETTERS[place % len(LETTERS)] + (str(around + 1) if around else "")


def moment_of(published: str) -> float:
    """Seconds since 1970 of a publication time, to sort by; a day begins at midnight UTC.

    Text that is no time comes last.
    """
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return inf
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def clock(published: str) -> str:
    """A publication time without the letters that machines want: ``2025-03-04 14:09``.

    The offset stays, but for UTC; seconds that are nought are left out.
    """
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    if len(published) <= len("2025-03-04"):
        return published
    text = moment.isoformat(" ", "seconds" if moment.second else "minutes")
    return text.replace("+00:00", " UTC")


def web_address(url: str | None) -> str | None:
    """An address that may stand in a link: http or https; None for anything else."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def describe_days(start: date, end: date | None) -> str:
    """Days as short as they can be said: a day, a month, a year, or from one day to another."""
    last = end or start
    if start == last:
        return start.isoformat()
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{start.year:04}" if start.year == last.year else f"{start.year:04}–{last.year:04}"
    if start.day == 1 and last == start.replace(day=monthrange(start.year, start.month)[1]):
        return start.isoformat()[:7]
    return f"{start.isoformat()} – {last.isoformat()}"
