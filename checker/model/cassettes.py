"""Cassettes: real exchanges with an endpoint, recorded once and replayed without a network.

A cassette is vcrpy's, kept readable: bodies as trees rather than strings of JSON, of the headers
only the content type, requests matched by the digest of their JSON body, in an order that does not
depend on threads. Host and port are not kept, so that a cassette recorded at one address replays
at any other. What the files look like, `cassette_files` says.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from checker.errors import CassetteError, StorageError
from checker.model.calls import request_key
from checker.model.capabilities import Capabilities, read_capabilities
from checker.model.cassette_files import DIGEST, Journal, Row, digest_of, read_rows, write_rows
from checker.model.cassette_misses import about_of, explain_miss
from checker.model.cassette_pairs import (
    from_row,
    match_digest,
    strip_request,
    strip_response,
    to_row,
)


class Tape:
    """A cassette in use: ``with Tape(path, "replay"): ...``; one at a time in a process."""

    def __init__(self, path: Path, mode: Literal["replay", "record"]) -> None:
        if mode == "replay" and not path.is_file() and not Journal(path).path.is_file():
            raise CassetteError(
                f"no cassette at {str(path)!r}; record one with --record, or leave out --replay"
            )
        if mode == "record":
            _check_writable(path)
        self.path, self.mode = path, mode
        self._journal = Journal(path)
        self._keeps_unused = False
        self._context: AbstractContextManager[Any] | None = None
        self._cassette: Any = None
        self._index = _Index([], self._journal)

    def __enter__(self) -> Tape:
        import vcr

        rows = self._read()
        machine = vcr.VCR(match_on=(DIGEST,), decode_compressed_response=True)
        machine.register_matcher(DIGEST, match_digest)
        options = machine.get_merged_config(
            path=str(self.path),
            record_mode=vcr.mode.NONE if self.mode == "replay" else vcr.mode.NEW_EPISODES,
            before_record_request=strip_request,
            before_record_response=strip_response,
            allow_playback_repeats=True,
        )
        self._context = _indexed().use(**options)
        self._cassette = self._context.__enter__()
        self._index = self._cassette.index = _Index(rows, self._journal)
        self._cassette.data = self._index.pairs
        return self

    def __exit__(self, *error: Any) -> None:
        if self._context is None:
            return
        if error[0] is not None:
            self.keep_unused()
        self._context.__exit__(*error)
        if self.mode == "record":
            self._write()

    def forget(self, body: Mapping[str, Any]) -> None:
        """Keep no answer to this request, since it is asked again: the one to come is kept."""
        key = request_key(body)
        self._index.places.pop(key, None)
        if self.mode == "record":
            self._journal.forget(key)

    @property
    def fault(self) -> StorageError | None:
        """Why nothing more can be recorded, if so; the answers come all the same."""
        return self._index.fault

    @property
    def capabilities(self) -> Capabilities:
        """How the endpoint was asked that was recorded."""
        requests = self._cassette.requests
        return read_capabilities(json.loads(requests[0].body)) if requests else Capabilities()

    @property
    def questions(self) -> tuple[str, ...]:
        """The users' questions that it holds answers to."""
        bodies = (json.loads(request.body) for request in self._cassette.requests)
        rows = (about_of(body).get("question") for body in bodies)
        return tuple(dict.fromkeys(row for row in rows if isinstance(row, str)))

    def keep_unused(self) -> None:
        """Leave on the cassette what this run did not ask for, since it stopped before its end."""
        self._keeps_unused = True

    @contextmanager
    def explaining_misses(self, body: Mapping[str, Any]) -> Iterator[None]:
        """Turn vcrpy's error for a request that is not on the cassette into one that explains."""
        from vcr.errors import CannotOverwriteExistingCassetteException

        try:
            yield
        except CannotOverwriteExistingCassetteException as error:
            recorded = [json.loads(request.body) for request in self._cassette.requests]
            raise CassetteError(
                explain_miss(self.path, recorded, body), "record it again with --record"
            ) from error

    def _read(self) -> list[Row]:
        """What is recorded, and what a killed run left in the journal; the first answer stays."""
        import yaml

        try:
            rows = read_rows(self.path) if self.path.is_file() else []
            rows += self._journal.read()
        except (yaml.YAMLError, KeyError, TypeError, ValueError, OSError) as error:
            raise CassetteError(
                f"the cassette {str(self.path)!r} cannot be read: {_why_unreadable(error)}",
                "restore it, or record it again with --record",
            ) from error
        return list({digest_of(row): row for row in reversed(rows)}.values())

    def _write(self) -> None:
        """Write the cassette whole, if it changed: without what was not asked for in this run."""
        played, index = self._cassette.play_counts, self._index
        kept = {
            place
            for place in index.places.values()
            if self._keeps_unused or place >= index.loaded or played[place]
        }
        try:
            if self._journal.path.is_file() or len(kept) < index.loaded or index.fault:
                write_rows(self.path, (to_row(index.pairs[place]) for place in kept))
            self._journal.remove()
        except OSError as error:
            self._journal.close()
            raise StorageError(
                f"the cassette {str(self.path)!r} cannot be written: {error.strerror}; what was "
                f"recorded is kept in {str(self._journal.path)!r}, and the same command goes on"
            ) from error


def _why_unreadable(error: Exception) -> str:
    """In words: libraries say which key they missed, which tells a user nothing."""
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    line = getattr(getattr(error, "problem_mark", None), "line", None)
    if line is not None:
        return f"it is no YAML from line {line + 1} on; it was cut off or edited there"
    return "it ends in the middle of an answer or is no cassette; it was cut off or edited"


class _Index:
    """Where the answer to each request stands on a cassette, by the request's digest."""

    def __init__(self, rows: list[Row], journal: Journal) -> None:
        self.pairs = [from_row(row) for row in rows]
        self.places = {digest_of(row): place for place, row in enumerate(rows)}
        self.loaded = self._noted = len(rows)
        self.journal, self.lock = journal, threading.Lock()
        self.fault: StorageError | None = None

    def note_new(self) -> None:
        """Find what vcrpy added; the first answer to a request stays."""
        for place in range(self._noted, len(self.pairs)):
            pair = self.pairs[place]
            if self.places.setdefault(pair[0].headers[DIGEST], place) == place:
                self._add(to_row(pair))
        self._noted = len(self.pairs)

    def _add(self, row: Row) -> None:
        try:
            self.journal.add(row)
        except StorageError as error:  # beneath the SDK it would pass for one of the network
            self.fault = self.fault or error


@cache
def _indexed() -> Any:
    """A vcrpy cassette that finds requests by their digest, not by matching one after another."""
    from vcr.cassette import Cassette

    class Indexed(Cassette):  # type: ignore[misc]
        index: _Index

        def _load(self) -> None:
            self.rewound = True  # `Tape` reads and writes

        def append(self, request: Any, response: Any) -> None:
            with self.index.lock:
                super().append(request, response)
                self.index.note_new()

        def _responses(self, request: Any) -> Iterator[tuple[int, Any]]:
            place = self.index.places.get(strip_request(request).headers[DIGEST])
            return iter([] if place is None else [(place, self.data[place][1])])

        def _save(self, force: bool = False) -> None:
            pass

    return Indexed


def _check_writable(path: Path) -> None:
    """Find out before anything is spent that nothing could be recorded."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writable = os.access(path.parent, os.W_OK) and not path.is_dir()
    except OSError:
        writable = False
    if not writable:
        raise CassetteError(f"nothing can be recorded at {str(path)!r}; name another file")
