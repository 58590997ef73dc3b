"""What changed in a page between two readings: what of it is carried over, what is read anew.

Paragraphs that stand as they were keep their claims, wherever they stand now; only parts with
another paragraph go to the model, and of its answer only what lies in such a paragraph counts. So
a changed word costs the part it is in, and the rest of the page keeps its ids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from checker.claims.parts import Part, cut_page
from checker.data import Article, Claim, Page
from checker.history.matching import best_first, claim_likeness, find_span

Span = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A piece of the old text and what stands in its place, as offsets; ``same``: word for word."""

    same: bool
    old: Span
    new: Span


@dataclass(frozen=True)
class Alignment:
    """Two readings of one page, in stretches from beginning to end."""

    old: Page
    new: Page
    stretches: tuple[Stretch, ...]

    def carry(self, start: int, end: int) -> Span | None:
        """Where a span of the old text stands now; None where a word of its paragraph changed."""
        for each in self.stretches:
            if each.same and each.old[0] <= start and end <= each.old[1]:
                by = each.new[0] - each.old[0]
                return start + by, end + by
        return None

    def changed(self) -> list[Stretch]:
        """The stretches that read otherwise."""
        return [each for each in self.stretches if not each.same]

    def is_new(self, start: int, end: int) -> bool:
        """Tell whether a span of the new text lies, in part at least, in what reads otherwise."""
        return any(each.new[0] < end and start < each.new[1] for each in self.changed())

    def border(self, at: int, *, last: bool) -> int:
        """Where the beginning, or the end, of something is now."""
        places = [each for each in self.stretches if each.old[0] <= at <= each.old[1]]
        if not places:
            return min(at, len(self.new.text))
        each = places[0] if last else places[-1]
        if each.same:
            return each.new[0] + at - each.old[0]
        return each.new[1] if last else each.new[0]


def align_pages(old: Page, new: Page) -> Alignment:
    """Hold two readings against each other, paragraph by paragraph."""
    one, other = _paragraphs(old.text), _paragraphs(new.text)
    rows = [
        [page.text[a:b].strip() for a, b in spans] for page, spans in ((old, one), (new, other))
    ]
    matcher = SequenceMatcher(None, rows[0], rows[1], autojunk=False)
    stretches: list[Stretch] = []
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(one[i:j], other[m:n], strict=True)
            stretches += [Stretch(True, *_trim(old, new, a, b)) for a, b in pairs]
        else:
            stretches.append(Stretch(False, _range(one, i, j, old), _range(other, m, n, new)))
    return Alignment(old, new, tuple(stretches))


def reopen(page: Page, spans: Sequence[Span]) -> Alignment:
    """One reading of a page of which some spans were never read, as if these were edited."""
    stretches: list[Stretch] = []
    at = 0
    for start, end in sorted(spans):
        stretches += [Stretch(True, (at, start), (at, start))] if at < start else []
        stretches.append(Stretch(False, (start, end), (start, end)))
        at = end
    whole = len(page.text)
    stretches += [Stretch(True, (at, whole), (at, whole))] if at < whole else []
    return Alignment(page, page, tuple(stretches))


