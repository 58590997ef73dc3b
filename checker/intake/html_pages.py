"""HTML to the text of its article and what its markup says of it, with trafilatura.

The text is a new one: offsets are into it, while ``sha256`` is of the bytes it came from. It has
a line for each paragraph. What is hidden by scripts and styles is not looked into.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from checker.errors import InputError
from checker.intake.decoding import decode_page
from checker.intake.documents import (
    OUTLET_CHARACTERS,
    TITLE_CHARACTERS,
    About,
    Document,
    clean_text,
    clean_words,
    digest,
    host_of,
    http_address,
    iso_date,
    language_tag,
)

if TYPE_CHECKING:
    from trafilatura.settings import Document as Extracted

# The extraction takes time in the square of the tags; news pages have some thousands.
MOST_TAGS = 40_000
_HEAD_BYTES = 4_096
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_LANGUAGE = re.compile(r"""<html\b[^>]{0,2000}?\blang\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", re.I)
_LOOKS = re.compile(rb"\s*(<\?xml[^>]{0,200}>\s*)?(<!--.{0,500}?-->\s*)?<(!doctype\s+html|html)\b",
                    re.I | re.S)  # fmt: skip
# What browsers take these labels for (WHATWG Encoding Standard).
_CODECS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(
    ["head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"]
)


def looks_like_html(raw: bytes) -> bool:
    """Tell whether bytes begin as an HTML document does."""
    return _LOOKS.match(raw.removeprefix(codecs.BOM_UTF8)) is not None


def read_html(raw: bytes, path: str, url: str | None = None, charset: str = "") -> Document:
    """The article on an HTML page. ``url`` and ``charset`` are what the web said of it.

    Raises InputError, with a reason that names no file, where no article is found or where
    trafilatura is missing.
    """
    _refuse_many_tags(raw)
    encoding, markup = _decode(raw, charset)
    found = _extract(markup, url)
    text = clean_text(found.text or "").strip() if found else ""
    if not found or not text:
        raise InputError(
            "holds no article that could be told from the rest of the page; save its words as "
            "a .txt file"
        )
    return Document(path, digest(raw), encoding, text, _about(found, markup, url))


def fragment_text(markup: str) -> str:
    """The words of a piece of HTML such as feeds hold, a line for each block; scripts left out."""
    _refuse_many_tags(markup.encode("utf-8", "replace"))
    from lxml import etree, html

    try:
        root = html.document_fromstring(f"<div>{clean_text(markup)}</div>")
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"holds HTML that cannot be read: {error}") from error
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            pieces += _opening(element, tag)
            if not tag or tag in _SILENT:
                walk.skip_subtree()
        else:
            pieces += ("\n" if tag in _BLOCKS else "", _one_space(element.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _opening(element: Any, tag: str) -> tuple[str, str]:
    shown = "" if not tag or tag in _SILENT else _one_space(element.text)
    return ("\n" if tag in _BLOCKS else "", shown)


def _one_space(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _refuse_many_tags(raw: bytes) -> None:
    tags = raw.count(b"<")
    if tags > MOST_TAGS:
        raise InputError(
            f"holds {tags:,} tags, more than the {MOST_TAGS:,} that are read; save its words as "
            "a .txt file"
        )


def _decode(raw: bytes, charset: str) -> tuple[str, str]:
    """UTF-8 where the bytes are that; else what the page says it is; else a guess."""
    said = _CHARSET.search(raw[:_HEAD_BYTES])
    for name in ("utf-8-sig", charset, said[1].decode("ascii") if said else ""):
        try:
            codec = codecs.lookup(_CODECS.get(name.lower(), name)).name if name else ""
            text = raw.decode(codec) if codec else "\0"  # a codec of no text is a LookupError
        except (LookupError, UnicodeError):
            continue
        if "\0" not in text:
            return codec.removesuffix("-sig"), text
    text, encoding = decode_page(raw)
    return encoding, text


def _extract(markup: str, url: str | None) -> Extracted | None:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise InputError(
            "is HTML, and trafilatura, which reads it, is not installed; install it with: "
            "pip install trafilatura"
        ) from error
    # Bytes, since lxml takes no str that declares an encoding; the declaration is overruled.
    clean = re.sub(r"<\?xml[^>]{0,200}\?>", "", markup[:1_000]) + markup[1_000:]
    try:
        found = bare_extraction(
            clean, url=url, with_metadata=True, favor_precision=True, include_comments=False
        )
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise InputError(f"holds HTML that cannot be read: {type(error).__name__}") from error
    return found if found is not None and not isinstance(found, dict) else None


def _about(found: Extracted, markup: str, url: str | None) -> About:
    address = http_address(url) or http_address(found.url)
    language = _LANGUAGE.search(markup[:20_000])
    return About(
        title=clean_words(found.title, TITLE_CHARACTERS),
        outlet=clean_words(found.sitename or host_of(address), OUTLET_CHARACTERS),
        published=iso_date(found.date),
        url=address,
        language=language_tag(language[1] if language else None),
    )
