"""The bytes of a page to text, whatever is wrong with a few of them.

Each charset that the page or the web declares is tried, since archives and editors leave wrong
ones behind. A few bytes that fit none become U+FFFD, with a note: one bad byte must not cost a
page, and must not stay unseen.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from checker.errors import InputError
from checker.intake.decoding import (
    decode_page,
    guess_one_byte,
    mark_of,
    refuse_other_kinds,
)

_HEAD_BYTES = 32_768
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
# What browsers take these labels for (WHATWG Encoding Standard).
_CODECS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "latin-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese"), "gb18030"),
    **{"iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874"},
    **{"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932"},
    **{"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "big5": "big5hkscs"},
    **{"iso-8859-8-i": "iso8859_8", "visual": "iso8859_8"},
}
_NO_CHARSETS = frozenset(
    ["idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape",
     "raw_unicode_escape", "utf-7", "undefined"]
)  # fmt: skip
_GOOD_FOR_A_BAD = 4  # so many good letters beyond ASCII must stand against a bad byte
_MOST_BAD = 200
_WESTERN = re.compile("[\xc0-\xff]")
_MOJIBAKE = re.compile(
    "(?:[ØÙÚÛ][\u0080-¿€‚-…†-›Œ-Ÿƒˆ˜–-”•™]){3}|Ã[\u0080-¿]|â€[™œ\x9d“”]|Ð[\u0080-¿]Ñ"
)


class Decoded(NamedTuple):
    """Text, the codec that gave it, and notes on what did not fit."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode_any(raw: bytes) -> Decoded:
    """The text of a file, as `decode_page` gives it, or with U+FFFD for a few bad bytes.

    Raises:
        InputError: the bytes are no text at all.
    """
    refuse_other_kinds(raw)
    try:
        text, encoding = decode_page(raw)
    except InputError:
        found = None if mark_of(raw) else _mended(raw, ("utf-8",))
        if found is None:
            raise
        return _noticed(found._replace(text=_line_ends(found.text)))
    return _noticed(Decoded(text, encoding))


def decode_markup(raw: bytes, charset: str = "") -> Decoded:
    """The text of an HTML page; ``charset`` is what the web said of it.

    Raises:
        InputError: the bytes are no text at all.
    """
    if mark_of(raw):
        return decode_any(raw)
    declared = list(dict.fromkeys(_declared(raw, charset)))
    for codec in ("utf-8", *declared):
        text = _strictly(raw, codec)
        if text is not None:
            return _noticed(_unless_foreign(raw, Decoded(text, codecs.lookup(codec).name)))
    found = _mended(raw, ("utf-8", *declared))
    return _noticed(found) if found else decode_any(raw)


def _declared(raw: bytes, charset: str) -> Iterator[str]:
    labels = [charset, *(found.decode("ascii") for found in _CHARSET.findall(raw[:_HEAD_BYTES]))]
    for label in labels[:20]:
        name = _CODECS.get(label.lower(), label)
        try:
            # A codec of no text is a LookupError; those of names are no charset, and slow.
            if name and codecs.lookup(name).name not in _NO_CHARSETS and b"a".decode(name):
                yield name
        except (LookupError, UnicodeError):
            continue


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        text = raw.decode(codec)
    except UnicodeError:
        return None
    return text if "\0" not in text else None


def _mended(raw: bytes, names: tuple[str, ...]) -> Decoded | None:
    """With U+FFFD for bad bytes and NULs, where few are bad among many that are good."""
    for codec in names:
        text = raw.decode(codec, "replace").replace("\0", "\ufffd")
        bad = text.count("\ufffd")
        good = sum(character > "\x7f" for character in text) - bad
        plain = sum(character.isascii() and character.isalpha() for character in text)
        one_byte = codec not in ("utf-8", "gb18030", "cp932", "cp949", "big5hkscs", "euc-jp")
        if not bad:
            continue
        enough = good > _GOOD_FOR_A_BAD * bad or (plain > 5 * bad and codec == "utf-8")
        if enough and (bad <= _MOST_BAD or one_byte or 1_000 * bad < len(text)) and text.strip():
            what = "bytes that are no text" if bad > 1 else "byte that is no text"
            note = f"holds {bad} {what} ({codec}); each is shown as U+FFFD"
            return Decoded(text, codecs.lookup(codec).name, (note,))
    return None


def _unless_foreign(raw: bytes, decoded: Decoded) -> Decoded:
    """A guess where Western letters alone make up the words: Arabic that was declared Latin."""
    if decoded.encoding != "cp1252":
        return decoded
    shown = _words(decoded.text)
    if 3 * len(_WESTERN.findall(shown)) < sum(map(str.isalpha, shown)):
        return decoded
    encoding, text = guess_one_byte(raw, decoded.text)
    note = f"declares a Western charset but holds other letters; it was read as {encoding}"
    return Decoded(text, encoding, (note,)) if encoding != decoded.encoding else decoded


def _words(text: str) -> str:
    """A page without its tags, roughly."""
    return re.sub(r"<[^<>]{0,2000}>", " ", text)


def _noticed(decoded: Decoded) -> Decoded:
    """With a note where text was decoded wrongly before it came here."""
    found = len(_MOJIBAKE.findall(decoded.text))
    if found < 5:
        return decoded
    note = "holds letters that an earlier program decoded wrongly (such as 'Ø§Ù„' or 'Ã©')"
    return decoded._replace(notes=(*decoded.notes, f"{note}; save the page again"))


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
