"""The claims of each conflict as schema.org ClaimReview, in JSON-LD.

A ClaimReview here is a draft for a fact-checker: it says what is claimed, by whom and where,
and what speaks against it. It holds no ``reviewRating``: checker does not say who is right, and
a rating must come from a person. ``url`` is the finding's address on report.html, relative, to
be made absolute where the report is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checker.data import Claim
from checker.direction import language_code
from checker.found import Finding
from checker.kept_report import Report
from checker.report.catalogue import load_catalogue
from checker.report.completeness import say_incomplete
from checker.report.lookup import Lookup, web_address
from checker.report.sections import sort_findings
from checker.report.standing import rests_on_one, say_standing

CONTEXT = "https://schema.org"
PAGE = "report.html"
Node = dict[str, Any]


def render_claimreview(report: Report) -> str:
    """A JSON-LD graph with one ClaimReview for each claim on a side of a conflict."""
    lookup = Lookup(report)
    graph = [
        review
        for section, findings in sort_findings(report)
        if section in ("conflicts", "drift")
        for finding in findings
        for review in _reviews(finding, lookup)
    ]
    whole: Node = {"@context": CONTEXT, "@graph": graph}
    if banner := say_incomplete(report, load_catalogue()):
        whole = {"@context": CONTEXT, "description": banner, "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _reviews(finding: Finding, lookup: Lookup) -> Iterator[Node]:
    sides = {place for each in finding.conflicts for place in (each.a, each.b)}
    for place in sorted(sides):
        for claim in lookup.claims_in(finding.positions[place]):
            yield _review(claim, finding, place, lookup)


def _review(claim: Claim, finding: Finding, place: int, lookup: Lookup) -> Node:
    run = lookup.report.run
    against = [each for each in finding.conflicts if place in (each.a, each.b)]
    others = [finding.positions[each.b if each.a == place else each.a].answer for each in against]
    return _without_nothing(
        {
            "@type": "ClaimReview",
            "@id": f"{PAGE}#{finding.id}/{claim.id}",
            "url": f"{PAGE}#{finding.id}",
            "inLanguage": language_code(run.pivot_language),
            "claimReviewed": claim.statement,
            "reviewAspect": finding.question,
            "reviewBody": "\n".join(
                (
                    f"Behind it: {say_standing(finding.positions[place], load_catalogue())}",
                    *(["All of this rests on one source."] if rests_on_one(finding) else []),
                    *(
                        f"Against: {answer} {each.why}"
                        for answer, each in zip(others, against, strict=True)
                    ),
                )
            ),
            "author": {"@type": "Organization", "name": f"checker {run.checker_version}"},
            "datePublished": run.answered,
            "itemReviewed": _claim(claim, lookup),
        }
    )


def _claim(claim: Claim, lookup: Lookup) -> Node:
    article = lookup.articles[claim.article_id]
    return _without_nothing(
        {
            "@type": "Claim",
            "@id": f"{PAGE}#{claim.id}",
            "text": claim.quote,
            "inLanguage": lookup.language(article.id),
            "author": {"@type": _author_type(claim, lookup), "name": claim.chain[0]},
            "datePublished": lookup.published(article.id),
            "appearance": _appearance(claim, lookup),
        }
    )


def _author_type(claim: Claim, lookup: Lookup) -> str:
    """schema.org wants a person or an organisation; whoever is neither is called the latter."""
    kind = lookup.voice_of(claim.chain[0]).kind
    return "Person" if kind == "person" else "Organization"


def _appearance(claim: Claim, lookup: Lookup) -> Node:
    article = lookup.articles[claim.article_id]
    page = lookup.pages[article.page_id]
    return _without_nothing(
        {
            "@type": "CreativeWork",
            "headline": article.title,
            "url": web_address(page.url),
            "identifier": None if web_address(page.url) else page.path,
            "inLanguage": lookup.language(article.id),
            "datePublished": lookup.published(article.id),
            "publisher": {"@type": "Organization", "name": lookup.labels[article.id]},
        }
    )


def _without_nothing(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None}
