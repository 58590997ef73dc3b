"""The table of sources: whether two claims of one position have one source.

Rules written down here decide it, never the model: it says who is one voice and who speaks for whom
(`voices`), the table says what follows. A test runs each row, and README.md prints the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.found import Doubt

Medium = Literal["shared", "one hidden", "apart"]
Through = Literal["document", "voice", "together", "no"]
OwnWords = Literal["with it", "elsewhere", "no"]


@dataclass(frozen=True)
class Meeting:
    """What the rules look at, of two claims.

    ``one_party``: the same voice speaks, or both speak for one body in the end, or two outlets
    print one report as their own; an unnamed source that speaks for nobody is never one party with
    another, unless it is described as nobody else is (*the young man in the video*). ``in_doubt``:
    one of them is unnamed, or the model was not sure. ``through``: one of them tells what the other
    is said to say (an envoy's post in the name of all parties), or a third tells both: a document,
    or a voice; or one of them speaks ``together`` with others for the other's state too.
    ``own_words``: one is an outlet's own narration, the other a voice that is quoted ``with it``,
    in one article or report, or ``elsewhere``. ``same_words``: two outlets, or somebody unnamed
    and anybody, say it in a sentence that they share; or one outlet prints the own words of both,
    or what outlets tell themselves may be one telling (`checker.sources.meeting`). ``alike``: two
    unnamed sources of one description, or, where they speak for nobody, of one outlet.
    ``medium``: they came through one agency or outlet, or one of them came through an agency while
    of the other no agency is told.
    """

    one_party: bool
    in_doubt: bool
    through: Through
    own_words: OwnWords
    same_words: bool
    alike: bool
    medium: Medium


@dataclass(frozen=True)
class SourceRule:
    """A row of the table of sources; None stands for any. The first row that fits holds.

    ``doubt`` names the row where the two are one source only probably.
    """

    one_party: bool | None
    in_doubt: bool | None
    through: Through | None
    own_words: OwnWords | None
    same_words: bool | None
    alike: bool | None
    medium: Medium | None
    one_source: bool
    doubt: Doubt | None = None


RULES = (
    SourceRule(True, False, None, None, None, None, None, True),
    SourceRule(True, True, None, None, None, None, None, True, "party_in_doubt"),
    SourceRule(False, None, "document", None, None, None, None, True),
    SourceRule(False, None, "voice", None, None, None, None, True, "told_through"),
    SourceRule(False, None, "together", None, None, None, None, True, "told_together"),
    SourceRule(False, None, "no", "with it", None, None, None, True, "own_words"),
    SourceRule(False, None, "no", "elsewhere", None, None, None, True, "own_words_elsewhere"),
    SourceRule(False, None, "no", "no", True, None, None, True, "same_words"),
    SourceRule(False, None, "no", "no", False, True, "shared", True, "alike_through_one"),
    SourceRule(False, None, "no", "no", False, True, "one hidden", True, "alike_one_hidden"),
    SourceRule(False, None, "no", "no", False, True, "apart", False),
    SourceRule(False, None, "no", "no", False, False, None, False),
)


def rule_for(meeting: Meeting) -> SourceRule:
    """Whether two claims have one source: the first row of `RULES` that fits."""
    for rule in RULES:
        wanted = (
            (rule.one_party, meeting.one_party),
            (rule.in_doubt, meeting.in_doubt),
            (rule.through, meeting.through),
            (rule.own_words, meeting.own_words),
            (rule.same_words, meeting.same_words),
            (rule.alike, meeting.alike),
            (rule.medium, meeting.medium),
        )
        if all(cell is None or cell == given for cell, given in wanted):
            return rule
    raise AssertionError("the table of sources is total")
