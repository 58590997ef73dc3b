"""Bytes to text: each declared charset is tried, and a few bad bytes cost no page."""

from __future__ import annotations

import pytest

from checker.errors import InputError
from checker.intake.charsets import decode_any, decode_markup
from tests.intake.html import ARABIC, HEADLINE, LEFT, page

CHINESE = "港口办公室周四说渡轮早上六点离开旧港船上有三十一人"


def test_every_declared_charset_is_tried() -> None:
    html = (
        '<html><head><meta charset="utf-8"><meta http-equiv="Content-Type" '
        f'content="text/html; charset=gb2312"></head><body>{CHINESE}</body></html>'
    )
    decoded = decode_markup(html.encode("gb18030"))
    assert CHINESE in decoded.text
    assert (decoded.encoding, decoded.notes) == ("gb18030", ())


@pytest.mark.parametrize(("bad", "count"), [(b"\xff", "1 byte"), (b"\0\0", "2 bytes")])
def test_a_bad_byte_is_shown_and_said(bad: bytes, count: str) -> None:
    raw = "\n".join(ARABIC).encode()
    place = raw.index("مكتب".encode())
    for decoded in (decode_any(raw[:place] + bad + raw[place:]),
                    decode_markup(page(f"<p>{ARABIC[0]}</p>") + bad)):  # fmt: skip
        assert "\ufffd" in decoded.text
        assert decoded.encoding == "utf-8"
        assert any(note.startswith(f"holds {count}") for note in decoded.notes)


def test_arabic_that_is_declared_western_is_read_as_arabic() -> None:
    html = f'<html><head><meta charset="iso-8859-1"></head><p>{" ".join(ARABIC)}</p></html>'
    decoded = decode_markup(html.encode("cp1256"))
    assert ARABIC[0] in decoded.text
    assert decoded.encoding == "cp1256"
    assert "Western" in decoded.notes[0]


def test_western_text_stays_western() -> None:
    html = '<html><head><meta charset="iso-8859-1"></head><p>L’été à Nîmes, dit-il.</p></html>'
    assert decode_markup(html.encode("cp1252")).notes == ()


def test_text_that_was_decoded_wrongly_before_is_noticed() -> None:
    wrong = " ".join(ARABIC).encode().decode("latin-1")
    assert any("wrongly" in note for note in decode_any(wrong.encode()).notes)
    assert decode_any(f"{HEADLINE} {LEFT} café".encode()).notes == ()


@pytest.mark.parametrize("name", ["punycode", "idna", "utf-7", "hex", "zip", "unicode_escape"])
def test_codecs_that_are_no_charset_are_not_tried(name: str) -> None:
    html = f'<html><meta charset="{name}"><p>{" ".join(ARABIC)}</p></html>'.encode("cp1256")
    assert decode_markup(html).encoding == "cp1256"


@pytest.mark.parametrize("raw", [b"", b"\x7fELF\x02\x01\0\0\0\0\xff\xfe", b"%PDF-1.7"])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        decode_any(raw + b"\xff\xfa\xf1" * 3 * bool(raw))
