"""A quote among the words around it, in its own paragraph."""

from __future__ import annotations

from checker.claims.parts import SENTENCE_END, sentence_start

AROUND_CHARACTERS = 120


def words_around(text: str, start: int, end: int, marks: tuple[str, str] = ("", "")) -> str:
    """The quote, between ``marks``, with its sentence and the nearest words of the neighbours."""
    floor = max(text.rfind("\n", 0, start) + 1, start - AROUND_CHARACTERS)
    line_end = text.find("\n", end)
    ceiling = min(len(text) if line_end < 0 else line_end, end + AROUND_CHARACTERS)
    before = text[floor:start]
    borders = [match.end() for match in SENTENCE_END.finditer(before)]
    lead = before[borders[0] :] if len(borders) > 1 else before
    return f"{lead}{marks[0]}{text[start:end]}{marks[1]}{text[end:ceiling]}".strip()


def sentence_around(text: str, start: int, end: int, marks: tuple[str, str]) -> str:
    """The sentence of a quote, with the quote between ``marks``; long ones are cut with dots."""
    line_end = text.find("\n", end)
    lead = text[sentence_start(text, start) : start]
    after = text[end : len(text) if line_end < 0 else line_end]
    close = SENTENCE_END.search(after)
    tail = after[: close.end()] if close else after
    if len(lead) > AROUND_CHARACTERS:
        lead = "… " + lead[-AROUND_CHARACTERS:].split(" ", 1)[-1]
    if len(tail) > AROUND_CHARACTERS:
        tail = tail[:AROUND_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return f"{lead}{marks[0]}{text[start:end]}{marks[1]}{tail}".strip()
