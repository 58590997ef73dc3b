"""No request, with key and pages, goes on to a host that nobody named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx2
import pytest

from checker.errors import EndpointError, RedirectError
from checker.model.access import refuse_redirect
from checker.model.answer import Answer
from checker.model.batch_endpoint import BatchEndpoint
from checker.model.calls import Endpoint
from checker.model.llm import EndpointLLM
from checker.model.probes import Probe
from checker.prompts import Prompt
from tests.support.endpoint import Reply, completion, failure, serving


class Yes(Answer):
    yes: bool


GOOD = completion({"yes": True})
PROMPT = Prompt("p", 1, "Answer.")


def ask(url: str) -> Any:
    with closing(EndpointLLM(Endpoint("m", url, "secret"))) as llm:
        return llm.ask(PROMPT, {"a": 1}, Yes)


def probe(url: str) -> Any:
    with closing(Probe(Endpoint("m", url, "secret"))) as each:
        found = each.ask({"model": "m", "messages": []})
        if found.status is None:
            raise RedirectError(found.said)
        return found


def batch(url: str) -> Any:
    with closing(BatchEndpoint(Endpoint("m", url, "secret"), sleep=lambda _: None)) as each:
        return each.look("b")


@pytest.mark.parametrize("way", [ask, probe, batch])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_none_is_followed_to_another_host(way: Callable[[str], Any], status: int) -> None:
    with serving(lambda body: GOOD) as stranger:
        moved = dataclasses.replace(failure(status), headers=(("location", stranger.url + "/x"),))
        with serving(lambda body: moved) as endpoint:
            endpoint.models = moved
            address = stranger.url.removesuffix("/v1")
            with pytest.raises(EndpointError, match=f"to another host, '{address}', and none was"):
                way(endpoint.url)
            assert len(endpoint.requests) == 1  # it is not asked again either
        assert stranger.requests == []


def test_one_to_another_address_of_the_same_host_is_followed() -> None:
    def script(body: dict[str, Any]) -> Reply:
        return GOOD if len(endpoint.bodies) > 1 else moved

    with serving(script) as endpoint:
        moved = Reply(307, b"", (("location", endpoint.url + "/v2/chat/completions"),))
        assert ask(endpoint.url).yes
        assert len(endpoint.bodies) == 2


@pytest.mark.parametrize(
    ("here", "there", "refused"),
    [
        ("http://a.example/v1", "https://a.example/v1", False),
        ("https://a.example/v1", "/v2", False),
        ("https://a.example/v1", "http://a.example/v1", True),
        ("https://a.example/v1", "https://a.example:444/v1", True),
        ("http://a.example/v1", "https://a.example:444/v1", True),
        ("https://a.example/v1", "https://a.example.stranger.example/", True),
        ("https://a.example/v1", "//stranger.example/v1", True),
        ("https://a.example/v1", "https://a.example@stranger.example/", True),
    ],
)
def test_what_is_another_host(here: str, there: str, refused: bool) -> None:
    request = httpx2.Request("POST", here)
    response = httpx2.Response(307, headers={"location": there}, request=request)
    if not refused:
        refuse_redirect(response)
        return
    with pytest.raises(RedirectError):
        refuse_redirect(response)
