"""Where an outlet's name comes from: any file can call itself the BBC."""

from __future__ import annotations

import re

from checker.data import OutletFrom
from checker.intake.documents import host_of

# Under a country's letters these are no names of anybody.
SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gob", "gov", "go", "info", "net", "or", "org"])


def outlet_from(outlet: str | None, given: bool, address: str | None) -> OutletFrom | None:
    """Who says that a page is of an outlet; None where no outlet is known.

    ``given``: the user or a record names it. ``address`` is one that was known apart from the
    page (it was fetched, or the user gave it), and vouches for a name that its host bears.
    """
    if not outlet:
        return None
    if given:
        return "given"
    return "address" if _bears(host_of(address) or "", outlet) else "page"


def _bears(host: str, outlet: str) -> bool:
    """Whether a host is of that name: bbc.co.uk of BBC, aljazeera.net of Al Jazeera."""
    name = re.sub(r"\W", "", outlet.casefold())
    labels = host.casefold().split(".")[:-1]
    if len(labels) > 1 and labels[-1] in SECOND_LEVEL:
        labels.pop()
    own = labels[-1].replace("-", "") if labels else ""
    return outlet.casefold() == host.casefold() or (bool(name) and name == own)
