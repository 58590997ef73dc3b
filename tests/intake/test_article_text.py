"""The text of an article: nothing that its page shows as part of it is lost."""

from __future__ import annotations

import json

import pytest

from checker.errors import InputError
from checker.intake.html_pages import read_html
from tests.intake.html import (
    DENIED,
    HEADLINE,
    INQUIRY,
    JACKETS,
    LEFT,
    SAVED,
    STORY,
    json_ld,
    page,
    paragraphs,
)

H1 = f"<h1>{HEADLINE}</h1>"


def lines(raw: bytes) -> list[str]:
    return read_html(raw, "a.html").text.split("\n")


def test_the_headline_belongs_to_the_text() -> None:
    assert lines(page()) == [HEADLINE, *STORY]
    outside = f"<header>{H1}</header><main><div class=body>{paragraphs()}</div></main>"
    assert lines(page(outside)) == [HEADLINE, *STORY]


@pytest.mark.parametrize(
    "body",
    [
        f"<article><header>{H1}<p class='article__excerpt'>Eleven crew were aboard.</p></header>"
        f"<div class='article__content'>{paragraphs()}</div></article>",
        f"<article>{H1}<h2>Eleven crew were aboard, the union of the crew says now.</h2>"
        f"{paragraphs()}</article>",
        f"<article>{H1}<p>{LEFT}</p><figure><img src=x><figcaption>Eleven crew were aboard."
        f"</figcaption></figure>{paragraphs(STORY[1:])}</article>",
        f"<article>{H1}<p>{LEFT}</p><p><a href=/b>Eleven crew were aboard, the union of the crew "
        f"says, against the port office</a></p>{paragraphs(STORY[1:])}</article>",
        f"<article>{H1}<p>{LEFT}</p><span>Eleven crew were aboard, the union says.</span>"
        f"{paragraphs(STORY[1:])}</article>",
    ],
    ids=["standfirst", "second heading", "caption", "one link", "bare span"],
)
def test_what_stands_beside_the_paragraphs_is_kept(body: str) -> None:
    found = lines(page(body))
    assert any("Eleven crew were aboard" in line for line in found)
    assert set(STORY) < set(found)


def test_text_that_is_split_over_wrappers_is_whole() -> None:
    parts = "".join(
        f"<div class='sidebar-grid'><div class='content'><p>Part {n}: {LEFT} {SAVED}</p>"
        f"<p>{DENIED} It was {n} o'clock.</p></div></div><div class='ad'>Advertisement</div>"
        for n in range(6)
    )
    found = lines(page(f"<main><article>{H1}{parts}</article></main>"))
    assert sum("Part" in line for line in found) == 6
    assert sum("o'clock" in line for line in found) == 6


def test_a_second_article_is_kept_with_its_heading() -> None:
    other = (
        "The airport of the capital was closed for six hours because of fog, it said.",
        "Forty-two flights were cancelled and hundreds slept in the hall, a woman said.",
    )
    body = (
        f"<main><article><h2>{HEADLINE}</h2>{paragraphs()}</article>"
        f"<article><h2>Airport closed by fog</h2>{paragraphs(other)}</article></main>"
    )
    assert lines(page(body)) == [HEADLINE, *STORY, "Airport closed by fog", *other]


@pytest.mark.parametrize("name", ["talkback", "comments", "comment-list", "disqus_thread"])
def test_what_readers_wrote_is_left_out(name: str) -> None:
    said = (
        "I was on that boat and there were at least sixty of us, they lie about the number.",
        "The captain was drunk, my cousin saw him in the bar the night before it went down.",
        "They hide the dead as they always do, and nobody will ever be punished for this.",
    )
    body = f"<article>{H1}{paragraphs()}</article><div class='{name}'>{paragraphs(said)}</div>"
    assert lines(page(body)) == [HEADLINE, *STORY]


def test_an_article_that_is_called_open_for_comments_is_an_article() -> None:
    body = f"<article class='post comments-open'>{H1}{paragraphs()}</article>"
    assert lines(page(body)) == [HEADLINE, *STORY]


