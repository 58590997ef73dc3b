"""Claims that stand in no finding of a comparison, and those that should have met something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from checker.data import Claim, Topic
from checker.findings.comparison import Compared
from checker.findings.story import Story, quoted_voice
from checker.sources.origins import first_of_twins
from checker.sources.retellings import numbers_in
from checker.text import words

ACCOUNTS = frozenset({"happened", "ongoing", "possible", "opinion"})
WORDS_GIVEN = frozenset({"hoped", "planned", "demanded"})  # what a voice commits itself to
# For an account of the news with neither a figure nor a denial to clash.
LEAST_ALIKE = 0.3
RIVALS = 2  # nearest claims of other voices that go along with each
# Of the weight of both claims' words, for the one to be about what the other is about.
LEAST_SHARED = 0.15


@dataclass(frozen=True)
class Suspect:
    """A claim that met nothing, with the nearest claims of others, and how likely they clash."""

    claim: Claim
    rivals: tuple[Claim, ...]
    weight: float


def list_left(topic: Topic, compared: Compared, story: Story) -> dict[str, tuple[str, ...]]:
    """The claims (ids) in no finding that may meet something, each with what is nearest to it.

    In the order of the topic: the news and the denials; of the background only what should have
    met something, and the nearest to it. None where nobody else speaks.
    """
    near = _nearness(topic, story)
    drafts = (*compared.drafts, *compared.open)
    placed = _with_twins({id_ for each in drafts for id_ in each.told}, story)
    suspects = _suspects(near, compared, story)
    suspected = {each.id for row in suspects for each in (row.claim, *row.rivals)}
    return {
        each.id: tuple(rival.id for _, rival in _nearest_told(each, near, story))
        for each in near.claims
        if each.id not in placed
        if each.main or each.stance == "denies" or each.id in suspected
        if any(is_other(each, other, story) for other in near.claims)
    }


def find_suspects(topic: Topic, compared: Compared, story: Story) -> list[Suspect]:
    """All claims of a topic that should have met something, the likeliest first."""
    return _suspects(_nearness(topic, story), compared, story)


def _nearness(topic: Topic, story: Story) -> Nearness:
    claims = (story.claims[id_] for id_ in topic.claim_ids)
    return Nearness(first_of_twins(claims, story.sources))


def _suspects(near: Nearness, compared: Compared, story: Story) -> list[Suspect]:
    met = {
        id_
        for draft in compared.drafts
        for pair in draft.pairs
        for place in (pair.a, pair.b)
        for id_ in draft.claim_ids[place]
    } | {id_ for draft in compared.open for id_ in draft.told}
    met = _with_twins(met | _agreed(compared, story), story)
    rows = [
        row
        for claim in near.claims
        if claim.id not in met
        if (row := _lost(claim, near, story) or _suspect(claim, near, story))
    ]
    return sorted(rows, key=lambda row: -row.weight)


def _with_twins(claim_ids: set[str], story: Story) -> set[str]:
    return claim_ids | {twin for id_ in claim_ids for twin in story.sources.twins.get(id_, ())}


def _agreed(compared: Compared, story: Story) -> set[str]:
    """What was found to be told alike; but of a denial it is looked twice for what it rejects."""
    told = (id_ for draft in compared.drafts if not draft.pairs for id_ in draft.told)
    return {id_ for id_ in told if story.claims[id_].stance != "denies"}


def _is_account(claim: Claim) -> bool:
    return claim.stance == "denies" or (claim.stance == "asserts" and claim.modality in ACCOUNTS)


def _lost(claim: Claim, near: Nearness, story: Story) -> Suspect | None:
    """A hope, promise, demand or denial that one version of a report has and another has not."""
    report = story.sources.of_article[claim.article_id]
    voice = quoted_voice(claim, story)[:1]
    given = claim.stance == "denies" or claim.modality in WORDS_GIVEN
    twins = story.sources.twins
    if not (voice and given) or len(report.article_ids) < 2 or twins.get(claim.id):
        return None
    there = [each for each in near.claims if quoted_voice(each, story)[:1] == voice]
    told = [each for each in there if twins.get(each.id) and each.id != claim.id]
    alike = [each for each in told if _commitment(each) == _commitment(claim)]
    told = sorted(alike or told, key=lambda each: -near.share(claim, each))
    rivals = tuple(
        story.claims[id_] for each in told[:RIVALS] for id_ in (each.id, *twins[each.id])
    )
    return Suspect(claim, rivals, 1.0 + near.share(claim, rivals[0])) if rivals else None


def _commitment(claim: Claim) -> tuple[str, str]:
    return claim.stance, claim.modality


def _suspect(claim: Claim, near: Nearness, story: Story) -> Suspect | None:
    if not _is_account(claim):
        return None
    scored = _nearest_told(claim, near, story)
    rivals = tuple(each for _, each in scored)
    if not rivals:
        return None
    clash = any(_figures(claim) and _figures(each) - _figures(claim) for each in rivals)
    denied = claim.stance == "denies" or any(each.stance == "denies" for each in rivals)
    alike = claim.main and scored[0][0] >= LEAST_ALIKE
    if not (alike or clash or denied):
        return None
    weight = scored[0][0] + 0.5 * clash + 1.0 * denied + 0.3 * claim.main
    return Suspect(claim, rivals, weight)


def _nearest_told(claim: Claim, near: Nearness, story: Story) -> list[tuple[float, Claim]]:
    """What others tell that is nearest to a claim, with its share."""
    return near.nearest(claim, (each for each in near.claims if is_other(each, claim, story)))


def _figures(claim: Claim) -> set[str]:
    return {*numbers_in(claim.statement)}


def is_other(one: Claim, other: Claim, story: Story) -> bool:
    """Tell whether another voice or another article says a claim: who could tell it otherwise."""
    if one.id == other.id:
        return False
    voices = (quoted_voice(one, story)[:1], quoted_voice(other, story)[:1])
    return one.article_id != other.article_id or voices[0] != voices[1]


class Nearness:
    """How much of a claim's words, weighed by rarity within the topic, another one shares."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self._words = {each.id: frozenset(words(_told(each))) for each in claims}
        times = Counter(word for held in self._words.values() for word in held)
        self._weight = {word: log(1 + len(claims) / n) for word, n in times.items()}

    def share(self, one: Claim, other: Claim) -> float:
        """From 0 to 1: of the weight of all words of both, that of those that both have."""
        first, second = self._words[one.id], self._words[other.id]
        whole = self._sum(first | second)
        return self._sum(first & second) / whole if whole else 0.0

    def nearest(self, claim: Claim, others: Iterable[Claim]) -> list[tuple[float, Claim]]:
        """The few others that share most with a claim, with their shares; none of little."""
        scored = sorted(((self.share(claim, each), each) for each in others), key=lambda r: -r[0])
        return [row for row in scored[:RIVALS] if row[0] >= LEAST_SHARED]

    def _sum(self, held: Collection[str]) -> float:
        return sum(self._weight[word] for word in sorted(held))


def _told(claim: Claim) -> str:
    return f"{claim.statement} {claim.event.label}"
