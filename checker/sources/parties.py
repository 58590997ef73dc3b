"""What the model says of names, held against the names themselves: what is invented is refused.

Who is one and who speaks for whom decides how many sources are counted, and every name comes
from a page written by a stranger. Refused in part, each with the reason: numbers that do not
exist, a name in two voices, a circle, and whatever puts the words of one side into the mouth of
the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.data import VoiceKind
from checker.model.answer import Answer
from checker.sources.names import ARTICLES, spelling_of
from checker.sources.nations import nations_in


class GivenBody(Answer):
    """A body that somebody speaks for and that is not among the names."""

    n: int
    name: str


class GivenVoice(Answer):
    """Names that mean one speaker, by number, and the body it speaks for."""

    names: list[int]
    kind: VoiceKind
    speaks_for: int | None
    sure: bool


class GivenVoices(Answer):
    """All names, united."""

    voices: list[GivenVoice]
    bodies: list[GivenBody]


@dataclass
class Group:
    """Names (by number) that are one voice; ``speaks_for`` is the number of a name or body."""

    names: list[int]
    kind: VoiceKind | None = None
    speaks_for: int | None = None
    sure: bool = True


class Parties:
    """What is left of an answer: groups of all names, bodies by number, and what was refused.

    ``names`` and ``bodies`` give spellings by number; ``faults`` are rows of the name that it
    concerns and the reason.
    """

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self.names = {n: tuple(spellings) for n, spellings in enumerate(names, start=1)}
        self.bodies: dict[int, tuple[str, ...]] = {}
        self.groups: list[Group] = []
        self.faults: list[tuple[str, str]] = []

    def group_at(self, number: int | None) -> Group | None:
        """The group that holds a name; None for a body, which is no name."""
        return next((group for group in self.groups if number in group.names), None)

    def spellings(self, number: int) -> tuple[str, ...]:
        """Every spelling of the voice to which a name belongs, or a body's name."""
        group = self.group_at(number)
        if group is None:
            return self.bodies.get(number) or self.names[number]
        return tuple(each for n in group.names for each in self.names[n])

    def line(self, number: int) -> list[int]:
        """All names of a voice, of the body it speaks for, of that one's body, and so on."""
        line: list[int] = []
        up: int | None = number
        while up is not None and up not in line:
            group = self.group_at(up)
            line += group.names if group else [up]
            up = group.speaks_for if group else None
        return line

    def refuse(self, name: str, reason: str) -> None:
        """Note what was refused."""
        self.faults.append((name, reason))


def check_parties(given: GivenVoices, names: Sequence[Sequence[str]]) -> Parties:
    """Keep of an answer what can be so; ``names`` are the spellings of name 1, name 2 and so on."""
    found = Parties(names)
    same = _read_bodies(given, found)
    for voice in given.voices:
        _read_voice(voice, same, found)
    left = [n for n in found.names if not found.group_at(n)]
    found.groups += [Group([n]) for n in left]
    if left:
        listed = ", ".join(found.names[n][0] for n in left)
        found.refuse(listed, "the answer leaves it out; it stands for itself")
    _split_bodies(found)
    found.groups.sort(key=lambda group: group.names[0])
    for group in found.groups:
        _hold_to_its_side(group, found)
    for group in found.groups:
        _refuse_circle(group, found)
    return found


def _read_bodies(given: GivenVoices, found: Parties) -> dict[int, int]:
    """Note new bodies; for those that repeat a name, give the number of that name."""
    spelt = {spelling_of(each): n for n, row in found.names.items() for each in row}
    same: dict[int, int] = {}
    for body in given.bodies:
        taken = body.n in found.names or body.n in found.bodies or body.n in same
        if taken or not spelling_of(body.name):
            found.refuse(body.name, f"its number {body.n} is another's, or it has no name")
        elif spelling_of(body.name) in spelt:
            same[body.n] = spelt[spelling_of(body.name)]
        else:
            found.bodies[body.n] = (body.name.strip(),)
    return same


