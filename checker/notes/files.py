"""``report.notes.json``: where it is, read and written."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from checker.errors import InputError
from checker.notes.records import NO_NOTES, Notes
from checker.record import first_fault

LARGEST = 20_000_000  # bytes


def notes_path(report: Path) -> Path:
    """Where the notes of a report are: ``report.notes.json`` beside ``report.json``."""
    return report.with_suffix(".notes.json")


def read_notes(path: Path) -> Notes:
    """The notes in a file; none where there is no file.

    Raises:
        InputError: it is no file of notes, or damaged; the message says where.
    """
    return load_notes(path) if path.exists() else NO_NOTES


def load_notes(path: Path) -> Notes:
    """The notes in a file that must be there.

    Raises:
        InputError: as `read_notes`, or it is not there.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"the notes {str(path)!r} are larger than {LARGEST // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"the notes {str(path)!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{str(path)!r} holds no notes: it is not UTF-8 text") from error
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{str(path)!r} is not JSON ({error}); was it cut off?") from error
    if not isinstance(raw, dict) or "notes" not in raw:
        raise InputError(
            f"{str(path)!r} holds no notes; a file of notes is one that the page of a report, or "
            "`checker note`, has written"
        )
    try:
        return Notes.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        place, fault = first_fault(error)
        raise InputError(
            f"the notes {str(path)!r} are wrong at {place}: {fault}; correct that place"
        ) from error


def render_notes(notes: Notes) -> str:
    """Notes as the text of their file."""
    return json.dumps(notes.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
