"""Findings numbered, and what each has to do with others: parts of it, and who disputes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from checker.claims.parts import sentence_start
from checker.findings.drafts import Draft, comparison_of, likeness_of
from checker.findings.story import Story
from checker.findings.verdicts import CONFLICTING
from checker.found import Finding

# Of what a finding sets against each other, or agrees on: told by another one too, it is a part;
# less is enough where its question is worded much like the other's.
TOLD_TOO, TOLD_TOO_IF_ASKED_ALIKE = 0.5, 0.1
ASKED_ALIKE = 70.0  # token-sort ratio


def link_findings(rows: Sequence[tuple[Draft, Finding]], story: Story) -> tuple[Finding, ...]:
    """Number the findings, and say which is a part of which and which is disputed elsewhere."""
    ids = {draft.key: f"f{n}" for n, (draft, _) in enumerate(rows, start=1)}
    found = [finding for _, finding in rows]
    near = {**_pieces(found), **_asked_otherwise(rows), **_contained(rows, ids)}
    # A part of a part stands by itself, or with another agreement in whose sentences it is told.
    whole = {id_: other for id_, other in near.items() if other not in near}
    whole |= _told_with(found, story, whole)
    parts: dict[str, list[str]] = defaultdict(list)
    for id_ in ids.values():
        if id_ in whole:
            parts[whole[id_]].append(id_)
    disputes = _disputes(found)
    linked = []
    for n, (draft, finding) in enumerate(rows, start=1):
        id_ = f"f{n}"
        noted = (ids[key] for key in draft.disputed if key in ids)
        change = {
            "id": id_,
            "parts": tuple(parts[id_]),
            "part_of": whole.get(id_),
            "disputed_by": ()
            if finding.conflicts
            else tuple(dict.fromkeys((*noted, *disputes(finding)))),
        }
        linked.append(finding.model_copy(update=change))
    return tuple(linked)


def _contained(rows: Sequence[tuple[Draft, Finding]], ids: Mapping[str, str]) -> dict[str, str]:
    """Findings of which their own answer says that another says the same and more: part to whole.

    Of a conflict that is believed only where the other one, no less grave, sets two claims against
    each other that this one does: of such, readers found 6 of 6 to be repeats, of others 9 of 20.
    """
    place = {draft.key: n for n, (draft, _) in enumerate(rows)}
    found = {}
    for draft, finding in rows:
        above = place.get(draft.part_of or "")
        if above is None or above == place[draft.key]:
            continue
        other, whole = rows[above]
        if finding.conflicts:
            fits = above < place[draft.key] and bool(_told(finding) & _told(whole))
        else:
            fits = not _better(finding, whole)
        if fits:
            found[ids[draft.key]] = ids[other.key]
    return found


def _better(part: Finding, whole: Finding) -> bool:
    """Whether more stands behind an agreement than behind the one that says more."""
    sources = [each.support == "independent_sources" for each in (part, whole)]
    return not part.conflicts and not whole.conflicts and sources == [True, False]


def _pieces(findings: Sequence[Finding]) -> dict[str, str]:
    """Agreements that confirm nothing and whose claims all stand in one conflict: part to whole."""
    held: dict[str, set[int]] = defaultdict(set)
    for n, finding in enumerate(findings, start=1):
        for id_ in _claims_of(finding) if finding.conflicts else ():
            held[id_].add(n)
    found = {}
    for n, finding in enumerate(findings, start=1):
        if finding.conflicts or finding.support == "independent_sources":
            continue
        around = set.intersection(*(held[id_] for id_ in _claims_of(finding)))
        if around:
            found[f"f{n}"] = f"f{min(around)}"
    return found


def _told_with(
    findings: Sequence[Finding], story: Story, linked: Mapping[str, str]
) -> dict[str, str]:
    """Agreements that are told in the sentences of an earlier one alone: part to whole.

    What two reports say in one sentence each is met once, with all that the sentences say. None is
    put under what nobody needs to be told, nor under one of fewer sources. What is ``linked`` to
    a whole already holds none, and what holds parts is none.
    """
    held = {*linked.values()}
    holders: dict[object, list[int]] = defaultdict(list)
    found: dict[str, str] = {}
    for n, finding in enumerate(findings):
        id_ = f"f{n + 1}"
        if finding.conflicts or id_ in linked:
            continue
        places = {_sentence_of(each, story) for each in _claims_of(finding)}
        near = set.intersection(*({*holders[place]} for place in places))
        fit = [at for at in sorted(near) if _may_hold(findings[at], finding)]
        if fit and id_ not in held:
            found[id_] = f"f{fit[0] + 1}"
            continue
        for place in places:
            holders[place].append(n)
    return found


def _sentence_of(claim_id: str, story: Story) -> object:
    claim = story.claims[claim_id]
    page = story.pages.get(story.articles[claim.article_id].page_id)
    return (page.id, sentence_start(page.text, claim.start)) if page else claim_id


def _may_hold(whole: Finding, part: Finding) -> bool:
    aside = [each.is_aside for each in (whole, part)]
    return aside[0] <= aside[1] and not _better(part, whole)


def _claims_of(finding: Finding) -> list[str]:
    return [id_ for position in finding.positions for id_ in position.claim_ids]


# --- One question, asked by two comparisons ------------------------------------------------------


def _asked_otherwise(rows: Sequence[tuple[Draft, Finding]]) -> dict[str, str]:
    """Findings that an earlier, graver one mostly tells too: part to whole.

    Comparisons whose claims overlap put one question in several wordings. Each keeps its own
    positions, since no quote comes under an answer it was not given for; but a reader meets the
    conflict once. Two findings of one answer are two questions.
    """
    told = [_told(finding) for _, finding in rows]
    holders: dict[object, list[int]] = defaultdict(list)
    found: dict[str, str] = {}
    for n, row in enumerate(rows):
        near = sorted({other for each in told[n] for other in holders[each]})
        whole = next((at for at in near if _tells_too(rows[at], row, told[at], told[n])), None)
        if whole is not None:
            found[f"f{n + 1}"] = f"f{whole + 1}"
            continue
        for each in told[n]:
            holders[each].append(n)
    return found


def _tells_too(
    one: tuple[Draft, Finding],
    other: tuple[Draft, Finding],
    told: frozenset[object],
    told_too: frozenset[object],
) -> bool:
    """Whether the first finding, by what it tells, tells most of what the second one does."""
    if comparison_of(one[0]) == comparison_of(other[0]) or _drifts(one[1]) != _drifts(other[1]):
        return False
    alike = likeness_of(one[0].question, other[0].question) >= ASKED_ALIKE
    share = TOLD_TOO_IF_ASKED_ALIKE if alike else TOLD_TOO
    return len(told & told_too) >= share * len(told_too)


def _drifts(finding: Finding) -> bool:
    return any(each.drift for each in finding.conflicts)


def _told(finding: Finding) -> frozenset[object]:
    """The pairs of claims that are set against each other; of an agreement its claims."""
    cited = [position.claim_ids for position in finding.positions]
    if finding.conflicts:
        return frozenset(
            frozenset((one, other))
            for each in finding.conflicts
            for one in cited[each.a]
            for other in cited[each.b]
        )
    return frozenset(_claims_of(finding))


# --- Who disputes an agreement -------------------------------------------------------------------


def _disputes(findings: Sequence[Finding]) -> Callable[[Finding], tuple[str, ...]]:
    """Which conflicts hold a finding's claims on one of their sides: half of them at least.

    A claim says several things, and a conflict may be about another one of them.
    """
    held: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for n, finding in enumerate(findings, start=1):
        grave = [each for each in finding.conflicts if each.relation in CONFLICTING]
        for place in sorted({place for each in grave for place in (each.a, each.b)}):
            for claim_id in finding.positions[place].claim_ids:
                held[claim_id].append((f"f{n}", place))

    def find(finding: Finding) -> tuple[str, ...]:
        claims = _claims_of(finding)
        told = Counter(side for id_ in claims for side in held.get(id_, ()))
        sides = [id_ for (id_, _), count in told.items() if 2 * count >= len(claims)]
        return tuple(dict.fromkeys(sides))

    return find