def test_the_fuller_text_is_that_of_the_linked_data() -> None:
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": " ".join(STORY)}
    body = f"<article><p>{LEFT}</p><div class=paywall><p>{SAVED}</p></div></article>"
    document = read_html(page(body, json_ld(json.dumps(data))), "a.html")
    assert document.text == f"{HEADLINE}\n{' '.join(STORY)}"
    assert dict(document.found)["text"] == "JSON-LD articleBody"
    assert any("JSON-LD" in note for note in document.notes)


def test_linked_data_of_other_words_is_not_taken() -> None:
    other = "The minister opened a bridge. " * 60
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": other}
    assert lines(page(head=json_ld(json.dumps(data)))) == [HEADLINE, *STORY]


def test_the_updates_of_a_live_blog_keep_their_times() -> None:
    data = {
        "@type": "LiveBlogPosting",
        "headline": HEADLINE,
        "liveBlogUpdate": [
            {"datePublished": "2025-07-12T10:00:00Z", "headline": "One", "articleBody": LEFT},
            {"datePublished": "2025-07-12T11:30:00Z", "headline": "Two", "articleBody": SAVED},
        ],
    }
    text = read_html(page(f"<article>{H1}<p>{LEFT}</p></article>", json_ld(json.dumps(data))),
                     "a.html").text  # fmt: skip
    assert text.index("2025-07-12T10:00:00Z") < text.index(LEFT)
    assert text.index(LEFT) < text.index("2025-07-12T11:30:00Z") < text.index(SAVED)


def test_the_lines_of_time_over_updates_are_kept() -> None:
    updates = "".join(
        f"<div class=update><time>1{n}:00</time><p>{line}</p></div>" for n, line in enumerate(STORY)
    )
    found = lines(page(f"<article>{H1}{updates}</article>"))
    assert [found.index(f"1{n}:00") + 1 for n in range(1, 5)] == [
        found.index(line) for line in STORY[1:]
    ]


def test_as_much_again_beside_the_article_is_said() -> None:
    tall = "".join(f"<p>Update {n}: {LEFT} {SAVED} {DENIED}</p>" for n in range(12))
    body = f"<div><div class=x>{H1}{paragraphs()}</div></div><div><div class=y>{tall}</div></div>"
    document = read_html(page(body), "a.html")
    assert "Update 3" in document.text or any("beside" in note for note in document.notes)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "<h1>Before you continue</h1><p>We and our partners store and access information on a "
            "device, such as cookies, and process personal data such as identifiers.</p>",
            "consent",
        ),
        ("<h1>Just a moment...</h1><p>Verify you are human by the action below.</p>", "human"),
        (
            "<h1>404</h1><p>404: the page you are looking for was not found on this site, try a "
            "search for other words.</p>",
            "not found",
        ),
    ],
)
def test_a_wall_is_no_article(body: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_html(page(f"<div>{body}</div>"), "a.html")


def test_an_article_about_walls_is_an_article() -> None:
    told = "The ministry said that its site asked readers to verify you are human for a week."
    long = tuple(f"{line} {INQUIRY} {JACKETS}" for line in STORY)
    assert told in lines(page(f"<article>{H1}{paragraphs((told, *long))}</article>"))


def test_a_paywall_is_said() -> None:
    data = f'{{"@type":"NewsArticle","headline":"{HEADLINE}","isAccessibleForFree":"False"}}'
    document = read_html(page(head=json_ld(data)), "a.html")
    assert any("not free to read" in note for note in document.notes)
    open_page = read_html(page(head=json_ld(data.replace("False", "True"))), "a.html")
    assert open_page.notes == ()


def test_hidden_parts_are_not_read() -> None:
    body = f"<article>{H1}{paragraphs()}<div style='display: none'>{LEFT} hidden</div></article>"
    assert not any("hidden" in line for line in lines(page(body)))
