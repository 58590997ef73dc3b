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


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://p.example/2025/07/12/ferry">',
        "",
    ],
)
def test_the_day_of_the_address_or_of_a_time_is_the_outlets_own(head: str) -> None:
    shown = "" if head else "<time datetime='2025-07-13T02:10:00Z'>12 July 2025</time>"
    head += json_ld(ARTICLE % "2025-07-13T02:10:00Z")
    day, where = published(page(f"<article>{H1}{shown}{paragraphs()}</article>", head))
    assert day == "2025-07-12"
    assert "in UTC" in str(where)


def test_an_address_that_names_the_stated_day_keeps_its_moment() -> None:
    head = '<link rel="canonical" href="https://p.example/2025/07/13/ferry">'
    head += json_ld(ARTICLE % "2025-07-13T02:10:00Z")
    body = f"<article>{H1}<div>14 July 2025</div>{paragraphs()}</article>"
    assert published(page(body, head))[0] == "2025-07-13T02:10:00+00:00"


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://p.example/2025/07/12/ferry", "2025-07-12"),
        ("https://p.example/news/12-07-2025", "2025-07-12"),
        ("https://p.example/2025/07/ferry", None),
        ("https://p.example/2025/13/45/ferry", None),
        ("https://p.example/20250712/2025/07/14/ferry", None),
    ],
)
def test_a_whole_day_in_the_address_is_the_last_resort(address: str, day: str | None) -> None:
    head = f'<link rel="canonical" href="{address}">'
    assert published(page(head=head))[0] == day


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (f"<article>{H1}<dl><dt>Datum</dt><dd>12.07.2025</dd></dl>%s</article>", "dateline"),
        (f"<article>{H1}%s<div class='post-footer'>Dieser Artikel wurde am 12. Juli 2025 um "
         "14:48 von Heiner geschrieben und unter dem Stichwort Hafen, Inseln und Boote in die "
         "Kategorie Fahrten abgelegt. Kommentare zu diesem Eintrag gibt es im Feed, der hier zu "
         "finden ist, und auf der Seite selbst.</div></article>", "dateline"),
        (f"<div class='widget Blog'>{H1}%s<div class='post-footer'><abbr itemprop='datePublished' "
         "title='2025-07-12T08:00:00+03:00'>08:00</abbr></div></div>", "<time>"),
        (f"<article>{H1}<span class='Z3988' title='ctx_ver=Z39.88-2004&amp;rft.date=2025-07-12'>"
         "</span>%s</article>", "COinS"),
        (f"<article class='post sticky-sidebar-parent'>{H1}<div class='byline'>12 July 2025</div>"
         "%s</article>", "dateline"),
        (f"<article>{H1}<time datetime='2025-07-15T10:00:00+02:00'>Publié le 12 juillet 2025"
         "</time>%s</article>", "<time>"),
        (f"<article>{H1}<p>PORT TOWN, July 12, 2025 - The ferry company said that all of its "
         "boats were checked in the spring.</p>%s</article>", "dateline"),
    ],
    ids=["label", "closing line", "blog", "coins", "sidebar", "shown day", "opening"],
)  # fmt: skip
def test_kinds_of_statement_on_real_pages(body: str, where: str) -> None:
    day, place = published(page(body % paragraphs(), language="de"))
    assert str(day).startswith("2025-07-12")
    assert str(place).startswith(where)


def test_what_the_page_shows_comes_before_loose_marks() -> None:
    head = '<meta name="dcterms.date" content="2025-07-15T09:00:00+02:00">'
    body = f"<article>{H1}<div class='date'>12.07.2025</div>{paragraphs()}</article>"
    assert published(page(body, head, language="de")) == ("2025-07-12", "dateline")
    assert published(page(head=head))[0] == "2025-07-15T09:00:00+02:00"


def test_broken_linked_data_still_gives_its_one_day() -> None:
    broken = (ARTICLE % "2025-07-12T10:00:00+03:00").replace("}", ',"description":"a "quote""}')
    assert published(page(head=json_ld(broken)))[0] == "2025-07-12T10:00:00+03:00"


@pytest.mark.parametrize(
    "body",
    [
        "<article><h1>Exhibition 9-23 Feb 2017</h1>%s</article>",
        "<article><h1>The board changes on 1.9.2025 as planned</h1>%s</article>",
        "<article><h1>Fair</h1><div>30 March 2025, 13:15 - 19:00</div>%s</article>",
        "<article><h1>Bee game</h1><div>Release: 14.11.2019</div>%s</article>",
        "<div><h1>Boat</h1>%s<div itemprop='review' itemscope itemtype='http://schema.org/Review'>"
        "<meta itemprop='datePublished' content='2018-05-23'></div></div>",
        "<div><h1>Programme</h1><div itemscope itemtype='https://schema.org/SoftwareApplication'>"
        "<time itemprop='datePublished' datetime='2020-02-12'>v9</time></div>%s</div>",
    ],
    ids=["range", "in the headline", "hours", "release", "review", "programme"],
)
def test_days_of_what_the_page_speaks_of_are_not_its_own(body: str) -> None:
    assert published(page(body % paragraphs(), language="de")) == (None, None)


def test_the_page_of_an_event_shows_the_events_day() -> None:
    head = json_ld('{"@type":"SportsEvent","name":"Final"}')
    body = f"<article>{H1}<div class='date'>28 September 2020</div>{paragraphs()}</article>"
    assert published(page(body, head)) == (None, None)


def test_arabic_pages_keep_all_their_lines() -> None:
    body = f"<article><h1>غرق عبارة قبالة الجزيرة</h1>{paragraphs(ARABIC)}</article>"
    document = read_html(page(body, language="ar"), "a.html")
    assert document.text.split("\n") == ["غرق عبارة قبالة الجزيرة", *ARABIC]
    assert len(STORY) == 5
