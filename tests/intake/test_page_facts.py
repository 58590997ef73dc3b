"""Who publishes a page: its site's name, before a legal entity, never an address or a slogan."""

from __future__ import annotations

import pytest

from checker.intake.html_pages import read_html
from tests.intake.html import json_ld, page

SITE = '<meta property="og:site_name" content="%s">'
PUBLISHER = json_ld('{"@type":"NewsArticle","headline":"F","publisher":{"name":"%s"}}')
LINK = '<link rel="canonical" href="https://www.harbour.example/a">'


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (SITE % "Harbour Post" + PUBLISHER % "Display Networks Ltd", "Harbour Post"),
        (PUBLISHER % "Harbour Post" + LINK, "Harbour Post"),
        (SITE % "https://harbour.example" + PUBLISHER % "Harbour Post", "Harbour Post"),
        (SITE % "@harbourpost" + LINK, "harbour.example"),
        (SITE % "All the news of the island and the sea, every day" + LINK, "harbour.example"),
        (PUBLISHER % "facebook.com/harbour" + LINK, "harbour.example"),
        (PUBLISHER % "Harbour Media GmbH" + LINK, "Harbour Media GmbH"),
        (SITE % "All the news of the coast, first and free | Harbour Post" + LINK, "Harbour Post"),
        (SITE % "プレスリリース・ニュースリリース配信｜PR TIMES" + LINK, "PR TIMES"),
        ("", None),
    ],
)
def test_outlets(head: str, outlet: str | None) -> None:
    assert read_html(page(head=head), "a.html").about.outlet == outlet


def test_the_outlets_name_is_no_part_of_the_title() -> None:
    head = SITE % "Harbour Post" + '<meta property="og:title" content="Ferry sinks | Harbour Post">'
    assert read_html(page(head=head), "a.html").about.title == "Ferry sinks"
