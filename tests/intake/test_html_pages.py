"""HTML to the text of its article, and what its markup says of it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.intake.html_pages import MOST_TAGS, fragment_text, looks_like_html, read_html
from checker.intake.pages import read_case
from tests.support.growth import growth

ARABIC = "قالت إسرائيل إن المحادثات مع سوريا في باريس كانت مباشرة وطويلة، بحسب المصدر {}."
HEAD = (
    '<title>محادثات باريس - القناة</title><meta property="og:site_name" content="القناة">'
    '<meta property="og:title" content="محادثات باريس">'
    '<link rel="canonical" href="https://news.example/a?x=1">'
    '<meta property="article:published_time" content="2025-07-12T10:30:00Z">'
)


def article(head: str = HEAD, count: int = 6) -> str:
    body = "".join(f"<p>{ARABIC.format(number)}</p>" for number in range(count))
    return (
        f'<!DOCTYPE html><html dir="rtl" lang="ar"><head>{head}</head><body>'
        f"<nav><a href='/'>الرئيسية</a></nav><article><h1>محادثات باريس</h1>{body}"
        "<script>alert('نص خفي')</script></article><footer>حقوق النشر</footer></body></html>"
    )


def refusal(raw: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_html(raw, "a.html")
    return str(caught.value)


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(article(), encoding="utf-8")
    (page,) = read_case([tmp_path]).pages
    assert page.text.split("\n")[-6:] == [ARABIC.format(number) for number in range(6)]
    assert "الرئيسية" not in page.text
    assert "خفي" not in page.text
    assert "<" not in page.text
    assert (page.path, page.encoding, page.language) == (file.as_posix(), "utf-8", "ar")
    assert (page.title, page.outlet, page.published) == (
        "محادثات باريس",
        "القناة",
        "2025-07-12T10:30:00+00:00",
    )
    assert page.url == "https://news.example/a?x=1"
    assert page.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_what_the_user_says_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_text(article(), encoding="utf-8")
    toml = '[[page]]\nfile = "a.htm"\noutlet = "CNN"\npublished = 2025-07-13'
    (tmp_path / "case.toml").write_text(toml, encoding="utf-8")
    (page,) = read_case([tmp_path]).pages
    assert (page.outlet, page.published, page.title) == ("CNN", "2025-07-13", "محادثات باريس")


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "", ""),
        ("utf-8-sig", "", ""),
        ("utf-8", "windows-1256", "windows-1256"),
        ("cp1256", "windows-1256", ""),
        ("cp1256", "", "windows-1256"),
        ("cp1256", "no-such-charset", ""),
        ("cp1256", "hex", "zip"),
        ("iso8859-6", "iso-8859-6", ""),
        ("utf-16", "", ""),
    ],
)
def test_the_encoding_is_what_the_bytes_or_the_page_say(
    encoding: str, declared: str, charset: str
) -> None:
    meta = f"<meta charset='{declared}'>" if declared else ""
    raw = article(meta + HEAD, count=30).encode(encoding)
    document = read_html(raw, "a.html", charset=charset)
    assert document.text.endswith(ARABIC.format(29))
    assert raw.decode(document.encoding).lstrip("\ufeff").startswith("<!DOCTYPE")


def test_xhtml_that_declares_an_encoding_is_read() -> None:
    raw = ('<?xml version="1.0" encoding="utf-8"?>\n' + article()).encode()
    assert looks_like_html(raw)
    assert read_html(raw, "a.html").text.endswith(ARABIC.format(5))


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><body></body></html>",
        b"just words",
        b"<html><body>" + b"<div>" * 20_000 + b"words",
        b"<html><body><script>" + b"var words = 1; " * 500 + b"</script></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(raw: bytes) -> None:
    assert "no article" in refusal(raw)


def test_a_page_without_an_article_is_a_problem_beside_others(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html></html>", encoding="utf-8")
    (tmp_path / "b.html").write_text(article(), encoding="utf-8")
    case = read_case([tmp_path])
    assert [page.path.rpartition("/")[2] for page in case.pages] == ["b.html"]
    assert [problem.subject.rpartition("/")[2] for problem in case.problems] == ["a.html"]


def test_pages_made_to_take_long_do_not() -> None:
    assert f"more than the {MOST_TAGS:,}" in refusal(b"<html><body>" + b"<p>w</p>" * 1_000_000)
    for start, piece, many in (
        (b"", b"<!", 20_000),
        (b"<a ", b"b=c ", 500_000),
        (b"<html ", b"x", 5_000_000),
    ):

        def read(size: int, start: bytes = start, piece: bytes = piece) -> str:
            return refusal(b"<html><body><article><p>" + start + piece * size)

        assert growth(read, many // 8, many) < 4


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert "pip install trafilatura" in refusal(article().encode())


def test_a_fragment_gives_its_words_by_block() -> None:
    markup = (
        "one <b>bold</b>\nline<br>two<p onclick='x()'>three &lt;i&gt; <a href='javascript:x'>link"
        "</a></p><style>p{}</style><script>alert(1)</script><!-- no --><div><div>four</div></div>"
    )
    assert fragment_text(markup) == "one bold line\ntwo\nthree <i> link\nfour"
    assert fragment_text("") == ""
    assert fragment_text("<div>" * 5_000 + "deep") in ("deep", "")
