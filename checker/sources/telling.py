"""Who knows what a claim says: its speaker, for whom that one speaks, and through whom it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from checker.data import Article, Claim, Voice
from checker.sources.names import spelling_of
from checker.sources.origins import Sources
from checker.sources.publication import first_published
from checker.sources.voices import Voices

NOBODY = ("unnamed", "crowd")


@dataclass(frozen=True)
class Told:
    """A claim, and what is known of the one who knows it.

    ``line`` runs from the speaker to the last body it speaks for, ``media`` are the voices it
    came through, ``tellers`` those of them that are no medium (who says that another says so),
    each with the last body it speaks for. ``own``: it is the narration of an outlet. ``report``
    is its article's origin.
    """

    claim: Claim
    line: tuple[Voice, ...]
    media: tuple[Voice, ...]
    tellers: tuple[Voice, ...]
    own: bool
    report: str

    @property
    def voice(self) -> Voice:
        """Who speaks."""
        return self.line[0]

    @property
    def party(self) -> Voice:
        """The body for which it speaks in the end, or itself."""
        return self.line[-1]

    @property
    def nobody(self) -> bool:
        """Whether it is an unnamed source that speaks for no body."""
        return self.party.kind in NOBODY

    @property
    def in_doubt(self) -> bool:
        """Whether it is unnamed, or the model was not sure of who it is or speaks for."""
        sure = all(each.certainty == "certain" for each in self.line)
        return self.voice.kind in NOBODY or not sure

    @property
    def known_as(self) -> tuple[str, ...]:
        """What makes two claims one source from the start: the party, or this unnamed one here."""
        return (self.voice.id, self.report) if self.nobody else (self.party.id,)


class Index(Protocol):
    """What sources are looked up in: articles, outlets' names and origins by article, voices."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """Articles by id."""

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The name of its outlet, by article id."""

    @property
    def sources(self) -> Sources:
        """The origins of articles."""

    @property
    def voices(self) -> Voices:
        """Who bears which name, and speaks for whom."""


def tell(claim: Claim, index: Index) -> Told:
    """Look up who knows a claim. Own words of reprints are those of the one who had them first."""
    own = is_own(claim, index)
    report = index.sources.of_article[claim.article_id]
    name = _first_teller(claim, index) if own else claim.chain[0]
    voices = index.voices
    media = tuple(voices.of(link) for link in claim.chain[1:]) if not own else ()
    tellers = (voice for medium in media[:-1] for voice in _teller(medium, index))
    return Told(
        claim=claim,
        line=tuple(voices.line(voices.of(name))),
        media=media,
        tellers=tuple(tellers),
        own=own,
        report=report.id,
    )


def _teller(medium: Voice, index: Index) -> Sequence[Voice]:
    """A link of a chain and the bodies it speaks for; nothing of an outlet, which only carries.

    A link of which nothing is known may be an agency.
    """
    carries = medium.kind == "outlet" or medium.id not in index.voices.by_id
    return () if carries else index.voices.line(medium)


def is_own(claim: Claim, index: Index) -> bool:
    """Tell whether nobody but the article's outlet, or the one it credits, says a claim."""
    article = index.articles[claim.article_id]
    return claim.chain[0] in (article.credited_to, index.labels[article.id])


def _first_teller(claim: Claim, index: Index) -> str:
    """Whose words the articles of one report are: the one all credit, or who had them first.

    An article that rests on several reports has the words of the one that holds the same passage.
    """
    of_article, report = index.sources.of_article, index.sources.of_article[claim.article_id]
    article_ids = report.article_ids
    if report.rests_on:
        twins = (index.claims[id_] for id_ in index.sources.twins.get(claim.id, ()))
        reports = {each.id: each for each in (of_article[twin.article_id] for twin in twins)}
        article_ids = next((each.article_ids for each in reports.values()), article_ids)
    told = [index.articles[id_] for id_ in article_ids if id_ in index.articles]
    credited = {
        spelling_of(each.credited_to): each.credited_to for each in told if each.credited_to
    }
    if article_ids == (claim.article_id,):
        return claim.chain[0]
    if len(credited) == 1:
        return next(iter(credited.values()))
    first = first_published(told) or told[0].id
    return index.articles[first].credited_to or index.labels[first]
