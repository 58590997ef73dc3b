"""What stands in quotation marks."""

from __future__ import annotations

import pytest

from checker.quotations import is_quoted, quoted_spans


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and left.", ["“no”"]),
        ("«نعم» ثم «لا»", ["«نعم»", "«لا»"]),
        ('"one" and "two"', ['"one"', '"two"']),
        ('"one two” she wrote.\n“three" too', ['"one two”', '“three"']),
        ('“he said "one" and left”', ['“he said "one" and left”']),
        ("“never closed", []),
        ("“over\nlines”", []),
        ("", []),
    ],
)
def test_quotations_of_a_text(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_spans(text)] == quoted


def test_a_part_stands_in_a_quotation_or_outside() -> None:
    text = "He said “no, never” and left."
    spans = quoted_spans(text)
    inside, outside = text.index("never"), text.index("left")
    assert is_quoted(inside, inside + 5, spans)
    assert not is_quoted(outside, outside + 4, spans)
    assert not is_quoted(0, 2, spans)
    assert not is_quoted(inside, outside, spans)
