"""New names held against the voices that are known: one call, however many these are.

What was settled stays so: of the answer, only what concerns a new name is believed. Two known
voices are not made one by it, and none of them changes sides; a known voice that spoke for nobody
may be given a body that is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.data import Voice, last_number
from checker.kept_report import Problem
from checker.model.answer import LLM
from checker.sources.names import key_of, spelling_of
from checker.sources.parties import Group, Parties
from checker.sources.voices import (
    NAMES_A_CALL,
    Name,
    Voices,
    guess_kind,
    unite_voices,
)

NEW_A_CALL = 100  # the rest of a call is for known voices


@dataclass(frozen=True)
class Newcomers:
    """Names that no known voice bears, and the known voices that they are held against."""

    names: tuple[Name, ...]
    known: tuple[Voice, ...]


def find_newcomers(names: Sequence[Name], voices: Voices) -> list[Name]:
    """The names that no known voice bears; a new spelling of a known one is none."""
    known = {key_of(name) for voice in voices.records for name in names_of(voice)}
    return [each for each in names if not any(key_of(name) in known for name in each.spellings)]


def names_of(voice: Voice) -> tuple[str, ...]:
    """All spellings of a voice."""
    return (voice.name, *voice.aliases)


def choose_known(new: Sequence[Name], names: Sequence[Name], voices: Voices) -> list[Voice]:
    """The known voices likeliest to be one with a new name, or a body of it.

    First those that share a word with a new name, then those that most outlets cite.
    """
    told = {word for each in new for name in each.spellings for word in spelling_of(name).split()}
    cited: Counter[str] = Counter()
    for name in names:
        cited[voices.of(name.spellings[0]).id] += len(name.outlets)

    def rank(voice: Voice) -> tuple[int, int]:
        own = {word for name in names_of(voice) for word in spelling_of(name).split()}
        return -len(own & told), -cited[voice.id]

    chosen = sorted(voices.records, key=rank)[: max(0, NAMES_A_CALL - len(new))]
    order = {voice.id: place for place, voice in enumerate(voices.records)}
    return sorted(chosen, key=lambda voice: order[voice.id])


def cut_newcomers(names: Sequence[Name], voices: Voices) -> list[Newcomers]:
    """What is to be asked, a call each; nothing where no name is new, or could be anybody's."""
    new = [each for each in find_newcomers(names, voices) if not each.is_file]
    lists = [new[at : at + NEW_A_CALL] for at in range(0, len(new), NEW_A_CALL)]
    rows = [Newcomers(tuple(each), tuple(choose_known(each, names, voices))) for each in lists]
    return [row for row in rows if len(row.names) + len(row.known) > 1]


def unite_newcomers(
    llm: LLM, asked: Newcomers, names: Sequence[Name]
) -> tuple[Parties | None, list[Problem]]:
    """Ask about new names, the known voices among them; ``names`` are all names of the run."""
    return unite_voices(llm, _shown(asked, names))


def _shown(asked: Newcomers, names: Sequence[Name]) -> list[Name]:
    by_key = {key_of(name.spellings[0]): name for name in names}
    known = []
    for voice in asked.known:
        met = [by_key[key] for key in map(key_of, names_of(voice)) if key in by_key]
        known.append(
            Name(
                spellings=names_of(voice),
                outlets=tuple(dict.fromkeys(outlet for each in met for outlet in each.outlets)),
                says=tuple(said for each in met for said in each.says)[:2],
                prints=any(each.prints for each in met),
            )
        )
    return [*known, *asked.names]


# --- Answers to voices ---------------------------------------------------------------------------


def join_newcomers(
    voices: Voices, names: Sequence[Name], answers: Sequence[tuple[Newcomers, Parties | None]]
) -> Voices:
    """The known voices, with new names as further spellings, and new voices after them."""
    joined = _Joined(voices)
    for asked, found in answers:
        if found:
            joined.read(asked, found)
    for name in find_newcomers(names, joined.voices()):
        joined.add(name.spellings, replace_kind(name, None))
    return joined.voices()


def replace_kind(name: Name, group: Group | None) -> Voice:
    """A voice of one new name, not yet numbered."""
    kind = group.kind if group and group.kind else guess_kind(name.spellings[0])
    return Voice(
        id="",
        name=name.spellings[0],
        aliases=name.spellings[1:],
        kind="outlet" if name.prints else kind,
        certainty="certain" if group is None or group.sure else "probable",
    )


class _Joined:
    """Voices while new names are put to them."""

    def __init__(self, voices: Voices) -> None:
        self._rows: dict[str, Voice] = {voice.id: voice for voice in voices.records}
        self._known = frozenset(self._rows)
        self._last = last_number(id_ for id_ in self._rows if id_[1:].isdecimal())

    def voices(self) -> Voices:
        return Voices(tuple(self._rows.values()))

    def read(self, asked: Newcomers, found: Parties) -> None:
        """Believe of an answer what concerns its new names."""
        place: dict[int, str] = {n: voice.id for n, voice in enumerate(asked.known, start=1)}
        for group in found.groups:
            new = [n for n in group.names if n > len(asked.known)]
            if not new:
                continue
            known = [n for n in group.names if n <= len(asked.known)]
            names = [asked.names[n - len(asked.known) - 1] for n in new]
            spelt = tuple(each for name in names for each in name.spellings)
            if known:
                id_ = self._spell(place[known[0]], spelt)
            else:
                prints = any(name.prints for name in names)
                first = replace(names[0], prints=prints)
                id_ = self.add(spelt, replace_kind(first, group))
            place |= dict.fromkeys(new, id_)
        for group in found.groups:
            self._link(group, place, found)

    def add(self, spelt: tuple[str, ...], voice: Voice) -> str:
        self._last += 1
        id_ = f"v{self._last}"
        fields = {"id": id_, "name": spelt[0], "aliases": spelt[1:]}
        self._rows[id_] = voice.model_copy(update=fields)
        return id_

    def _spell(self, id_: str, spelt: tuple[str, ...]) -> str:
        voice = self._rows[id_]
        aliases = dict.fromkeys((*voice.aliases, *spelt))
        aliases.pop(voice.name, None)
        self._rows[id_] = voice.model_copy(update={"aliases": tuple(aliases)})
        return id_

    def _link(self, group: Group, place: dict[int, str], found: Parties) -> None:
        """Let a new voice speak for whom the answer says; a known one only for a new body."""
        own = place.get(group.names[0])
        if group.speaks_for is None or own is None or self._rows[own].speaks_for is not None:
            return
        body = self._body(group.speaks_for, place, found)
        settled = own in self._known and body in self._known
        if body == own or settled or own in self._line(body):
            return
        change = {"speaks_for": body}
        if not group.sure and own not in self._known:
            change["certainty"] = "probable"
        self._rows[own] = self._rows[own].model_copy(update=change)

    def _body(self, number: int, place: dict[int, str], found: Parties) -> str:
        if number in place:
            return place[number]
        name = found.bodies[number][0]
        spelt = {spelling_of(each): id_ for id_, v in self._rows.items() for each in names_of(v)}
        place[number] = spelt.get(spelling_of(name)) or self.add(
            (name,), Voice(id="", name=name, kind="body")
        )
        return place[number]

    def _line(self, id_: str) -> list[str]:
        line = [id_]
        while (above := self._rows[line[-1]].speaks_for) is not None and above not in line:
            line.append(above)
        return line
