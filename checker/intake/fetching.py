"""Pages by their address: http and https, within limits, as robots.txt allows, kept as evidence.

The bytes of each page, as they were after decompression, stand in the evidence folder under
their sha256, which is `Page.sha256`; ``fetched.jsonl`` there says what was asked, what answered
and when. Proxies of the environment are not used: they would resolve names themselves.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.robotparser import RobotFileParser

import httpcore2
import httpx2

from checker import __version__
from checker.errors import InputError
from checker.files import open_grown, writing_bytes
from checker.intake.addresses import Resolve, resolve_host
from checker.intake.contents import decoder
from checker.intake.documents import digest, http_address, show_address
from checker.intake.fetched import (
    CONTENT_TYPES,
    NO_VERSION,
    Fetched,
    Limits,
    Reply,
    Validators,
    content_type,
    refuse_failure,
)
from checker.intake.network import Deadline, GuardedNetwork

AGENT = "checker"
USER_AGENT = (
    f"{AGENT}/{__version__} (compares news pages; one request a page, on a person's demand)"
)
Headers = dict[bytes | str, bytes | str]
MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_ROBOTS_BYTES = 500_000
_LONGEST_PAUSE_S = 10.0


@dataclass
class Fetcher:
    """Fetches one page after the other. ``network`` and ``resolve`` are for tests to replace.

    ``evidence`` is None where the caller keeps the bytes.
    """

    evidence: Path | None
    allow_private: bool = False
    limits: Limits = field(default_factory=Limits)
    network: httpcore2.NetworkBackend = field(default_factory=httpcore2.SyncBackend)
    resolve: Resolve = resolve_host
    sleep: Callable[[float], None] = time.sleep
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _visited: dict[str, float] = field(default_factory=dict)

    def fetch(self, asked: str) -> Fetched:
        """Fetch a page, and keep its bytes.

        Raises:
            InputError: it may not be fetched, cannot be, or is no page; with the reason.
            BusyError: the host asks to be left alone for a while.
        """
        fetched = self.fetch_changed(asked, NO_VERSION)
        assert fetched is not None, "nothing was said of a version, so this is one"
        return fetched

    def fetch_changed(self, asked: str, known: Validators) -> Fetched | None:
        """Like `fetch`; None where the host says that the ``known`` version still holds."""
        deadline = Deadline(self.limits.seconds)
        try:
            url, reply = self._follow(_checked(asked), deadline, known)
        except (
            *(httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError),
            httpcore2.UnsupportedProtocol,
        ) as error:
            raise InputError(f"cannot be fetched: {_explain(error, deadline)}") from error
        if reply.status == 304 and known.headers(url):
            return None
        refuse_failure(url, reply)
        kind, charset = content_type(reply.headers)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        fetched = Fetched(asked, url, kind, charset, reply.raw, at, reply.validators(url))
        if self.evidence:
            self._keep(fetched, self.evidence)
        return fetched

    def _follow(self, url: httpx2.URL, deadline: Deadline, known: Validators) -> tuple[str, Reply]:
        for _ in range(MAX_REDIRECTS + 1):
            self._respect_robots(url, deadline)
            conditions = known.headers(str(url))
            reply = self._get(url, deadline, self.limits.max_bytes, conditions)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                return str(url), reply
            url = _redirected(url, reply.headers["location"])
        raise InputError(f"is redirected more than {MAX_REDIRECTS} times")

    def _get(
        self, url: httpx2.URL, deadline: Deadline, max_bytes: int, conditions: Headers | None = None
    ) -> Reply:
        guarded = GuardedNetwork(
            self.network, self.resolve, deadline, allow_private=self.allow_private
        )
        headers: Headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": USER_AGENT,
            "Accept": ", ".join(CONTENT_TYPES),
            "Accept-Encoding": "gzip",
            **(conditions or {}),
        }
        with (
            httpcore2.ConnectionPool(network_backend=guarded) as pool,
            pool.stream("GET", str(url), headers=headers) as response,
        ):
            named = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            if response.status != 200:
                return Reply(response.status, named, b"")
            decode = decoder(named.get("content-encoding", ""), max_bytes)
            pieces = b"".join(decode(chunk) for chunk in response.iter_stream())
            return Reply(response.status, named, pieces)

    def _respect_robots(self, url: httpx2.URL, deadline: Deadline) -> None:
        """Wait as long as the host wishes. Raises InputError where it wants no visit."""
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, deadline)
        rules = self._robots[origin]
        if not rules.can_fetch(AGENT, str(url)):
            raise InputError(f"is not fetched, since {origin}/robots.txt asks programs not to")
        asked = rules.crawl_delay(AGENT)
        pause = min(max(self.limits.pause_s, float(asked or 0)), _LONGEST_PAUSE_S)
        last = self._visited.get(url.host)
        if last is not None and (wait := last + pause - time.monotonic()) > 0:
            self.sleep(wait)
            deadline.extend(wait)
        self._visited[url.host] = time.monotonic()

    def _read_robots(self, origin: str, deadline: Deadline) -> RobotFileParser:
        """The rules of a host (RFC 9309): none where it has no file, no visit where it fails."""
        rules, url = RobotFileParser(), httpx2.URL(f"{origin}/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            try:
                reply = self._get(url, deadline, _ROBOTS_BYTES)
            except InputError as error:
                raise InputError(f"is not fetched, since {url}: {error}") from error
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                break
            url = _redirected(url, reply.headers["location"])
        if reply.status >= 500:
            raise InputError(f"is not fetched, since {url} answered with status {reply.status}")
        text = reply.raw.decode("utf-8-sig", "replace") if reply.status == 200 else ""
        rules.parse(text.splitlines())
        return rules

    def _keep(self, fetched: Fetched, evidence: Path) -> None:
        sha256 = digest(fetched.raw)
        row = {
            "asked": fetched.asked,
            "url": fetched.url,
            "fetched": fetched.at,
            "content_type": fetched.content_type,
            "charset": fetched.charset,
            "bytes": len(fetched.raw),
            "sha256": sha256,
        }
        try:
            evidence.mkdir(parents=True, exist_ok=True)
            with writing_bytes(evidence / sha256) as stream:
                stream.write(fetched.raw)
            with open_grown(evidence / "fetched.jsonl") as log:
                log.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            raise InputError(
                f"was fetched, but cannot be kept in {str(evidence)!r}: {error.strerror}"
            ) from error


def _checked(address: str) -> httpx2.URL:
    """An address that may be asked. Raises InputError for another."""
    plain = http_address(address)
    try:
        url = httpx2.URL(plain) if plain else None
    except httpx2.InvalidURL:
        url = None
    if url is None or not url.host:
        raise InputError(
            f"{show_address(address)} is no address that is fetched: it starts with https:// or "
            "http://, and holds a host, and no name or password of a user"
        )
    return url.copy_with(fragment=None)


def _redirected(url: httpx2.URL, location: str) -> httpx2.URL:
    try:
        return _checked(str(url.join(location)))
    except (httpx2.InvalidURL, InputError) as error:
        raise InputError(
            f"is redirected to {show_address(location)}, which is not followed"
        ) from error


def _explain(error: Exception, deadline: Deadline) -> str:
    if isinstance(error, httpcore2.TimeoutException):
        return f"no whole answer came within {deadline.seconds:g} s"
    return f"{type(error).__name__} ({str(error)[:200] or 'the connection broke'})"
