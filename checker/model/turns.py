"""One asks, the others wait: whose turn it is to put a question, among runs that share a cache.

A row of the cache's file says who is asking what. Its owner renews its rows while it lives; those
of one that was killed end by themselves, and at once where it ran on this machine.
"""

from __future__ import annotations

import os
import secrets
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

LEASE_S = 20.0
RENEW_EVERY_S = 4.0
LONGEST_PAUSE_S = 0.3
SCHEMA = """
CREATE TABLE IF NOT EXISTS asking (
    key TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until REAL NOT NULL
) STRICT
"""


class Turns:
    """The questions that this run is asking; of many threads.

    ``connection`` is to the file that the runs share, and is used by nobody else.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._connection = connection
        # Nothing is lost with these rows, so nobody waits until they are on the disk.
        connection.execute("PRAGMA synchronous=NORMAL")
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._renewing: threading.Thread | None = None

    @contextmanager
    def turn(self, key: str, look: Callable[[], None]) -> Iterator[None]:
        """Wait until nobody else asks ``key``, then keep others from it until the block ends.

        ``look`` is called before each wait, and ends it with an error.

        Raises:
            sqlite3.Error: the file cannot be used.
        """
        pause = 0.01
        while not self.take(key):
            look()
            self._over.wait(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_S)
        try:
            yield
        finally:
            self.give_up(key)

    def close(self) -> None:
        """Give up all turns, and close the connection."""
        self._over.set()
        if self._renewing:
            self._renewing.join()
        with suppress(sqlite3.Error):
            self._give_up("owner = ?", (self.owner,))
        with self._lock:
            self._connection.close()

    def give_up(self, key: str) -> None:
        """Let others ask ``key``."""
        with suppress(sqlite3.Error):  # the row ends by itself
            self._give_up("key = ? AND owner = ?", (key, self.owner))

    def take(self, key: str) -> bool:
        """Take the turn if it is free, or its owner is gone. First read: it costs no lock.

        Raises:
            sqlite3.Error: the file cannot be used.
        """
        now = time.time()
        with self._lock:
            row = self._connection.execute(
                "SELECT owner, until FROM asking WHERE key = ?", (key,)
            ).fetchone()
            if row and row[1] > now and not _is_gone(row[0]):
                return False
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                if row:
                    self._connection.execute(
                        "DELETE FROM asking WHERE key = ? AND owner = ? AND until = ?", (key, *row)
                    )
                taken = self._connection.execute(
                    "INSERT OR IGNORE INTO asking VALUES (?, ?, ?)",
                    (key, self.owner, now + LEASE_S),
                )
            if taken.rowcount and self._renewing is None:
                self._renewing = threading.Thread(target=self._renew, daemon=True)
                self._renewing.start()
            return taken.rowcount == 1

    def _give_up(self, which: str, values: tuple[str, ...]) -> None:
        with self._lock, self._connection:
            self._connection.execute(f"DELETE FROM asking WHERE {which}", values)

    def _renew(self) -> None:
        while not self._over.wait(RENEW_EVERY_S):
            with suppress(sqlite3.Error), self._lock, self._connection:
                self._connection.execute(
                    "UPDATE asking SET until = ? WHERE owner = ?",
                    (time.time() + LEASE_S, self.owner),
                )


def _is_gone(owner: str) -> bool:
    """Whether the owner ran on this machine and does so no more; in doubt it lives."""
    host, number, _ = owner.rsplit(":", 2)
    if os.name != "posix" or host != socket.gethostname():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False
