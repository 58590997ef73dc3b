"""Where requests go and with which key, for the addresses that endpoints have."""

from __future__ import annotations

import pytest

from checker.model import access
from checker.model.access import holds_secret, is_azure, key_headers, split_address
from checker.model.answer import Answer
from checker.model.calls import Endpoint
from checker.model.llm import EndpointLLM
from checker.model.probes import Probe
from checker.prompts import Prompt
from tests.support.endpoint import LocalEndpoint, completion, serving

KEY = "sk-a-key-that-nobody-may-see"
PROMPT = Prompt("give_word", 1, "Give the word.")


class Word(Answer):
    word: str


def ask_both(url: str) -> None:
    """Once as a run asks, once as the doctor does."""
    endpoint = Endpoint("m", url, KEY)
    llm, probe = EndpointLLM(endpoint), Probe(endpoint)
    llm.ask(PROMPT, {}, Word)
    probe.ask({"model": "m", "messages": []})
    llm.close()
    probe.close()


def asked(endpoint: LocalEndpoint) -> set[tuple[str, str | None, str | None]]:
    """Path, bearer token and Azure's key of each request."""
    return {
        (path, headers.get("authorization"), headers.get("api-key"))
        for path, headers in endpoint.requests
    }


def test_a_query_goes_along_with_every_request() -> None:
    with serving(lambda body: completion({"word": "سلام"})) as endpoint:
        ask_both(f"{endpoint.url}/?api-version=2024-10-21&x=%D8%A7")
        assert len(endpoint.requests) == 2
        path = "/v1/chat/completions?api-version=2024-10-21&x=%D8%A7"
        assert asked(endpoint) == {(path, f"Bearer {KEY}", None)}


def test_azure_is_given_the_key_in_its_own_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "AZURE_HOSTS", ("127.0.0.1",))
    with serving(lambda body: completion({"word": "سلام"})) as endpoint:
        address = endpoint.url.replace("/v1", "/openai/deployments/four")
        ask_both(f"{address}?api-version=2024-10-21")
        path = "/openai/deployments/four/chat/completions?api-version=2024-10-21"
        assert asked(endpoint) == {(path, None, KEY)}


@pytest.mark.parametrize(
    ("address", "azure"),
    [
        ("https://paper.openai.azure.com/openai/deployments/four?api-version=1", True),
        ("https://paper.openai.azure.com/openai/v1", True),
        ("https://Paper.Services.AI.Azure.com/openai/v1/", True),
        ("https://gate.azure-api.net/openai", True),
        ("https://api.openai.com/v1", False),
        ("https://openai.azure.com.example.org/v1", False),
        ("https://example.org/.openai.azure.com", False),
        ("https://u:p@fakeopenai-azure.com/v1", False),
        ("not an address", False),
        (None, False),
    ],
)
def test_which_hosts_are_azure(address: str | None, azure: bool) -> None:
    assert is_azure(address) is azure
    name = "api-key" if azure else "Authorization"
    assert list(key_headers(Endpoint("m", address, KEY))) == [name]


def test_no_key_no_header() -> None:
    assert key_headers(Endpoint("m", "https://paper.openai.azure.com/v1")) == {}


@pytest.mark.parametrize(
    ("given", "address", "query"),
    [
        ("http://h:1/v1", "http://h:1/v1", {}),
        ("http://h/v1/?a=1&b=&a=2", "http://h/v1/", {"a": "2", "b": ""}),
        ("http://h/v1#part", "http://h/v1", {}),
        ("127.0.0.1:80/v1", "127.0.0.1:80/v1", {}),
    ],
)
def test_an_address_is_parted_from_its_query(
    given: str, address: str, query: dict[str, str]
) -> None:
    assert split_address(given) == (address, query)


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("https://h/v1", False),
        ("https://h/openai/deployments/x?api-version=2024-10-21", False),
        ("https://u:p@h/v1", True),
        ("https://token@h/v1", True),
        ("https://h/v1?key=abc", True),
        ("https://h/v1?api-version=1&sig=abc", True),
    ],
)
def test_which_addresses_may_be_written_down(address: str, secret: bool) -> None:
    assert holds_secret(address) is secret


def test_messages_do_not_show_the_query() -> None:
    assert Endpoint("m", "https://u:p@h/v1?sig=secret").shown == "https://h/v1"
