"""What an outlet corrects itself: its own later figure takes the place of its own earlier one."""

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
