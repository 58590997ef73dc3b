"""Files made to take long, to take much, or to reach out: bounded, said, and the rest is read."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from checker.errors import InputError
from checker.intake import archives, office
from checker.intake.feeds import MOST_ENTRIES
from checker.intake.markup import slim
from checker.intake.pages import read_case
from tests.intake.html import HEADLINE, LEFT, SAVED, STORY, page
from tests.intake.test_forms import RSS, pdf, warc, word


def problems_of(tmp_path: Path, name: str, raw: bytes) -> list[str]:
    """What is said of a bad file that stands beside a good one, which is read."""
    (tmp_path / "good.txt").write_text("Words of a good page.", encoding="utf-8")
    (tmp_path / name).write_bytes(raw)
    case = read_case([tmp_path / "good.txt", tmp_path / name])
    assert case.pages[0].text == "Words of a good page."
    return [problem.reason for problem in case.problems]


def test_a_word_document_that_unpacks_to_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO(word())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/bomb.xml", b"0" * (office.MOST_UNPACKED + 1))
    monkeypatch.setattr("docx.Document", None)  # would fail if it were opened
    (said,) = problems_of(tmp_path, "a.docx", stream.getvalue())
    assert "unpacks to" in said


def test_a_web_archive_is_read_up_to_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/a.warc", b"0" * 5_000_000)
        archive.writestr("archive/b.warc", b"0" * 5_000_000)
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000_000)
    said = problems_of(tmp_path, "a.wacz", stream.getvalue())
    assert said


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_of_one_endless_line_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    monkeypatch.setattr(archives, "LONGEST_LINE", 100_000)
    raw = gzip.decompress(warc(1)) + b"0" * 1_000_000
    (tmp_path / "a.warc").write_bytes(gzip.compress(raw) if packed else raw)
    case = read_case([tmp_path / "a.warc"])
    assert [page.text.split("\n")[0] for page in case.pages] == [f"{HEADLINE} 0"]
    assert "what stands before was read" in case.problems[0].reason


def test_a_warc_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    raw = warc(3)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(raw[: len(raw) // 2])
    case = read_case([path])
    assert case.pages[0].text.startswith(HEADLINE)
    assert len(case.pages) < 3
    assert any("what stands before was read" in problem.reason for problem in case.problems)


def test_entities_of_a_feed_are_not_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    head = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 10}"><!ENTITY b "{"&a;" * 10}">'
    head += f'<!ENTITY f SYSTEM "{secret.as_uri()}">]><rss'
    raw = RSS.replace("<rss", head, 1).replace("short", "&b;&f;").replace(HEADLINE, "&f;T")
    path = tmp_path / "a.xml"
    path.write_text(raw, encoding="utf-8")
    (found,) = read_case([path]).pages
    assert found.text == f"{LEFT}\n{SAVED}"
    assert "secret" not in str(found)


def test_entities_that_swell_end_the_feed(tmp_path: Path) -> None:
    head = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 1_000}"><!ENTITY b "{"&a;" * 1_000}">]><rss'
    raw = RSS.replace("<rss", head, 1).replace("short", "&b;" * 1_000)
    (said,) = problems_of(tmp_path, "a.xml", raw.encode())
    assert "no XML that can be read" in said


def test_a_feed_of_too_many_entries_is_read_up_to_the_limit(tmp_path: Path) -> None:
    item = "<item><title>T</title><description>Words of number {}.</description></item>"
    rows = "".join(item.format(number) for number in range(MOST_ENTRIES + 500))
    path = tmp_path / "a.xml"
    path.write_text(f"<rss><channel>{rows}</channel></rss>", encoding="utf-8")
    case = read_case([path])
    assert len(case.pages) == MOST_ENTRIES
    assert "more than 10,000 entries" in case.problems[-1].reason


def test_a_feed_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RSS.replace("</item>", "</item><item><title>", 1), encoding="utf-8")
    case = read_case([path])
    assert len(case.pages) == 1
    assert "from here on" in case.problems[-1].reason


def test_a_pdf_of_many_pages_is_read_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MOST_PAGES", 3)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(*STORY))
    case = read_case([path])
    assert case.pages[0].text == "\f".join(STORY[:3])
    assert "has 5 pages, of which the first 3 were read" in case.problems[0].reason


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.pdf", b"%PDF-1.4\nnothing of the kind"),
        ("b.pdf", pdf(LEFT)[:200]),
        ("a.docx", b"PK\x03\x04 no archive"),
        ("a.wacz", b"no archive"),
        ("a.mhtml", b"MIME-Version: 1.0\n\nno page"),
        ("a.xml", b"<rss><channel></channel></rss>"),
        ("b.xml", b"no XML"),
        ("a.warc", b"no archive at all"),
        ("a.csv", b"text\n\n"),
    ],
)
def test_what_is_not_what_it_says_is_a_problem(tmp_path: Path, name: str, raw: bytes) -> None:
    assert problems_of(tmp_path, name, raw)


def test_mhtml_reads_no_file_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(page().replace(b"ferry", b"secret"))
    raw = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/html\r\nContent-Location: file://secret.html\r\n\r\n"
        b"<iframe src='secret.html'></iframe><object data='file:secret.html'></object>\r\n--B--"
    )
    assert problems_of(tmp_path, "a.mhtml", raw)


def test_tags_of_very_many_attributes_are_cut_before_they_are_parsed() -> None:
    wide = "<div " + " ".join(f"a{number}='x'" for number in range(40_000)) + "><p>words</p>"
    assert slim(wide) == "<div><p>words</p>"
    assert slim("<p>a</p><style>x" + "<style>" * 9_000).startswith("<p>a</p>")
    with pytest.raises(InputError, match="characters without its pictures"):
        slim("<p>" + "x" * 10_000_001)


def test_linked_data_that_is_nested_deep_is_left_alone(tmp_path: Path) -> None:
    script = '<script type="application/ld+json">' + "[" * 200_000 + "</script>"
    path = tmp_path / "a.html"
    path.write_bytes(page(head=script))
    assert read_case([path]).pages[0].text.split("\n") == [HEADLINE, *STORY]
