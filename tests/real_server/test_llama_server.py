"""llama.cpp's own server with a model of random weights: protocol and schema, no content.

Opt-in, since the server has to be built: see README.md in this folder.
"""

from __future__ import annotations

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.errors import EndpointError, TooLongError
from checker.model.answer import Answer
from checker.model.calls import Endpoint
from checker.model.capabilities import OUTPUT_MODES, Capabilities, OutputMode
from checker.model.llm import EndpointLLM
from checker.prompts import Prompt
from tests.real_server.make_model import write_model
from tests.support.endpoint import closed_address

KEY = "sk-of-the-local-server"
MODEL = "random"
STARTS_WITHIN_S = 30.0
PROMPT = Prompt("judge", 1, "Say whether it is so, and how often.")
BINARY = os.environ.get("CHECKER_LLAMA_SERVER")

pytestmark = pytest.mark.skipif(not BINARY, reason="CHECKER_LLAMA_SERVER names no llama-server")


class Judgement(Answer):
    so: bool
    count: int | None


class Words(Answer):
    words: list[str]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("gguf", reason="python -m pip install gguf")
    folder = tmp_path_factory.mktemp("server")
    write_model(folder / "random.gguf")
    url = closed_address()
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(_command(folder / "random.gguf", url), stdout=log, stderr=log)
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.kill()
        process.wait()
        log.close()


def _command(model: Path, url: str) -> list[str]:
    where = ["--host", "127.0.0.1", "--port", str(urlsplit(url).port)]
    what = ["--model", str(model), "--alias", MODEL, "--api-key", KEY, "--threads", "2"]
    return [str(BINARY), *where, *what]


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended at once; its log is in the test's folder"
        try:
            with urllib.request.urlopen(url.replace("/v1", "/health"), timeout=1):
                return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


def asking(address: str, key: str = KEY, **can: Any) -> EndpointLLM:
    endpoint = Endpoint(MODEL, address, key, timeout_s=60, can=Capabilities(**can))
    return EndpointLLM(endpoint)


def test_the_doctor_finds_it_usable(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    result = CliRunner().invoke(main, ["doctor", "--base-url", address])
    assert result.exit_code == 0, result.output
    for line in (
        "ok       reachable: ",
        "ok       model: random, one of 1",
        "ok       context length: 16,384 tokens",
        "ok       token limit: max_completion_tokens",
        "ok       temperature 0: accepted",
        "ok       seed 1: accepted",
        "ok       structured output: json_schema",
    ):
        assert line in result.output
    assert 'structured_output = "json_schema"' in result.output
    assert KEY not in result.output


def test_the_doctor_finds_a_wrong_key(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong")
    result = CliRunner().invoke(main, ["doctor", "--base-url", address])
    assert result.exit_code == 3
    assert "no       key: HTTP 401" in result.output


@pytest.mark.parametrize("mode", [mode for mode in OUTPUT_MODES if "schema" in mode])
def test_the_schema_is_enforced(address: str, mode: OutputMode) -> None:
    llm = asking(address, structured_output=mode, seed=1)
    judged = llm.ask(PROMPT, {"text": "قالَ المتحدِّثُ ١٢"}, Judgement)
    assert isinstance(judged.so, bool)
    assert [call.outcome for call in llm.account.calls] == ["usable"]
    assert llm.account.calls[0].answer_tokens > 0
    assert llm.account.calls[0].created > 0


@pytest.mark.parametrize("name", ["max_completion_tokens", "max_tokens"])
def test_an_answer_that_is_cut_off_is_told(address: str, name: str) -> None:
    llm = asking(address, limit_parameter=name, answer_tokens=5)
    with pytest.raises(TooLongError, match="cut off"):
        llm.ask(PROMPT, {"n": 1}, Words)
    assert llm.account.calls[0].answer_tokens == 5


def test_a_page_too_long_for_the_context_is_told(address: str) -> None:
    with pytest.raises(TooLongError, match="context"):
        asking(address).ask(PROMPT, {"text": "x" * 20_000}, Judgement)


def test_a_wrong_key_stops_the_run(address: str) -> None:
    llm = asking(address, key="sk-wrong")
    with pytest.raises(EndpointError, match="refused the key"):
        llm.ask(PROMPT, {"n": 1}, Judgement)
    assert llm.stopped
