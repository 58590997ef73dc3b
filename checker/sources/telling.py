"""Who knows what a claim says: its speaker, for whom that one speaks, and through whom it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from checker.data import Article, Claim, Origin, Voice
from checker.sources.names import is_unnamed, spelling_of
from checker.sources.origins import Sources
from checker.sources.voices import Voices

NOBODY = ("unnamed", "crowd")
MEDIA = frozenset(
    ["media", "press", "reports", "outlets", "agencies", "newspapers", "channels", "websites"]
)


@dataclass(frozen=True)
class Told:
    """A claim, and what is known of the one who knows it.

    ``line`` runs from the speaker to the last body it speaks for, ``media`` are the voices it
    came through, ``tellers`` those of them that are no medium (who says that another says so),
    each with the last body it speaks for. ``own``: it is the narration of an outlet. ``report``
    is its article's origin; ``words_of`` that of the report in which its words stood first,
    and ``reprinted`` says that several outlets print that one, each as its own. ``phrases`` are
    those of its article's narration, where it is of that, and ``heard`` the parties (ids) which
    that article quotes.
    """

    claim: Claim
    line: tuple[Voice, ...]
    media: tuple[Voice, ...]
    tellers: tuple[Voice, ...]
    own: bool
    report: str
    words_of: str
    reprinted: bool
    phrases: frozenset[int] = frozenset()
    heard: frozenset[str] = frozenset()

    @property
    def voice(self) -> Voice:
        """Who speaks."""
        return self.line[0]

    @property
    def party(self) -> Voice:
        """The body for which it speaks in the end, or itself."""
        return self.line[-1]

    @property
    def narrated(self) -> bool:
        """Whether an outlet tells it in its own words, in its own pages or quoted by another.

        One that speaks for a state is a voice of that state; "media" are nobody's words.
        """
        outlet = self.own or self.voice.kind == "outlet"
        return (outlet and self.party is self.voice) or self.hearsay

    @property
    def anybody(self) -> bool:
        """Whether it may be anybody's: a mere "source", not somebody told apart from all others."""
        return self.nobody and is_unnamed(self.voice.name)

    @property
    def outlets_own(self) -> bool:
        """Whether an outlet's own words tell it, those of an outlet of a state too."""
        return self.own or self.narrated

    @property
    def hearsay(self) -> bool:
        """Whether it is told of outlets that nobody names."""
        return self.nobody and not MEDIA.isdisjoint(self.voice.name.casefold().split())

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
        """What makes two claims one source from the start.

        The party, or this unnamed one here, or the report that outlets print as their own.
        """
        if self.reprinted:
            return ("own words of", self.words_of)
        return (self.voice.id, self.report) if self.anybody else (self.party.id,)


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

    @property
    def phrases(self) -> Mapping[str, frozenset[int]]:
        """What each article tells in its own words, by id: `checker.sources.wording.phrases_of`."""

    @property
    def heard(self) -> Mapping[str, frozenset[str]]:
        """The parties that each article quotes, by its id: `parties_heard`."""


def tell(claim: Claim, index: Index) -> Told:
    """Look up who knows a claim."""
    own = is_own(claim, index)
    report = index.sources.of_article[claim.article_id]
    first = _first_report(claim, index)
    lent = own and (first is not report or len(first.article_ids) > 1)
    known = _teller_of(first, index) if lent else None
    name = known or claim.chain[0]
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
        words_of=first.id,
        reprinted=lent and known is None,
        phrases=index.phrases.get(claim.article_id, frozenset()) if own else frozenset(),
        heard=index.heard.get(claim.article_id, frozenset()) if own else frozenset(),
    )


def parties_heard(index: Index) -> Mapping[str, frozenset[str]]:
    """The last bodies (ids) for which those speak whom each article quotes, by article id."""
    found: dict[str, set[str]] = {}
    for claim in index.claims.values():
        if not is_own(claim, index):
            party = index.voices.party(index.voices.of(claim.chain[0]))
            found.setdefault(claim.article_id, set()).add(party.id)
    return {id_: frozenset(parties) for id_, parties in found.items()}


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


def _first_report(claim: Claim, index: Index) -> Origin:
    """The report of a claim's words: of an article that rests on several, the one that has them."""
    of_article, report = index.sources.of_article, index.sources.of_article[claim.article_id]
    if not report.rests_on:
        return report
    twins = (index.claims[id_] for id_ in index.sources.twins.get(claim.id, ()))
    return next((of_article[twin.article_id] for twin in twins), report)


def _teller_of(report: Origin, index: Index) -> str | None:
    """Whose words a report is: of the outlet that alone prints it, or whom all its articles credit.

    None where its versions are words of their own outlets.
    """
    told = [index.articles[id_] for id_ in report.article_ids if id_ in index.articles]
    credited = {
        spelling_of(each.credited_to): each.credited_to for each in told if each.credited_to
    }
    if len(told) == 1 and not credited:
        return index.labels[told[0].id]
    return next(iter(credited.values())) if len(credited) == 1 else None
