"""``checker doctor`` and ``checker settings``, against local endpoints of every kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.errors import InputError
from checker.model.calls import Endpoint
from checker.model.capabilities import SCHEMA_SENTENCE
from checker.model.diagnosis import Check, Examination
from checker.model.models import ListedModel, read_models
from checker.model.probes import Probe
from checker.pipeline.settings import FILE, add_settings, read_settings, render_settings
from tests.support.endpoint import Body, Reply, closed_address, completion, failure, page, serving
from tests.support.endpoint_kinds import (
    STRONG,
    Kind,
    after_thinking,
    in_fence,
    kind_serving,
    listing,
)

KEY = "sk-a-key-that-nobody-may-see"
OLLAMA = listing({"id": "llama3.1:latest", "object": "model", "owned_by": "library"})
LLAMA_CPP = listing({"id": "m", "owned_by": "llamacpp", "meta": {"n_ctx_train": 4096}})
VLLM = listing({"id": "m", "max_model_len": 32768}, {"id": "n", "max_model_len": 1})
OPENROUTER = listing(
    {"id": "some/m", "name": "M", "context_length": 131072, "pricing": {"prompt": "0"}},
    {"id": "some/n", "context_length": None},
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert KEY not in result.output
    return result


def examine(kind: object, models: Reply | None = None, model: str = "m", *options: str) -> Result:
    """What the doctor says of an endpoint."""
    assert callable(kind)
    with kind_serving(kind, models) as endpoint:
        named = ["--model", model] if model else []
        return run("doctor", "--base-url", endpoint.url, *named, *options)


def settings_in(result: Result) -> list[str]:
    """The settings suggested, but for model and address."""
    suggested = result.output.partition("It can be used with:\n\n")[2].splitlines()
    return [line for line in suggested if " = " in line and not line.startswith(("mod", "base"))]


def test_an_endpoint_that_can_everything() -> None:
    result = examine(STRONG, VLLM)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert [line.split(": ")[0] for line in lines[:9]] == [
        "ok       reachable",
        "ok       model",
        "ok       context length",
        "ok       key",
        "ok       plain answer",
        "ok       token limit",
        "ok       temperature 0",
        "ok       seed 1",
        "ok       structured output",
    ]
    assert lines[9] == "ok       Arabic: came back as it was"
    assert "32,768 tokens" in lines[2]
    assert settings_in(result) == ['structured_output = "json_schema"']


@pytest.mark.parametrize(
    ("kind", "suggested", "said"),
    [
        (
            Kind(enforces=("json_object_schema", "json_object"), status=500),
            ['structured_output = "json_object_schema"'],
            "no       structured output: json_schema: refused (HTTP 500: response_format",
        ),
        (
            Kind(enforces=("json_object",)),
            ['structured_output = "json_object"'],
            "no       structured output: json_object_schema: refused (HTTP 400: response_format",
        ),
        (
            Kind(ignores=("json_schema", "json_object_schema", "json_object"), dress=in_fence),
            ['structured_output = "prompt"'],
            "not enforced: there is a code fence around the answer",
        ),
        (
            Kind(ignores=("json_schema",), dress=after_thinking),
            ['structured_output = "prompt"'],
            "ok       structured output: prompt; thinking around it is taken off",
        ),
        (
            Kind(enforces=("json_schema",), refuses=("temperature",)),
            ['structured_output = "json_schema"', "temperature = false"],
            "no       temperature 0: refused (HTTP 400: Unsupported parameter: 'temperature')",
        ),
        (
            Kind(enforces=("json_schema",), refuses=("max_completion_tokens", "seed")),
            ['structured_output = "json_schema"', 'limit_parameter = "max_tokens"'],
            "no       seed 1: refused (HTTP 400: Unsupported parameter: 'seed')",
        ),
        (
            Kind(enforces=("json_schema",), forgets=("max_completion_tokens",)),
            ['structured_output = "json_schema"', 'limit_parameter = "max_tokens"'],
            "ok       token limit: max_completion_tokens is ignored; max_tokens",
        ),
        (
            Kind(
                enforces=("json_schema",),
                forgets=("max_completion_tokens",),
                refuses=("max_tokens",),
            ),
            ['structured_output = "json_schema"', 'limit_parameter = "none"'],
            "no       token limit: max_completion_tokens is ignored; max_tokens is refused",
        ),
    ],
)
def test_an_endpoint_that_can_less(kind: Kind, suggested: list[str], said: str) -> None:
    result = examine(kind)
    assert result.exit_code == 0, result.output
    assert settings_in(result) == suggested
    assert said in result.output


def test_an_endpoint_that_keeps_to_no_schema_at_all() -> None:
    result = examine(Kind(obeys_words=False, ignores=("json_schema",)))
    assert result.exit_code == 3
    assert "json_schema: accepted, but the answer is not JSON" in result.output
    assert "structured output: none works" in result.output
    assert "take another model" in result.output
    assert "It can be used" not in result.output


@pytest.mark.parametrize(
    ("models", "model", "said"),
    [
        (OLLAMA, "llama3.1", "ok       model: llama3.1, one of 1"),
        (OLLAMA, "", "ok       model: llama3.1:latest, one of 1"),
        (OLLAMA, "llama3.1", "unknown  context length: the endpoint does not say"),
        (LLAMA_CPP, "m", "no       context length: 4,096 tokens"),
        (OPENROUTER, "some/m", "ok       context length: 131,072 tokens"),
        (
            OPENROUTER,
            "m",
            "unknown  model: 'm' is not listed\n         → there are: some/m, some/n",
        ),
        (failure(404), "m", "unknown  model: the endpoint lists no models"),
        (page("<html>"), "m", "unknown  model: the endpoint lists no models"),
        (listing({"name": "m"}), "m", "unknown  model: the endpoint lists no models"),
    ],
)
def test_the_list_of_models(models: Reply, model: str, said: str) -> None:
    result = examine(STRONG, models, model)
    assert result.exit_code == 0
    assert said in result.output


def test_no_model_was_named_and_there_are_many() -> None:
    result = examine(STRONG, OPENROUTER, "")
    assert result.exit_code == 3
    assert "use --model NAME; there are: some/m, some/n" in result.output


def test_nobody_listens() -> None:
    result = run("doctor", "--base-url", closed_address(), "--model", "m")
    assert result.exit_code == 3
    assert "no       reachable: http://127.0.0.1:" in result.output
    assert "check --base-url" in result.output


@pytest.mark.parametrize("address", ["127.0.0.1:80/v1", "ftp://127.0.0.1/v1", "x y"])
def test_an_address_that_is_none(address: str) -> None:
    result = run("doctor", "--base-url", address, "--model", "m")
    assert result.exit_code == 3
    assert "no       reachable: " in result.output


@pytest.mark.parametrize("command", ["doctor", "settings"])
def test_an_address_that_cannot_be_taken_apart(command: str) -> None:
    result = run(command, "--base-url", "http://[", "--model", "m")
    assert result.exit_code == 2
    assert "checker: 'http://[' is no address" in result.output


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (failure(401, f"bad key {KEY}\x1b[2J"), "no       key: HTTP 401: bad key *** [2J\n"),
        (failure(404, "no such model"), "plain answer: refused (HTTP 404: no such model)"),
        (failure(404), "check --model and --base-url"),
        (failure(402), "the account has no money left"),
        (page("<html>hello</html>"), "plain answer: not a chat completion\n"),
        (page("<html>hello</html>"), "it usually ends in /v1"),
        (failure(500, "x" * 1_000), f"(HTTP 500: {'x' * 200})"),
    ],
)
def test_an_endpoint_that_does_not_answer(reply: Reply, said: str) -> None:
    result = examine(lambda body: reply)
    assert result.exit_code == 3
    assert said in result.output


def test_a_list_that_wants_another_key() -> None:
    result = examine(STRONG, failure(403, "not yours"))
    assert result.exit_code == 3
    assert "no       key: HTTP 403: not yours" in result.output


def test_a_busy_endpoint_is_asked_once_more_when_it_says() -> None:
    waits: list[float] = []
    checks: list[Check] = []
    replies = [failure(429, retry_after="7"), completion("hello"), *[failure(429)] * 30]
    with serving(replies) as endpoint:
        probe = Probe(Endpoint("m", endpoint.url, KEY), waits.append)
        diagnosis = Examination(probe, checks.append).run()
        probe.close()
    assert waits[:2] == [7.0, 2.0]
    assert not diagnosis.usable
    assert [check.verdict for check in checks if check.name == "plain answer"] == ["ok"]


@pytest.mark.parametrize(
    ("spoilt", "verdict"),
    [
        (lambda text: text, "ok       Arabic: came back as it was"),
        (lambda text: text.replace("ِّ", "").replace("١٢", "12"), "ok       Arabic: marks or digits"),
        (lambda text: text.replace("١٢", "١٣"), "no       Arabic: changed"),
        (lambda text: text.encode().decode("latin-1"), "no       Arabic: changed"),
        (lambda text: text[::-1], "no       Arabic: changed"),
    ],
)
def test_arabic_that_is_changed_on_the_way(spoilt: object, verdict: str) -> None:
    assert callable(spoilt)

    def script(body: Body) -> Reply:
        if body["messages"][0]["content"].startswith("Copy"):
            return completion({"sentence": spoilt(body["messages"][1]["content"])})
        return STRONG(body)

    result = examine(script)
    assert result.exit_code == 0
    assert verdict in result.output


def test_what_is_saved_is_in_force(folder: Path) -> None:
    kind = Kind(enforces=("json_object",), refuses=("temperature",))
    result = examine(kind, None, "m", "--save")
    assert "written: checker.toml" in result.output
    shown = {line.split()[0]: line.split()[1:] for line in run("settings").output.splitlines()}
    assert shown["structured_output"] == ["json_object", "checker.toml"]
    assert shown["temperature"] == ["false", "checker.toml"]
    assert shown["model"] == ["m", "checker.toml"]
    with kind_serving(lambda body: failure(401)) as endpoint:
        (folder / "page.txt").write_text("خبر " * 40, encoding="utf-8")
        run("claims", "page.txt", "--base-url", endpoint.url)
        sent = endpoint.bodies[0]
    assert sent["response_format"] == {"type": "json_object"}
    assert "temperature" not in sent
    assert SCHEMA_SENTENCE in sent["messages"][0]["content"]


def test_an_address_with_a_secret_is_not_written_down(folder: Path) -> None:
    with kind_serving(STRONG) as endpoint:
        address = f"{endpoint.url}?sig=hush".replace("//", "//u:hush@")
        result = run("doctor", "--base-url", address, "--model", "m", "--save")
    assert result.exit_code == 0
    assert "hush" not in result.output + (folder / FILE).read_text(encoding="utf-8")
    assert "set it as OPENAI_BASE_URL" in result.output
    assert endpoint.requests[0][0] == "/v1/models?sig=hush"


def test_saving_changes_nothing_that_stands_there(folder: Path) -> None:
    kept = '# mine\nworkers = 3\nmodel = "other"'
    (folder / FILE).write_text(kept, encoding="utf-8")
    result = examine(STRONG, None, "m", "--save")
    text = (folder / FILE).read_text(encoding="utf-8")
    assert text.startswith(kept + "\n")
    assert result.output.endswith('change it yourself if you agree to:\nmodel = "m"\n')
    there = read_settings(folder)
    assert (there["workers"], there["model"]) == (3, "other")
    assert there["structured_output"] == "json_schema"
    assert examine(STRONG, None, "m", "--save").exit_code == 0
    assert read_settings(folder)["structured_output"] == "json_schema"


def test_settings_survive_being_written(folder: Path) -> None:
    found = {"model": 'a"b\\c\x7f\u2028سلام\n', "temperature": False, "seed": -1}
    assert add_settings(folder, found) == {}
    assert read_settings(folder) == found
    (folder / FILE).unlink()
    (folder / FILE).mkdir()
    with pytest.raises(InputError, match=FILE):
        add_settings(folder, found)
    assert render_settings({}) == ""


def test_settings_say_where_they_come_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / FILE).write_text('model = "a"\nworkers = 2\nseed = 5\n', encoding="utf-8")
    monkeypatch.setenv("CHECKER_MODEL", "b")
    monkeypatch.setenv("CHECKER_WORKERS", "4")
    monkeypatch.setenv("CHECKER_TEMPERATURE", "no")
    monkeypatch.setenv("OPENAI_BASE_URL", f"https://u:{KEY}@h/v1?sig={KEY}")
    output = run("settings", "--model", "c").output
    shown = {line.split()[0]: line.split()[1:] for line in output.splitlines()}
    assert shown["model"] == ["c", "flag"]
    assert shown["workers"] == ["4", "CHECKER_WORKERS"]
    assert shown["seed"] == ["5", FILE]
    assert shown["temperature"] == ["false", "CHECKER_TEMPERATURE"]
    assert shown["base_url"] == ["https://h/v1?…", "OPENAI_BASE_URL"]
    assert shown["key"] == ["set", "OPENAI_API_KEY"]
    assert shown["answer_tokens"] == ["the", "endpoint's", "default"]


def test_lists_of_models_as_they_come() -> None:
    rows = [
        {"id": "a", "meta": {"n_ctx": 8, "n_ctx_train": 16}},
        {"id": "b", "context_length": "8", "max_model_len": True},
        {"id": 7},
        "c",
    ]
    found = [ListedModel(name="a", context_length=8), ListedModel(name="b")]
    assert read_models({"data": rows}) == found
    bodies: list[object] = [None, [], {"data": None}, {"data": {"id": "a"}}, "a"]
    assert [read_models(body) for body in bodies] == [[]] * 5
    assert read_models(json.loads('{"data": [{"id": "a\\u001b[2J"}]}'))[0].name == "a [2J"
