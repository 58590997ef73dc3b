"""The way of a position's claims as a small tree: from the speaker over agencies to the outlets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from checker.data import Claim, Modality
from checker.found import Position
from checker.report.catalogue import Catalogue
from checker.report.lookup import Lookup, moment_of
from checker.sources.publication import publication_span

UNATTRIBUTED, HARDENED, UNHEDGED = "way.unattributed", "way.hardened", "way.unhedged"
SURE: tuple[Modality, ...] = ("happened", "ongoing")
HEDGE = re.compile(
    r"\b(?:allegedly|alleged|reportedly|apparently|purportedly|probably|possibly|likely|suspected"
    r"|presumed|supposedly|said to (?:be|have)|believed to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Drift:
    """What one version has lost of another: ``key`` of a message, and the values it inserts."""

    key: str
    values: dict[str, str]


@dataclass(frozen=True)
class Leaf:
    """An outlet at the end of a way. ``first``: it had it first, of our pages, by the times."""

    outlet: str
    article_id: str
    published: str | None
    first: bool
    drifts: tuple[Drift, ...]


def say_drift(drift: Drift, words: Catalogue) -> str:
    """What was lost, in words."""
    values = dict(drift.values)
    if "modality" in values:
        values["modality"] = words.say(f"modality.{values['modality']}")
    return words.say(drift.key, **values)


@dataclass
class Branch:
    """Links that follow each other, and what they lead to: further branches, and outlets.

    Without links it is an outlet's own words. ``credited``: its articles say that the report is
    of its last link.
    """

    links: list[str]
    credited: bool = False
    branches: list[Branch] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)


def draw_ways(position: Position, lookup: Lookup) -> tuple[Branch, ...]:
    """A tree for each speaker; none where the quotes tell all of it.

    They do where no speaker reaches two of our outlets, and no version has lost anything.
    """
    claims = lookup.claims_in(position)
    firsts = {each.first for each in position.sources if len(each.article_ids) > 1}
    root = Branch([])
    for claim in claims:
        _grow(root, claim, firsts, lookup)
    ways = tuple(_shorten(each) for each in _sprout(root))
    return ways if any(map(_tells_more, ways)) else ()


def _tells_more(way: Branch) -> bool:
    """Whether a way leads to several outlets, or something was lost on it."""
    leaves = list(_all_leaves(way))
    return len(leaves) > 1 or any(leaf.drifts for leaf in leaves)


def _all_leaves(way: Branch) -> Iterator[Leaf]:
    yield from way.leaves
    for each in way.branches:
        yield from _all_leaves(each)


def _grow(root: Branch, claim: Claim, firsts: set[str | None], lookup: Lookup) -> None:
    """Add the way of one claim; an article stands once at the end of one way."""
    place = root
    for link in claim.chain[:-1] or claim.chain:
        name = lookup.voice_of(link).name
        known = next((each for each in place.branches if each.links == [name]), None)
        if known is None:
            known = Branch([name])
            place.branches.append(known)
        place = known
    credited = lookup.articles[claim.article_id].credited_to
    place.credited = bool(credited) and lookup.voice_of(credited or "").name == place.links[-1]
    if all(leaf.article_id != claim.article_id for leaf in place.leaves):
        place.leaves.append(_leaf(claim, firsts, lookup))


def _leaf(claim: Claim, firsts: set[str | None], lookup: Lookup) -> Leaf:
    return Leaf(
        outlet=lookup.labels[claim.article_id],
        article_id=claim.article_id,
        published=lookup.published(claim.article_id),
        first=claim.article_id in firsts,
        drifts=tuple(find_drifts(claim, lookup)),
    )


def _sprout(root: Branch) -> list[Branch]:
    for branch in root.branches:
        _sort(branch)
    return root.branches


def _sort(branch: Branch) -> None:
    """Outlets by the time at which they had it, those without a time last."""
    branch.leaves.sort(key=lambda leaf: moment_of(leaf.published or ""))
    for each in branch.branches:
        _sort(each)


def _shorten(branch: Branch) -> Branch:
    """Links with one way on stand in one line."""
    while len(branch.branches) == 1 and not branch.leaves:
        (only,) = branch.branches
        links = [*branch.links, *only.links]
        branch = replace(only, links=links)
    own = [leaf.outlet for leaf in branch.leaves] == branch.links and not branch.branches
    links = [] if own else branch.links
    return replace(branch, links=links, branches=[_shorten(each) for each in branch.branches])


# --- What was lost on the way ---------------------------------------------------------------------


def find_drifts(claim: Claim, lookup: Lookup) -> Iterator[Drift]:
    """What a claim has lost that the same passage has in another version of its report.

    A version that was surely published before the other has lost nothing of it.
    """
    seen: set[tuple[str, str]] = set()
    for twin in lookup.twins_of(claim):
        if _surely_before(claim, twin, lookup):
            continue
        for drift in _lost(claim, twin, lookup):
            mark = drift.key, drift.values["outlet"]
            if mark not in seen:
                seen.add(mark)
                yield drift


def _lost(claim: Claim, twin: Claim, lookup: Lookup) -> Iterator[Drift]:
    outlet = lookup.labels[twin.article_id]
    speaker = lookup.voice_of(twin.chain[0]).name
    if _is_own(claim, lookup) and not _is_own(twin, lookup):
        yield Drift(UNATTRIBUTED, {"outlet": outlet, "voice": speaker})
    if claim.modality in SURE and twin.modality not in SURE:
        yield Drift(HARDENED, {"outlet": outlet, "modality": twin.modality})
    hedge = HEDGE.search(twin.statement)
    if hedge and not HEDGE.search(claim.statement):
        yield Drift(UNHEDGED, {"outlet": outlet, "word": hedge.group()})


def _is_own(claim: Claim, lookup: Lookup) -> bool:
    article = lookup.articles[claim.article_id]
    return claim.chain[0] in (article.credited_to, lookup.labels[article.id])


def _surely_before(one: Claim, other: Claim, lookup: Lookup) -> bool:
    spans = [publication_span(lookup.published(each.article_id)) for each in (one, other)]
    return bool(spans[0] and spans[1] and spans[0][1] < spans[1][0])
