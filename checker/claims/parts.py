"""A page cut into parts that can be asked about side by side.

Parts are cut at paragraph borders, and only a paragraph longer than a whole part at the end of
a sentence, a word or, at worst, anywhere. The parts of a page are of about equal length, since
the longest one decides how long everybody waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker.data import Page

PART_CHARACTERS = 3_200
CONTEXT_CHARACTERS = 350
_NON_SPACE = re.compile(r"\S")
SMALLEST_PIECE_CHARACTERS = 300
# A dot that ends no sentence: of a title, or of an initial before a name ("J. Doe", "U.S. Senate").
_TITLES = (
    "Mr", "Mrs", "Ms", "Dr", "St", "Gov", "Sen", "Sens", "Rep", "Reps", "Gen", "Lt", "Col", "Capt",
    "Maj", "Sgt", "Prof", "Rev", "Hon", "Jr", "No", "vs", "Mme", "Mlle", "Hr", "Fr", "Sr", "Sra",
)  # fmt: skip
_NO_END = "".join(rf"(?<!\b{title})" for title in _TITLES) + r"(?!(?<=\b[A-Z])\.\s+[A-Za-z])"
# Only from the first of a run of dots, or a line of nothing else would take quadratic time.
SENTENCE_END = re.compile(rf"(?=[.!?؟。।…])(?<![.!?؟。।…]){_NO_END}[.!?؟。।…]+[\"'”’»)\]]*\s+")


@dataclass(frozen=True)
class Paragraph:
    """``page.text[start:end]``, numbered from 1 within its page."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Part:
    """Neighbouring paragraphs of one page; ``index`` counts from 0."""

    page: Page
    index: int
    count: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def start(self) -> int:
        """Where the part begins in the page's text."""
        return self.paragraphs[0].start

    @property
    def end(self) -> int:
        """Where the part ends in the page's text."""
        return self.paragraphs[-1].end

    @property
    def subject(self) -> str:
        """How messages name this part."""
        part = f", part {self.index + 1} of {self.count}" if self.count > 1 else ""
        return f"{self.page.path!r}{part}"

    def before(self) -> str | None:
        """The page's beginning and the words just before this part, for context; or None."""
        text, end = self.page.text, self.start
        first = _NON_SPACE.search(text)
        start = first.start() if first else end
        while end > start and text[end - 1].isspace():  # no copies: a page may be all one line
            end -= 1
        if end - start <= 2 * CONTEXT_CHARACTERS:
            return text[start:end] or None
        context = CONTEXT_CHARACTERS
        return f"{text[start : start + context]} […] {text[end - context : end]}"

    def rows(self) -> list[tuple[int, str]]:
        """The paragraphs as the model gets them: number and text."""
        return [(each.number, self.page.text[each.start : each.end]) for each in self.paragraphs]

    def halves(self) -> tuple[Part, Part] | None:
        """Cut in two of about equal length, or None if it is too short for that.

        Paragraphs keep their numbers; a single one is cut and both pieces have its number.
        """
        if self.end - self.start < 2 * SMALLEST_PIECE_CHARACTERS:
            return None
        rows = self.paragraphs
        if len(rows) == 1:
            [only] = rows
            cut = _last_border(self.page.text, only.start, (only.start + only.end) // 2)
            rows = (replace(only, end=cut), replace(only, start=cut))
        length = sum(each.end - each.start for each in rows)
        groups = list(_balance(list(rows), length / 2))
        first, rest = groups[0], [each for group in groups[1:] for each in group]
        return replace(self, paragraphs=tuple(first)), replace(self, paragraphs=tuple(rest))


def cut_page(page: Page, limit: int = PART_CHARACTERS) -> list[Part]:
    """Cut a page into parts of at most about ``limit`` characters; none for a page of no text."""
    pieces = [piece for line in _lines(page.text) for piece in _pieces(page.text, line, limit)]
    paragraphs = [Paragraph(number, *span) for number, span in enumerate(pieces, start=1)]
    total = sum(each.end - each.start for each in paragraphs)
    groups = list(_balance(paragraphs, total / max(1, -(-total // limit))))
    return [Part(page, index, len(groups), tuple(group)) for index, group in enumerate(groups)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if line.strip():
            lead = len(line) - len(line.lstrip())
            yield match.start() + lead, match.start() + len(line.rstrip())


def _pieces(text: str, span: tuple[int, int], limit: int) -> Iterator[tuple[int, int]]:
    start, end = span
    while end - start > limit:
        cut = _last_border(text, start, start + limit)
        if not text[start:cut].isspace():
            yield start, cut
        start = cut
    yield start, end


def _last_border(text: str, start: int, end: int) -> int:
    """The last sentence end in the second half of a stretch, else its last space, else its end."""
    half = (start + end) // 2
    borders = [match.end() for match in SENTENCE_END.finditer(text, half, end)]
    if borders:
        return borders[-1]
    space = text.rfind(" ", half, end)
    return space + 1 if space > 0 else end


def _balance(paragraphs: list[Paragraph], target: float) -> Iterator[list[Paragraph]]:
    """Group neighbours so that each group ends as near to its share of the whole as it can."""
    group: list[Paragraph] = []
    done, share = 0.0, target
    for each in paragraphs:
        length = each.end - each.start
        if group and done + length / 2 > share:
            yield group
            group, share = [], share + target
        group.append(each)
        done += length
    if group:
        yield group


def sentence_start(text: str, at: int) -> int:
    """Where the sentence begins in which a place of a text stands."""
    start = text.rfind("\n", 0, at) + 1
    # A little beyond the place: that "J." ends no sentence, the "Doe" after it tells.
    for match in SENTENCE_END.finditer(text, start, at + 20):
        if match.end() > at:
            break
        start = match.end()
    return start
