"""Records of crawlers and feed readers: their fields, their numbers, and what is no record."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.data import Page
from checker.errors import InputError
from checker.intake.documents import clean_words, http_address, iso_date, language_tag
from checker.intake.pages import read_case
from checker.intake.reading import Intake
from checker.intake.records import PROBLEMS_SHOWN, read_records

WORDS = "قالت إسرائيل إن المحادثات مباشرة."
DATE = "2025-07-12T10:30:00+00:00"
LINK = "https://news.example/a"
# One record each as these programs write them.
RECORDS = {
    "plain": {"text": WORDS, "title": "T", "outlet": "O", "published": DATE, "url": LINK,
              "language": "ar"},
    "news-please": {"maintext": WORDS, "title": "T", "source_domain": "O", "date_publish":
                    "2025-07-12 10:30:00+00:00", "url": LINK, "language": "ar", "image_url": "x"},
    "trafilatura": {"text": WORDS, "title": "T", "source-hostname": "O", "source": LINK,
                    "date": "2025-07-12T10:30:00+00:00", "language": "ar", "fingerprint": "a"},
    "newsapi": {"content": WORDS, "title": "T", "source": {"id": None, "name": "O"},
                "publishedAt": "2025-07-12T10:30:00Z", "url": LINK, "lang": "ar",
                "description": "teaser"},
    "json feed": {"content_html": f"<p>{WORDS}</p><script>x()</script>", "title": "T", "id": "7",
                  "date_published": DATE, "url": LINK, "language": "ar", "site": "O"},
    "google reader": {"summary": {"content": f"<div>{WORDS}</div>", "direction": "rtl"},
                      "title": "T", "origin": {"streamId": "feed/x", "title": "O"},
                      "alternate": [{"href": LINK, "type": "text/html"}],
                      "published": 1752316200, "lang": "ar"},
    "feedly": {"content": {"content": WORDS}, "title": "T", "origin": {"title": "O"},
               "published": 1752316200000, "canonical": [{"href": LINK}], "language": "ar"},
    "rss": {"body": WORDS, "headline": "T", "publisher": "O", "link": LINK, "language": "ar",
            "pubDate": "Sat, 12 Jul 2025 10:30:00 GMT"},
    "schema.org": {"@type": "NewsArticle", "articleBody": WORDS, "headline": "T", "inLanguage":
                   "ar", "publisher": {"@type": "Organization", "name": "O"}, "url": LINK,
                   "datePublished": DATE},
    "paragraphs": {"article_text": [WORDS], "Title": "T", "OUTLET": "O", "published_at": DATE,
                   "canonical_url": LINK, "language": "ar"},
}  # fmt: skip


def write_lines(folder: Path, *lines: str, name: str = "feed.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def known(page: Page) -> dict[str, object]:
    return page.model_dump(include={"text", "title", "outlet", "published", "url", "language"})


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_the_fields_of_feeds_and_crawlers_are_known(tmp_path: Path, record: object) -> None:
    line = json.dumps(record, ensure_ascii=False)
    path = write_lines(tmp_path, "", line)
    (page,) = read_case([path]).pages
    assert known(page) == {
        **{"text": WORDS, "title": "T", "outlet": "O", "published": DATE},
        **{"url": LINK, "language": "ar"},
    }
    assert page.path == f"{path.as_posix()}#2"
    assert page.sha256 == hashlib.sha256(line.encode()).hexdigest()


def test_bad_lines_are_problems_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = json.dumps({"text": WORDS, "date": "yesterday"})
    path = write_lines(
        *(tmp_path, good, '{"text": ', "[1]", '{"title": "T"}', "[" * 100_000, "1" * 5_000),
        *('{"text": " "}', '{"text": 7}', good, '{"content_html": "<p></p><script>x</script>"}'),
    )
    case = read_case([path])
    (page,) = case.pages
    assert (page.path, page.also) == (f"{path.as_posix()}#1", (f"{path.as_posix()}#9",))
    said: dict[str, list[str]] = {}
    for each in case.problems:
        said.setdefault(each.subject.rpartition("#")[2], []).append(each.reason)
    assert sorted(map(int, said)) == [*range(1, 11)]
    assert "no JSON" in said["2"][0]
    assert "JSON list" in said["3"][0]
    assert "has no text; its fields are 'title'" in said["4"][0]
    assert "nested too deep" in said["5"][0]
    assert "'yesterday' was not understood" in said["1"][0]
    assert "same bytes" in said["9"][-1]


def test_many_bad_lines_are_counted() -> None:
    raw = b"no\n" * (PROBLEMS_SHOWN + 30)
    documents, problems = read_records(raw, "feed.jsonl")
    assert documents == []
    assert len(problems) == PROBLEMS_SHOWN + 1
    assert "30 more records" in problems[-1].reason


@pytest.mark.parametrize(
    ("text", "numbers", "bad"),
    [
        ('[{"text": "a"}, {"text": "b"}\n]', [1, 2], 0),
        ('[{"text": "a"}, 7, {"text": "b"}]', [1, 3], 1),
        ('[{"text": "a"}, {"text": ', [1], 1),
        ('{"text": "a",\n "data": []}', [1], 0),
        ('{"status": "ok", "articles": [{"text": "a"}, {"text": "b"}]}', [1, 2], 0),
        ("[]", [], 0),
        ("{", [], 1),
        ("[" * 100_000, [], 1),
    ],
)
def test_an_array_is_numbered_by_its_elements(text: str, numbers: list[int], bad: int) -> None:
    documents, problems = read_records(text.encode(), "f.json", "whole")
    assert [each.path for each in documents] == [f"f.json#{number}" for number in numbers]
    assert len(problems) == bad


def test_records_in_folders_must_be_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path, '{"text": "a"}')
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    assert len(read_case([tmp_path]).pages) == 1
    assert len(read_case([tmp_path / "*.jsonl"]).pages) == 1
    (tmp_path / "case.toml").write_text(f'[[page]]\nfile = "{path.name}"', encoding="utf-8")
    with pytest.raises(InputError, match="holds many pages"):
        read_case([tmp_path])


def test_a_file_without_one_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no page could be read.*is no JSON"):
        read_case([write_lines(tmp_path, "no")])


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        (WORDS.encode(), ["stdin"]),
        ("{أول} الكلام".encode(), []),
        (b'{"text": "a"}\n\n{"text": "b"}\n', ["stdin#1", "stdin#3"]),
        (b'[\n {"text": "a"}]', ["stdin#1"]),
        (b'{"text":\n "a"}', ["stdin#1"]),
        (b"<!DOCTYPE html><html><body><article><p>" + b"Some words of news. " * 9, ["stdin"]),
        (b"%PDF-1.7", []),
        (b"", []),
    ],
)
def test_standard_input_is_known_by_its_look(raw: bytes, paths: list[str]) -> None:
    intake = Intake(stdin=lambda: io.BytesIO(raw))
    if not paths:
        with pytest.raises(InputError, match="no page could be read: 'stdin"):
            read_case(["-"], intake)
        return
    assert [page.path for page in read_case(["-"], intake).pages] == paths


def test_what_strangers_say_of_themselves_is_cut_and_cleaned() -> None:
    record = {
        "text": "a\u0000b\ud800\r\nc",
        "title": "T\u202e\u200b\n\x1b[31m" + "x" * 900,
        "url": "javascript:alert(1)",
        "outlet": "O\u2066\ufeff" + "y" * 900,
        "language": "ar<script>",
    }
    (document,), _ = read_records(json.dumps(record).encode(), "f.jsonl")
    assert document.text == "a\ufffdb\ufffd\nc"
    about = document.about
    assert about.title is not None
    assert about.title.startswith("T [31mxxx")
    assert len(about.title) == 300
    assert about.outlet == "O " + "y" * 97 + "…"
    assert (about.url, about.language) == (None, None)


@settings(deadline=None, max_examples=150)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["text", "content", "title", "source", "date", "url",
                                         "items", "lang", "name", "other"]), inner, max_size=5),
                    max_leaves=12))  # fmt: skip
def test_any_json_gives_documents_or_problems(value: object) -> None:
    raw = json.dumps(value).encode()
    for form in ("lines", "whole"):
        documents, problems = read_records(raw, "f.json", form)
        assert documents or problems or value in ([], {}) or isinstance(value, dict)
        for each in documents:
            each.text.encode("utf-8")
            assert "\0" not in each.text
            assert Page(id="p1", path=each.path, sha256=each.sha256, encoding=each.encoding,
                        text=each.text, **each.about._asdict())  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("2025-07-12", "2025-07-12"),
        ("20250712", "2025-07-12"),
        ("2025-07-12 10:30:00", "2025-07-12T10:30:00"),
        ("1752316200", DATE),
        (1752316200.0, DATE),
        ("Sat, 12 Jul 2025 13:30:00 +0300", "2025-07-12T13:30:00+03:00"),
        ("12 July", None),
        (True, None),
        (1e30, None),
        (float("nan"), None),
        (None, None),
    ],
)
def test_dates_of_feeds(given_: object, wanted: str | None) -> None:
    assert iso_date(given_) == wanted


def test_addresses_languages_and_words() -> None:
    assert http_address(" https://x.example/a ") == "https://x.example/a"
    for wrong in ("http://", "//x", "http://[", "http://a b/", "https://u@x/", "x" * 9, None):
        assert http_address(wrong) is None
    assert [language_tag(each) for each in ("en_GB", "ar", "Arabic", "ara", "?", None)] == (
        ["en-GB", "ar", "ar", "ar", None, None]
    )
    assert clean_words("\u200b\n", 9) is None
