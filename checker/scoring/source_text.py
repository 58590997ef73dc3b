"""Counts of sources and pairs of origins, for a person."""

from __future__ import annotations

from collections.abc import Iterator

from checker.report.catalogue import Catalogue
from checker.scoring.measures import share
from checker.scoring.origin_pairs import OriginEvaluation
from checker.scoring.source_scores import SourceScore
from checker.scoring.text_tables import list_entries, show_share

WRONG = {"one_origin": "eval.origin_one_origin", "two": "eval.origin_two"}


def origin_lines(evaluation: OriginEvaluation, words: Catalogue) -> Iterator[str]:
    """Precision and recall of pairs that are one report, and what went wrong."""
    yield f"{evaluation.name}: {words.count_plainly('eval.pairs', evaluation.pairs)}"
    yield words.say(
        "eval.origins",
        right=evaluation.right,
        found=evaluation.found,
        one_origin=evaluation.one_origin,
        precision=show_share(share(evaluation.right, evaluation.found)),
        recall=show_share(share(evaluation.right, evaluation.one_origin)),
    )
    wrong = [
        [f"{each.id}: {words.say(WRONG[each.label])}", *filter(None, [each.reason])]
        for each in evaluation.wrong
    ]
    yield from list_entries(words.say("eval.wrong"), wrong)


def source_lines(seen: SourceScore | None, words: Catalogue) -> Iterator[str]:
    """Positions whose sources are miscounted, and voices by their party."""
    if not seen:
        return
    yield ""
    yield words.say(
        "eval.sources",
        judged=seen.judged,
        high=len(seen.too_high),
        low=len(seen.too_low),
        not_judged=seen.not_judged,
    )
    pairs = seen.model_dump(include={"of_one", "together", "apart", "joined"})
    yield words.say("eval.parties", **pairs)
    for each in (*seen.too_high, *seen.too_low):
        most = str(each.most) if each.most == each.least else f"{each.least}–{each.most}"
        yield words.say(
            "eval.miscounted",
            said=each.said,
            most=most,
            answer=each.answer,
            sources=words.say("standing.and").join(each.sources),
        )
