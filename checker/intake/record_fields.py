"""The fields of crawlers', feed readers', agencies' and archives' records, by the names they use.

Names are those of news-please, trafilatura, Scrapy projects, NewsAPI, newsdata.io, JSON Feed,
schema.org's NewsArticle, Miniflux, readers that follow Google Reader's form, WordPress's REST
answers, Telegram's exports, Twitter's, Event Registry's, the Guardian's and the NYT's answers,
the FT's, Arc's stories, and ninjs; their case, ``_`` and ``-`` do not matter.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# In the order in which they are looked for: the whole text before a teaser.
_TEXT_NAMES = (
    "fulltext text maintext articletext articlebody bodytext contenttext body content bodyxhtml "
    "bodies blocks contentelements bodyxml rawtext contenthtml bodyhtml html contentencoded "
    "noteText leadparagraph summary description descriptions abstract excerpt trailtext "
    "descriptiontext snippet"
)
TEXT = _TEXT_NAMES.lower().split()
# What stands before the body where the body does not repeat it.
_LEADS_NAMES = "standfirst summary abstract lead lede dek deck subtitle subheadline intro"
LEADS = _LEADS_NAMES.split()
_TITLE_NAMES = "title headline webtitle headlines name"
TITLE = _TITLE_NAMES.split()
_OUTLET_NAMES = (
    "outlet sitename site publisher provider sourcename namesource medianame source infosources "
    "sourcedomain sourcehostname domain hostname feed origin user account channel from"
)
OUTLET = _OUTLET_NAMES.split()
_PUBLISHED_NAMES = (
    "published datetimepub date pubdate datepublish publishedat datepublished publisheddate "
    "publicationdate "
    "publishdate publishedparsed webpublicationdate datetime firstpublished firstpublishdate "
    "displaydate issued firstcreated versioncreated created createdat dateunixtime"
)
PUBLISHED = _PUBLISHED_NAMES.split()
_ADDRESS_NAMES = (
    "url link canonicalurl canonical permalink weburl sourceurl source alternate links uri"
)
ADDRESS = _ADDRESS_NAMES.split()
LANGUAGE = ["language", "lang", "inlanguage", "languagecode"]
_INNER_NAMES = (
    "name title display_name main basic value rendered content text #text bodytext body bodyHtml "
    "content_elements href url permalink screen_name"
)
INNER = _INNER_NAMES.split()
_ENVELOPES = ("_source", "info", "data", "record")  # search engines, Event Registry, Bluesky
_TEASERS = ("summary", "description", "descriptions", "abstract", "snippet", "excerpt", "trailtext")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_ADVERT = re.compile(
    r"only available in (?:paid|professional|corporate)|available in (?:the )?paid plan|"
    r"upgrade (?:your|to a) (?:plan|paid)|(?:real-?time|full content) .{0,40}paid plan",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars?\]\s*$")
_ADVERT_CHARACTERS = 300


def fold_names(record: Mapping[str, object]) -> dict[str, object]:
    """The fields by names without case, ``_`` and ``-``; the first of two alike stays.

    What stands in an inner ``fields`` (the Guardian's answers) counts as the record's own; so
    does an envelope's content where the record has no text beside it.
    """
    folded: dict[str, object] = {}
    for holder in ("", "fields", *_ENVELOPES):
        row = record.get(holder) if holder else record
        if isinstance(row, dict) and not (holder in _ENVELOPES and first_words(folded, TEXT)):
            for name, value in row.items():
                folded.setdefault(re.sub(r"[_\-:]", "", str(name)).lower(), value)
    return folded


def words_in(value: Any) -> str:
    """The words in a field: itself, those of the first inner field known, or of all in a list.

    Pieces of a line (Telegram's: strings and objects mixed) are joined as they are, paragraphs
    by a line end.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = (words_in(value[name]) for name in INNER if name in value)
        return next((words for words in inner if words.strip()), "")
    if isinstance(value, list):
        pieces = [words for each in value if (words := words_in(each))]
        mixed = len({isinstance(each, str) for each in value}) == 2
        return ("" if mixed else "\n").join(pieces)
    return ""


def first_words(fields: Mapping[str, object], names: Sequence[str]) -> str:
    """The words of the first of the fields that holds any."""
    return next((words for name in names if (words := words_in(fields.get(name))).strip()), "")


def one_words(value: object) -> str:
    """The words of a field that can hold only one value: of a list, the first."""
    if isinstance(value, list):
        return next((words for each in value if (words := words_in(each)).strip()), "")
    return words_in(value)


def find_text(fields: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """The text of a record with its lead, and notes on what is missing of it."""
    notes: list[str] = []
    for name, words in _texts(fields):
        if len(words) < _ADVERT_CHARACTERS and _ADVERT.search(words):
            notes.append(
                f"its {name!r} holds an advertisement of a plan ({words.strip()[:60]!r}), not text"
            )
            continue
        if _CUT.search(words):
            words = _CUT.sub("", words)
            notes.append(f"its {name!r} was cut by the service that gave it; the rest is missing")
        elif fields.get("truncated") is True and name != "fulltext":
            notes.append("says of itself that its text is cut; the rest is missing")
        return _with_lead(fields, name, words), tuple(notes)
    return "", tuple(notes)


def _texts(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in TEXT:
        words = words_in(_one_rendition(fields.get(name)))
        if words.strip():
            yield name, words


def _one_rendition(value: object) -> object:
    """One of the renditions in which ninjs gives a text: plain, HTML and more, all of one content.

    The fullest; HTML of two alike, since it says where paragraphs end.
    """
    rows = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    if not rows or not all("role" in each for each in rows):
        return value
    readable = [each for each in rows if _is_words(each)] or rows
    return max(readable, key=lambda each: len(_squeeze(words_in(each))) * (1 + _is_html(each) / 10))


def _is_words(rendition: Mapping[str, object]) -> bool:
    return _is_html(rendition) or _content_type(rendition) in ("", "text/plain")


def _is_html(rendition: Mapping[str, object]) -> bool:
    return "html" in _content_type(rendition)


def _content_type(rendition: Mapping[str, object]) -> str:
    return str(fold_names(rendition).get("contenttype") or "").lower()


def _with_lead(fields: Mapping[str, object], name: str, words: str) -> str:
    lead = first_words(fields, [each for each in LEADS if each != name])
    if not lead or name in _TEASERS:
        return words
    own = _squeeze(lead)[:80]
    return words if not own or own in _squeeze(words) else f"{lead.strip()}\n{words}"


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, re.sub(r"<[^<>]{0,999}>", "", text))).casefold()


def decode_entities(text: str) -> str:
    """A text of no HTML in which ``&quot;`` and its like still stand, without them."""
    return html.unescape(text) if _ENTITY.search(text) else text
