"""Connections that go only to checked addresses and end by a given moment.

The name is resolved once, in `GuardedNetwork.connect_tcp`; the addresses found are checked, and
one of them, as a number, is what is connected to. Between the check and the connection nothing
resolves the name again, so a name server cannot give another answer in between (DNS rebinding).
TLS still checks the certificate against the name. Every connection of every redirect passes here.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from checker.intake.addresses import Resolve, public_addresses

LONGEST_SILENCE_S = 10.0


class Deadline:
    """A moment by which everything must have come."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Grant the seconds that were spent waiting out of courtesy."""
        self._end += seconds

    def left(self) -> float:
        """Seconds to wait for the next bytes.

        Raises:
            httpcore2.ReadTimeout: there is no time left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("no time left")
        return min(left, LONGEST_SILENCE_S)


class _TimedStream(httpcore2.NetworkStream):
    """A stream of which each operation has at most the time that is left."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secure = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedNetwork(httpcore2.NetworkBackend):
    """Connects ``inner`` to checked addresses only; ``inner`` never sees a name."""

    def __init__(
        self,
        inner: httpcore2.NetworkBackend,
        resolve: Resolve,
        deadline: Deadline,
        *,
        allow_private: bool = False,
    ) -> None:
        self._inner, self._resolve, self._deadline = inner, resolve, deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of ``host`` that answers.

        Raises:
            InputError: an address of it is not public.
        """
        addresses = public_addresses(host, port, self._resolve, self._allow_private)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port)

    def _connect(self, address: str, port: int) -> httpcore2.NetworkStream:
        stream = self._inner.connect_tcp(address, port, self._deadline.left())
        return _TimedStream(stream, self._deadline)