def _read_voice(voice: GivenVoice, same: Mapping[int, int], found: Parties) -> None:
    kept: list[int] = []
    for n in dict.fromkeys(voice.names):
        if n not in found.names:
            found.refuse(f"number {n}", "it is no name that was shown")
        elif found.group_at(n):
            found.refuse(found.names[n][0], "was given to two voices; it stays with the first")
        elif kept and at_odds(found.names[kept[0]], found.names[n]):
            other = found.names[kept[0]][0]
            reason = f"was made one with {other!r}, which is another state's; it stands alone"
            found.refuse(found.names[n][0], reason)
        else:
            kept.append(n)
    if not kept:
        return
    target = voice.speaks_for
    target = same.get(target, target) if target is not None else None
    if target is not None and target not in found.names and target not in found.bodies:
        found.refuse(found.names[kept[0]][0], f"speaks for number {target}, which nobody is")
        target = None
    kept.sort()
    found.groups.append(Group(kept, voice.kind, None if target in kept else target, voice.sure))


# --- Sides and circles --------------------------------------------------------------------------


def at_odds(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two lists of spellings name states, and not one of them in common."""
    first: frozenset[str] = frozenset().union(*map(nations_in, one))
    second: frozenset[str] = frozenset().union(*map(nations_in, other))
    return bool(first) and bool(second) and not first & second


def _split_bodies(found: Parties) -> None:
    """Take out of a body the names that state another body's office."""
    for group in [each for each in found.groups if each.kind == "body" and len(each.names) > 1]:
        for n in [*group.names]:
            stated = _stated_body([n], group.names, found)
            if stated is not None and len(group.names) > 1:
                group.names.remove(n)
                found.groups.append(Group([n], speaks_for=stated))
                body = found.spellings(group.names[0])[0]
                reason = f"was made one with {body!r}, but its own name gives another body"
                found.refuse(found.names[n][0], f"{reason}; it speaks for that one")


def _hold_to_its_side(group: Group, found: Parties) -> None:
    """Take back a body of another state, or another body than the voice's own name states."""
    if group.speaks_for is None:
        return
    own, theirs = found.spellings(group.names[0]), found.spellings(group.speaks_for)
    target = found.group_at(group.speaks_for)
    stated = _stated_body(group.names, group.names, found)
    said = f"was said to speak for {theirs[0]!r}"
    if at_odds(own, theirs):
        found.refuse(own[0], f"{said}, which is another state's; it speaks for itself")
        group.speaks_for = None
    elif target and target.kind in ("unnamed", "crowd"):
        found.refuse(own[0], f"{said}, which is nobody in particular; it speaks for itself")
        group.speaks_for = None
    elif stated is not None and not _in_one_line(stated, group.speaks_for, found):
        body = found.spellings(stated)[0]
        found.refuse(own[0], f"{said}, but its own name gives {body!r}; it speaks for that one")
        group.speaks_for = stated


def _stated_body(own: Sequence[int], apart: Sequence[int], found: Parties) -> int | None:
    """The body whose name a voice's office ends in: *X, spokesman of the Ministry*."""
    roles = [each.split(",", 1)[1] for n in own for each in found.names[n] if "," in each]
    bodies = {
        n: found.names[n]
        for group in found.groups
        if group.kind == "body"
        for n in group.names
        if n not in apart
    }
    stated = [
        (len(name), -n)
        for n, names in {**bodies, **found.bodies}.items()
        for name in names
        if any(_is_office_of(role, name) for role in roles)
    ]
    return -max(stated)[1] if stated else None


def _is_office_of(role: str, body: str) -> bool:
    own, name = (ARTICLES.sub("", each.casefold()).split() for each in (role, body))
    before = len(own) - len(name)
    return before > 1 and bool(name) and own[before - 1] == "of" and own[before:] == name


def _in_one_line(one: int, other: int, found: Parties) -> bool:
    """Whether two bodies are one, or one speaks for the other, or their names share a word."""
    if one in found.line(other) or other in found.line(one):
        return True
    first, second = (
        {word for name in found.spellings(n) for word in spelling_of(name).split()}
        for n in (one, other)
    )
    return bool(first & second)


def _refuse_circle(group: Group, found: Parties) -> None:
    ring = [group]
    while (above := found.group_at(ring[-1].speaks_for)) and above not in ring:
        ring.append(above)
    if above is not group:
        return
    for each in ring:
        each.speaks_for = None
    listed = ", ".join(found.names[each.names[0]][0] for each in ring)
    found.refuse(listed, "speak for each other in a circle; each speaks for itself")
