"""The key of a finding: a digest of the words it rests on, for links, notes and later runs.

It is made of the quotes under each position and of which positions are set against each other.
Ids, the order of pages, names of files, and how the model words a question or an answer do not
count: the same pages read alike give the same keys. A finding that grows in a later run keeps the
key that it had, although it rests on more by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from checker.data import Claim
from checker.found import Finding
from checker.text import words

LENGTH = 12  # hexadecimal digits: of a million findings, two share one with a chance of 0.2 %


def give_keys(findings: Sequence[Finding], claims: Iterable[Claim]) -> tuple[Finding, ...]:
    """Give each finding that has none its key, like no other's.

    Findings that rest on the same words in the same way are told apart by their questions, and
    those of one question by their order.
    """
    quotes = {claim.id: " ".join(words(claim.quote)) or claim.quote for claim in claims}
    taken = {finding.key for finding in findings}
    keyed: list[Finding] = []
    for finding in findings:
        key = finding.key
        for salt in _salts(finding):
            if key:
                break
            digest = make_key(finding, quotes, salt)
            key = "" if digest in taken else digest
        taken.add(key)
        keyed.append(finding.model_copy(update={"key": key}))
    return tuple(keyed)


def _salts(finding: Finding) -> Iterable[str]:
    yield ""
    number = 0
    while True:
        yield f"{finding.question} {number or ''}"
        number += 1


def make_key(finding: Finding, quotes: Mapping[str, str], salt: str = "") -> str:
    """The key of a finding; ``quotes`` gives the words of each claim by its id."""
    sides = [
        "\x1f".join(sorted(quotes[id_] for id_ in position.claim_ids))
        for position in finding.positions
    ]
    edges = (
        "\x1c".join(("against", *sorted((sides[each.a], sides[each.b]))))
        for each in finding.conflicts
    )
    told = "\x1d".join((*sorted(sides), *sorted(edges), salt))
    return "k" + sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
