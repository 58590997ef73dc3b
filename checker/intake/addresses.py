"""Which addresses may be asked for a page: the web's, and not those of the user's own network.

A stranger's page can redirect to an address inside the user's network (server-side request
forgery; OWASP, *SSRF Prevention*). What counts is the address that a name resolves to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

from checker.errors import InputError

Resolve = Callable[[str, int], Sequence[str]]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_KINDS = (
    ("is_loopback", "this machine's own (loopback)"),
    ("is_link_local", "link-local"),
    ("is_multicast", "multicast"),
    ("is_unspecified", "unspecified"),
    ("is_private", "private"),
    ("is_reserved", "reserved"),
)


def resolve_host(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver.

    Raises:
        InputError: it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"the host {host!r} is not known ({error}); check the address") from error
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def public_addresses(host: str, port: int, resolve: Resolve, allow_private: bool) -> list[str]:
    """The addresses of a host, every one of them public unless private ones are allowed.

    Raises:
        InputError: it has none, or one that is not public: a name with both is a trap.
    """
    found = list(resolve(host, port))
    if not found:
        raise InputError(f"the host {host!r} has no address")
    for address in found:
        kind = None if allow_private else forbidden_kind(address)
        if kind:
            raise InputError(
                f"the host {host!r} has the address {address}, which is {kind}; if you mean it, "
                "add --allow-private"
            )
    return found


def forbidden_kind(address: str) -> str | None:
    """What kind of address this is, where it is not public; None for a public one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    inner = _embedded(parsed)
    for attribute, kind in _KINDS:
        if getattr(inner, attribute):
            return kind
    return None if inner.is_global else "not public"


def _embedded(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64), or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
