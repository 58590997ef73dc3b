from __future__ import annotations

from datetime import date

import pytest

from checker.report.finding_view import view_sections
from checker.report.lookup import Lookup, describe_days, letter_of
from checker.report.overview import build_matrix, build_timeline, list_sources
from tests.support.sample_report import make_finding, make_position, make_report


def test_matrix_holds_outlets_then_voices_by_questions_with_letters() -> None:
    lookup = Lookup(make_report())
    matrix = build_matrix(view_sections(lookup), lookup)
    assert set(matrix.outlets) == {"Outlet 1", "Outlet 2", "Outlet 3"}
    assert set(matrix.voices) == {"Diplomatic source", "Syrian government"}
    row = next(row for row in matrix.rows if row.finding.record.id == "f1")
    cells = dict(zip(matrix.outlets + matrix.voices, row.cells, strict=True))
    letters = {name: "".join(each.letter or "" for each in cell) for name, cell in cells.items()}
    assert letters == {
        "Outlet 1": "ABC",
        "Outlet 2": "B",
        "Outlet 3": "A",
        "Diplomatic source": "A",
        "Syrian government": "B",
    }


def test_timeline_is_in_order_of_days_then_words() -> None:
    moments = build_timeline(Lookup(make_report()))
    assert [(each.time, each.start) for each in moments] == [
        ("1967", date(1967, 1, 1)),
        ("2025-07-12", date(2025, 7, 12)),
        ("on Thursday", None),
    ]
    told = [claim.id for each in moments for row in each.happenings for claim in row.claims]
    assert sorted(told) == [f"c{n}" for n in range(1, 10)]


def test_sources_say_who_relied_on_them_and_through_whom() -> None:
    sources = {each.name: each for each in list_sources(Lookup(make_report()))}
    syria = sources["Syrian government"]
    assert [(way.through, way.outlets) for way in syria.relied_on] == [
        (("AFP",), ("Outlet 1", "Outlet 2"))
    ]
    assert syria.claim_count == 2
    assert [finding.id for finding in syria.findings] == ["f1", "f3"]
    assert "Outlet 3" not in sources


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2025-07-12", "2025-07-12", "2025-07-12"),
        ("2025-07-12", None, "2025-07-12"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("1967-01-01", "1967-12-31", "1967"),
        ("1967-01-01", "1970-12-31", "1967–1970"),
        ("2025-07-12", "2025-07-14", "2025-07-12 – 2025-07-14"),
        ("9999-12-01", "9999-12-31", "9999-12"),
    ],
)
def test_days_are_said_as_shortly_as_they_can_be(start: str, end: str | None, said: str) -> None:
    last = date.fromisoformat(end) if end else None
    assert describe_days(date.fromisoformat(start), last) == said


def test_letters_go_on_after_z() -> None:
    finding = make_finding(1, "?", [make_position("a", (1,), ())] * 28)
    assert [letter_of(finding, n) for n in (0, 25, 26, 27)] == ["A", "Z", "A2", "B2"]
