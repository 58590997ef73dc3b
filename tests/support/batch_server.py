"""A local endpoint with a Batch API, as the documentation describes it: files, batches, polling."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.endpoint import Body, Reply
from tests.support.servers import LocalServer, QuietHandler, running

Row = dict[str, Any]
# What becomes of a request: its answer, or the name of a fault.
Fate = Callable[[Row], str | None]


class BatchServer(LocalServer):
    """Answers batches by a script; a batch is over when it was looked at ``polls`` times.

    ``fate`` names what befalls a request: ``expired`` (in the error file), ``failed`` (HTTP 400),
    ``lost`` (in no file); None for an answer. ``end`` is the status of every batch.
    """

    def __init__(self, script: Callable[[Body], Reply]) -> None:
        super().__init__(_Exchange)
        self.script, self.polls, self.end = script, 2, "completed"
        self.fate: Fate = lambda row: None
        self.files: dict[str, str] = {}
        self.batches: dict[str, Row] = {}
        self.paths: list[str] = []
        self.limit = 10**9  # requests of a file

    @property
    def url(self) -> str:
        return f"{super().url}/v1"

    def upload(self, text: str) -> Row:
        id_ = f"file-{len(self.files) + 1}"
        self.files[id_] = text
        return {"id": id_, "object": "file", "purpose": "batch", "bytes": len(text)}

    def begin(self, asked: Row) -> Row:
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        rows = self.files[asked["input_file_id"]].splitlines()
        id_ = f"batch_{len(self.batches) + 1}"
        counts = {"total": len(rows), "completed": 0, "failed": 0}
        self.batches[id_] = {
            "id": id_,
            "object": "batch",
            "status": "validating",
            "input_file_id": asked["input_file_id"],
            "request_counts": counts,
            "polled": 0,
        }
        return self.batches[id_]

    def look(self, id_: str) -> Row:
        batch = self.batches[id_]
        batch["polled"] += 1
        if batch["polled"] < self.polls:
            batch["status"] = "in_progress"
        elif "output_file_id" not in batch:
            self._finish(batch)
        return batch

    def _finish(self, batch: Row) -> None:
        batch["status"] = self.end
        if self.end == "failed":
            batch["errors"] = {"data": [{"code": "invalid", "message": "Line 1 is no JSON"}]}
            return
        good, bad = [], []
        for line in self.files[batch["input_file_id"]].splitlines():
            row = json.loads(line)
            fate = self.fate(row)
            if fate == "expired":
                error = {"code": "batch_expired", "message": "not executed before it expired"}
                bad.append({"custom_id": row["custom_id"], "response": None, "error": error})
            elif fate == "failed":
                refused = {"status_code": 400, "body": {"error": {"message": "too odd"}}}
                bad.append({"custom_id": row["custom_id"], "response": refused, "error": None})
            elif fate is None:
                body = json.loads(self.script(row["body"]).content)
                response = {"status_code": 200, "request_id": "r", "body": body}
                good.append({"custom_id": row["custom_id"], "response": response, "error": None})
        # In another order than they were asked.
        batch["output_file_id"] = self.upload("".join(f"{json.dumps(r)}\n" for r in good[::-1]))[
            "id"
        ]
        batch["error_file_id"] = self.upload("".join(f"{json.dumps(row)}\n" for row in bad))["id"]
        batch["request_counts"] |= {"completed": len(good), "failed": len(bad)}


class _Exchange(QuietHandler):
    server: BatchServer

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        if match := re.fullmatch(r"/v1/files/(.+)/content", self.path):
            self._give(self.server.files[match[1]])
        elif match := re.fullmatch(r"/v1/batches/(.+)", self.path):
            self._give(json.dumps(self.server.look(match[1])))
        else:
            self._give('{"object": "list", "data": []}')

    def do_POST(self) -> None:
        self.server.paths.append(self.path)
        raw = self.rfile.read(int(self.headers["content-length"])).decode("utf-8")
        if self.path == "/v1/batches":
            self._give(json.dumps(self.server.begin(json.loads(raw))))
        elif self.path == "/v1/files":
            assert 'name="purpose"\r\n\r\nbatch' in raw
            lines = [line for line in raw.splitlines() if line.startswith("{")]
            self._give(json.dumps(self.server.upload("\n".join(lines) + "\n")))
        else:
            self._give('{"error": {"message": "asked directly"}}', 400)

    def _give(self, text: str, status: int = 200) -> None:
        data = text.encode("utf-8")
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def batching(script: Callable[[Body], Reply]) -> Iterator[BatchServer]:
    """Serve until the block ends."""
    with running(BatchServer(script)) as server:
        yield server
