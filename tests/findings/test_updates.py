"""One outlet's own later figure takes the place of its own earlier one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.data import Voice
from checker.findings.conclusions import conclude
from checker.findings.drafts import Draft, Pair
from checker.findings.story import Story
from checker.sources.voices import Voices
from tests.support.stories import make_claim, make_story

MORNING, EVENING = "2025-07-12T06:00:00+03:00", "2025-07-12T20:00:00+03:00"


def two_texts(second: tuple[str, ...], *published: str | None, aliases: tuple[str, ...]) -> Story:
    claims = [
        make_claim(1, "Four people were killed.", article_id="a1"),
        make_claim(2, "Nine people were killed.", article_id="a2", chain=second),
    ]
    story = make_story(claims)
    articles = {
        each.id: each.model_copy(update={"published": time})
        for each, time in zip(story.articles.values(), published, strict=True)
    }
    voice = Voice(id="v1", name="outlet a1", aliases=aliases, kind="outlet")
    return replace(story, articles=articles, voices=Voices((voice,)))


def relation_of(story: Story, kind: str = "number") -> str:
    pair = Pair(0, 1, "contradict", kind, "The figures differ.")  # type: ignore[arg-type]
    answers = ("Four", "Nine")
    draft = Draft("t1", "How many were killed?", answers, (("c1",), ("c2",)), (pair,))
    (finding,) = conclude([draft], {}, story).findings
    return finding.relation


def test_the_evening_text_of_an_outlet_supersedes_its_morning_text() -> None:
    story = two_texts(("outlet a2",), MORNING, EVENING, aliases=("outlet a2",))
    assert relation_of(story) == "superseded"
    story = two_texts(("outlet a2",), EVENING, MORNING, aliases=("outlet a2",))
    assert relation_of(story) == "superseded"


@pytest.mark.parametrize(
    ("second", "published", "aliases"),
    [
        (("outlet a2",), (MORNING, EVENING), ()),
        (("Police", "outlet a2"), (MORNING, EVENING), ("outlet a2",)),
        (("outlet a2",), (MORNING, MORNING), ("outlet a2",)),
        (("outlet a2",), (MORNING, None), ("outlet a2",)),
        (("outlet a2",), ("2025-07-12", EVENING), ("outlet a2",)),
    ],
    ids=["two outlets", "a voice it quotes", "at one time", "no time", "on one day"],
)
def test_else_two_figures_contradict(
    second: tuple[str, ...], published: tuple[str | None, str | None], aliases: tuple[str, ...]
) -> None:
    assert relation_of(two_texts(second, *published, aliases=aliases)) != "superseded"


def test_only_figures_grow_old() -> None:
    story = two_texts(("outlet a2",), MORNING, EVENING, aliases=("outlet a2",))
    assert relation_of(story, "cause") == "contradict"
