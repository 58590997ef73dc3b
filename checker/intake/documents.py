"""What one file, record or address held, before it is a page; and how strangers' fields are read.

Titles, outlets and dates that a page or a feed gives about itself were written by strangers:
they are cut to a length, freed of control and reordering characters, and dropped where they are
not what they should be.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

TITLE_CHARACTERS = 300
OUTLET_CHARACTERS = 100
ADDRESS_CHARACTERS = 2_000
# Controls, reordering marks, tag characters and invisible operators; joiners stay, for Persian.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
ANSWER_CHARACTERS = 2_000
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
OF_RECORD = "a field of the record"  # where a record tells of itself
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# What services write for a tag: ISO 639-2 and English names.
_LANGUAGES = {
    **{"ara": "ar", "arabic": "ar", "eng": "en", "english": "en", "fra": "fr", "fre": "fr"},
    **{"french": "fr", "deu": "de", "ger": "de", "german": "de", "spa": "es", "spanish": "es"},
    **{"rus": "ru", "russian": "ru", "tur": "tr", "turkish": "tr", "fas": "fa", "per": "fa"},
    **{"persian": "fa", "farsi": "fa", "heb": "he", "hebrew": "he", "iw": "he", "urd": "ur"},
    **{"urdu": "ur", "ita": "it", "italian": "it", "por": "pt", "portuguese": "pt", "ukr": "uk"},
    **{"ukrainian": "uk", "zho": "zh", "chi": "zh", "chinese": "zh", "jpn": "ja", "japanese": "ja"},
}
_DAY = len("2025-07-12")
_MILLISECONDS = 100_000_000_000  # as seconds, this would be the year 5138


class About(NamedTuple):
    """What a source says about itself, in the fields of `checker.data.Page`."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


class Found(NamedTuple):
    """What a source says about itself, and in which part of it that stands."""

    value: str
    where: str


class Document(NamedTuple):
    """A text to compare. ``notes`` say what could not be read of it, without its name.

    ``found`` tells where each field of ``about`` stood, and where the text: pairs of a field's
    name and a place such as ``meta og:title``.
    """

    path: str
    sha256: str
    encoding: str
    text: str
    about: About = About()
    notes: tuple[str, ...] = ()
    found: tuple[tuple[str, str], ...] = ()


def digest(raw: bytes) -> str:
    """The sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def clean_text(text: str) -> str:
    """A text as pages hold it: LF ends lines, and what no UTF-8 file can hold is a U+FFFD."""
    return writable(text.replace("\r\n", "\n").replace("\r", "\n"))


def writable(text: str) -> str:
    """A text that can be written as UTF-8, which the name of a file need not be."""
    return _NO_TEXT.sub("\ufffd", text)


def clean_words(text: str | None, limit: int) -> str | None:
    """One line without unseen characters, at most ``limit`` characters long; None for nothing."""
    words = " ".join(UNSEEN.sub(" ", text or "").split())
    return (words if len(words) <= limit else words[: limit - 1] + "…") or None


def tame_answer(text: str) -> str:
    """A text that the model wrote, as records hold it.

    Line ends and control characters become spaces, marks that reorder text and tag characters
    vanish, and what is longer than 2,000 characters is cut, with ``…``: no sentence and no quote
    of use is that long.
    """
    plain = _STEERING.sub(lambda found: " " if found.group() < "\xa0" else "", text)
    cut = len(plain) > ANSWER_CHARACTERS
    return plain[: ANSWER_CHARACTERS - 1] + "…" if cut else plain


def iso_date(value: object) -> str | None:
    """ISO 8601 of what feeds give as a date: ISO, RFC 2822, or a count of (milli)seconds."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_count(value)
    text = str(value).strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment.date().isoformat() if len(text) <= _DAY else moment.isoformat()
    return _from_count(float(text)) if re.fullmatch(r"\d{9,13}", text) else None


def _from_count(value: float) -> str | None:
    seconds = value / 1000 if value > _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def language_tag(value: str | None) -> str | None:
    """A language tag such as ``ar`` or ``en-GB`` (``en_GB`` too), or None."""
    tag = (value or "").strip().replace("_", "-")
    tag = _LANGUAGES.get(tag.lower(), tag)
    return tag if _LANGUAGE.fullmatch(tag) else None


def http_address(value: str | None) -> str | None:
    """An http or https address with a host and without a user's name in it, or None."""
    text = (value or "").strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    plain = len(text) <= ADDRESS_CHARACTERS and len(text.split()) == 1 and not UNSEEN.search(text)
    web = parts.scheme in {"http", "https"} and host and "@" not in parts.netloc
    return text if plain and web else None


def show_address(address: str) -> str:
    """An address for a message: quoted, of sane length, and without a user's name and password."""
    return repr(re.sub(r"//[^/?#]*@", "//***@", address)[:200])


def host_of(address: str | None) -> str | None:
    """The host of an address as an outlet's name: without ``www.``."""
    return (urlsplit(address).hostname or "").removeprefix("www.") or None if address else None
