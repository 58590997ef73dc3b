"""What changed between two readings of a page, as a reader is told it."""

from __future__ import annotations

from collections.abc import Iterator

from checker.claims.parts import SENTENCE_END
from checker.history.edits import Alignment, Carried, meet
from checker.memory import EditedPassage


def list_passages(alignment: Alignment, carried: Carried) -> tuple[EditedPassage, ...]:
    """The places within articles that read otherwise, both wordings cut to their sentences."""
    spans = [(each.start, each.end) for each in carried.articles]
    rows = []
    for stretch in alignment.changed():
        start, end = stretch.new
        dropped = [each for each in carried.dropped if meet(stretch.old, (each.start, each.end))]
        if alignment.old.text == alignment.new.text:
            continue  # it was not read before, and nobody edited it
        inside = any((a <= start and end <= b) or meet((a, b), (start, end)) for a, b in spans)
        if not inside and not dropped:
            continue
        old, new = narrow(
            alignment.old.text[slice(*stretch.old)], alignment.new.text[slice(*stretch.new)]
        )
        fresh = [each for each in carried.fresh if meet(stretch.new, (each.start, each.end))]
        rows.append(
            EditedPassage(
                old=old or None,
                new=new or None,
                claim_ids=tuple(each.id for each in fresh),
                dropped=tuple(each.statement for each in dropped),
            )
        )
    return tuple(rows)


def narrow(old: str, new: str) -> tuple[str, str]:
    """Two wordings without the whole sentences that they begin and end with alike."""
    first, second = _sentences(old), _sentences(new)
    shared = min(len(first), len(second))
    before = next((n for n in range(shared) if first[n].strip() != second[n].strip()), shared)
    left = shared - before
    after = next((n for n in range(left) if first[-1 - n].strip() != second[-1 - n].strip()), left)
    return (
        "".join(first[before : len(first) - after]).strip(),
        "".join(second[before : len(second) - after]).strip(),
    )


def _sentences(text: str) -> list[str]:
    return [*_cut(text)]


def _cut(text: str) -> Iterator[str]:
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
