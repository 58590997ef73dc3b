"""Which claims and findings of two reports are the same, whatever their ids and order.

Claims are paired by page, place and words, findings by the claims they rest on. Pairs are taken
best first, each record once; what is left over is new or gone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeVar

from checker.data import Claim, Page
from checker.found import Finding
from checker.kept_report import Report
from checker.sources.names import same_voice

LEAST_OVERLAP = 0.5  # of the union of two spans
LEAST_NESTED = 0.25  # of the union, where one voice's shorter span lies within the longer
NESTED = 0.8  # of the shorter span
SAME_WORDS = 70.0  # of 100: what replaced the words of a claim, not other words
SAME_KEY = 10.0  # above any likeness of two findings
LONGEST_ALIGNED = 50_000  # characters of a page
Span = tuple[int, int]
K = TypeVar("K", bound=Hashable)
Scored = tuple[float, K, K]
Edge = tuple[str, str, str]


def pair_pages(old: Report, new: Report) -> dict[str, Page]:
    """The new page for each old page id: by path, else by the digest of its bytes."""
    by_path = {page.path: page for page in new.pages}
    by_digest = {page.sha256: page for page in new.pages}
    found = {page.id: by_path.get(page.path) or by_digest.get(page.sha256) for page in old.pages}
    return {id_: page for id_, page in found.items() if page}


def pair_claims(old: Report, new: Report) -> dict[str, str]:
    """The new claim's id for each old claim's id that has one."""
    pages = pair_pages(old, new)
    shelves = _shelve(new)
    page_of = {article.id: article.page_id for article in old.articles}
    texts = {page.id: page.text for page in old.pages}
    scored: list[Scored[int]] = []
    for place, claim in enumerate(old.claims):
        page = pages.get(page_of[claim.article_id])
        span = page and find_span(claim, texts[page_of[claim.article_id]], page.text)
        if page and span and page.id in shelves:
            scored += [
                (likeness, place, other)
                for other, found in shelves[page.id].near(span)
                if (likeness := claim_likeness(claim, span, found))
            ]
    pairs = best_first(scored)
    return {old.claims[one].id: new.claims[other].id for one, other in pairs.items()}


def find_span(claim: Claim, text: str, new_text: str) -> Span | None:
    """Where the words of a claim stand in its page's new text, or what stands in their place.

    Of several places the nearest to the old one; None where nothing like them is left.
    """
    if text == new_text:
        return claim.start, claim.end
    starts = []
    start = new_text.find(claim.quote)
    while start >= 0:
        starts.append(start)
        start = new_text.find(claim.quote, start + 1)
    if starts:
        nearest = min(starts, key=lambda at: abs(at - claim.start))
        return nearest, nearest + len(claim.quote)
    return _rewritten_span(claim, text, new_text)


def _rewritten_span(claim: Claim, text: str, new_text: str) -> Span | None:
    """The span that an alignment of both texts (Levenshtein) gives, if its words are alike."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import ratio

    if max(len(text), len(new_text)) > LONGEST_ALIGNED:
        return None
    start, end = 0, 0
    for step in Levenshtein.opcodes(text, new_text):
        if step.src_start <= claim.start < step.src_end:
            into = min(claim.start - step.src_start, step.dest_end - step.dest_start)
            start = step.dest_start + into
        if step.src_start < claim.end <= step.src_end:
            end = step.dest_end - (step.src_end - claim.end if step.tag == "equal" else 0)
    alike = ratio(claim.quote, new_text[start:end]) >= SAME_WORDS
    return (start, end) if start < end and alike else None


def claim_likeness(old: Claim, span: Span, new: Claim) -> float:
    """How alike two claims of one page are, from 0 (another claim) to about 2.25."""
    from rapidfuzz.fuzz import ratio

    common = min(span[1], new.end) - max(span[0], new.start)
    if common <= 0:
        return 0.0
    lengths = (span[1] - span[0], new.end - new.start)
    share = common / (sum(lengths) - common)
    one_voice = same_voice(old.chain[0], new.chain[0])
    nested = one_voice and share >= LEAST_NESTED and common >= NESTED * min(lengths)
    if share < LEAST_OVERLAP and not nested:
        return 0.0
    words = ratio(old.statement, new.statement) / 100
    return share + 0.5 * one_voice + 0.5 * words + 0.25 * (old.stance == new.stance)


