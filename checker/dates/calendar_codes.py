"""A time phrase as a row of codes: `7 أكتوبر 2023` is ``N7 M10 N2023``.

The codes are those of ``checker/dates/calendar_words.py``, and four more:

    N7        a number      X2023-10-7  a date in figures, its parts in the order written
    DASH      a dash        ?           a word or sign that is not understood
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.dates.calendar_words import codes_of_words
from checker.text import fold

_DAY_FIRST = r"\d{1,2}(?P<between>[/.-])\d{1,2}(?P=between)\d{4}"
_YEAR_FIRST = r"\d{4}(?P<amid>[/.-])\d{1,2}(?P=amid)\d{1,2}"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"(?P<date>(?<!\d)(?:{_DAY_FIRST}|{_YEAR_FIRST})(?!\d))(?:t\d\d:\d\d\S*)?"
    r"|(?P<month>(?<![\d/])(?:\d{4}[-/]\d{1,2}|\d{1,2}/\d{4})(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)"
    r"|(?P<number>\d+)(?:(?:st|nd|rd|th|er)\b)?"
    rf"|(?P<word>{_LETTER}+(?:'{_LETTER}+)*)"
    rf"|(?P<dash>(?<!{_LETTER})-|-(?!{_LETTER}))"
    r"|(?P<mark>[\s,;.:()\[\]/-])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_REWRITES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bZONE(?: \?){0,3}(?= |$)", ""),
        (r"\bCLOCK(?: [CN]\d+| \?)?(?= |$)", ""),
        (r"\bDROP\b", ""),
        (r"\b(?:EARLY|HALF|LATE)\b(?! +(?:DASH +)?(?:(?:THIS|LAST|NEXT) +)?(?:Uy|N\d{4})\b)", ""),
        (r"\b(EARLY|HALF|LATE) +Uy +(?=N\d{4}\b)", r"\1 "),
        (r"^NAME (?=(?:N\d\d? M\d+ )?N\d{4}$)|(?<=N\d{4}) NAME$", ""),
        (r"\bC([1-9]) AND C([2-9])0\b", r"C\2\1"),
        (r"\bC([2-9])0 C([1-9])\b", r"C\1\2"),
        (r"\bC(?=\d)", "N"),
        (r"\bM(\d+)(?: DASH)? M\1\b", r"M\1"),
        (r"\b(AGO|SINCE) (U\w)(?: N1)?$", r"\1 N1 \2"),
        (r"^(N\d+ [UV]\w) AGO$", r"AGO \1"),
        (r"(?<!U\w )(?<!W\d )\b(LAST|THIS|NEXT) ([UWM]\S*)", r"\2 \1"),
        (r"^(N\d\d?) THIS$", r"\1 Um THIS"),
        (r"^(W\d) (?=W\d$)", r"\1 AND "),
        (r"\bU[my] (?=[MH]\d)|\bUy (?=N\d{4}\b)|\bUd (?=[WOXNM])", ""),
        (r"\b([NM]\d+) FROM (?=[MHU])", r"\1 "),
        (r"\b([NXMWO])(\S*) DASH (?=\1)", r"\1\2 TO "),
        (r"\b(M\d+) DASH (?=N\d+ M)", r"\1 TO "),
        (r"\bDASH\b", ""),
        (r"^(W\d) EQUALS ", r"\1 "),
        (r"^(W\d (?:LAST|NEXT)) (?=[NXMO])", r"\1 EQUALS "),
    )
)


def codes_of(words: str) -> str:
    """The codes of a phrase, one space between them; those that say nothing of the day left out."""
    codes = " ".join(_merged(list(_tokens(fold(words).text.lower()))))
    for pattern, replacement in _REWRITES:
        codes = " ".join(pattern.sub(replacement, codes).split())
    return codes


def _tokens(text: str) -> Iterator[str]:
    """Codes for what is written in figures; words stay as they are, in small letters."""
    for match in _TOKEN.finditer(text):
        kind, token = str(match.lastgroup), match.group()
        if kind == "word":
            yield from _without_and(token)
        elif kind == "number":
            yield f"N{int(match['number'])}"
        elif kind == "date":
            yield "X" + re.sub("[/.]", "-", match[kind])
        elif kind == "month":
            month, year = sorted(map(int, re.split("[/-]", token)))
            yield from (f"M{month}", f"N{year}")
        elif kind in ("dash", "sign"):
            yield "DASH" if kind == "dash" else "?"


def _without_and(word: str) -> Iterator[str]:
    """Arabic writes "and" as one letter on the front of the next word."""
    firsts = _first_words()
    if word not in firsts and word[0] == "و" and word[1:] in firsts:
        yield "و"
        word = word[1:]
    yield word


def _merged(tokens: list[str]) -> Iterator[str]:
    """Every run of words by its code, the longest phrase first."""
    vocabulary = _vocabulary()
    while tokens:
        for length in range(min(len(tokens), 5), 0, -1):
            code = vocabulary.get(" ".join(tokens[:length]))
            if code:
                break
        yield code or (tokens[0] if _is_code(tokens[0]) else "?")
        del tokens[:length]


def _is_code(token: str) -> bool:
    return not token.islower() and token[0] in "NXMD?"


@cache
def _vocabulary() -> dict[str, str]:
    return {" ".join(_phrase(names)): code for names, code in codes_of_words()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_phrase(names)[0] for names, _ in codes_of_words())


def _phrase(names: str) -> list[str]:
    return re.findall(rf"{_LETTER}+(?:'{_LETTER}+)*", fold(names).text.lower())
