"""Where an outlet's name comes from: the user, an address that bears it, or the page alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.data import OutletFrom, Page
from checker.intake.outlet_names import outlet_from
from checker.intake.pages import read_case

HTML = (
    '<html><head><meta property="og:site_name" content="BBC">'
    '<link rel="canonical" href="https://www.bbc.co.uk/news/1"></head>'
    "<body><article><h1>Talks</h1><p>Talks were held in Baku on Thursday, said a spokesman of the "
    "ministry, and nobody said anything else about them for the rest of the day.</p></article>"
    "</body></html>"
)


@pytest.mark.parametrize(
    ("outlet", "given", "address", "source"),
    [
        (None, True, "https://bbc.com/1", None),
        ("BBC", True, None, "given"),
        ("BBC", False, "https://www.bbc.co.uk/1", "address"),
        ("Al Jazeera", False, "https://aljazeera.net/1", "address"),
        ("example.org", False, "https://example.org/1", "address"),
        ("BBC", False, "https://bbc.evil.example/1", "page"),
        ("BBC", False, "https://evil.example/bbc", "page"),
        ("BBC", False, None, "page"),
        ("…", False, "https://bbc.com/1", "page"),
    ],
)
def test_who_names_an_outlet(
    outlet: str | None, given: bool, address: str | None, source: OutletFrom | None
) -> None:
    assert outlet_from(outlet, given, address) == source


def test_a_local_file_that_calls_itself_the_bbc_is_not_simply_the_bbc(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(HTML, encoding="utf-8")
    (page,) = read_case([tmp_path / "1.html"]).pages
    assert (page.outlet, page.outlet_from) == ("BBC", "page")


def test_what_the_user_says_is_given(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(HTML, encoding="utf-8")
    case = '[[page]]\nfile = "1.html"\noutlet = "Another"\n'
    (tmp_path / "case.toml").write_text(case, encoding="utf-8")
    (page,) = read_case([tmp_path]).pages
    assert (page.outlet, page.outlet_from) == ("Another", "given")
    case = '[[page]]\nfile = "1.html"\noutlet = "BBC"\noutlet_from = "page"\n'
    (tmp_path / "case.toml").write_text(case, encoding="utf-8")
    (page,) = read_case([tmp_path]).pages
    assert page.outlet_from == "page"
    assert Page.of("Some words.", outlet="BBC").outlet_from == "given"


def test_an_address_of_the_user_vouches_for_a_name_that_its_host_bears(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text(HTML, encoding="utf-8")
    case = '[[page]]\nfile = "1.html"\nurl = "https://www.bbc.co.uk/news/1"\n'
    (tmp_path / "case.toml").write_text(case, encoding="utf-8")
    (page,) = read_case([tmp_path]).pages
    assert page.outlet_from == "address"
