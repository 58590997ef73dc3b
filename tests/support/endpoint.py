"""A local endpoint that answers as it is told to, faults and all, and notes what it was asked."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from tests.support.servers import LocalServer, QuietHandler, running

Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One HTTP answer, given after ``delay_s`` seconds.

    The connection is closed after ``cut`` bytes of the content, or before anything with -1.
    """

    status: int
    content: bytes
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"
    delay_s: float = 0.0
    cut: int | None = None


Script = Callable[[Body], Reply] | Sequence[Reply]


def completion(answer: object, **changes: Any) -> Reply:
    """A good chat completion; a dict becomes JSON, ``changes`` go into its only choice."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    message = {"role": "assistant", "content": text, **changes.pop("message", {})}
    whole = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_753_500_000,
        "model": "scripted",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, **changes}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
    }
    return Reply(200, json.dumps(whole, ensure_ascii=False).encode("utf-8"))


def failure(status: int, message: str = "", code: str = "", **headers: str) -> Reply:
    """An error as OpenAI words them; header names with ``_`` for ``-``."""
    error = {"error": {"message": message, "type": "error", "code": code or None}}
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(status, json.dumps(error).encode("utf-8"), named)


def page(text: str, content_type: str = "text/html") -> Reply:
    """What something else than a model answers, with status 200."""
    return Reply(200, text.encode("utf-8"), content_type=content_type)


def zipped(reply: Reply) -> Reply:
    """The same, compressed."""
    headers = (*reply.headers, ("content-encoding", "gzip"))
    return replace(reply, content=gzip.compress(reply.content), headers=headers)


class LocalEndpoint(LocalServer):
    """Answers by a script: replies first come first served, or a function of the request body."""

    def __init__(self, script: Script) -> None:
        super().__init__(_Exchange)
        self.bodies: list[Body] = []
        self.raw_bodies: list[bytes] = []
        self.keys: list[str | None] = []
        self.requests: list[tuple[str, dict[str, str]]] = []  # path with query, headers
        self.models = failure(404, "no such address")
        self._script = script if callable(script) else list(script)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"{super().url}/v1"

    def reply_to(self, raw: bytes, key: str | None) -> Reply:
        body = json.loads(raw)
        with self._lock:
            self.raw_bodies.append(raw)
            self.bodies.append(body)
            self.keys.append(key)
            if not callable(self._script):
                return self._script.pop(0) if self._script else failure(400, "script is at an end")
        return self._script(body)


class _Exchange(QuietHandler):
    server: LocalEndpoint
    protocol_version = "HTTP/1.0"  # no connection outlives its answer, so none is left open

    def do_GET(self) -> None:
        self._give(self.server.models)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        self._give(self.server.reply_to(raw, self.headers["authorization"]))

    def _give(self, reply: Reply) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((self.path, headers))
        time.sleep(reply.delay_s)
        if reply.cut == -1:
            return
        self.send_response(reply.status)
        for name, value in (
            ("content-type", reply.content_type),
            ("content-length", str(len(reply.content))),
            ("set-cookie", "session=crumbs"),
            ("x-request-id", "req-1"),
            *reply.headers,
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.content[: reply.cut])


@contextmanager
def serving(script: Script) -> Iterator[LocalEndpoint]:
    """Answer on a free port until the block ends."""
    with running(LocalEndpoint(script)) as server:
        yield server


def closed_address() -> str:
    """An address on this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
