"""What the model is given of a topic: its claims by article, without what goes without saying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.data import Article, Claim, Topic
from checker.findings.story import Story, describe_when, number_of, quoted_voice
from checker.sources.origins import first_of_twins

# Above this likeness (0 to 100) the statements of two reprints say the same; one is shown.
SAME_STATEMENT = 97.0


def describe_topic(topic: Topic, story: Story, pivot: str) -> dict[str, object]:
    """The claims of a topic by article, with each event named once."""
    claims = first_of_twins((story.claims[id_] for id_ in topic.claim_ids), story.sources)
    return {"write_in": pivot, "topic": topic.label, **describe_claims(claims, story)}


def describe_claims(claims: Iterable[Claim], story: Story) -> dict[str, object]:
    """Claims by article, with each event named once."""
    claims = list(claims)
    events = {claim.event.id: claim.event for claim in claims}
    numbers = {id_: n for n, id_ in enumerate(events, start=1)}
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(claim.article_id, []).append(claim)
    return {
        "events": [[numbers[id_], _event_label(event)] for id_, event in events.items()],
        "articles": [
            _describe_article(story.articles[id_], rows, numbers, story)
            for id_, rows in by_article.items()
        ],
    }


def _event_label(event: object) -> str:
    parts = (getattr(event, name) for name in ("label", "place", "time"))
    return "; ".join(part for part in parts if part)


def _describe_article(
    article: Article, claims: Iterable[Claim], numbers: Mapping[str, int], story: Story
) -> dict[str, object]:
    about = {
        "article": article.id,
        "origin": story.sources.of_article[article.id].id,
        "outlet": story.labels[article.id],
        "credited_to": article.credited_to,
        "published": article.published,
    }
    known = {name: value for name, value in about.items() if value is not None}
    return {**known, "claims": [describe_claim(each, numbers, story) for each in claims]}


def describe_claim(claim: Claim, numbers: Mapping[str, int], story: Story) -> dict[str, object]:
    """A claim without what goes without saying, and its reprint where that says it otherwise."""
    row: dict[str, object] = {"id": number_of(claim.id), "event": numbers[claim.event.id]}
    voice = quoted_voice(claim, story)
    if voice:
        row["voice"] = " → ".join(voice)
    if claim.stance != "asserts":
        row["stance"] = claim.stance
    if claim.modality != "happened":
        row["modality"] = claim.modality
    if claim.when:
        row["when"] = describe_when(claim)
    row["says"] = claim.statement
    return {**row, **_describe_reprints(claim, story)}


def _describe_reprints(claim: Claim, story: Story) -> dict[str, object]:
    """The same passage where reprints tell it otherwise; a mark where they have none like it."""
    twins = [story.claims[id_] for id_ in story.sources.twins.get(claim.id, ())]
    reprinted = len(story.sources.of_article[claim.article_id].article_ids) > 1
    if reprinted and not twins:
        return {"only_here": True}
    told = [_describe_reprint(each) for each in twins if _says_otherwise(each, claim)]
    return {"reprint": told} if told else {}


def _describe_reprint(claim: Claim) -> dict[str, object]:
    return {"id": number_of(claim.id), "says": claim.statement}


def _says_otherwise(one: Claim, other: Claim) -> bool:
    from rapidfuzz.fuzz import ratio

    return ratio(one.statement, other.statement) < SAME_STATEMENT
