"""A topic to draft findings: where its claims agree, where they conflict, and how.

The model sees the claims of one topic and answers with claim ids; ids that do not exist, or do
not stand in the topic, are problems and never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from checker.data import Article, Claim, Kind, Problem, Relation, Topic
from checker.errors import AnswerError
from checker.llm import LLM, Answer
from checker.names import same_voice
from checker.origins import first_of_twins
from checker.prompts import read_prompt
from checker.retellings import numbers_in
from checker.story import Story, are_reprints, describe_when, number_of, quoted_voice

STAGE = "findings"
# Above this likeness (0 to 100) the statements of two reprints say the same; one is shown.
SAME_STATEMENT = 97.0


class ComparedPosition(Answer):
    """One answer, and the ids of the claims that give it."""

    answer: str
    claims: list[int]


class ComparedPair(Answer):
    """Two positions in conflict, by index."""

    a: int
    b: int
    why: str
    relation: Literal["attributed_conflict", "contradict", "superseded", "partial"]
    type: Kind


class ComparedFinding(Answer):
    """One question of fact."""

    question: str
    positions: list[ComparedPosition]
    conflicts: list[ComparedPair]


class Comparison(Answer):
    """Where the claims agree and where they conflict."""

    findings: list[ComparedFinding]


@dataclass(frozen=True)
class Pair:
    """Two positions (by index) that the comparison holds to be in conflict."""

    a: int
    b: int
    relation: Relation
    type: Kind
    why: str


@dataclass(frozen=True)
class Draft:
    """A finding whose claims all exist, before the second look: sets of claim ids by position."""

    topic_id: str
    question: str
    answers: tuple[str, ...]
    claim_ids: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]


def compare_topic(
    llm: LLM, topic: Topic, story: Story, pivot: str
) -> tuple[list[Draft], list[Problem]]:
    """Ask where the claims of one topic agree and conflict; an unusable answer is a problem."""
    about = describe_topic(topic, story, pivot)
    try:
        answer = llm.ask(read_prompt("compare_claims", 1), about, Comparison)
    except AnswerError as error:
        return [], [_problem(topic, f"its claims were not compared: {error}")]
    shown = set(topic.claim_ids)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for finding in answer.findings:
        faults = _faults(finding, shown)
        problems += [_problem(topic, f"{finding.question} {fault}") for fault in faults]
        draft = _draft(topic, finding, shown, story)
        if draft:
            drafts.append(draft)
    return drafts, problems


# --- What the model is given --------------------------------------------------------------------


def describe_topic(topic: Topic, story: Story, pivot: str) -> dict[str, object]:
    """The claims of a topic by article, with each event named once."""
    claims = first_of_twins((story.claims[id_] for id_ in topic.claim_ids), story.sources)
    return {"write_in": pivot, "topic": topic.label, **describe_claims(claims, story)}


def describe_claims(claims: Iterable[Claim], story: Story) -> dict[str, object]:
    """Claims by article, with each event named once."""
    claims = list(claims)
    events = {claim.event.id: claim.event for claim in claims}
    numbers = {id_: n for n, id_ in enumerate(events, start=1)}
    by_article: dict[str, list[Claim]] = {}
    for claim in claims:
        by_article.setdefault(claim.article_id, []).append(claim)
    return {
        "events": [[numbers[id_], _event_label(event)] for id_, event in events.items()],
        "articles": [
            _describe_article(story.articles[id_], rows, numbers, story)
            for id_, rows in by_article.items()
        ],
    }


def _event_label(event: object) -> str:
    parts = (getattr(event, name) for name in ("label", "place", "time"))
    return "; ".join(part for part in parts if part)


def _describe_article(
    article: Article, claims: Iterable[Claim], numbers: Mapping[str, int], story: Story
) -> dict[str, object]:
    about = {
        "article": article.id,
        "origin": story.sources.of_article[article.id].id,
        "outlet": story.labels[article.id],
        "credited_to": article.credited_to,
        "published": article.published,
    }
    known = {name: value for name, value in about.items() if value is not None}
    return {**known, "claims": [describe_claim(each, numbers, story) for each in claims]}


def describe_claim(claim: Claim, numbers: Mapping[str, int], story: Story) -> dict[str, object]:
    """A claim without what goes without saying, and its reprint where that says it otherwise."""
    row: dict[str, object] = {"id": number_of(claim.id), "event": numbers[claim.event.id]}
    voice = quoted_voice(claim, story)
    if voice:
        row["voice"] = " → ".join(voice)
    if claim.stance != "asserts":
        row["stance"] = claim.stance
    if claim.modality != "happened":
        row["modality"] = claim.modality
    if claim.when:
        row["when"] = describe_when(claim)
    row["says"] = claim.statement
    return {**row, **_describe_reprints(claim, story)}


def _describe_reprints(claim: Claim, story: Story) -> dict[str, object]:
    """The same passage where reprints tell it otherwise; a mark where they have none like it."""
    twins = [story.claims[id_] for id_ in story.sources.twins.get(claim.id, ())]
    reprinted = len(story.sources.of_article[claim.article_id].article_ids) > 1
    if reprinted and not twins:
        return {"only_here": True}
    told = [_describe_reprint(each) for each in twins if _says_otherwise(each, claim)]
    return {"reprint": told} if told else {}


def _describe_reprint(claim: Claim) -> dict[str, object]:
    return {"id": number_of(claim.id), "says": claim.statement}


def _says_otherwise(one: Claim, other: Claim) -> bool:
    from rapidfuzz.fuzz import ratio

    return ratio(one.statement, other.statement) < SAME_STATEMENT


# --- What the model answered ---------------------------------------------------------------------


def _faults(finding: ComparedFinding, shown: set[str]) -> Iterable[str]:
    """Claim ids and position numbers of an answer that do not exist."""
    named = {f"c{n}" for position in finding.positions for n in position.claims}
    if named - shown:
        yield f"names claims that are not in this topic: {sorted(named - shown)}"
    for pair in finding.conflicts:
        sides = f"sets position {pair.a} against {pair.b}"
        if pair.a == pair.b or not {pair.a, pair.b} <= set(range(len(finding.positions))):
            yield f"{sides}, of {len(finding.positions)} positions"
        elif not all(_cited(finding.positions[place], shown) for place in (pair.a, pair.b)):
            yield f"{sides}, one of which no claim of this topic supports"


def _draft(topic: Topic, finding: ComparedFinding, shown: set[str], story: Story) -> Draft | None:
    """A finding cut down to what exists, each claim with its reprints; None if nothing is left."""
    cited = [_cited(each, shown) for each in finding.positions]
    claim_ids = with_twins(cited, story, alone=_drifted(finding, cited, story))
    pairs = tuple(
        Pair(pair.a, pair.b, pair.relation, pair.type, pair.why)
        for pair in finding.conflicts
        if pair.a != pair.b
        and {pair.a, pair.b} <= set(range(len(claim_ids)))
        and claim_ids[pair.a]
        and claim_ids[pair.b]
    )
    if not pairs and not any(len(ids) > 1 for ids in claim_ids):
        return None
    answers = tuple(position.answer for position in finding.positions)
    return Draft(topic.id, finding.question, answers, claim_ids, pairs)


def _cited(position: ComparedPosition, shown: set[str]) -> set[str]:
    return {f"c{n}" for n in position.claims} & shown


def _drifted(finding: ComparedFinding, cited: Sequence[set[str]], story: Story) -> set[int]:
    """The positions that the answer sets against each other as two versions of one story."""
    places = range(len(cited))
    return {
        place
        for pair in finding.conflicts
        if {pair.a, pair.b} <= set(places)
        and are_reprints(sorted(cited[pair.a]), sorted(cited[pair.b]), story)
        for place in (pair.a, pair.b)
    }


def with_twins(
    cited: Sequence[set[str]], story: Story, alone: Collection[int] = ()
) -> tuple[tuple[str, ...], ...]:
    """Each position's claims, with those reprints that belong to no other position.

    Positions in ``alone`` (indexes) get none: each is one version of a story set against another.
    """
    anywhere = set().union(*cited)
    more = [
        set() if place in alone else {twin for id_ in ids for twin in _spoken_alike(id_, story)}
        for place, ids in enumerate(cited)
    ]
    times = Counter(twin for twins in more for twin in twins)
    return tuple(
        tuple(sorted(ids | {t for t in twins - anywhere if times[t] == 1}, key=number_of))
        for ids, twins in zip(cited, more, strict=True)
    )


def _spoken_alike(claim_id: str, story: Story) -> Iterable[str]:
    """The reprints of a claim that hold what it holds: the same voice and the same figures."""
    claim = story.claims[claim_id]
    for id_ in story.sources.twins.get(claim_id, ()):
        twin = story.claims[id_]
        voices = [quoted_voice(each, story)[:1] for each in (claim, twin)]
        alike = voices[0] == voices[1] or (all(voices) and same_voice(voices[0][0], voices[1][0]))
        if alike and numbers_in(claim.statement) == numbers_in(twin.statement):
            yield id_


def merge_drafts(drafts: Iterable[Draft]) -> list[Draft]:
    """One draft of several that rest on the same claims: topics overlap, and so do findings."""
    merged: list[Draft] = []
    for draft in drafts:
        place = next((n for n, other in enumerate(merged) if _same_finding(draft, other)), None)
        if place is None:
            merged.append(draft)
        else:
            merged[place] = _union(merged[place], draft)
    return merged


def _same_finding(one: Draft, other: Draft) -> bool:
    """Conflicts: each side of a pair shares a claim. Agreements: half of the fewer claims."""
    if bool(one.pairs) != bool(other.pairs):
        return False
    if not one.pairs:
        first, second = (set().union(*draft.claim_ids) for draft in (one, other))
        return 2 * len(first & second) > min(len(first), len(second))
    return any(_same_pair(one, a, other, b) for a in one.pairs for b in other.pairs)


def _same_pair(one: Draft, a: Pair, other: Draft, b: Pair) -> bool:
    def meet(x: int, y: int) -> bool:
        return bool(set(one.claim_ids[x]) & set(other.claim_ids[y]))

    return (meet(a.a, b.a) and meet(a.b, b.b)) or (meet(a.a, b.b) and meet(a.b, b.a))


def _union(one: Draft, other: Draft) -> Draft:
    """The first's positions with the claims of the other's; what only the other has is added."""
    answers, claim_ids, pairs = [*one.answers], [set(ids) for ids in one.claim_ids], [*one.pairs]
    places: dict[int, int] = {}
    for n, ids in enumerate(other.claim_ids):
        shared = [len(set(ids) & set(ours)) for ours in one.claim_ids]
        places[n] = shared.index(max(shared))
        if not any(shared):
            places[n] = len(claim_ids)
            answers.append(other.answers[n])
            claim_ids.append(set(ids))
        elif sum(map(bool, shared)) == 1:
            claim_ids[places[n]] |= set(ids)
    for pair in other.pairs:
        a, b = places[pair.a], places[pair.b]
        if a != b and {a, b} not in [{each.a, each.b} for each in pairs]:
            pairs.append(replace(pair, a=a, b=b))
    ordered = tuple(tuple(sorted(ids, key=number_of)) for ids in claim_ids)
    return replace(one, answers=tuple(answers), claim_ids=ordered, pairs=tuple(pairs))


def _problem(topic: Topic, reason: str) -> Problem:
    return Problem(stage=STAGE, subject=f"topic {topic.label!r}", reason=reason)
