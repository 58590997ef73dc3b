"""Which side of a conflict is the later one, and what an outlet corrects itself."""

from __future__ import annotations

from collections.abc import Iterable

from checker.data import Claim
from checker.findings.story import Story
from checker.sources.publication import publication_span
from checker.sources.telling import tell


def is_own_update(one: Iterable[str], other: Iterable[str], story: Story) -> bool:
    """Whether two sides (claim ids) are one outlet's own words, the one published after the other.

    A morning and an evening text of one outlet are no two sources that contradict each other.
    """
    sides = [[story.claims[id_] for id_ in ids] for ids in (one, other)]
    told = [tell(claim, story) for side in sides for claim in side]
    outlets = {each.party.id for each in told}
    if len(outlets) != 1 or not all(each.own for each in told):
        return False
    return _all_before(sides[0], sides[1], story) or _all_before(sides[1], sides[0], story)


def _all_before(one: Iterable[Claim], other: Iterable[Claim], story: Story) -> bool:
    """Whether the last of some claims was surely published before the first of the others."""
    first, second = (
        [publication_span(story.articles[claim.article_id].published) for claim in side]
        for side in (one, other)
    )
    before, after = ([span for span in spans if span] for spans in (first, second))
    if len(before) < len(first) or len(after) < len(second):
        return False
    return max(end for _, end in before) < min(start for start, _ in after)


def times_apart(one: Iterable[str], other: Iterable[str], story: Story) -> bool:
    """Whether publication, or the days spoken of, show which side is the later one."""
    first, second = ([story.claims[id_] for id_ in ids] for ids in (one, other))
    kinds = (lambda claim: story.articles[claim.article_id].published, _first_day)
    for time_of in kinds:
        times = [{time_of(each) for each in side} - {None} for side in (first, second)]
        if all(times) and times[0] != times[1]:
            return True
    return False


def _first_day(claim: Claim) -> str | None:
    return str(claim.when.start) if claim.when and claim.when.start else None
