"""Answers already paid for, on disk by request, so that nothing is asked twice.

One SQLite file in write-ahead mode: an answer is on disk as soon as it is put, and several runs
may share the file; what one of them is asking, the others wait for (`turns`).
"""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checker.errors import CheckerError, InputError, StorageError
from checker.model import turns

DAY_S = 86_400
PATIENCE_S = 30.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    prompt TEXT NOT NULL,
    stored REAL NOT NULL,
    completion TEXT NOT NULL
) STRICT
"""


def default_path() -> Path:
    """The cache file in the user's own cache folder."""
    import platformdirs

    return platformdirs.user_cache_path("checker", appauthor=False) / "answers.sqlite3"


class AnswerCache:
    """Chat completions by request key; safe to use from many threads, and by several runs."""

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        Raises:
            InputError: the file cannot be made, is a link, or is no cache.
        """
        self.path = path
        self._lock = threading.Lock()
        try:
            _refuse_link(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open(path)
            self._turns = turns.Turns(_connect(path))
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                f"the answer cache {str(path)!r} cannot be used: {error}; name another file "
                "with --cache, or remove it"
            ) from error

    def get(self, key: str) -> object | None:
        """The completion stored under ``key``, or None; text as it stands where it is no JSON.

        Raises:
            StorageError: the file cannot be read.
        """
        with self._explaining(StorageError), self._lock:
            row = self._connection.execute(
                "SELECT completion FROM answers WHERE key = ?", (key,)
            ).fetchone()
        try:
            found: object = json.loads(row[0]) if row else None
        except (ValueError, RecursionError):
            return str(row[0])
        return "" if row and found is None else found

    def put(self, key: str, prompt: str, completion: dict[str, Any]) -> None:
        """Store a completion; the first one stored under a key stays.

        Raises:
            StorageError: it cannot be stored.
        """
        text = json.dumps(completion, ensure_ascii=False)
        with self._explaining(StorageError), self._lock, self._connection:
            self._connection.execute(
                "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)",
                (key, prompt, time.time(), text),
            )

    def reject(self, key: str) -> int:
        """Remove an answer that is none: it was damaged, or somebody wrote into the file.

        Gives how many were removed.

        Raises:
            StorageError: it cannot be removed.
        """
        with self._explaining(StorageError), self._lock, self._connection:
            gone = self._connection.execute("DELETE FROM answers WHERE key = ?", (key,))
        return gone.rowcount

    @contextmanager
    def turn(self, key: str, look: Callable[[], None]) -> Iterator[None]:
        """Wait until no other thread or run asks ``key``, then keep others from asking it.

        ``look`` is called before each wait, and ends it with an error.

        Raises:
            StorageError: the file cannot be used.
        """
        with ExitStack() as stack:
            with self._explaining(StorageError):
                stack.enter_context(self._turns.turn(key, look))
            yield

    def take_turn(self, key: str) -> bool:
        """Keep others from asking ``key`` until `give_up_turn`; False where one of them does.

        Raises:
            StorageError: the file cannot be used.
        """
        with self._explaining(StorageError):
            return self._turns.take(key)

    def give_up_turn(self, key: str) -> None:
        """Let others ask ``key``."""
        self._turns.give_up(key)

    def describe(self) -> str:
        """How many answers there are, in how many bytes, and from when, in words."""
        query = "SELECT count(*), min(stored), max(stored) FROM answers"
        with self._explaining(), self._lock:
            count, oldest, newest = self._connection.execute(query).fetchone()
        beside = (self.path.with_name(self.path.name + end) for end in ("", "-wal"))
        size = sum(file.stat().st_size for file in beside if file.exists())
        text = f"{count:,} answer{'' if count == 1 else 's'}, {size / 1_000_000:.1f} MB"
        return f"{text}, from {_day(oldest)} to {_day(newest)}" if count else text

    def prune(self, days: float) -> int:
        """Remove the answers stored more than ``days`` ago, and give their number."""
        before = time.time() - days * DAY_S
        with self._explaining(), self._lock:
            with self._connection:
                removed = self._connection.execute(
                    "DELETE FROM answers WHERE stored <= ?", (before,)
                ).rowcount
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    def close(self) -> None:
        """Close the file, after what is just being written to it."""
        self._turns.close()
        with self._lock:
            self._connection.close()

    @contextmanager
    def _explaining(self, kind: type[CheckerError] = InputError) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise kind(
                f"the answer cache {str(self.path)!r} cannot be used: {error}; see that there is "
                "room, or name another file with --cache"
            ) from error


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _refuse_link(path: Path) -> None:
    """A link in a stranger's folder would have the file made, and believed, somewhere else."""
    if path.is_symlink() and path != default_path():
        raise OSError("it is a link; name the file itself")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, check_same_thread=False, timeout=PATIENCE_S)


def _open(path: Path) -> sqlite3.Connection:
    """Open the file, patiently: its first connections may meet.

    SQLite waits for a lock by itself, but not for the one that a change of the journal's mode
    needs: two processes that open one new file get "database is locked" at once.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        connection = _connect(path)
        try:
            _prepare(connection)
            return connection
        except sqlite3.Error as error:
            connection.close()
            if not _passes(error) or time.monotonic() > deadline:
                raise
        time.sleep(random.uniform(0.005, 0.05))


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the table in a transaction that begins by writing: one that reads first cannot wait."""
    connection.execute("PRAGMA journal_mode=WAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(SCHEMA)
        connection.execute(turns.SCHEMA)


def _passes(error: sqlite3.Error) -> bool:
    """Tell whether another connection is in the way, rather than the file of no use."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
    )