def _paragraphs(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _trim(old: Page, new: Page, one: Span, other: Span) -> tuple[Span, Span]:
    """Both spans without the blanks around their words."""
    spans = []
    for page, (start, end) in ((old, one), (new, other)):
        line = page.text[start:end]
        lead = len(line) - len(line.lstrip())
        spans.append((start + lead, start + lead + len(line.strip())))
    return spans[0], spans[1]


def _range(spans: Sequence[Span], first: int, last: int, page: Page) -> Span:
    if first < last:
        return spans[first][0], spans[last - 1][1]
    at = spans[first][0] if first < len(spans) else len(page.text)
    return at, at


def parts_to_read(alignment: Alignment) -> list[Part]:
    """The parts of the new page in which something reads otherwise."""
    return [
        part
        for part in cut_page(alignment.new)
        if any(alignment.is_new(each.start, each.end) for each in part.paragraphs)
    ]


# --- Articles and claims -------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """The articles and claims of an edited page.

    ``kept`` are old claims at their new places; ``fresh`` new ones, not yet numbered among the
    others; ``dropped`` old ones that the page does not give any more. ``replaced`` pairs dropped
    claims (ids) with the fresh ones (ids) that stand in their place.
    """

    articles: tuple[Article, ...]
    kept: tuple[Claim, ...]
    fresh: tuple[Claim, ...]
    dropped: tuple[Claim, ...]
    replaced: dict[str, str]


def carry_over(
    alignment: Alignment,
    known: tuple[Sequence[Article], Sequence[Claim]],
    read: tuple[Sequence[Article], Sequence[Claim]],
) -> Carried:
    """Put the known articles and claims of a page and those just ``read`` together."""
    articles = [moved for each in known[0] if (moved := _move(each, alignment))]
    kept, open_ = [], []
    for claim in known[1]:
        span = alignment.carry(claim.start, claim.end)
        if span and any(each.id == claim.article_id for each in articles):
            kept.append(claim.model_copy(update={"start": span[0], "end": span[1]}))
        else:
            open_.append(claim)
    fresh = [each for each in read[1] if alignment.is_new(each.start, each.end)]
    pairs = _pair(alignment, open_, fresh)
    same = {one: other for one, other in pairs.items() if _says_the_same(open_[one], fresh[other])}
    for one, other in same.items():
        span = fresh[other].start, fresh[other].end
        kept.append(
            open_[one].model_copy(
                update={"start": span[0], "end": span[1], "quote": fresh[other].quote}
            )
        )
    left = [each for n, each in enumerate(fresh) if n not in same.values()]
    placed, more = _place(left, articles, read[0])
    return Carried(
        articles=(*articles, *more),
        kept=tuple(sorted(kept, key=lambda each: (each.start, each.end))),
        fresh=tuple(placed),
        dropped=tuple(each for n, each in enumerate(open_) if n not in same),
        replaced={open_[n].id: fresh[m].id for n, m in pairs.items() if n not in same},
    )


def _move(article: Article, alignment: Alignment) -> Article | None:
    start = alignment.border(article.start, last=False)
    end = alignment.border(article.end, last=True)
    return article.model_copy(update={"start": start, "end": end}) if start < end else None


def _pair(alignment: Alignment, old: Sequence[Claim], fresh: Sequence[Claim]) -> dict[int, int]:
    """Which new claim stands where an old one stood, by place and words; each once."""
    scored = []
    for n, claim in enumerate(old):
        span = find_span(claim, alignment.old.text, alignment.new.text)
        for m, other in enumerate(fresh):
            likeness = claim_likeness(claim, span, other) if span else 0.0
            if likeness:
                scored.append((likeness, n, m))
    return best_first(scored)


def _says_the_same(old: Claim, new: Claim) -> bool:
    """Tell whether a claim was only read again: the same words, voice and act."""
    acts = (old.stance, old.modality) == (new.stance, new.modality)
    return old.quote == new.quote and acts and old.chain[:1] == new.chain[:1]


def _place(
    fresh: Sequence[Claim], articles: list[Article], read: Sequence[Article]
) -> tuple[list[Claim], list[Article]]:
    """New claims under the article in which they stand; articles that only the new text has.

    A known article grows to hold a claim that was read as of the same article.
    """
    own = {each.id: each for each in read}
    placed: list[Claim] = []
    more: dict[str, Article] = {}
    for claim in fresh:
        said = own[claim.article_id]
        home = next((each for each in articles if each.start <= claim.start < each.end), None)
        if home is None:
            home = next((each for each in articles if _overlap(each, said)), None)
            if home is None:
                home = more.setdefault(said.id, said)
            else:
                wide = {"start": min(home.start, claim.start), "end": max(home.end, claim.end)}
                articles[articles.index(home)] = home = home.model_copy(update=wide)
        placed.append(claim.model_copy(update={"article_id": home.id}))
    return placed, list(more.values())


def _overlap(one: Article, other: Article) -> bool:
    return meet((one.start, one.end), (other.start, other.end))


def meet(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
