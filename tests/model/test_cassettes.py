"""Cassettes: recorded against a local endpoint, replayed with none, and what misses say."""

from __future__ import annotations

import json
import random
import re
import socket
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import AnswerError, CassetteError, EndpointError
from checker.model.answer import Answer
from checker.model.calls import Endpoint, request_key
from checker.model.cassette_files import DIGEST, Journal, parse_yaml, render_yaml
from checker.model.cassettes import Tape
from checker.model.llm import EndpointLLM
from checker.model.pacing import Pace
from checker.prompts import Prompt
from tests.support.any_text import ANY_TEXT
from tests.support.endpoint import Body, Reply, Script, completion, failure, page, serving, zipped

KEY = "sk-a-key-that-nobody-may-see"
PROMPT = Prompt("give_word", 1, "Give the word.\nIn Arabic.")


class Word(Answer):
    word: str


class Count(Answer):
    count: int


def echo(body: Body) -> Reply:
    """Answer with what was asked, as text and in some disorder of time."""
    about = json.loads(body["messages"][1]["content"])
    reply = completion({"word": f"سلام {about['n']}"})
    return replace(zipped(reply), delay_s=random.random() / 50)


def record(path: Path, numbers: Iterable[int], script: Script = echo, **options: Any) -> list[str]:
    """Ask on eight threads; the words answered, in the order of the numbers."""
    with serving(script) as endpoint, Tape(path, "record") as tape:
        llm = EndpointLLM(Endpoint("m", endpoint.url, KEY), tape=tape, **options)
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda n: llm.ask(PROMPT, {"n": n}, Word).word, numbers)
            return list(answers)


def replay(path: Path, number: int, prompt: Prompt = PROMPT, **changes: Any) -> str:
    endpoint = Endpoint(changes.get("model", "m"), changes.get("base_url"))
    with Tape(path, "replay") as tape:
        answer = EndpointLLM(endpoint, tape=tape, pace=Pace(no_waiting)).ask(
            prompt, {"n": number}, changes.get("answer_type", Word)
        )
    return str(answer.word)


