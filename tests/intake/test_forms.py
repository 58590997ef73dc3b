"""Each form in which people keep articles, by its suffix and by its look."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from checker.data import Page
from checker.errors import InputError
from checker.intake.case import Case
from checker.intake.forms import look_of
from checker.intake.pages import read_case
from checker.intake.reading import Intake
from tests.intake.html import HEADLINE, LEFT, SAVED, STORY, page

RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Post</title>
<link>https://h.example</link><language>en</language><item><title>{HEADLINE}</title>
<link>https://h.example/1</link><pubDate>Sat, 12 Jul 2025 10:00:00 +0300</pubDate>
<description>short</description><content:encoded><![CDATA[<p>{LEFT}</p><p>{SAVED}</p>]]>
</content:encoded></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title><entry>
<title>{HEADLINE}</title><link rel="alternate" href="https://h.example/1"/>
<link rel="self" href="https://h.example/feed"/><published>2025-07-12T10:00:00+03:00</published>
<summary>short</summary><content type="html">&lt;p&gt;{LEFT}&lt;/p&gt;&lt;p&gt;{SAVED}&lt;/p&gt;
</content></entry></feed>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta>
<provider>Harbour Post</provider><versionCreated>2025-07-12T10:00:00+03:00</versionCreated>
</itemMeta><contentMeta><headline>{HEADLINE}</headline></contentMeta><contentSet><inlineXML>
<html><body><p>{LEFT}</p><p>{SAVED}</p></body></html></inlineXML></contentSet></newsItem>"""
MHTML = (
    b"From: <Saved by Browser>\r\nSnapshot-Content-Location: https://h.example/ferry\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    b"--B\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/frame\r\n\r\n"
    b"<html><p>An advertisement.</p></html>\r\n"
    b"--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Location: https://h.example/ferry\r\n\r\n%s\r\n--B--\r\n"
)


def mhtml() -> bytes:
    import base64

    return MHTML.replace(b"%s", base64.encodebytes(page()))


def warc(count: int = 1) -> bytes:
    """A gzip WARC of pages and pictures, record by record as the standard has it."""
    raw = b""
    for number in range(count):
        html = page().replace(b"</h1>", b" %d</h1>" % number)
        for kind, body in (("text/html; charset=utf-8", html), ("image/png", b"\x89PNG")):
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
                f"WARC-Target-URI: https://h.example/{number}\r\n"
                "WARC-Date: 2025-07-12T10:00:00Z\r\n"
                "Content-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(answer)}\r\n\r\n"
            )
            raw += gzip.compress(head.encode() + answer + b"\r\n\r\n")
    return raw


def wacz() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.warc.gz", warc())
        archive.writestr("pages/pages.jsonl", "{}")
    return stream.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_heading(HEADLINE)
    for line in STORY:
        document.add_paragraph(line)
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Aboard", "31"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF of one line a page, written by hand."""
    count = len(pages)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
    ]
    font = "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for number, line in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 999 999] /Contents {4 + 2 * number} 0 R "
            f"/Resources {font} >>"
        )
        drawn = f"BT /F 9 Tf 9 9 Td ({line}) Tj ET" if line else "0 0 9 9 re f"
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    raw, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(raw)}\n%%EOF\n"
    return raw + end.encode()


def read(tmp_path: Path, name: str, raw: bytes | str) -> Case:
    path = tmp_path / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return read_case([path])


def about(found: Page) -> tuple[str | None, ...]:
    return found.title, found.outlet, found.published, found.url


@pytest.mark.parametrize(
    ("name", "raw"), [("a.xml", RSS), ("a.rss", RSS), ("a.atom", ATOM), ("feed", RSS)]
)
def test_feeds_give_their_entries(tmp_path: Path, name: str, raw: str) -> None:
    (found,) = read(tmp_path, name, raw).pages
    assert found.text == f"{LEFT}\n{SAVED}"
    day = "2025-07-12T10:00:00+03:00"
    assert about(found) == (HEADLINE, "Harbour Post", day, "https://h.example/1")
    assert found.path.endswith(f"{name}#1")


def test_newsml_gives_its_items(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.xml", NEWSML).pages
    assert found.text == f"{LEFT}\n{SAVED}"
    assert about(found)[:3] == (HEADLINE, "Harbour Post", "2025-07-12T10:00:00+03:00")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_give_their_rows(tmp_path: Path, delimiter: str) -> None:
    head = delimiter.join(("outlet", "title", "published", "url", "text"))
    quoted = f'"{LEFT}\n""{SAVED}"""'
    row = delimiter.join(("Harbour Post", "Ferry", "2025-07-12", "https://h.example/1", quoted))
    (found,) = read(tmp_path, "a.csv", f"\ufeff{head}\r\n{row}\r\n").pages
    assert found.text == f'{LEFT}\n"{SAVED}"'
    assert about(found) == ("Ferry", "Harbour Post", "2025-07-12", "https://h.example/1")


def test_a_table_without_text_says_which_columns_it_has(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="its columns are 'when', 'who'"):
        read(tmp_path, "a.csv", "when,who\n1,2\n")


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "saved"])
def test_mhtml_gives_the_page_and_not_its_frames(tmp_path: Path, name: str) -> None:
    (found,) = read(tmp_path, name, mhtml()).pages
    assert found.text.split("\n") == [HEADLINE, *STORY]
    assert found.url == "https://h.example/ferry"


