"""The bytes of a file to text: which encoding they are in, or why they are no text.

Where they are a document of another kind, the message says how to make text of it.
"""

from __future__ import annotations

import codecs

from checker.errors import InputError

_PANDOC = "convert it with: pandoc --to plain --output page.txt FILE"
_PDF = "convert it with: pdftotext -enc UTF-8 FILE page.txt"
_OLD_WORD = "convert it with: libreoffice --convert-to txt FILE"
_GZIP = "unpack it with: gunzip FILE"
_ARCHIVE = "unpack it with: unzip FILE"
_IMAGE = "read the words off it with: tesseract FILE page -l ara"
# What people keep articles in, beside text: such a file in a folder is not passed over in silence.
CONVERSIONS = {
    ".odt": _PANDOC,
    ".rtf": _PANDOC,
    ".epub": _PANDOC,
    ".doc": _OLD_WORD,
    ".zip": _ARCHIVE,
    ".gz": _GZIP,
    ".tar": "unpack it with: tar -xf FILE",
    ".tgz": "unpack it with: tar -xzf FILE",
    ".7z": "unpack it with: 7z x FILE",
    ".rar": "unpack it with: unrar x FILE",
}
_MAGIC = (
    (b"%PDF-", "a PDF document", _PDF),
    (b"PK\x03\x04", "a Word document or another ZIP archive", f"unpack it, or {_PANDOC}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document", _OLD_WORD),
    (b"{\\rtf", "an RTF document", _PANDOC),
    (b"\x1f\x8b", "a gzip file", _GZIP),
    (b"BZh", "a bzip2 file", "unpack it with: bunzip2 FILE"),
    (b"\xfd7zXZ\x00", "an xz file", "unpack it with: unxz FILE"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it with: 7z x FILE"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it with: unrar x FILE"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _IMAGE),
    (b"\xff\xd8\xff", "a JPEG image", _IMAGE),
    (b"GIF87a", "a GIF image", _IMAGE),
    (b"GIF89a", "a GIF image", _IMAGE),
)
_EMPTY = "is empty or only white space; leave it out, or save the page again"
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# Few candidates make for sure guesses: with all of them a French page of 300 characters was read
# as windows-1250. These are Arabic, Western, Russian, Hebrew and Turkish.
_ONE_BYTE = ["cp1256", "iso8859_6", "cp1252", "cp1251", "cp1255", "cp1254"]
_TWO_BYTES = ["utf_16_le", "utf_16_be"]


def decode_page(raw: bytes) -> tuple[str, str]:
    """Give the text of a file's bytes, and the Python name of the codec that decodes them.

    By byte order mark, else UTF-8, else guessed by charset-normalizer, among few encodings and
    reliably from about 300 characters. Line ends become LF; nothing else is changed. Raises
    InputError where the bytes are no text, or none but white space; its message names no file.
    """
    refuse_other_kinds(raw)
    encoding = mark_of(raw) or "utf-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise InputError(
                f"begins as {encoding} but is not, at byte {error.start}; save it as UTF-8"
            ) from error
        _refuse_broken_utf8(raw, error.start)
        encoding, text = _guess(raw)
    if "\0" in text:
        encoding, text = _guess(raw)
    if not text.strip():
        raise InputError(_EMPTY)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def refuse_other_kinds(raw: bytes) -> None:
    """Raise InputError for a document of another kind, or for nothing but white space."""
    for magic, kind, how in _MAGIC:
        if raw.startswith(magic):
            raise InputError(f"is {kind}, not text; {how}")
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(_EMPTY)


def mark_of(raw: bytes) -> str | None:
    """The codec that a byte order mark names."""
    return next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)


def guess_one_byte(raw: bytes, said: str) -> tuple[str, str]:
    """The codec and the text that charset-normalizer guesses; cp1252 and ``said`` without one."""
    try:
        return _guess(raw)
    except InputError:
        return "cp1252", said


def _refuse_broken_utf8(raw: bytes, where: int) -> None:
    """Raise InputError for UTF-8 with a few broken bytes, which a guess would turn to nonsense."""
    replaced = raw.decode("utf-8", errors="replace")
    broken = replaced.count("\ufffd")
    if sum(character > "\x7f" for character in replaced) > 2 * broken:
        raise InputError(
            f"is UTF-8 that is cut or broken at byte {where}; save the page again, or drop the "
            "broken bytes with: iconv -c -f UTF-8 -t UTF-8 FILE > page.txt"
        )


def _guess(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # most runs read UTF-8 and never need it

    # A text with NUL bytes can only be UTF-16; without one (no space, no digit) hardly.
    best = from_bytes(raw, cp_isolation=_TWO_BYTES if b"\0" in raw else _ONE_BYTE).best()
    try:
        text = raw.decode(best.encoding) if best else "\0"
    except UnicodeDecodeError:
        text = "\0"
    if best is None or "\0" in text:
        raise InputError(
            "is no text in an encoding that can be recognised; save it as UTF-8, or leave it out"
        )
    return codecs.lookup(best.encoding).name, text
