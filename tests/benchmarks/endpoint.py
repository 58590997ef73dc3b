"""A local endpoint that gives the answers of a cassette as slowly as a hosted model would."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from checker.model.calls import request_key
from tests.support.servers import LocalServer, QuietHandler, running

CALL_S = 0.5
TOKEN_S = 0.010


class Server(LocalServer):
    """Answers by request digest; ``spent`` lists (prompt, seconds) of each answer given."""

    answers: dict[str, dict[str, Any]]
    spent: list[tuple[str, float]]


class Handler(QuietHandler):
    """Waits half a second for the call and ten milliseconds for each answer token."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        """Answer one chat completion."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        completion = self.server.answers[request_key(body)]
        seconds = CALL_S + TOKEN_S * completion["usage"]["completion_tokens"]
        self.server.spent.append((body["response_format"]["json_schema"]["name"], seconds))
        time.sleep(seconds)
        data = json.dumps(completion).encode("utf-8")
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def slow_endpoint(cassette: Path) -> Iterator[Server]:
    """Serve the answers of ``cassette`` at ``server.server_port`` of 127.0.0.1."""
    with cassette.open(encoding="utf-8") as file:
        rows = yaml.load(file, Loader=yaml.CSafeLoader)["interactions"]
    server = Server(Handler)
    server.answers = {
        request_key(row["request"]["body"]["json"]): row["response"]["body"]["json"] for row in rows
    }
    server.spent = []
    with running(server):
        yield server
