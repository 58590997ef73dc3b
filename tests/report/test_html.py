from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from checker.errors import InputError
from checker.report.contract import load_report
from checker.report.html import render_html
from checker.report.lookup import web_address
from tests.support.sample_report import HOSTILE, KEPT, hostile_report, make_report

LIMIT_BYTES = 560_000
SECTIONS = [
    "conflicts",
    "drift",
    "superseded",
    "unsure",
    "agreements",
    "one_origin",
    "not_comparable",
]


class Tags(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.found if name in attrs]


@pytest.fixture(scope="module")
def page() -> Tags:
    return Tags(render_html(make_report()))


@pytest.fixture(scope="module")
def hostile() -> Tags:
    return Tags(render_html(hostile_report()))


def test_sections_stand_in_the_order_of_the_report(page: Tags) -> None:
    ids = page.values("id")
    assert [id_[2:] for id_ in ids if id_.startswith("s-")] == SECTIONS
    places = [
        ids.index(name) for name in ("s-conflicts", "matrix", "timeline", "sources", "articles")
    ]
    assert places == sorted(places)


def test_every_finding_claim_article_and_origin_has_one_address(page: Tags) -> None:
    report = make_report()
    ids = page.values("id")
    records = (report.findings, report.claims, report.articles, report.origins)
    for id_ in (record.id for row in records for record in row):
        assert ids.count(id_) == 1
    assert len(ids) == len(set(ids))


def test_every_link_leads_to_an_address_of_the_page_or_the_web(page: Tags) -> None:
    ids = set(page.values("id"))
    links = [attrs["href"] or "" for tag, attrs in page.found if tag == "a"]
    outside = {link for link in links if not link.startswith("#")}
    inside = {part for link in links if link.startswith("#") for part in link[1:].split("+")}
    assert inside <= ids
    assert outside == {"https://news.example/baku"}


def test_every_quote_stands_in_its_own_language_and_direction(page: Tags) -> None:
    report = make_report()
    quotes = [attrs for tag, attrs in page.found if tag == "blockquote"]
    # Two outlets print what c2 and c6 say: the sentence stands once in each of two findings.
    used = sum(len(each.claim_ids) for finding in report.findings for each in finding.positions)
    assert len(quotes) == used - 2
    seen = {(attrs["dir"], attrs["lang"]) for attrs in quotes}
    assert seen == {("rtl", "ar"), ("ltr", "en")}


@pytest.mark.parametrize(
    "words",
    [
        "Was a direct meeting held?",
        "Diplomatic source",
        "both credit AFP; half of the sentences are the same",
        "Damascus denies what the source says.",
        "One says yes, the other no.",
        "First: Damascus. Second: a diplomatic source.",
        "They look opposed.",
        "They are not.",
        "Not verified: the answer was cut off",
        "no date for 'أمس'",
        "test-model",
        "2025-07-13",
        "12,345",
        "25%",
        "2025-07-12",
    ],
)
def test_what_a_reader_needs_is_said(page: Tags, words: str) -> None:
    assert words in page.text


def test_an_arabic_interface_runs_from_right_to_left_in_arabic_words() -> None:
    page = Tags(render_html(make_report(), "ar"))
    root = next(attrs for tag, attrs in page.found if tag == "html")
    assert root == {"lang": "ar", "dir": "rtl"}
    for words in ("التعارضات", "تعارض واحد", "مصدران، في منبرين", "3 صفحات", "9 ادعاءات"):
        assert words in page.text


def test_an_unknown_interface_language_is_refused() -> None:
    with pytest.raises(InputError, match="'xx'"):
        render_html(make_report(), "xx")


def test_nothing_hostile_becomes_markup(hostile: Tags) -> None:
    plain = {tag for tag, _ in Tags(render_html(make_report())).found}
    assert {tag for tag, _ in hostile.found} <= plain | {"wbr"}
    for _, attrs in hostile.found:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
    assert len([tag for tag, _ in hostile.found if tag == "script"]) == 1
    links = [attrs["href"] or "" for _, attrs in hostile.found if "href" in attrs]
    assert all(link.startswith(("#", "data:,")) for link in links)


def test_hostile_text_is_shown_as_it_is(hostile: Tags) -> None:
    for attack in HOSTILE[:5] + HOSTILE[6:7]:
        assert attack in hostile.text
    assert "before ◇edirrevo◇ after ◇◇" in hostile.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", hostile.text)
    assert "◇ stands for an invisible character" in hostile.text
    assert "ل" * 1_000_000 in hostile.text


def test_the_policy_allows_nothing_but_the_one_style_and_script(page: Tags) -> None:
    policy = next(
        attrs["content"] or ""
        for tag, attrs in page.found
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", rules["script-src"])
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", rules["style-src"])
    assert not page.values("src")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_html(make_report()) == render_html(make_report())


def test_an_empty_report_is_still_a_page() -> None:
    empty = make_report(pages=(), articles=(), origins=(), claims=(), findings=(), problems=())
    page = Tags(render_html(empty))
    assert "No conflicts were found." in page.text
    assert "Nothing went wrong." in page.text


@pytest.mark.skipif(not KEPT.is_file(), reason="the sample case has no kept report yet")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_the_sample_case_is_small(language: str) -> None:
    page = render_html(load_report(KEPT), language)
    assert len(page.encode()) < LIMIT_BYTES


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        (" https://a.example", False),
        ("//a.example", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert web_address(url) == (url if kept else None)
