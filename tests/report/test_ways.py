"""The way of claims as a tree: who carries whom, who had it first, what a version lost."""

from __future__ import annotations

import pytest

from checker.data import Claim, Modality
from checker.kept_report import Report
from checker.report.catalogue import load_catalogue
from checker.report.html import render_html
from checker.report.lookup import Lookup
from checker.report.markdown import render_markdown
from checker.report.single import render_record
from checker.report.terminal import render_terminal
from checker.report.ways import Branch, draw_ways, say_drift
from tests.support.sample_report import make_finding, make_position, make_report, make_source

ENGLISH = load_catalogue("en")
MORNING, EVENING = "2025-07-12T06:00:00+03:00", "2025-07-12T20:00:00+03:00"


def told(claim: Claim, *chain: str, statement: str = "", modality: Modality = "happened") -> Claim:
    said = statement or claim.statement
    return claim.model_copy(update={"chain": chain, "statement": said, "modality": modality})


def report_of(*claims: Claim, first: str | None = None) -> Report:
    """A report with one position on these claims; a1 and a2 are one report, a2 the later."""
    report = make_report()
    by_id = {each.id: each for each in claims}
    ids = tuple(int(each.id[1:]) for each in claims)
    position = make_position("Yes.", ids, ("X",))
    source = make_source("X", ids).model_copy(update={"article_ids": ("a1", "a2"), "first": first})
    outlets = tuple(dict.fromkeys(claim.chain[-1] for claim in claims))
    position = position.model_copy(update={"sources": (source,), "outlets": outlets})
    published = {"a1": MORNING, "a2": EVENING}
    return report.model_copy(
        update={
            "claims": tuple(by_id.get(each.id, each) for each in report.claims),
            "findings": (make_finding(1, "What?", (position,)),),
            "articles": tuple(
                each.model_copy(update={"published": published.get(each.id, each.published)})
                for each in report.articles
            ),
        }
    )


def ways_of(report: Report) -> tuple[Branch, ...]:
    return draw_ways(report.findings[0].positions[0], Lookup(report))


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    """A passage of a1 and the same passage of a2."""
    lookup = Lookup(make_report())
    first, second = next(
        (claim, twins[0]) for claim in lookup.claims.values() if (twins := lookup.twins_of(claim))
    )
    assert lookup.twins_of(second) == (first,)
    assert (first.article_id, second.article_id) == ("a1", "a2")
    return first, second


def test_a_tree_runs_from_the_speaker_to_the_outlets(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    claims = (told(one, "Speaker", "AFP", "Outlet 1"), told(other, "Speaker", "Outlet 2"))
    (way,) = ways_of(report_of(*claims, first="a1"))
    assert way.links == ["Speaker"]
    (through,) = way.branches
    assert through.links == ["AFP"]
    (leaf,) = through.leaves
    assert (leaf.article_id, leaf.published, leaf.first) == ("a1", MORNING, True)
    assert [each.first for each in way.leaves] == [False]


def test_links_with_one_way_on_stand_in_one_line(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    claims = (told(one, "Speaker", "AFP", "Outlet 1"), told(other, "Speaker", "AFP", "Outlet 2"))
    (way,) = ways_of(report_of(*claims))
    assert (way.links, way.branches, way.credited) == (["Speaker", "AFP"], [], True)
    assert [leaf.article_id for leaf in way.leaves] == ["a1", "a2"]


def test_no_tree_where_the_quotes_tell_all(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    assert ways_of(report_of(told(one, "Speaker", "Outlet 1"))) == ()
    assert ways_of(report_of(told(one, "Outlet 1"), told(other, "Outlet 2"))) == ()


@pytest.mark.parametrize(
    ("modality", "statement", "chain", "said"),
    [
        ("happened", "", ("Speaker", "Outlet 1"), "in its own voice, where {} names Speaker"),
        ("possible", "", ("Outlet 1",), "as a fact, where {} has it as possible"),
        ("happened", "Allegedly so.", ("Outlet 1",), "without the “Allegedly” of {}"),
    ],
)
def test_what_a_later_version_lost_is_told(
    pair: tuple[Claim, Claim],
    modality: Modality,
    statement: str,
    chain: tuple[str, ...],
    said: str,
) -> None:
    one, other = pair
    hedged = f"{statement} {other.statement}".strip()
    report = report_of(
        told(one, *chain, statement=hedged, modality=modality),
        told(other, "Outlet 2", statement=other.statement),
    )
    label = Lookup(report).labels["a1"]
    leaves = [leaf for way in ways_of(report) for leaf in way.leaves]
    lost = {leaf.article_id: [say_drift(each, ENGLISH) for each in leaf.drifts] for leaf in leaves}
    assert said.format(label) in lost["a2"]
    assert lost["a1"] == []


def test_an_earlier_version_has_lost_nothing(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    report = report_of(told(one, "Outlet 1"), told(other, "Speaker", "Outlet 2"))
    assert all(not leaf.drifts for way in ways_of(report) for leaf in way.leaves)


def test_the_page_shows_the_tree_with_hours_and_zones(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    claims = (told(one, "Speaker", "AFP", "Outlet 1"), told(other, "Speaker", "Outlet 2"))
    page = render_html(report_of(*claims, first="a1"))
    assert "first in our pages" in page
    assert "2025-07-12 06:00+03:00" in page
    assert "الأول في صفحاتنا" in render_html(report_of(*claims, first="a1"), "ar")


def test_the_other_forms_name_who_had_it_first(pair: tuple[Claim, Claim]) -> None:
    one, other = pair
    claims = (told(one, "Speaker", "Outlet 1"), told(other, "Speaker", "Outlet 2"))
    report = report_of(*claims, first="a1")
    said = "first in our pages: Outlet 1, 2025-07-12 06:00+03:00"
    assert said in render_terminal(report, width=200)
    assert said in render_markdown(report)
    assert said in render_record(report, report.findings[0], width=200)
    assert "first in our pages" not in render_markdown(report_of(*claims))