@pytest.mark.parametrize("name", ["a.xhtml", "a.php", "article", "a.txt", "a.HTM"])
def test_html_is_known_by_its_look(tmp_path: Path, name: str) -> None:
    (found,) = read(tmp_path, name, page()).pages
    assert found.text.split("\n") == [HEADLINE, *STORY]


def test_a_page_with_its_pictures_inside_is_read(tmp_path: Path) -> None:
    picture = "<img src='data:image/png;base64," + "iVBORw0KGgo" * 1_000_000 + "'>"
    style = "<style>" + "p { color: red }\n" * 100_000 + "</style>"
    raw = page().replace(b"<p>", f"{style}{picture}<p>".encode(), 1)
    assert len(raw) > 10_000_000
    (found,) = read(tmp_path, "a.html", raw).pages
    assert found.text.split("\n") == [HEADLINE, *STORY]


def test_warc_and_wacz_give_their_pages(tmp_path: Path) -> None:
    pages = read(tmp_path, "a.warc.gz", warc(3)).pages
    assert [each.url for each in pages] == [f"https://h.example/{n}" for n in range(3)]
    assert pages[2].text.split("\n") == [f"{HEADLINE} 2", *STORY]
    assert len(read(tmp_path, "a.warc", gzip.decompress(warc(2))).pages) == 2
    (found,) = read(tmp_path, "a.wacz", wacz()).pages
    assert found.path.endswith("a.wacz/archive/data.warc.gz#1")


def test_word_documents_give_paragraphs_and_rows(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.docx", word()).pages
    assert found.text.split("\n") == [HEADLINE, *STORY, "Aboard | 31"]
    assert found.published is None


def test_pdfs_give_their_pages_and_pictures_of_words_are_refused(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.pdf", pdf(LEFT, SAVED)).pages
    assert found.text == f"{LEFT}\f{SAVED}"
    with pytest.raises(InputError, match="pages are pictures"):
        read(tmp_path, "scan.pdf", pdf("", ""))


@pytest.mark.parametrize(
    ("module", "name", "raw"),
    [("pypdf", "a.pdf", pdf(LEFT)), ("docx", "a.docx", word()),
     ("warcio.archiveiterator", "a.warc.gz", warc())],
)  # fmt: skip
def test_a_missing_reader_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, raw: bytes
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=r"pip install 'checker\[documents\]'"):
        read(tmp_path, name, raw)


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (pdf(LEFT), "pdf"),
        (word(), "docx"),
        (wacz(), "wacz"),
        (warc(), "warc"),
        (mhtml(), "mhtml"),
        (RSS.encode(), "feed"),
        (page(), "html"),
        (b'{"text": "a"}\n{"text": "b"}\n', "lines"),
        (b'[\n  {"text": "a"}]', "json"),
        ("خبر".encode(), "text"),
    ],
)
def test_what_comes_on_standard_input_is_known_by_its_look(raw: bytes, form: str) -> None:
    assert look_of(raw) == form
    intake = Intake(stdin=lambda: io.BytesIO(raw))
    assert read_case(["-"], intake).pages


def test_a_folder_gives_all_forms_and_names_what_it_leaves(tmp_path: Path) -> None:
    rows = {"b.csv": "title,text\nT,Words of a row.\n", "c.xml": RSS, "e.jsonl": "{}", "f.bin": "x"}
    for name, text in rows.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "d.mhtml").write_bytes(mhtml().replace(b"Saved", b"Kept"))
    (tmp_path / "saved-page").write_bytes(page().replace(b"Ferry", b"Boat"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "g.html").write_bytes(page())
    case = read_case([tmp_path])
    names = [each.path.rpartition("/")[2] for each in case.pages]
    assert names == ["a.html", "b.csv#1", "c.xml#1", "saved-page"]  # d.mhtml: the bytes of a.html
    said = " ".join(problem.reason for problem in case.problems)
    assert all(name in said for name in ("'f.bin'", "'e.jsonl'", "'sub'", "same bytes"))


def test_where_each_field_stood_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(head="<meta property=og:site_name content=Post>"))
    (tmp_path / "case.toml").write_text('[[page]]\nfile = "a.html"\ntitle = "T"', encoding="utf-8")
    found = {each.field: each.where for each in read_case([tmp_path]).found}
    assert (found["outlet"], found["title"]) == ("meta og:site_name", "case.toml")
    assert json.dumps(found)
