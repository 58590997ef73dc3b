"""Cassettes: real exchanges with an endpoint, recorded once and replayed without a network.

A cassette is vcrpy's, kept readable: bodies as YAML trees rather than strings of JSON, of the
headers only the content type, requests matched by the digest of their JSON body, in an order
that does not depend on threads. Host and port are not kept, so that a cassette recorded at
one address replays at any other.
"""

from __future__ import annotations

import copy
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from checker.errors import CassetteError
from checker.model.calls import request_key
from checker.model.capabilities import Capabilities, read_capabilities
from checker.model.completions import Completion

DIGEST = "checker-request"
FORGOTTEN = "forgotten"
ADDRESS = "http://endpoint"


class Tape:
    """A cassette in use: ``with Tape(path, "replay"): ...``; one at a time in a process."""

    def __init__(self, path: Path, mode: Literal["replay", "record"]) -> None:
        if mode == "replay" and not path.is_file():
            raise CassetteError(
                f"no cassette at {str(path)!r}; record one with --record, or leave out --replay"
            )
        if mode == "record":
            _check_writable(path)
        self.path, self.mode = path, mode
        self._context: AbstractContextManager[Any] | None = None
        self._cassette: Any = None
        self._lock = threading.Lock()

    def __enter__(self) -> Tape:
        import vcr
        import yaml

        machine = vcr.VCR(
            record_mode=vcr.mode.NONE if self.mode == "replay" else vcr.mode.NEW_EPISODES,
            match_on=(DIGEST,),
            before_record_request=strip_request,
            before_record_response=strip_response,
            decode_compressed_response=True,
            drop_unused_requests=self.mode == "record",
        )
        machine.register_matcher(DIGEST, match_digest)
        machine.register_serializer("readable", Readable)
        machine.register_persister(WholeFile)
        self._context = machine.use_cassette(
            str(self.path), serializer="readable", allow_playback_repeats=True
        )
        try:
            self._cassette = self._context.__enter__()
        except (yaml.YAMLError, KeyError, TypeError, ValueError, OSError) as error:
            raise CassetteError(
                f"the cassette {str(self.path)!r} cannot be read: {_why_unreadable(error)}",
                "restore it, or record it again with --record",
            ) from error
        return self

    def __exit__(self, *error: Any) -> None:
        if self._context is None:
            return
        if error[0] is not None:
            self.keep_unused()
        self._context.__exit__(*error)

    def save(self) -> None:
        """Write what was recorded so far: vcrpy alone writes only at the end of a run."""
        if self.mode == "record" and self._cassette.dirty:
            with self._lock:
                rows = list(self._cassette.data)  # other threads go on adding to it
                pairs = {
                    "requests": [request for request, _ in rows],
                    "responses": [response for _, response in rows],
                }
                WholeFile.save_cassette(self.path, pairs, Readable)

    def forget(self, body: Mapping[str, Any]) -> None:
        """Keep no answer to this request, since it is asked again: the one to come is kept."""
        key = request_key(body)
        for request, _ in list(self._cassette.data):
            if request.headers[DIGEST] == key:
                request.headers[DIGEST] = FORGOTTEN

    @property
    def capabilities(self) -> Capabilities:
        """How the endpoint was asked that was recorded."""
        requests = self._cassette.requests
        return read_capabilities(json.loads(requests[0].body)) if requests else Capabilities()

    @property
    def questions(self) -> tuple[str, ...]:
        """The users' questions that it holds answers to."""
        bodies = (json.loads(request.body) for request in self._cassette.requests)
        rows = (_about(body).get("question") for body in bodies)
        return tuple(dict.fromkeys(row for row in rows if isinstance(row, str)))

    def keep_unused(self) -> None:
        """Leave on the cassette what this run did not ask for, since it stopped before its end."""
        self._cassette.drop_unused_requests = False

    @contextmanager
    def explaining_misses(self, body: Mapping[str, Any]) -> Iterator[None]:
        """Turn vcrpy's error for a request that is not on the cassette into one that explains."""
        from vcr.errors import CannotOverwriteExistingCassetteException

        try:
            yield
        except CannotOverwriteExistingCassetteException as error:
            recorded = [json.loads(request.body) for request in self._cassette.requests]
            raise CassetteError(
                explain_miss(self.path, recorded, body), "record it again with --record"
            ) from error


