"""Second looks on worker threads, each as soon as the findings it is about are there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from checker.findings.drafts import Draft
from checker.findings.second_look import cut_contested, list_contested, verify_conflicts
from checker.findings.story import Story
from checker.found import SecondLook
from checker.model.answer import LLM
from checker.pipeline.crew import Crew, Stage

NAME = "second looks"
K = TypeVar("K", bound=Hashable)
Looks = dict[tuple[K, int], SecondLook]


@dataclass(frozen=True)
class _Row(Generic[K]):
    """What one request is about: findings cut down to the pairs asked about, and what they are."""

    drafts: tuple[Draft, ...]
    places: tuple[tuple[tuple[K, int], ...], ...]  # by draft and pair, the caller's own

    @property
    def size(self) -> int:
        return sum(len(draft.shown) for draft in self.drafts)


class Looking(Generic[K]):
    """Second looks under way; the caller names a finding by a key of its own."""

    def __init__(self, llm: LLM, crew: Crew, ground: tuple[Story, str]) -> None:
        self._llm, self._crew, self._ground = llm, crew, ground
        self._stage: Stage[_Row[K], Looks[K]] = crew.start(
            NAME, self._look, [], lambda row: row.size
        )

    def add(self, drafts: Mapping[K, Draft], places: Sequence[tuple[K, int]]) -> None:
        """Ask about some pairs (by key and index); all contested ones of a topic go together."""
        asked: dict[K, list[int]] = {}
        for key, pair in places:
            asked.setdefault(key, []).append(pair)
        keys = [*asked]
        chosen = [
            replace(drafts[key], pairs=tuple(drafts[key].pairs[p] for p in asked[key]))
            for key in keys
        ]
        self._stage.add(
            [
                _Row(
                    tuple(chosen[k] for k in row),
                    tuple(tuple((keys[k], p) for p in asked[keys[k]]) for k in row),
                )
                for row in cut_contested(chosen)
            ]
        )

    def finish(self, places: Sequence[tuple[K, int]]) -> Looks[K]:
        """The looks at some pairs; where none was had, the reason. What failed is asked again."""
        rows = self._crew.again(NAME, self._look, self._stage.rows(), _failed)
        found = {place: look for _, looks in rows for place, look in looks.items()}
        missing = SecondLook(failed=str(self._crew.trail.stopped))
        looks = {place: found.get(place, missing) for place in places}
        lacking = sum(each.failed is not None for each in looks.values())
        self._crew.trail.miss("second_looks", lacking, len(places))
        return looks

    def _look(self, row: _Row[K]) -> Looks[K]:
        found = verify_conflicts(self._llm, row.drafts, *self._ground)
        return {row.places[n][q]: look for (n, q), look in found.items()}


def contested(drafts: Mapping[K, Draft]) -> list[tuple[K, int]]:
    """The pairs that are looked at again, by the key of their finding and their index."""
    return [(key, pair) for key, draft in drafts.items() for pair in list_contested(draft)]


def _failed(looks: Looks[K]) -> bool:
    return any(each.failed is not None for each in looks.values())
