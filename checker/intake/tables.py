"""CSV and TSV tables with a column of text to documents, each row under ``FILE#NUMBER``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from checker.errors import InputError
from checker.intake.charsets import decode_any
from checker.intake.record_fields import find_text, fold_names
from checker.intake.records import Read, Row, problem_of, read_rows, row_of

MOST_ROWS = 100_000
_LONGEST_CELL = 10_000_000  # characters


def read_table(raw: bytes, path: str) -> Read:
    """The documents of a table whose first row names its columns; row 1 is the first below.

    Raises:
        InputError: it has no column that is known to hold text.
    """
    decoded = decode_any(raw)
    reader = csv.DictReader(io.StringIO(decoded.text, newline=""), dialect=_dialect(decoded.text))
    names = [name for name in reader.fieldnames or () if name]
    if not find_text(fold_names(dict.fromkeys(names, "x")))[0]:
        raise InputError(
            f"has no column of text; its columns are {', '.join(map(repr, names[:12]))}, and one "
            "must be called 'text', 'body' or 'content'"
        )
    documents, problems = read_rows(_rows(reader), path, decoded.encoding)
    return documents, [*(problem_of(path, note) for note in decoded.notes), *problems]


def _dialect(text: str) -> type[csv.Dialect]:
    """The delimiter by the first line; everything else as RFC 4180 has it."""
    head = text.partition("\n")[0]
    best = max(",;\t|", key=head.count)

    class Table(csv.excel):
        delimiter = best

    return Table


def _rows(reader: csv.DictReader[str]) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, "", fault=f"is no row of a table ({error}); the rest is not read")
            return
        if number > MOST_ROWS:
            yield Row(number, "", fault=f"the table has more than {MOST_ROWS:,} rows; split it")
            return
        yield row_of(number, {name: value for name, value in row.items() if name and value})
