"""A feed by its address gives its entries, as a file does."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.intake.fetching import Fetcher, Limits
from checker.intake.pages import read_case
from checker.intake.reading import Intake
from tests.intake.html import HEADLINE, LEFT, SAVED
from tests.intake.test_forms import RSS
from tests.web import Answer, Detour, Names, site


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml; charset=utf-8"])
def test_a_feed_by_its_address(tmp_path: Path, kind: str) -> None:
    with site({"/feed": Answer(RSS.encode(), content_type=kind)}) as server:
        fetcher = Fetcher(
            tmp_path, limits=Limits(pause_s=0.0), network=Detour(server), resolve=Names()
        )
        (page,) = read_case(["http://news.example/feed"], Intake(fetcher=fetcher)).pages
    assert (page.text, page.title, page.outlet) == (f"{LEFT}\n{SAVED}", HEADLINE, "Harbour Post")
    assert page.path == "http://news.example/feed#1"
    assert page.url == "https://h.example/1"