def no_waiting(seconds: float) -> NoReturn:
    raise AssertionError("a replay has nothing to wait for")


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of five answers; not to be changed."""
    path = tmp_path_factory.mktemp("tape") / "cassette.yaml"
    record(path, range(5))
    return path


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> NoReturn:
        raise AssertionError("a replay opens no socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize("base_url", [None, "http://127.0.0.1:1/v1", "https://example.org/api/v9/"])
def test_a_replay_needs_no_network_no_key_and_not_the_same_address(
    tape: Path, base_url: str | None
) -> None:
    assert [replay(tape, n, base_url=base_url) for n in (4, 0)] == ["سلام 4", "سلام 0"]


def test_a_replay_from_many_threads_gives_every_answer_as_often_as_asked(tape: Path) -> None:
    with Tape(tape, "replay") as open_tape:
        llm = EndpointLLM(Endpoint("m"), tape=open_tape)
        with ThreadPoolExecutor(8) as pool:
            words = pool.map(lambda n: llm.ask(PROMPT, {"n": n % 5}, Word).word, range(40))
            assert list(words) == [f"سلام {n % 5}" for n in range(40)]
    assert all((call.prompt_tokens, call.answer_tokens) == (11, 5) for call in llm.account.calls)


def test_a_person_can_read_the_file_and_nothing_secret_is_in_it(tape: Path) -> None:
    text = tape.read_text(encoding="utf-8")
    assert "سلام 3" in text
    assert re.search(r"\n +Give the word\.\n +In Arabic\.\n", text)
    for secret in (KEY, "Bearer", "authorization", "crumbs", "req-1", "127.0.0.1", "gzip"):
        assert secret not in text
    rows = yaml.safe_load(text)["interactions"]
    assert len(rows) == 5
    for row in rows:
        assert set(row["request"]["headers"]) == {"content-type", DIGEST}
        assert set(row["response"]["headers"]) == {"content-type"}
        assert row["request"]["headers"][DIGEST] == [request_key(row["request"]["body"]["json"])]


def test_the_same_bytes_whatever_the_order_of_the_threads(tape: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    record(again, [3, 1, 4, 0, 2])
    assert again.read_bytes() == tape.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.yaml"]


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"prompt": Prompt("give_word", 2, "Give another.")}, "the prompt 'give_word' changed"),
        ({"prompt": Prompt("give_name", 1, "Give the name.")}, "it holds none of this kind"),
        ({"model": "n"}, "it was recorded with the model 'm', not 'n'"),
        ({"answer_type": Count}, "the answer schema of 'give_word' changed"),
        ({"number": 7}, "the pages, or the way they are put to the model, changed"),
    ],
)
def test_what_is_not_on_the_cassette_says_why(
    tape: Path, changes: dict[str, Any], reason: str
) -> None:
    before = tape.read_bytes()
    with pytest.raises(CassetteError) as caught:
        replay(tape, **{"number": 1, **changes})
    assert reason in str(caught.value)
    assert repr(str(tape)) in str(caught.value)
    assert str(caught.value).endswith("record it again with --record")
    assert tape.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"words", b"version: 1\n", b"interactions: [1]", b"a: [b", b"\xff\xfe\0", b"a: 1"],
)
def test_a_file_that_is_no_cassette(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    for mode in ("replay", "record"):
        with pytest.raises(CassetteError, match=r"broken\.yaml' cannot be read"):
            Tape(path, mode).__enter__()
    assert path.read_bytes() == content


def test_a_cassette_that_is_cut_off_never_gives_a_wrong_answer(tape: Path, tmp_path: Path) -> None:
    lines = tape.read_bytes().splitlines(keepends=True)
    path = tmp_path / "cut.yaml"
    told = 0
    for kept in [*range(1, len(lines) - 20, 20), *range(len(lines) - 20, len(lines))]:
        path.write_bytes(b"".join(lines[:kept])[:-3])
        try:
            with Tape(path, "replay") as cut:
                llm = EndpointLLM(Endpoint("m"), tape=cut)
                words = [llm.ask(PROMPT, {"n": n}, Word).word for n in range(5)]
            assert words == [f"سلام {n}" for n in range(5)]
        except (CassetteError, AnswerError):
            told += 1
    assert told >= 20


@pytest.mark.parametrize("border", ["        choices:", "  response:", "        object:"])
def test_a_cassette_that_ends_within_an_answer_is_said_to_be_broken(
    tape: Path, tmp_path: Path, border: str
) -> None:
    text = tape.read_text(encoding="utf-8")
    path = tmp_path / "cut.yaml"
    path.write_text(text[: text.rindex(border)], encoding="utf-8")
    with pytest.raises(CassetteError, match=r"cut\.yaml' cannot be read"):
        replay(path, 0)


def test_a_cassette_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match=r"no cassette at .* record one with --record"):
        Tape(tmp_path / "none.yaml", "replay")
    with pytest.raises(CassetteError, match="no cassette at"):
        Tape(tmp_path, "replay")


def test_a_place_where_nothing_can_be_recorded(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "file" / "cassette.yaml"):
        with pytest.raises(CassetteError, match="nothing can be recorded at"):
            Tape(path, "record")


def test_only_good_answers_are_on_the_tape(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cassette.yaml"
    replies = [failure(429, "slow", retry_after="1"), failure(500), completion({"word": "سلام"})]
    assert record(path, [1], replies, pace=Pace(lambda seconds: None)) == ["سلام"]
    assert path.read_text(encoding="utf-8").count("uri:") == 1
    assert replay(path, 1) == "سلام"


def test_an_answer_that_was_asked_for_again_is_not_on_the_tape(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    assert record(path, [1], [completion("no"), completion({"word": "yes"})]) == ["yes"]
    assert path.read_text(encoding="utf-8").count("uri:") == 1
    assert replay(path, 1) == "yes"


def test_an_answer_that_was_of_no_use_twice_is_on_the_tape_once(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    with pytest.raises(AnswerError, match="is not JSON"):
        record(path, [1], [completion("no"), completion("no again")])
    text = path.read_text(encoding="utf-8")
    assert (text.count("uri:"), "no again" in text) == (1, True)
    with pytest.raises(AnswerError, match="is not JSON"):
        replay(path, 1)
    assert record(path, [1], [completion({"word": "yes"})]) == ["yes"]
    assert path.read_text(encoding="utf-8").count("uri:") == 1


@pytest.mark.parametrize("reply", [page("<html>"), failure(401, "no")])
def test_a_recording_that_fails_keeps_what_it_had(tmp_path: Path, reply: Reply) -> None:
    path = tmp_path / "cassette.yaml"
    record(path, range(3))
    before = path.read_bytes()
    with pytest.raises(EndpointError):
        record(path, [7], [reply])
    assert path.read_bytes() == before


def test_a_recording_goes_on_where_it_stopped_and_forgets_what_is_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    record(path, [1, 2])
    with serving([completion({"word": "new"})]) as endpoint, Tape(path, "record") as tape:
        llm = EndpointLLM(Endpoint("m", endpoint.url), tape=tape)
        words = [llm.ask(PROMPT, {"n": n}, Word).word for n in (3, 2, 3)]
        assert words == ["new", "سلام 2", "new"]
        assert len(endpoint.bodies) == 1
    assert [replay(path, n) for n in (2, 3)] == ["سلام 2", "new"]
    with pytest.raises(CassetteError):
        replay(path, 1)


def test_a_recording_that_stopped_forgets_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    record(path, [1, 2])
    with serving([]) as endpoint, Tape(path, "record") as tape:
        llm = EndpointLLM(Endpoint("m", endpoint.url), tape=tape)
        assert llm.ask(PROMPT, {"n": 1}, Word).word == "سلام 1"
        with pytest.raises(AnswerError):
            llm.ask(PROMPT, {"n": 3}, Word)
        tape.keep_unused()
    assert replay(path, 2) == "سلام 2"


def test_a_killed_recording_keeps_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    program = """
import os, sys
from pathlib import Path
from checker.model.cassettes import Tape
from checker.model.calls import Endpoint
from checker.model.llm import EndpointLLM
from tests.model.test_cassettes import PROMPT, Word
with Tape(Path(sys.argv[1]), "record") as tape:
    llm = EndpointLLM(Endpoint("m", sys.argv[2]), tape=tape)
    llm.ask(PROMPT, {"n": 1}, Word)
    llm.ask(PROMPT, {"n": 2}, Word)
    os._exit(9)
