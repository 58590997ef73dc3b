"""The Batch API of an endpoint: a file uploaded, a batch begun, polled, its answers fetched.

https://platform.openai.com/docs/api-reference/batch and …/files. Asked over httpx2, as `probes`
does: the SDK would add nothing but its import.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checker.errors import EndpointError
from checker.intake.documents import tame_answer
from checker.model.access import OPENAI, key_headers, refuse_redirect, split_address
from checker.model.batch_files import ADDRESS
from checker.model.calls import Endpoint

if TYPE_CHECKING:
    import httpx2

OVER = frozenset({"completed", "failed", "expired", "cancelled"})
FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 120.0
ATTEMPTS = 5


@dataclass(frozen=True)
class BatchState:
    """Where a batch is; file ids are None until the batch is over."""

    id: str
    status: str
    answers: str | None = None
    errors: str | None = None
    done: int = 0
    total: int = 0
    said: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.status in OVER


class BatchEndpoint:
    """The files and batches of one endpoint."""

    def __init__(self, endpoint: Endpoint, sleep: Callable[[float], None] = time.sleep) -> None:
        import httpx2

        self._endpoint, self._sleep = endpoint, sleep
        self.address, self._query = split_address(endpoint.base_url or OPENAI)
        self._client = httpx2.Client(headers=key_headers(endpoint), timeout=endpoint.timeout_s)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def check(self) -> None:
        """Find out before anything is uploaded whether there is a Batch API.

        Raises:
            EndpointError: there is none, or the key is refused.
        """
        self._ask("GET", "batches", params={"limit": "1"})

    def begin(self, lines: list[str]) -> BatchState:
        """Upload a file of requests and begin a batch of it."""
        content = "".join(lines).encode("utf-8")
        files = {"file": ("requests.jsonl", content, "application/jsonl")}
        uploaded = self._ask("POST", "files", data={"purpose": "batch"}, files=files)
        begun = {
            "input_file_id": uploaded["id"],
            "endpoint": ADDRESS,
            "completion_window": "24h",
        }
        return _state(self._ask("POST", "batches", json=begun))

    def look(self, batch: str) -> BatchState:
        """Where a batch is."""
        return _state(self._ask("GET", f"batches/{batch}"))

    def wait(self, batch: str, told: Callable[[BatchState], None]) -> BatchState:
        """Poll until a batch is over, in pauses that grow; ``told`` hears each state."""
        pause = FIRST_PAUSE_S
        while True:
            state = self.look(batch)
            told(state)
            if state.over:
                return state
            self._sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_S)

    def read(self, file: str) -> list[str]:
        """The lines of a file of answers."""
        return self._send("GET", f"files/{file}/content").text.splitlines()

    def _ask(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        response = self._send(method, path, **given)
        try:
            said = response.json()
            return {**said, "id": said.get("id", "")}
        except (ValueError, TypeError, AttributeError) as error:
            raise EndpointError(
                f"{self._endpoint.shown} has no Batch API: /{path} gave no JSON object; leave out "
                "--engine batch, or use `checker batch write`"
            ) from error

    def _send(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One exchange; again where the endpoint is busy or the connection broke."""
        import httpx2

        url = f"{self.address.rstrip('/')}/{path}"
        params = {**self._query, **given.pop("params", {})}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self._client.request(method, url, params=params, **given)
            except httpx2.HTTPError as error:
                if attempt == ATTEMPTS:
                    raise EndpointError(
                        f"{self._endpoint.shown} cannot be reached ({type(error).__name__}); check "
                        "--base-url and the connection. What was uploaded before is kept there, "
                        "and the same command goes on"
                    ) from error
            else:
                busy = response.status_code == 429 or response.status_code >= 500
                if not busy or attempt == ATTEMPTS:
                    return self._good(response, path)
            self._sleep(2.0**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _good(self, response: httpx2.Response, path: str) -> httpx2.Response:
        if response.status_code < 300:
            return response
        where = self._endpoint.shown
        if response.has_redirect_location:  # none is followed, but say where it would have gone
            refuse_redirect(response)
        message = tame_answer(self._endpoint.hide_key(_message(response)))
        if response.status_code in {404, 405, 501}:
            raise EndpointError(
                f"{where} has no Batch API (/{path}: HTTP {response.status_code}); leave out "
                "--engine batch, or write files for it with `checker batch write`"
            )
        raise EndpointError(f"{where} refused /{path}: {message}")


def _message(response: httpx2.Response) -> str:
    status = f"HTTP {response.status_code}"
    try:
        error = json.loads(response.content)["error"]
        return f"{status}, {error.get('message') or error.get('code')}"[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        return status


def _state(said: dict[str, Any]) -> BatchState:
    counts = said.get("request_counts") or {}
    errors = (said.get("errors") or {}).get("data") or []
    return BatchState(
        id=str(said["id"]),
        status=str(said.get("status", "")),
        answers=said.get("output_file_id"),
        errors=said.get("error_file_id"),
        done=int(counts.get("completed") or 0) + int(counts.get("failed") or 0),
        total=int(counts.get("total") or 0),
        said=tame_answer("; ".join(str(each.get("message", "")) for each in errors))[:300],
    )
