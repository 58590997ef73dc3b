"""report.json: written and read, with its JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from checker.errors import InputError
from checker.findings.keys import give_keys
from checker.kept_report import SCHEMA_VERSION, Report
from checker.record import first_fault
from checker.report.integrity import find_faults
from checker.report.older import find_sources, rename_fields

READABLE = ("1", SCHEMA_VERSION)


def report_schema() -> str:
    """The JSON Schema (draft 2020-12) of report.json."""
    schema = Report.model_json_schema(mode="serialization")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def render_json(report: Report) -> str:
    """The report as indented JSON."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def load_report(path: Path) -> Report:
    """Read a kept report.

    Raises:
        InputError: it is not there, cut off, of another version, or its parts do not fit together.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"the report {str(path)!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{str(path)!r} is no report: it is not UTF-8 text") from error
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise InputError(f"{str(path)!r} is not JSON ({error}); was it cut off?") from error
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if version not in READABLE:
        raise InputError(
            f"{str(path)!r} is of report version {version!r}; this checker reads versions "
            f"{' and '.join(map(repr, READABLE))}: make the report again"
        )
    current = text if version == SCHEMA_VERSION else json.dumps(rename_fields(raw))
    try:
        report = Report.model_validate_json(current)
    except ValidationError as error:
        place, message = first_fault(error)
        raise InputError(f"{str(path)!r} breaks the contract at {place}: {message}") from error
    fault = next(find_faults(report), None)
    if fault:
        raise InputError(
            f"{str(path)!r}: {fault}; the file was edited or damaged: make the report again"
        )
    return _with_keys(report if version == SCHEMA_VERSION else find_sources(report))


def _with_keys(report: Report) -> Report:
    """Findings of a report that was written before they had keys get them now."""
    return report.model_copy(update={"findings": give_keys(report.findings, report.claims)})