"""
    with serving(echo) as endpoint:
        run = subprocess.run([sys.executable, "-c", program, str(path), endpoint.url], check=False)
    assert run.returncode == 9
    assert [replay(path, n) for n in (1, 2)] == ["سلام 1", "سلام 2"]


def test_json_lines_hold_the_same_and_say_when_they_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    record(path, range(5))
    assert [replay(path, n) for n in range(5)] == [f"سلام {n}" for n in range(5)]
    assert not Journal(path).path.exists()
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert rows[0] == {"version": 1}
    assert len(rows) == 6
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CassetteError, match="cannot be read"):
        replay(path, 1)


def test_each_answer_is_added_and_nothing_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    record(path, range(3))
    before = path.read_bytes()
    with serving(echo) as endpoint, Tape(path, "record") as tape:
        llm = EndpointLLM(Endpoint("m", endpoint.url), tape=tape)
        sizes = []
        for n in range(10, 16):
            llm.ask(PROMPT, {"n": n}, Word)
            sizes.append(Journal(path).path.stat().st_size)
        steps = [after - size for size, after in pairwise(sizes)]
        assert max(steps) - min(steps) < 50
        assert path.read_bytes() == before
        tape.keep_unused()
    assert [replay(path, n) for n in (0, 15)] == ["سلام 0", "سلام 15"]


def test_a_line_torn_by_a_killed_run_is_dropped_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    record(path, [1])
    row = json.dumps(parse_yaml(path.read_text("utf-8"))[0], ensure_ascii=False)
    path.unlink()
    Journal(path).path.write_text(f"{row}\n{row[:40]}", "utf-8")
    assert replay(path, 1) == "سلام 1"
    with serving(echo) as endpoint, Tape(path, "record") as tape:
        llm = EndpointLLM(Endpoint("m", endpoint.url), tape=tape)
        assert [llm.ask(PROMPT, {"n": n}, Word).word for n in (1, 2)] == ["سلام 1", "سلام 2"]
        assert len(endpoint.bodies) == 1
        assert len(Journal(path).read()) == 2
    assert [replay(path, n) for n in (1, 2)] == ["سلام 1", "سلام 2"]


JSON = st.recursive(
    ANY_TEXT.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_body_comes_back_as_it_was(value: object) -> None:
    said = json.loads(completion("").content) | {"more": value}
    key = request_key({"content": value})
    row = {
        "request": {"headers": {DIGEST: [key]}, "body": {"json": {"content": value}}},
        "response": {"headers": {}, "body": {"json": said}},
    }
    assert parse_yaml(render_yaml([row])) == [row]
