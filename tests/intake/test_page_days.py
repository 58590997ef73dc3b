"""When a page was published: explicit marks alone, the visible dateline, or none."""

from __future__ import annotations

import pytest

from checker.intake.html_pages import read_html
from tests.intake.html import ARABIC, HEADLINE, STORY, json_ld, page, paragraphs

ARTICLE = '{"@type":"NewsArticle","headline":"Ferry sinks off the island","datePublished":"%s"}'
H1 = f"<h1>{HEADLINE}</h1>"


def published(raw: bytes) -> tuple[str | None, str | None]:
    document = read_html(raw, "a.html")
    return document.about.published, dict(document.found).get("published")


@pytest.mark.parametrize(
    ("head", "day", "where"),
    [
        (json_ld(ARTICLE % "2025-07-12T00:30:00+03:00"), "2025-07-12T00:30:00+03:00", "JSON-LD"),
        (
            json_ld('{"@graph":[{"@type":"WebSite"},' + ARTICLE % "2025-07-12" + "]}"),
            "2025-07-12",
            "JSON-LD datePublished",
        ),
        (
            '<meta property="article:published_time" content="2025-07-12T09:15:00+03:00">'
            '<meta property="article:modified_time" content="2025-07-14T18:00:00+03:00">',
            "2025-07-12T09:15:00+03:00",
            "meta article:published_time",
        ),
        ('<meta name="DC.date.issued" content="2025-07-12">', "2025-07-12", "meta dc.date.issued"),
        ('<meta itemprop="datePublished" content="12. Juli 2025">', "2025-07-12", "meta"),
        (
            '<link rel="canonical" href="https://h.example/2025/07/11/ferry">'
            + json_ld(ARTICLE % "2025-07-12T10:00:00Z"),
            "2025-07-12T10:00:00+00:00",
            "JSON-LD",
        ),
    ],
)
def test_explicit_marks_give_day_hour_and_zone(head: str, day: str, where: str) -> None:
    found, place = published(page(head=head))
    assert found == day
    assert str(place).startswith(where)


@pytest.mark.parametrize(
    ("dateline", "language"),
    [
        ("Saturday, 12 July 2025 - 10:30", "en"),
        ("Published July 12, 2025", "en"),
        ("السبت 12 تموز 2025", "ar"),
        ("تم نشره السبت 12 تموز / يوليو 2025 09:22 مساءً", "ar"),
        ("السبت 17 محرم 1447 هـ", "ar"),
        ("۲۱ تیر ۱۴۰۴", "fa"),
        ("12 ביולי 2025", "he"),
        ("12. Juli 2025, 14:30 Uhr", "de"),
        ("2025年7月12日", "ja"),
        ("12.07.2025", "de"),
    ],
)
def test_a_visible_dateline_beside_the_headline_counts(dateline: str, language: str) -> None:
    body = f"<article>{H1}<div>{dateline}</div>{paragraphs()}</article>"
    assert published(page(body, language=language)) == ("2025-07-12", "dateline")


def test_the_own_time_of_the_article_counts() -> None:
    body = (
        f'<article>{H1}<time datetime="2025-07-12T10:00+03:00">today</time>{paragraphs()}</article>'
    )
    assert published(page(body)) == ("2025-07-12T10:00:00+03:00", "<time>")


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{H1}{paragraphs()}</article><footer><p>© 2019 Harbour Post</p></footer>",
        f"<article>{H1}<p>The boat was refitted after the storm of 7 October 2003.</p>"
        f"{paragraphs()}</article>",
        f"<article>{H1}{paragraphs()}</article><aside><ul><li><a href=/a>Line sold</a> "
        "<time datetime=2011-02-03>3 February 2011</time></li></ul></aside>",
        f"<article>{H1}{paragraphs()}</article><div class='related'><p>Line sold</p>"
        "<span class='date'>3 February 2011</span></div>",
        f"<article>{H1}<p>Last updated: 14 July 2025</p>{paragraphs()}</article>",
        f"<article>{H1}<div>05/06/2025</div>{paragraphs()}</article>",
        f"<article>{H1}<div>12 July</div>{paragraphs()}</article>",
        f"<article>{H1}{paragraphs()}</article><div class='comments'><div class='comment-1'>"
        "<span class='date'>13 July 2025</span><p>I was on it.</p></div></div>",
    ],
    ids=["footer", "story", "aside", "related", "changed", "ambiguous", "no year", "comment"],
)
def test_another_day_is_not_the_day_of_publication(body: str) -> None:
    assert published(page(body)) == (None, None)


def test_a_day_of_change_alone_is_said_and_not_used() -> None:
    head = '<meta property="article:modified_time" content="2025-07-14T18:00:00+03:00">'
    document = read_html(page(head=head), "a.html")
    assert document.about.published is None
    assert any("2025-07-14T18:00:00+03:00" in note for note in document.notes)


def test_another_articles_linked_data_is_not_the_pages_own() -> None:
    rows = ",".join(
        f'{{"@type":"NewsArticle","headline":"Other {n}","datePublished":"2020-01-0{n}"}}'
        for n in range(1, 6)
    )
    assert published(page(head=json_ld(f"[{rows}]"))) == (None, None)


def test_the_day_is_the_outlets_own_where_markup_gives_utc() -> None:
    head = json_ld(ARTICLE % "2025-07-13T02:10:00Z")
    body = f"<article>{H1}<div>July 12, 2025 at 7:10 p.m.</div>{paragraphs()}</article>"
    day, where = published(page(body, head))
    assert day == "2025-07-12"
    assert "2025-07-13T02:10:00" in str(where)


def test_arabic_pages_keep_all_their_lines() -> None:
    body = f"<article><h1>غرق عبارة قبالة الجزيرة</h1>{paragraphs(ARABIC)}</article>"
    document = read_html(page(body, language="ar"), "a.html")
    assert document.text.split("\n") == ["غرق عبارة قبالة الجزيرة", *ARABIC]
    assert len(STORY) == 5
