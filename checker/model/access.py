"""How to get at an endpoint: the address without its query, the query, the headers with the key.

Azure's addresses carry the version of the interface as a query, and some of its gateways take
the key in a header of their own; nothing else about them is special.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from checker.errors import InputError, RedirectError
from checker.model.calls import Endpoint

if TYPE_CHECKING:
    import httpx2

OPENAI = "https://api.openai.com/v1"
AZURE_HOSTS = (
    ".openai.azure.com",
    ".cognitiveservices.azure.com",
    ".services.ai.azure.com",
    ".azure-api.net",
    ".openai.azure.us",
    ".openai.azure.cn",
)


def split_address(base_url: str) -> tuple[str, dict[str, str]]:
    """Part a base address from its query, which goes along with every request.

    Raises:
        InputError: it is no address.
    """
    try:
        parts = urlsplit(base_url)
    except ValueError as error:
        raise InputError(f"{base_url!r} is no address ({error}); check --base-url") from error
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return parts._replace(query="", fragment="").geturl(), query


def holds_secret(base_url: str) -> bool:
    """Tell whether an address may hold more than a place: a login, or an unknown query."""
    _, query = split_address(base_url)
    return "@" in urlsplit(base_url).netloc or not query.keys() <= {"api-version"}


def is_azure(base_url: str | None) -> bool:
    """Tell by its host whether an address is Azure's."""
    host = urlsplit(base_url or "").hostname or ""
    return host.endswith(AZURE_HOSTS)


def key_headers(endpoint: Endpoint) -> dict[str, str]:
    """The headers that carry the key: ``api-key`` where the host is Azure's, else a bearer token.

    Without a key, none.
    """
    if not endpoint.key:
        return {}
    if is_azure(endpoint.base_url):
        return {"api-key": endpoint.key}
    return {"Authorization": f"Bearer {endpoint.key}"}


def refuse_redirect(response: httpx2.Response) -> None:
    """A hook of httpx: let no request, with key and pages, go on to a host that nobody named.

    From http to https of the same host it may; to another port it may not.

    Raises:
        RedirectError: it would.
    """
    if not response.has_redirect_location:
        return
    here = response.url
    there = here.join(response.headers["location"])
    upgraded = (here.scheme, there.scheme) == ("http", "https") and not (here.port or there.port)
    same = (here.scheme, here.port) == (there.scheme, there.port) or upgraded
    if here.host != there.host or not same:
        raise RedirectError(
            f"{_address(here)} sends requests on to another host, {_address(there)}, and none was "
            "sent there; if you trust it, name it with --base-url"
        )


def redirect_in(error: BaseException) -> RedirectError | None:
    """The refusal beneath an error of a library."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, RedirectError):
            return cause
        cause = cause.__cause__
    return None


def _address(url: httpx2.URL) -> str:
    """Scheme, host and port, without what may be secret or steer a terminal."""
    port = f":{url.port}" if url.port else ""
    return repr(f"{url.scheme}://{url.host}{port}")
