"""All names of a run to voices: which names mean one speaker, and who speaks for whom.

Code joins what is spelt alike; one small call says the rest, and what it says is checked
(`parties`). Without an answer every spelling is its own voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from checker.claims.labels import Labels
from checker.data import Claim, Voice, VoiceKind
from checker.errors import AnswerError
from checker.kept_report import Problem
from checker.model.answer import LLM
from checker.prompts import read_prompt
from checker.sources.names import is_office, is_unnamed, key_of, spelling_of
from checker.sources.parties import GivenVoices, Parties, check_parties

STAGE = "voices"
NAMES_A_CALL = 150
STATEMENTS_A_NAME = 2
STATEMENT_SHOWN = 120  # characters


@dataclass(frozen=True)
class Voices:
    """The voices of a run, and which of them bears a name."""

    records: tuple[Voice, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Voice]:
        """Voices by id."""
        return {voice.id: voice for voice in self.records}

    @cached_property
    def _by_name(self) -> dict[str, Voice]:
        return {name: each for each in self.records for name in _names_of(each)}

    @cached_property
    def _by_spelling(self) -> dict[str, Voice]:
        return {key_of(name): voice for name, voice in reversed(self._by_name.items())}

    def of(self, name: str) -> Voice:
        """The voice of a name; one that is not known is a voice of its own, its id its spelling."""
        voice = self._by_name.get(name) or self._by_spelling.get(key_of(name))
        return voice or Voice(id=key_of(name) or name, name=name, kind=guess_kind(name))

    def line(self, voice: Voice) -> list[Voice]:
        """A voice, the body it speaks for, that one's body, and so on to the last."""
        line = [voice]
        while (above := self.by_id.get(line[-1].speaks_for or "")) and above not in line:
            line.append(above)
        return line

    def party(self, voice: Voice) -> Voice:
        """The last body for which a voice speaks, or itself."""
        return self.line(voice)[-1]


@dataclass(frozen=True)
class Name:
    """What is known of one name before anybody is asked: spellings, who cites it, what it says.

    ``prints``: pages were printed under it; ``is_file``: it is only the name of a file.
    """

    spellings: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    prints: bool = False
    is_file: bool = False


def list_names(claims: Iterable[Claim], labels: Labels) -> list[Name]:
    """All links of all chains in the order in which they are met, those spelt alike as one."""
    spelt: dict[str, Name] = {}
    printing = {key_of(label) for label in labels.of_article.values()}
    files = {key_of(label) for label in labels.files}
    for claim in claims:
        outlet = labels.of_article[claim.article_id]
        for place, link in enumerate(claim.chain):
            key = key_of(link) or link
            name = spelt.get(key) or Name((), prints=key in printing, is_file=key in files)
            spelt[key] = _met(name, link, outlet, "" if place else claim.statement)
    return list(spelt.values())


def _met(name: Name, link: str, outlet: str, statement: str) -> Name:
    """Note one more place where a name stands; statements from as many outlets as can be."""
    new = outlet not in name.outlets or not name.says
    said = (statement[:STATEMENT_SHOWN],) if statement and new else ()
    return replace(
        name,
        spellings=tuple(dict.fromkeys((*name.spellings, link))),
        outlets=tuple(dict.fromkeys((*name.outlets, outlet))),
        says=(*name.says, *said)[:STATEMENTS_A_NAME],
    )


def voices_by_spelling(names: Sequence[Name]) -> Voices:
    """Every spelling its own voice, who speaks for nobody: what is known without an answer."""
    return make_voices(names, ())


def need_asking(names: Sequence[Name]) -> bool:
    """Whether two of the names could be one, or one of them speak for another.

    Names of files are nobody; and outlets alone, in whose names no word is shared, are apart.
    """
    asked = [name for name in names if not name.is_file]
    if len(asked) < 2 or not all(name.prints for name in asked):
        return len(asked) > 1
    spelt = [word for each in asked for word in {*spelling_of(each.spellings[0]).split()}]
    return len(spelt) > len(set(spelt))


