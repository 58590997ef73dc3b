"""Which way a text runs, and characters that could make it run otherwise.

Explicit embeddings, overrides and isolates (Unicode Standard Annex #9) can reorder what stands
around them; with control characters and halves of surrogate pairs they are shown as a mark.
Joiners and the weak marks LRM, RLM and ALM are kept: Persian and Arabic need them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]
MARK = "◇"
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ary", "arz", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"]
)
NAMES = {
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "persian": "fa",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
    "urdu": "ur",
}
LOOKED_AT = 2_000  # characters of a text that decide its direction


def direction_of(language: str | None, text: str = "") -> Direction:
    """The direction of a language (``ar``, ``ar-EG``); of the text's letters where it is None."""
    if language:
        return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    kinds = [unicodedata.bidirectional(letter) for letter in text[:LOOKED_AT]]
    leftward = sum(kind in ("R", "AL") for kind in kinds)
    return "rtl" if leftward > kinds.count("L") else "ltr"


def language_code(name: str) -> str | None:
    """The code of a language known by its English name (``Arabic``) or its code, or None."""
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) and name.lower() not in NAMES:
        return name.lower()
    return NAMES.get(name.strip().lower())


def language_name(code: str) -> str:
    """The English name of a language known by its code (``ar``, ``ar-EG``), else what was given."""
    known = {each: name for name, each in NAMES.items()}
    return known.get(code.strip().split("-")[0].lower(), code).title()


def show_hidden(text: str) -> str:
    """The text with a neutral mark for each character that could reorder or spoil the page."""
    return HIDDEN.sub(MARK, text)
