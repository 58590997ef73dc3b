"""Answers already paid for, on disk by request, so that nothing is asked twice.

One SQLite file in write-ahead mode: an answer is on disk as soon as it is put, and several runs
may share the file.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from checker.errors import InputError

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
    """Chat completions by request key; safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        Raises:
            InputError: the file cannot be made, or is no cache.
        """
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _open(path)
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                f"the answer cache {str(path)!r} cannot be used: {error}; name another file "
                "with --cache, or remove it"
            ) from error

    def get(self, key: str) -> dict[str, Any] | None:
        """The completion stored under ``key``, or None."""
        with self._lock:
            row = self._connection.execute(
                "SELECT completion FROM answers WHERE key = ?", (key,)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, key: str, prompt: str, completion: dict[str, Any]) -> None:
        """Store a completion; the first one stored under a key stays."""
        text = json.dumps(completion, ensure_ascii=False)
        with self._lock, self._connection:
            self._connection.execute(
                "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)",
                (key, prompt, time.time(), text),
            )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
    try:
        with connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
