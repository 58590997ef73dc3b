"""The fields are held against schema.org's vocabulary and Google's guide for ClaimReview.

schema.org (release 29) names these properties and says of which types they are; it requires
none. Google's *Fact check (ClaimReview) structured data* requires ``claimReviewed``,
``reviewRating`` and ``url`` of a ClaimReview, and recommends ``author``, ``datePublished`` and
``itemReviewed``; of a Claim it recommends ``appearance``, ``author``, ``datePublished`` and
``firstAppearance``. The rating is left to the fact-checker on purpose, and nobody can know a
first appearance from some pages.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.report.claimreview import render_claimreview
from tests.support.sample_report import make_report

THING = {"@type", "@id", "name", "url", "identifier"}
CREATIVE_WORK = THING | {"author", "datePublished", "headline", "inLanguage", "publisher", "text"}
VOCABULARY = {
    "ClaimReview": CREATIVE_WORK | {"claimReviewed", "itemReviewed", "reviewAspect", "reviewBody"},
    "Claim": CREATIVE_WORK | {"appearance", "firstAppearance"},
    "CreativeWork": CREATIVE_WORK,
    "Organization": THING,
}
REQUIRED = {"ClaimReview": {"claimReviewed", "url"}}
RECOMMENDED = {
    "ClaimReview": {"author", "datePublished", "itemReviewed"},
    "Claim": {"appearance", "author"},
    "Organization": {"name"},
}


@pytest.fixture(scope="module")
def graph() -> list[dict[str, Any]]:
    whole = json.loads(render_claimreview(make_report()))
    assert whole["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = whole["@graph"]
    return nodes


def nodes_of(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for each in value for node in nodes_of(each)]
    if isinstance(value, dict):
        return [value, *nodes_of(list(value.values()))]
    return []


def test_every_property_is_one_that_schema_org_gives_its_type(graph: list[dict[str, Any]]) -> None:
    for node in nodes_of(graph):
        assert set(node) <= VOCABULARY[node["@type"]]


def test_required_and_recommended_fields_are_there(graph: list[dict[str, Any]]) -> None:
    for node in nodes_of(graph):
        kind = node["@type"]
        assert REQUIRED.get(kind, set()) | RECOMMENDED.get(kind, set()) <= set(node)


def test_no_rating_is_invented(graph: list[dict[str, Any]]) -> None:
    assert "ating" not in json.dumps(graph)


def test_each_claim_on_a_side_of_a_conflict_is_reviewed_once(graph: list[dict[str, Any]]) -> None:
    addresses = [node["@id"].removeprefix("report.html#") for node in graph]
    assert addresses == [
        *("f1/c1", "f1/c7", "f1/c2", "f1/c6"),  # c3 is on no side
        *("f4/c4", "f4/c5"),
    ]


def test_a_review_says_what_is_claimed_by_whom_where_and_what_speaks_against_it(
    graph: list[dict[str, Any]],
) -> None:
    review = graph[1]
    claim = review["itemReviewed"]
    assert review["claimReviewed"] == "Statement 7."
    assert review["reviewBody"] == (
        "Behind it: 2 sources, in 2 outlets: Diplomatic source; Outlet 3 · 2 reports\n"
        "Against: No, Damascus denies it. Damascus denies what the source says."
    )
    assert claim["text"] == "a direct meeting was held in Baku"
    assert claim["author"] == {"@type": "Organization", "name": "Outlet 3"}
    assert claim["appearance"]["url"] == "https://news.example/baku"
    assert claim["appearance"]["datePublished"] == "2025-07-13"
