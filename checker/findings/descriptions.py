"""What the model is given of some claims: by article, without what goes without saying.

Claims, articles and origins are numbered within the request, from 1 in reading order, so that a
page which has nothing to do with it changes no request.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.data import Claim, Topic
from checker.findings.story import Story, describe_when, quoted_voice
from checker.sources.origins import first_of_twins
from checker.sources.retellings import numbers_in

NUMBERED = re.compile(r"\barticles? (?P<numbers>\d+(?:(?:, | and |, and )\d+)*)\b")
NUMBER = re.compile(r"\d+")
# Above this likeness (0 to 100) the statements of two reprints say the same; one is shown.
SAME_STATEMENT = 97.0
# What a row of a claim does not mention, for want of another value.
UNSAID: Mapping[str, object] = {
    "voice": "the article itself",
    "stance": "asserts",
    "modality": "happened",
    "when": None,
    "background": False,
}


@dataclass(frozen=True)
class Shown:
    """What the model is shown: the data, and the claims (ids) by their numbers, from 1.

    ``outlets`` are the names of its articles by theirs. ``groups`` are numbers beyond those of the
    claims, each for several claims (ids) at once.
    """

    about: Mapping[str, object]
    claim_ids: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    groups: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def claims(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The claims of those numbers that exist, each once."""
        named = (id_ for n in numbers if self._is_known(n) for id_ in self._claims_of(n))
        return tuple(dict.fromkeys(named))

    def _claims_of(self, number: int) -> tuple[str, ...]:
        return self.groups.get(number) or (self.claim_ids[number - 1],)

    def _is_known(self, number: int) -> bool:
        return number in self.groups or 0 < number <= len(self.claim_ids)

    def named(self, text: str) -> str:
        """What the model wrote, its articles by name: no reader knows the numbers of a request."""
        return NUMBERED.sub(lambda found: NUMBER.sub(self._outlet, found["numbers"]), text)

    def _outlet(self, number: re.Match[str]) -> str:
        place = int(number.group()) - 1
        return self.outlets[place] if 0 <= place < len(self.outlets) else f"article {place + 1}"

    def unknown(self, numbers: Iterable[int]) -> list[int]:
        """The numbers under which nothing was shown, in order."""
        return sorted({n for n in numbers if not self._is_known(n)})


@dataclass
class _Numbers:
    """The numbers of one request, given out as things are met."""

    story: Story
    reprints: Collection[str] | None = None
    claims: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    origins: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(key: str, given: dict[str, int]) -> int:
        return given.setdefault(key, len(given) + 1)


def describe_topic(topic: Topic, story: Story, pivot: str) -> Shown:
    """The claims of a topic by article, with each event named once."""
    claims = first_of_twins((story.claims[id_] for id_ in topic.claim_ids), story.sources)
    shown = describe_claims(claims, story)
    return replace(shown, about={"write_in": pivot, "topic": topic.label, **shown.about})


def describe_claims(
    claims: Iterable[Claim], story: Story, reprints: Collection[str] | None = None
) -> Shown:
    """Claims by article, with each event named once, and where reprints tell it otherwise.

    Of the ``reprints`` (ids) alone, where some are given.
    """
    numbers = _Numbers(story, reprints)
    events: dict[str, str] = {}
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        events[claim.event.id] = event_label(claim)
        by_article.setdefault(claim.article_id, []).append(claim)
    articles = [
        _describe_article(place, rows, numbers)
        for place, rows in enumerate(by_article.values(), start=1)
    ]
    listed = [[n, events[id_]] for id_, n in numbers.events.items()]
    outlets = tuple(story.labels[id_] for id_ in by_article)
    return Shown({"events": listed, "articles": articles}, tuple(numbers.claims), outlets)


def event_label(claim: Claim) -> str:
    """What happened, where and when, in the page's own terms."""
    parts = (claim.event.label, claim.event.place, claim.event.time)
    return "; ".join(part for part in parts if part)


def _describe_article(place: int, claims: Sequence[Claim], numbers: _Numbers) -> dict[str, object]:
    story = numbers.story
    article = story.articles[claims[0].article_id]
    about = {
        "article": place,
        "origin": numbers.of(story.sources.of_article[article.id].id, numbers.origins),
        "outlet": story.labels[article.id],
        "credited_to": article.credited_to,
        "published": article.published,
    }
    known = {name: value for name, value in about.items() if value is not None}
    return {**known, "claims": [_describe_claim(each, numbers) for each in claims]}


def _describe_claim(claim: Claim, numbers: _Numbers) -> dict[str, object]:
    row: dict[str, object] = {
        "id": numbers.of(claim.id, numbers.claims),
        "event": numbers.of(claim.event.id, numbers.events),
    }
    return {**row, **say(claim, numbers.story), **_describe_reprints(claim, numbers)}


def say(claim: Claim, story: Story) -> dict[str, object]:
    """Who says it and how; absent: the article itself, asserts, happened."""
    row: dict[str, object] = {}
    voice = quoted_voice(claim, story)
    if voice:
        row["voice"] = " → ".join(voice)
    if claim.stance != "asserts":
        row["stance"] = claim.stance
    if claim.modality != "happened":
        row["modality"] = claim.modality
    if claim.when:
        row["when"] = describe_when(claim)
    if not claim.main:
        row["background"] = True
    row["says"] = claim.statement
    return row


def _describe_reprints(claim: Claim, numbers: _Numbers) -> dict[str, object]:
    """The same passage where reprints tell it otherwise; a mark where they have none like it."""
    story = numbers.story
    wanted = numbers.reprints
    twins = [story.claims[id_] for id_ in story.sources.twins.get(claim.id, ())]
    reprinted = len(story.sources.of_article[claim.article_id].article_ids) > 1
    if reprinted and not twins:
        return {"only_here": True}
    several = len({each.article_id for each in twins}) > 1
    told = [
        {
            "id": numbers.of(each.id, numbers.claims),
            **({"outlet": story.labels[each.article_id]} if several else {}),
            **_differences(each, claim, story),
        }
        for each in twins
        if says_otherwise(each, claim) and (wanted is None or each.id in wanted)
    ]
    return {"reprint": told} if told else {}


def _differences(twin: Claim, claim: Claim, story: Story) -> dict[str, object]:
    """What a reprint says, and of the rest what is not as the claim has it."""
    theirs, ours = ({**UNSAID, **say(each, story)} for each in (twin, claim))
    return {key: theirs[key] for key in theirs if key == "says" or theirs[key] != ours[key]}


def says_otherwise(one: Claim, other: Claim) -> bool:
    """Tell whether two versions of a passage differ in their statements, figures or acts."""
    from rapidfuzz.fuzz import ratio

    acts = [(each.stance, each.modality) for each in (one, other)]
    figures = [numbers_in(each.statement) for each in (one, other)]
    differ = acts[0] != acts[1] or figures[0] != figures[1]
    return differ or ratio(one.statement, other.statement) < SAME_STATEMENT