@dataclass(frozen=True)
class _Shelf:
    """The claims of one page by their start."""

    starts: Sequence[int]
    claims: Sequence[tuple[int, Claim]]
    longest: int

    def near(self, span: Span) -> Iterator[tuple[int, Claim]]:
        first = bisect_left(self.starts, span[0] - self.longest)
        yield from self.claims[first : bisect_left(self.starts, span[1])]


def _shelve(report: Report) -> dict[str, _Shelf]:
    page_of = {article.id: article.page_id for article in report.articles}
    by_page: dict[str, list[tuple[int, Claim]]] = {}
    for place, claim in enumerate(report.claims):
        by_page.setdefault(page_of[claim.article_id], []).append((place, claim))
    shelves = {}
    for page_id, rows in by_page.items():
        rows.sort(key=lambda row: row[1].start)
        longest = max(claim.end - claim.start for _, claim in rows)
        shelves[page_id] = _Shelf([claim.start for _, claim in rows], rows, longest)
    return shelves


def best_first(scored: Iterable[Scored[K]]) -> dict[K, K]:
    """Take pairs from the best down, each side once; equals in the order given."""
    pairs: dict[K, K] = {}
    taken: set[K] = set()
    for _, one, other in sorted(scored, key=lambda row: -row[0]):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


@dataclass(frozen=True)
class Shape:
    """What a finding rests on, under names that both reports share.

    ``edges`` are pairs of claims that it holds together, or against each other.
    """

    claims: frozenset[str]
    edges: frozenset[Edge]


def shape_of(finding: Finding, names: Mapping[str, str]) -> Shape:
    """The shape of a finding; ``names`` gives the shared name of each claim id."""
    sides = [sorted({names[id_] for id_ in each.claim_ids}) for each in finding.positions]
    edges: set[Edge] = set()
    for each in finding.conflicts:
        pairs = product(sides[each.a], sides[each.b])
        edges |= {(min(pair), max(pair), "against") for pair in pairs}
    if not finding.conflicts:
        edges |= {(*pair, "with") for side in sides for pair in combinations(side, 2)}
    return Shape(frozenset().union(*sides), frozenset(edges))


def name_claims(old: Report, pairs: Mapping[str, str]) -> dict[str, str]:
    """The shared name of each old claim: its new id, or one that no new claim bears."""
    return {claim.id: pairs.get(claim.id, f"gone {claim.id}") for claim in old.claims}


def pair_findings(old: Report, new: Report, names: Mapping[str, str]) -> dict[int, int]:
    """The place of the new finding for each place of an old one: by key, then by likeness."""
    own = {claim.id: claim.id for claim in new.claims}
    shapes = [shape_of(finding, own) for finding in new.findings]
    users: dict[str, list[int]] = {}
    for place, shape in enumerate(shapes):
        for name in shape.claims:
            users.setdefault(name, []).append(place)
    keys = {finding.key: other for other, finding in enumerate(new.findings) if finding.key}
    scored: list[Scored[int]] = [
        (SAME_KEY, place, keys[finding.key])
        for place, finding in enumerate(old.findings)
        if finding.key in keys
    ]
    for place, finding in enumerate(old.findings):
        shape = shape_of(finding, names)
        for other in sorted({user for name in shape.claims for user in users.get(name, ())}):
            likeness = shape_likeness(shape, shapes[other])
            if likeness:
                told = _told_alike(finding, new.findings[other])
                scored.append((likeness + told, place, other))
    return best_first(scored)


def shape_likeness(one: Shape, other: Shape) -> float:
    """The shared part of claims and of edges, each 0 to 1; 0 where the findings differ."""
    common, held = one.claims & other.claims, one.edges & other.edges
    smaller = min(len(one.claims), len(other.claims))
    if not held and len(common) < max(min(2, smaller), smaller / 2):
        return 0.0
    edges = len(one.edges | other.edges)
    return len(common) / len(one.claims | other.claims) + (len(held) / edges if edges else 0.0)


def _told_alike(one: Finding, other: Finding) -> float:
    same_verdict = (one.relation, one.type) == (other.relation, other.type)
    return 0.1 * same_verdict + 0.1 * (one.question == other.question)
