"""Pages that are no article, or only the part of one that is open: what was seen, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from checker.intake.linked_data import Node

_SHORT = 1_500  # characters: a page that holds more is not only a wall
_WALL = 600  # characters: in more than this, only the title tells a wall
_CONSENT = re.compile(
    r"before you continue|we and our (?:\d+ )?partners|store and(?:/or)? access information on a "
    r"device|consent to the processing|accept all cookies|we use cookies|cookie (?:policy|settings)"
    r"|votre consentement|wir und unsere partner|ملفات تعريف الارتباط|nosotros y nuestros socios",
    re.IGNORECASE,
)
_BOT = re.compile(
    r"checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|"
    r"enable javascript and cookies|access (?:to this page has been )?denied|captcha|"
    r"unusual traffic|ddos protection|please enable (?:js|javascript)|attention required|"
    r"(?:need|have) to enable javascript|javascript (?:is|to be) (?:required|disabled|enabled)|"
    r"request unsuccessful|just a moment\.\.\.|pardon our interruption|turn on javascript",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:^|\b)(?:404|403|410|500|502|503)\b.{0,30}(?:error|not found|forbidden|unavailable|gateway)"
    r"|page (?:you (?:requested|are looking for) )?(?:was |could )?not (?:be )?found|"
    r"error \d{3}\b|seite nicht gefunden|page introuvable|página no encontrada|"
    r"الصفحة (?:غير موجودة|المطلوبة)|لم يتم العثور|страница не найдена|internal server error|"
    r"nothing was found|service unavailable|bad gateway",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe to (?:continue|read)|to continue reading|subscribers only|already a subscriber|"
    r"this (?:article|content) is (?:for|reserved)|réservé aux abonnés|nur für abonnenten|"
    r"abonnez-vous pour|para suscriptores|للمشتركين فقط|register to (?:continue|read)|"
    r"log in to (?:continue|read)",
    re.IGNORECASE,
)


def find_wall(text: str, title: str) -> str | None:
    """What stands where an article should, as the end of a sentence; None for an article."""
    if len(text) > _SHORT:
        return None
    said = f"{title}\n{text}" if len(text) < _WALL else title
    for pattern, kind in (
        (_CONSENT, "it asks for consent to cookies"),
        (_BOT, "it asks whether a human reads it"),
        (_ERROR, "it says that something was not found or failed"),
    ):
        match = pattern.search(said)
        if match:
            return f"{kind} ({match.group()[:60]!r})"
    return None


def find_paywall(nodes: Sequence[Node], meta: Mapping[str, str], text: str) -> str | None:
    """Why only a part of the article may stand here, as a note; None where it is free to read."""
    words = len(text.split())
    said = [each for node in nodes for each in (node, *_parts(node))]
    closed = any(_is_false(each.get("isAccessibleForFree")) for each in said)
    closed = closed or meta.get("article:content_tier", "").lower() in ("locked", "metered")
    if closed:
        return (
            f"says of itself that it is not free to read; {words} words of it are open and were "
            "read, the rest may be missing"
        )
    match = _PAYWALL.search(text[-600:]) if len(text) < 4 * _SHORT else None
    if match:
        return f"ends with {match.group()!r}: the rest of the article may be missing"
    return None


def _parts(node: Node) -> list[Node]:
    found: Any = node.get("hasPart")
    return [each for each in (found if isinstance(found, list) else [found])
            if isinstance(each, dict)]  # fmt: skip


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() == "false")
