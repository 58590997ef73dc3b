"""Which agreements stand in front, and what is told twice: all of a story's side by side.

A comparison sees one storyline, a check of quotes some findings. What an editor would print, and
what another storyline tells again, shows only where the findings of all are put to the model
together. Agreements that are left over are common ground, and are shown last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.errors import AnswerError
from checker.findings.drafts import Draft
from checker.findings.story import Story
from checker.model.answer import LLM, TerseAnswer
from checker.prompts import read_prompt

AGREEMENTS_A_CALL = 100
TITLES = 12


class Again(TerseAnswer):
    """A finding, and another one that tells the same or more: two numbers."""

    n: int
    of: int


class ChosenRows(TerseAnswer):
    """What is told twice, then what stands in front; all the rest is in neither list."""

    again: list[Again]
    front: list[int]


@dataclass(frozen=True)
class Choice:
    """What is said of the agreements ``asked`` about in one call, by their places among all drafts.

    ``whole`` leads from a draft that is told twice to the one that tells it more fully; a conflict
    to a conflict. ``failed`` is why nothing is said.
    """

    asked: tuple[int, ...]
    front: frozenset[int] = frozenset()
    whole: Mapping[int, int] = field(default_factory=dict)
    failed: str | None = None


def list_open(drafts: Sequence[Draft], story: Story) -> list[tuple[int, ...]]:
    """The places of agreements on news that no earlier run has placed, for each call.

    On background nobody is asked: it stands last in any case.
    """
    places = [
        n
        for n, draft in enumerate(drafts)
        if not (draft.pairs or draft.lasting)
        and any(story.claims[id_].main for ids in draft.claim_ids for id_ in ids)
    ]
    starts = range(0, len(places), AGREEMENTS_A_CALL)
    return [tuple(places[start : start + AGREEMENTS_A_CALL]) for start in starts]


def choose_agreements(
    llm: LLM, drafts: Sequence[Draft], asked: Sequence[int], story: Story
) -> Choice:
    """Ask which of some agreements stand in front, beside what the report shows with them."""
    near = {drafts[n].topic_id for n in asked}
    beside = [n for n, draft in enumerate(drafts) if n not in asked and draft.topic_id in near]
    standing = [n for n in beside if drafts[n].lasting and not drafts[n].pairs]
    standing = [n for n in standing if not drafts[n].common]
    conflicts = [n for n in beside if drafts[n].pairs]
    place = dict(enumerate((*asked, *standing, *conflicts), start=1))
    number = {n: shown for shown, n in place.items()}
    about = {
        "titles": _titles(drafts, asked, story),
        "agreements": [_tell(number[n], drafts[n]) for n in asked],
        "in_front": [_tell(number[n], drafts[n]) for n in standing],
        "conflicts": [_tell(number[n], drafts[n]) for n in conflicts],
    }
    try:
        answer = llm.ask(read_prompt("choose_agreements"), about, ChosenRows)
    except AnswerError as error:
        return Choice(tuple(asked), failed=str(error))
    parts = {*asked, *(n for n in conflicts if not drafts[n].lasting)}
    told = ((place.get(row.n), place.get(row.of)) for row in answer.again)
    whole = _wholes([(n, of) for n, of in told if n in parts and of is not None], {*conflicts})
    front = {place[n] for n in answer.front if n in place} & {*asked} - {*whole}
    return Choice(tuple(asked), frozenset(front), whole)


def _wholes(rows: Iterable[tuple[int, int]], conflicts: Collection[int]) -> dict[int, int]:
    """From a part to its whole: of circles and chains the first word counts."""
    whole: dict[int, int] = {}
    for part, of in rows:
        other = whole.get(of, of)
        fits = part != other and (part not in conflicts or other in conflicts)
        if fits and part not in {*whole, *whole.values()}:
            whole[part] = other
    return whole


def _titles(drafts: Sequence[Draft], asked: Sequence[int], story: Story) -> list[str]:
    """Those of the articles that tell most of these agreements."""
    told = Counter(
        story.articles[story.claims[id_].article_id].title
        for n in asked
        for ids in drafts[n].claim_ids
        for id_ in ids
    )
    return [title for title, _ in told.most_common() if title][:TITLES]


def _tell(number: int, draft: Draft) -> list[object]:
    told = zip(draft.answers, draft.claim_ids, strict=True)
    return [number, draft.question, *(answer for answer, claim_ids in told if claim_ids)]


def place_agreements(drafts: Sequence[Draft], choices: Sequence[Choice]) -> list[Draft]:
    """The drafts with what was chosen: common ground or not, and parts of others.

    Where nothing was said an agreement stays in front. One that is told twice stands as its whole
    does, since it is shown in its place where more stands behind it (`checker.findings.links`).
    """
    placed = [*drafts]
    for choice in choices:
        for n in choice.asked if choice.failed is None else ():
            placed[n] = replace(drafts[n], common=choice.whole.get(n, n) not in choice.front)
        for n, whole in choice.whole.items():
            placed[n] = replace(placed[n], part_of=drafts[whole].key)
    return placed
