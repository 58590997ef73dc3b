"""The files of a cassette: exchanges as rows, as YAML to be read by people or as JSON lines.

A row holds a request and its response as vcrpy names their parts, bodies as trees under ``json``.
JSON lines (``.jsonl``) are for large recordings: 100 MB open in seconds, where YAML takes most of
a minute. What is recorded is added to a journal beside the cassette at once, so that a killed run
loses nothing, and the cassette is written once, at the end.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from checker.errors import StorageError
from checker.files import open_grown, writing_whole
from checker.model.calls import request_key
from checker.model.completions import Completion

DIGEST = "checker-request"
LINES_SUFFIXES = (".jsonl", ".ndjson")
HEAD = {"version": 1}
Row = dict[str, Any]


def digest_of(row: Row) -> str:
    """The digest of a row's request body, by which requests are matched.

    Of the body itself, whatever the row says of it: an edited recording answers nothing else.
    """
    return request_key(row["request"]["body"]["json"])


def read_rows(path: Path) -> list[Row]:
    """Read a cassette.

    Raises:
        ValueError, KeyError, TypeError, yaml.YAMLError: it is none, or was cut off.
        OSError: it cannot be read.
    """
    if path.suffix.lower() in LINES_SUFFIXES:
        return list(_read_lines(path))
    return parse_yaml(path.read_text(encoding="utf-8"))


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write a cassette in the order of the digests: beside its place, then renamed."""
    ordered = sorted(rows, key=digest_of)
    path.parent.mkdir(parents=True, exist_ok=True)
    with writing_whole(path) as stream:
        if path.suffix.lower() in LINES_SUFFIXES:
            stream.writelines(map(_line, (HEAD, *ordered)))
        else:
            stream.write(render_yaml(ordered))


def parse_yaml(text: str) -> list[Row]:
    """The rows of a YAML cassette; raises as `read_rows` does."""
    import yaml

    rows: list[Row] = yaml.load(text, Loader=yaml.CSafeLoader)["interactions"]
    for row in rows:
        _check(row)
        Completion.model_validate(row["response"]["body"]["json"])  # it may be cut off in one
    return rows


def render_yaml(rows: Iterable[Row]) -> str:
    """Rows as YAML that a person can read."""
    import yaml

    class Dumper(yaml.CSafeDumper):
        pass

    def represent(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
        style = "|" if "\n" in text else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent)
    whole = {**HEAD, "interactions": list(rows)}
    return yaml.dump(whole, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)


class Journal:
    """What was recorded since the cassette was written: ``FILE.journal``, a row a line.

    Rows are on disk as soon as they are added; the file is made with the first.
    """

    def __init__(self, cassette: Path) -> None:
        self.path = cassette.with_name(cassette.name + ".journal")
        self._lock = threading.Lock()
        self._file: IO[str] | None = None

    def add(self, row: Row) -> None:
        """Add a row."""
        self._write(row)

    def forget(self, digest: str) -> None:
        """Take back the rows of a request that were added before."""
        self._write({"forget": digest})

    def read(self) -> list[Row]:
        """The rows that a run left here which did not come to its end.

        Raises:
            ValueError, KeyError, TypeError: a line but the last is broken.
        """
        rows: list[Row] = []
        if not self.path.is_file():
            return rows
        whole = self.path.read_text(encoding="utf-8")
        for line in whole.split("\n")[:-1]:  # a line without its end was torn by a killed run
            row = json.loads(line)
            if "forget" in row:
                rows = [each for each in rows if digest_of(each) != row["forget"]]
            else:
                rows.append(_check(row))
        return rows

    def remove(self) -> None:
        """Close and remove the file: the cassette holds its rows now."""
        self.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file, and leave it for the next run."""
        with self._lock:
            if self._file:
                with suppress(OSError):  # a row that could not be written is tried again, in vain
                    self._file.close()
            self._file = None

    def _write(self, row: Row) -> None:
        try:
            with self._lock:
                self._file = self._file or self._open()
                self._file.write(_line(row))
                self._file.flush()
        except OSError as error:
            self.close()
            raise StorageError(
                f"nothing more can be recorded at {str(self.path)!r}: {error.strerror}; what was "
                "recorded is kept there, and the same command goes on"
            ) from error

    def _open(self) -> IO[str]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.is_file():
            _cut_torn_line(self.path)
        return open_grown(self.path)


def _cut_torn_line(path: Path) -> None:
    """So that what is added next begins a line of its own."""
    with open_grown(path, "r+") as stream:
        whole = path.read_bytes()
        os.ftruncate(stream.fileno(), whole.rfind(b"\n") + 1)


def _read_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        if json.loads(stream.readline()) != HEAD:
            raise ValueError("this is no cassette")
        for line in stream:
            if not line.endswith("\n"):
                raise ValueError("it is cut off")
            yield _check(json.loads(line))


def _check(row: Row) -> Row:
    """Find what is no row, and name its request anew: its body may have been edited by hand."""
    row["response"]["body"]["json"]
    row["request"]["headers"][DIGEST] = [request_key(row["request"]["body"]["json"])]
    return row


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