def _why_unreadable(error: Exception) -> str:
    """In words: libraries say which key they missed, which tells a user nothing."""
    if isinstance(error, OSError):
        return error.strerror or "it cannot be opened"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    line = getattr(getattr(error, "problem_mark", None), "line", None)
    if line is not None:
        return f"it is no YAML from line {line + 1} on; it was cut off or edited there"
    return "it ends in the middle of an answer or is no cassette; it was cut off or edited"


def _check_writable(path: Path) -> None:
    """Find out before anything is spent that nothing could be recorded."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writable = os.access(path.parent, os.W_OK) and not path.is_dir()
    except OSError:
        writable = False
    if not writable:
        raise CassetteError(f"nothing can be recorded at {str(path)!r}; name another file")


def explain_miss(path: Path, recorded: list[dict[str, Any]], body: Mapping[str, Any]) -> str:
    """Say what differs between a request and those on the cassette."""
    name = _prompt_name(body) or "model"
    same = [other for other in recorded if (_prompt_name(other) or "model") == name]
    where = f"the cassette {str(path)!r} holds no answer to a {name!r} request of this run"
    if not same:
        reason = "it holds none of this kind"
    elif all(other["model"] != body["model"] for other in same):
        reason = f"it was recorded with the model {same[0]['model']!r}, not {body['model']!r}"
    elif all(other["messages"][0] != body["messages"][0] for other in same):
        reason = f"the prompt {name!r} changed since it was recorded"
    elif all(other.get("response_format") != body.get("response_format") for other in same):
        reason = f"the answer schema of {name!r} changed since it was recorded"
    else:
        reason = "the pages, or the way they are put to the model, changed since it was recorded"
    return f"{where}: {reason}"


def _about(body: Mapping[str, Any]) -> dict[str, Any]:
    """The data that a request puts to the model; nothing where it is no JSON object."""
    try:
        about = json.loads(body["messages"][-1]["content"])
    except (KeyError, IndexError, TypeError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def _prompt_name(body: Mapping[str, Any]) -> str | None:
    form: dict[str, Any] = body.get("response_format", {}).get("json_schema", {})
    return form.get("name")


def strip_request(request: Any) -> Any:
    """Keep of a request its method, the end of its path, its body, and the body's digest."""
    from vcr.request import Request

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


class Readable:
    """A vcrpy serializer: bodies that are JSON stand in the file as YAML trees."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """Write interactions in the order of their requests' digests."""
        import yaml

        class Dumper(yaml.CSafeDumper):
            pass

        def represent(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
            style = "|" if "\n" in text else None
            return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

        Dumper.add_representer(str, represent)
        kept = [row for row in cassette["interactions"] if FORGOTTEN not in _digest(row)]
        rows = sorted(kept, key=_digest)
        readable = [{side: _open(row[side]) for side in ("request", "response")} for row in rows]
        whole = {"version": cassette["version"], "interactions": readable}
        return yaml.dump(whole, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """Read what `serialize` wrote; a ValueError, KeyError or TypeError where it did not."""
        import yaml

        cassette: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
        for row in cassette["interactions"]:
            row["request"]["body"] = _close(row["request"]["body"])
            answer = row["response"]["body"]
            Completion.model_validate(answer["json"])  # a file that was cut off may end in one
            row["response"]["body"] = {"string": _close(answer)}
        return cassette


def _digest(row: dict[str, Any]) -> list[str]:
    digest: list[str] = row["request"]["headers"][DIGEST]
    return digest


def _open(message: dict[str, Any]) -> dict[str, Any]:
    """Put a JSON body as a tree under ``json``."""
    body = message["body"]
    text = body["string"] if isinstance(body, dict) else body
    return {**message, "body": {"json": json.loads(text)}}


def _close(body: dict[str, Any]) -> str:
    return json.dumps(body["json"], ensure_ascii=False, separators=(",", ":"))


class WholeFile:
    """A vcrpy persister: UTF-8 on every system, and never a half-written file."""

    @staticmethod
    def load_cassette(path: str | Path, serializer: Any) -> Any:
        """Read a cassette."""
        from vcr.persisters.filesystem import CassetteNotFoundError
        from vcr.serialize import deserialize

        if not Path(path).is_file():
            raise CassetteNotFoundError
        return deserialize(Path(path).read_text(encoding="utf-8"), serializer)

    @staticmethod
    def save_cassette(path: str | Path, cassette: dict[str, Any], serializer: Any) -> None:
        """Write beside, then rename."""
        from vcr.serialize import serialize

        beside = Path(path).with_suffix(".part")
        beside.parent.mkdir(parents=True, exist_ok=True)
        text = serialize(copy.deepcopy(cassette), serializer)  # which turns bytes to text in place
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
