"""Words on findings: what replaces what, and what joining two people's files gives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.notes.records import Note, Notes, Status, add_note, conflicts_in, join_notes

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def word(
    key: str, status: Status | None = None, text: str = "", by: str = "", minute: int = 0
) -> Note:
    return Note(
        id="new",
        key=key,
        finding=f"What of {key}?",
        status=status,
        text=text,
        by=by,
        at=NOON + timedelta(minutes=minute),
        digest="d1",
    )


def said(notes: Notes) -> list[tuple[str, Status | None, str]]:
    return [(note.by, note.status, note.text) for note in notes.notes if note.says]


def test_a_new_word_replaces_what_was_said_of_the_same_finding() -> None:
    notes = add_note(Notes(), word("k1", "checked", by="Anna"))
    notes = add_note(notes, word("k2", "dismissed", by="Anna"))
    notes = add_note(notes, word("k1", "dismissed", "it was the same ship", by="Ben", minute=1))
    assert said(notes) == [
        ("Anna", "dismissed", ""),
        ("Ben", "dismissed", "it was the same ship"),
    ]


def test_a_conflict_keeps_both_words() -> None:
    anna = add_note(Notes(case="c"), word("k1", "checked", by="Anna"))
    ben = add_note(Notes(), word("k1", "dismissed", by="Ben", minute=1))
    joined = join_notes(anna, ben)
    assert said(joined) == [("Anna", "checked", ""), ("Ben", "dismissed", "")]
    (pair,) = conflicts_in(joined)
    assert {note.by for note in pair} == {"Anna", "Ben"}
    assert joined.case == "c"


def test_a_conflict_that_was_settled_does_not_come_back() -> None:
    anna = add_note(Notes(), word("k1", "checked", by="Anna"))
    ben = add_note(Notes(), word("k1", "dismissed", by="Ben"))
    settled = add_note(join_notes(anna, ben), word("k1", "checked", "both of us", minute=1))
    assert said(join_notes(settled, ben)) == [("", "checked", "both of us")]
    assert said(join_notes(anna, settled)) == [("", "checked", "both of us")]
    again = add_note(settled, word("k1", "checked", "once more", minute=2))
    assert said(join_notes(ben, again)) == [("", "checked", "once more")]


def test_two_that_say_the_same_do_not_disagree() -> None:
    anna = add_note(Notes(), word("k1", "checked", "by phone", by="Anna"))
    ben = add_note(Notes(), word("k1", "checked", "by mail", by="Ben"))
    note = add_note(Notes(), word("k1", None, "see the archive", by="Cem"))
    joined = join_notes(join_notes(anna, ben), note)
    assert len(said(joined)) == 3
    assert list(conflicts_in(joined)) == []


def test_what_was_taken_back_stays_away() -> None:
    anna = add_note(Notes(), word("k1", "checked"))
    taken = add_note(anna, word("k1", minute=1))
    assert said(taken) == []
    assert said(join_notes(anna, taken)) == []


def test_an_entry_that_somebody_changed_by_hand_stands_beside_the_other() -> None:
    mine = add_note(Notes(), word("k1", "checked", "by phone"))
    edited = mine.model_copy(
        update={"notes": (mine.notes[0].model_copy(update={"status": "dismissed"}),)}
    )
    joined = join_notes(mine, edited)
    assert len(joined.notes) == 2
    assert len(list(conflicts_in(joined))) == 1


Step = tuple[int, str, Status | None, str]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["k1", "k2"]),
        st.sampled_from(["checked", "dismissed", None]),
        st.text("ab", max_size=1),
    ),
    max_size=8,
)


def play(steps: Sequence[Step]) -> list[Notes]:
    """Three people who note, and now and then read each other's files."""
    desks = [Notes(), Notes(), Notes()]
    for minute, (who, key, status, text) in enumerate(steps):
        if status is None and not text and minute % 2:
            desks[who] = join_notes(desks[who], desks[(who + 1) % 3])
        else:
            mine = word(key, status, text, by=str(who), minute=minute)
            desks[who] = add_note(desks[who], mine)
    return desks


@settings(deadline=None)
@given(STEPS)
def test_files_are_joined_in_any_order_with_one_result(steps: Sequence[Step]) -> None:
    one, two, three = play(steps)
    joined = join_notes(join_notes(one, two), three)
    assert join_notes(three, join_notes(two, one)).notes == joined.notes
    assert join_notes(one, join_notes(two, three)).notes == joined.notes
    assert join_notes(joined, two).notes == joined.notes
    assert join_notes(one, one).notes == one.notes


@settings(deadline=None)
@given(STEPS)
def test_no_word_is_lost_that_nobody_replaced(steps: Sequence[Step]) -> None:
    desks = play(steps)
    joined = desks[0]
    for desk in desks[1:]:
        joined = join_notes(joined, desk)
    everything = [note for desk in desks for note in desk.notes]
    replaced = {id_ for note in everything for id_ in note.replaces}
    assert {note.id for note in everything} - replaced == {note.id for note in joined.notes}