def cut_names(names: Sequence[Name]) -> list[list[Name]]:
    """The names to be asked about, in lists of at most `NAMES_A_CALL`, those alike together."""
    asked = [name for name in names if not name.is_file]
    if len(asked) <= NAMES_A_CALL:
        return [asked] if asked else []
    alike = sorted(asked, key=lambda name: sorted(spelling_of(name.spellings[0]).split())[-1:])
    count = -(-len(alike) // NAMES_A_CALL)
    size = -(-len(alike) // count)
    return [alike[n : n + size] for n in range(0, len(alike), size)]


def unite_voices(llm: LLM, names: Sequence[Name]) -> tuple[Parties | None, list[Problem]]:
    """Ask about one list of names: what can be believed of the answer, and problems."""
    try:
        answer = llm.ask(read_prompt("unite_voices"), describe_names(names), GivenVoices)
    except AnswerError as error:
        reason = f"could not be united, so that every spelling counts as its own source: {error}"
        return None, [_problem(f"{len(names)} names", reason)]
    found = check_parties(answer, [name.spellings for name in names])
    return found, [_problem(name, reason) for name, reason in found.faults]


def describe_names(names: Sequence[Name]) -> dict[str, object]:
    """What the model is given."""
    rows = [
        [n, " / ".join(name.spellings), ", ".join(name.outlets), [*name.says]]
        for n, name in enumerate(names, start=1)
    ]
    return {"names": rows, "outlets": [n for n, each in enumerate(names, start=1) if each.prints]}


# --- Answers to voices --------------------------------------------------------------------------


def make_voices(
    names: Sequence[Name], lists: Sequence[tuple[list[Name], Parties | None]]
) -> Voices:
    """Voices of all names, numbered in the order in which the names are met.

    ``lists`` holds the names asked about and what was believed of the answer, None without one;
    a name in no list stands for itself. Bodies that are nobody's name come last; those of two
    lists that are spelt alike are one.
    """
    drafts = [draft for asked, found in lists if found for draft in _drafts(asked, found)]
    placed = {name.spellings for draft in drafts for name in draft.names}
    drafts += [_Draft([name]) for name in names if name.spellings not in placed]
    order = {name.spellings: place for place, name in enumerate(names)}
    drafts.sort(key=lambda draft: order[draft.names[0].spellings])
    records = [_record(f"v{n}", draft) for n, draft in enumerate(drafts, start=1)]
    spelt = {spelling_of(each): voice.id for voice in records for each in _names_of(voice)}
    bodies: list[Voice] = []
    for draft in drafts:
        key = spelling_of(draft.body or "")
        if key and key not in spelt:
            spelt[key] = f"v{len(records) + len(bodies) + 1}"
            bodies.append(Voice(id=spelt[key], name=draft.body or "", kind="body"))
    above = [spelt.get(spelling_of(draft.body or "")) if draft.body else None for draft in drafts]
    linked = (
        voice.model_copy(update={"speaks_for": body if body != voice.id else None})
        for voice, body in zip(records, above, strict=True)
    )
    return Voices((*linked, *bodies))


def _names_of(voice: Voice) -> tuple[str, ...]:
    return (voice.name, *voice.aliases)


@dataclass(frozen=True)
class _Draft:
    """A voice before it has an id: ``body`` is a spelling of the voice it speaks for."""

    names: list[Name]
    kind: VoiceKind | None = None
    body: str | None = None
    sure: bool = True


def _drafts(asked: Sequence[Name], found: Parties) -> list[_Draft]:
    return [
        _Draft(
            [asked[n - 1] for n in group.names],
            group.kind,
            None if group.speaks_for is None else found.spellings(group.speaks_for)[0],
            group.sure,
        )
        for group in found.groups
    ]


def _record(id_: str, draft: _Draft) -> Voice:
    spelt = tuple(dict.fromkeys(each for name in draft.names for each in name.spellings))
    if draft.kind == "person":  # "Syrian foreign minister" after the name of the one who is it
        spelt = tuple(sorted(spelt, key=is_office))
    prints = any(name.prints for name in draft.names)
    return Voice(
        id=id_,
        name=spelt[0],
        aliases=spelt[1:],
        kind="outlet" if prints else draft.kind or guess_kind(spelt[0]),
        certainty="certain" if draft.sure else "probable",
    )


def guess_kind(name: str) -> VoiceKind:
    """What code can tell from a name alone: a role without a name, a name with a role."""
    if is_unnamed(name):
        return "unnamed"
    return "person" if "," in name else "body"


def _problem(subject: str, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=subject, reason=reason)
