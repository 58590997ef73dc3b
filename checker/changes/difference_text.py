"""Differences for a person: the gravest first, plain lines, no colour, in any language.

Also the message of a failed test, so each line stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from checker.changes.changes import (
    ClaimChange,
    ClaimNote,
    Differences,
    FieldChange,
    FindingChange,
    FindingNote,
    Kind,
)
from checker.kept_report import Problem
from checker.report.catalogue import Catalogue, load_catalogue
from checker.report.labels import say_label
from checker.report.layout import CONTROLS
from checker.report.terminal import LETTERS

LONGEST_LIST = 20
SHOWN = 300  # characters of one changed value
OUTLETS_SHOWN = 12  # of those that came to a position or left it
# What `finding_changes` writes of a conflict and of a position; a record keeps it as one text.
CONFLICT = re.compile(r"(?P<sides>.*): (?P<verdict>\w+(?:, \w+)*)", re.DOTALL)
POSITION = re.compile(
    r"(?P<answer>.*) \((?P<claims>[0-9]{1,9}) claims, (?P<sources>[0-9]{1,9}) sources: "
    r"(?P<outlets>.*)\)",
    re.DOTALL,
)
LABELLED = {"relation", "type", "level", "severity", "stance", "modality"}


def render_differences(
    differences: Differences, longest: int | None = LONGEST_LIST, language: str = "en"
) -> str:
    """All differences; of each list at most ``longest`` entries, or all for None.

    Raises:
        InputError: there is no interface in that language.
    """
    words = load_catalogue(language)
    lines = [_summary(differences, words)]
    for title, entries in _sections(differences, words):
        lines += _section(title, entries, longest, words)
    return "\n".join(line.translate(CONTROLS).rstrip() for line in lines) + "\n"


def _summary(differences: Differences, words: Catalogue) -> str:
    counts = _listed(
        (
            words.say("diff.kind_count", n=count, kind=words.say(f"change.{kind}"))
            for kind, count in differences.counts().items()
        ),
        words,
    )
    return f"{differences.case}: {counts or words.say('diff.nothing')}"


def _listed(parts: Iterable[str], words: Catalogue) -> str:
    return words.say("reply.and").join(parts)


def _sections(
    differences: Differences, words: Catalogue
) -> Iterator[tuple[str, Sequence[Iterable[str]]]]:
    told = differences
    changed = told.findings_changed
    verdicts = [each for each in changed if "verdict-change" in each.kinds]
    others = [each for each in changed if "verdict-change" not in each.kinds]
    yield "diff.findings_gone", [_finding("-", each, words) for each in told.findings_gone]
    yield "diff.findings_new", [_finding("+", each, words) for each in told.findings_new]
    yield "diff.verdicts", [_changed_finding(each, words) for each in verdicts]
    yield "diff.findings_changed", [_changed_finding(each, words) for each in others]
    yield "diff.claims_gone", [_claim("-", each) for each in told.claims_gone]
    yield "diff.claims_new", [_claim("+", each) for each in told.claims_new]
    yield "diff.claims_changed", [_changed_claim(each, words) for each in told.claims_changed]
    yield "diff.pages", [[f"{_page_sign(path, told)} {path}"] for path in told.pages_changed]
    yield "diff.problems_gone", [_problem("-", each) for each in told.problems_gone]
    yield "diff.problems_new", [_problem("+", each) for each in told.problems_new]


def _page_sign(path: str, told: Differences) -> str:
    if path in told.pages_added:
        return "+"
    return "-" if path in told.pages_missing else "~"


def _section(
    title: str, entries: Sequence[Iterable[str]], longest: int | None, words: Catalogue
) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield f"{words.say(title)}: {len(entries)}"
    for entry in entries[:longest]:
        yield from (f"  {_one_line(line)}" for line in entry)
    left = len(entries[longest:]) if longest else 0
    if left:
        yield f"  {words.count_plainly('diff.more', left)}"


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _finding(sign: str, finding: FindingNote, words: Catalogue) -> Iterator[str]:
    labels = (finding.relation, finding.type, finding.level, finding.severity)
    shown = (say_label(words, label) for label in labels if label and label != "none")
    told = _listed((label.replace("_", " ") for label in shown), words)
    kinds = f" ({_kinds(finding.kinds, words)})" if finding.kinds else ""
    yield f"{sign} {finding.id} {finding.question} [{told}]{kinds}"
    for place, position in enumerate(finding.positions):
        letter = LETTERS[place % len(LETTERS)] if len(finding.positions) > 1 else "="
        sources = words.count_plainly("source_count", position.source_count)
        outlets = _listed(position.outlets, words)
        standing = words.say("diff.and_also").join((outlets, sources))
        yield f"    {letter} {position.answer} ({standing})"
        for claim in position.claims:
            yield f"      {_place(claim)} “{claim.quote}”"


def _kinds(kinds: Iterable[Kind], words: Catalogue) -> str:
    return _listed((words.say(f"change.{kind}") for kind in kinds), words)


def _changed_finding(change: FindingChange, words: Catalogue) -> Iterator[str]:
    ids = change.old.id if change.old.id == change.new.id else f"{change.old.id} → {change.new.id}"
    text = words.say("diff.same_text" if change.same_text else "diff.other_text")
    told = words.say("diff.and_also").join((_kinds(change.kinds, words), text))
    yield f"~ {ids} {change.old.question} ({told})"
    yield from (_field(each, words) for each in change.changes)
    if "verdict-change" in change.kinds:
        yield from list(_finding(" ", change.new, words))[1:]


def _field(change: FieldChange, words: Catalogue) -> str:
    what = words.say(f"field.{change.what}")
    old, new = (_shortened(_value(change.what, each, words)) for each in (change.old, change.new))
    if change.added or change.removed:
        return f"    {_moved(change, words)}"
    if change.old is None:
        return f"    {words.say('diff.field_new', what=what, value=new)}"
    if change.new is None:
        return f"    {words.say('diff.field_gone', what=what, value=old)}"
    return f"    {words.say('diff.field', what=what, old=old, new=new)}"


def _moved(change: FieldChange, words: Catalogue) -> str:
    """The outlets that came to a position and left it, not two long lists of them."""
    moved = [*(f"+ {each}" for each in change.added), *(f"− {each}" for each in change.removed)]
    shown = moved[:OUTLETS_SHOWN]
    if len(moved) > len(shown):
        shown.append(f"… +{len(moved) - len(shown)}")
    before, after = (POSITION.fullmatch(each or "") for each in (change.old, change.new))
    if not before or not after:
        return _listed(shown, words)
    counts = words.say(
        "diff.position_counts",
        claims=f"{before['claims']} → {after['claims']}",
        sources=f"{before['sources']} → {after['sources']}",
    )
    answer = _shortened(after["answer"])
    if before["answer"] != after["answer"]:
        answer = f"{_shortened(before['answer'])}  ⇒  {answer}"
    return words.say(
        "diff.position",
        what=words.say("field.position"),
        answer=answer,
        moved=_listed(shown, words),
        counts=counts,
    )


def _value(what: str, value: str | None, words: Catalogue) -> str:
    """A value of a field, its labels and counts in words."""
    if not value:
        return words.say("diff.none")
    if what in LABELLED:
        return say_label(words, value)
    if what == "main":
        return words.say("diff.yes" if value == "True" else "diff.no")
    if what == "conflict" and (parts := CONFLICT.fullmatch(value)):
        labels = (say_label(words, label) for label in parts["verdict"].split(", "))
        return f"{parts['sides']}: {_listed(labels, words)}"
    if what == "position" and (parts := POSITION.fullmatch(value)):
        counts = (
            words.count_plainly("diff.claims", int(parts["claims"])),
            words.count_plainly("diff.sources", int(parts["sources"])),
        )
        return f"{parts['answer']} ({_listed(counts, words)}: {parts['outlets']})"
    return value


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _claim(sign: str, claim: ClaimNote) -> Iterator[str]:
    yield f"{sign} {claim.id} {_place(claim)} “{claim.quote}”"
    yield f"    {' → '.join(claim.chain)}: {claim.statement}"


def _changed_claim(change: ClaimChange, words: Catalogue) -> Iterator[str]:
    yield f"~ {change.old.id} {_place(change.old)} “{change.old.quote}”"
    yield from (_field(each, words) for each in change.changes)


def _place(claim: ClaimNote) -> str:
    return f"{claim.page}:{claim.start}"


def _problem(sign: str, problem: Problem) -> Iterator[str]:
    yield f"{sign} {problem.stage}: {problem.subject}: {problem.reason}"
