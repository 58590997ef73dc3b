"""What a run did, as JSON lines: the run record beside a report, and a log for machines.

Neither holds a word of a page, of a prompt or of an answer, nor the key.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from checker.errors import InputError, StorageError
from checker.files import open_fresh
from checker.model.calls import Call
from checker.model.watching import Watch


class Lines:
    """A file of JSON objects, one a line, each on disk as soon as it is written.

    The file is made with the first line, so that a run that never began leaves an older one. A link
    in its place is removed, not followed.
    """

    def __init__(self, path: Path, *, named: bool = False) -> None:
        """Find out before anything is spent whether it can be written.

        ``named``: the user named this very file, which then may be a device or a pipe.

        Raises:
            InputError: it cannot.
        """
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            raise InputError(f"{str(path)!r} cannot be written; name another file")
        self.path, self._named = path, named
        self._file: TextIO | None = None
        self._closed = False
        self._lock = threading.Lock()

    def write(self, row: dict[str, Any]) -> None:
        """Add a line; after one that could not be written, and after the end, nothing is.

        Raises:
            StorageError: the line is the first that cannot be written.
        """
        try:
            with self._lock:
                if self._closed:  # an answer that came after the run was interrupted
                    return
                self._file = self._file or self._open()
                self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
                self._file.flush()
        except OSError as error:
            self.close()
            raise StorageError(
                f"{str(self.path)!r} cannot be written: {error.strerror}; answers so far are kept"
            ) from error

    def close(self) -> None:
        """Close the file; lines that come later are lost."""
        with self._lock:
            self._closed = True
            if self._file:
                # What could not be written before is tried again, and was told then.
                with suppress(OSError):
                    self._file.close()

    def _open(self) -> TextIO:
        """A new file; a device or a pipe that the user named is written to as it is."""
        if self._named and self.path.exists() and not self.path.is_file():
            return self.path.open("w", encoding="utf-8", newline="\n")
        return open_fresh(self.path)


def describe_call(call: Call) -> dict[str, Any]:
    """A call as both files show it."""
    return {
        "request": call.digest,
        "prompt": call.prompt.name,
        "version": call.prompt.version,
        "model": call.model,
        "attempts": call.attempts,
        "prompt_tokens": call.prompt_tokens,
        "prefix_tokens": call.prefix_tokens,
        "answer_tokens": call.answer_tokens,
        "milliseconds": call.milliseconds,
        "cached": call.cached,
        "outcome": call.outcome,
    }


class RunRecord(Watch):
    """One line for each request, or answer from the cache, in the order of the answers."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def answer(self, call: Call) -> None:
        """See `Watch.answer`."""
        self._lines.write(describe_call(call))


class EventLog(Watch):
    """One line for each event: title, begin, answer, retry, stop; with its time (UTC)."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def title(self, text: str) -> None:
        """See `Watch.title`."""
        self._event("title", title=text)

    def begin(self, stage: str, total: int) -> None:
        """See `Watch.begin`."""
        self._event("begin", stage=stage, total=total)

    def answer(self, call: Call) -> None:
        """See `Watch.answer`."""
        self._event("answer", **describe_call(call))

    def retry(self, prompt: str, error: str, seconds: float) -> None:
        """See `Watch.retry`."""
        self._event("retry", prompt=prompt, error=error, seconds=round(seconds, 3))

    def stop(self, reason: str) -> None:
        """See `Watch.stop`."""
        self._event("stop", reason=reason)

    def _event(self, name: str, **fields: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._lines.write({"event": name, "time": now, **fields})
