"""Requests and answers as a cassette keeps them: stripped of what is not wanted, and as rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from checker.model.calls import request_key
from checker.model.cassette_files import DIGEST, Row
from checker.model.completions import Completion

ADDRESS = "http://endpoint"


def strip_request(request: Any) -> Any:
    """Keep of a request its method, the end of its path, its body, and the body's digest."""
    from vcr.request import Request

    if DIGEST in request.headers:
        return request
    path = "/".join(request.path.rstrip("/").split("/")[-2:])
    key = request_key(json.loads(request.body))
    headers = {"content-type": "application/json", DIGEST: key}
    return Request(request.method, f"{ADDRESS}/{path}", request.body, headers)


def strip_response(response: dict[str, Any]) -> dict[str, Any] | None:
    """Keep good answers only, with no header but the content type."""
    if response["status"]["code"] != 200 or not _is_completion(response["body"]["string"]):
        return None
    headers = {name.lower(): value for name, value in response["headers"].items()}
    kept = {"content-type": headers.get("content-type", ["application/json"])}
    return {**response, "headers": kept}


def _is_completion(text: bytes | str) -> bool:
    try:
        Completion.model_validate_json(text)
    except ValidationError:
        return False
    return True


def match_digest(one: Any, other: Any) -> None:
    """Match two requests by path and digest, as vcrpy's matchers do: by assertion."""
    assert one.uri == other.uri, "another address"
    assert one.headers[DIGEST] == other.headers[DIGEST], "another body"


def to_row(pair: tuple[Any, Any]) -> Row:
    """A request and response of vcrpy's as a row of the file, their JSON bodies as trees."""
    request, response = pair
    asked = {**request._to_dict(), "body": {"json": json.loads(request.body)}}
    answered = {**response, "body": {"json": json.loads(response["body"]["string"])}}
    return {"request": asked, "response": answered}


def from_row(row: Row) -> tuple[Any, Any]:
    """A row of the file as vcrpy's request and response."""
    from vcr.request import Request

    request, response = row["request"], row["response"]
    headers = {name: values[0] for name, values in request["headers"].items()}
    asked = Request(request["method"], request["uri"], _packed(request["body"]), headers)
    return asked, {**response, "body": {"string": _packed(response["body"]).encode("utf-8")}}


def _packed(body: Mapping[str, Any]) -> str:
    return json.dumps(body["json"], ensure_ascii=False, separators=(",", ":"))
