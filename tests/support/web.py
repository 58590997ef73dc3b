"""A local web site that says what it is told to, and a network that leads every name to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpcore2

from tests.support.servers import LocalServer, QuietHandler, running

PUBLIC = "93.184.215.14"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; ``drip_s`` is waited between the bytes of its body."""

    content: bytes = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    drip_s: float = 0.0


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


class Site(LocalServer):
    """Answers by ``host/path``, or by path alone; all else is 404.

    An answer with an ETag or a Last-Modified is 304 to who has that version. ``most_at_once`` is
    how many requests were ever under way together.
    """

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        super().__init__(_Exchange)
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.unchanged: list[str] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        yield
        with self._lock:
            self._now -= 1


class _Exchange(QuietHandler):
    server: Site

    def do_GET(self) -> None:
        with self.server.counted():
            self._answer()

    def _answer(self) -> None:
        host = self.headers["host"].partition(":")[0]
        self.server.asked.append(f"{host}{self.path}")
        self.server.agents.add(self.headers["user-agent"])
        pages = self.server.pages
        answer = pages.get(f"{host}{self.path}") or pages.get(self.path) or Answer(status=404)
        if self._has(answer):
            self.server.unchanged.append(f"{host}{self.path}")
            answer = Answer(status=304, content_type=None, headers=answer.headers)
        self.send_response(answer.status)
        if answer.content_type:
            self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not answer.drip_s:
            self.wfile.write(answer.content)
            return
        for byte in answer.content:
            self.wfile.write(bytes([byte]))
            time.sleep(answer.drip_s)

    def _has(self, answer: Answer) -> bool:
        """Whether the client has this very version (RFC 9110, 13.2.2)."""
        etag, modified = (answer.headers.get(name) for name in ("ETag", "Last-Modified"))
        if etag:
            return self.headers["if-none-match"] == etag
        return modified is not None and self.headers["if-modified-since"] == modified


@contextmanager
def site(pages: Mapping[str, Answer]) -> Iterator[Site]:
    with running(Site(pages)) as server:
        yield server


class Detour(httpcore2.NetworkBackend):
    """Notes each address that is connected to, and leads to the site instead."""

    def __init__(self, server: Site) -> None:
        self.connected: list[str] = []
        self._port = server.server_port

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        self.connected.append(host)
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", self._port, timeout)


class Names:
    """A resolver: each name's answers in turn, the last one for ever; others are public."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
        self._answers = {host: list(given) for host, given in (answers or {}).items()}

    def __call__(self, host: str, port: int) -> list[str]:
        given = self._answers.get(host)
        if given is None:
            return [host if _is_number(host) else PUBLIC]
        return list(given.pop(0) if len(given) > 1 else given[0])


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()
