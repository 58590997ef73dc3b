"""Small pages of a story that was made up, for the tests of reading."""

from __future__ import annotations

LEFT = "The ferry left the old harbour at six on Thursday morning, the port office said on Friday."
SAVED = "Fishing boats took nine people from the water before dawn, according to the coast guard."
DENIED = "The owner of the line denied that the boat had been overloaded when it left the harbour."
INQUIRY = "A spokesman for the transport ministry said that an inquiry would report in ten days."
JACKETS = "Residents of the island had complained for months that life jackets were locked away."
STORY = (LEFT, SAVED, DENIED, INQUIRY, JACKETS)
HEADLINE = "Ferry sinks off the island"
ARABIC = (
    "قال مكتب الميناء إن العبارة غادرت المرفأ القديم صباح الخميس وعلى متنها واحد وثلاثون شخصا.",
    "وقال خفر السواحل إن قوارب صيد أنقذت تسعة أشخاص قبل الفجر وإن شخصين ما زالا مفقودين حتى الآن.",
    "ونفى مالك الخط أن يكون القارب محملا فوق طاقته وقال إنه اجتاز فحصا في أيار الماضي.",
)


def paragraphs(lines: tuple[str, ...] = STORY) -> str:
    """Each line as a paragraph."""
    return "".join(f"<p>{line}</p>\n" for line in lines)


def page(body: str = "", head: str = "", language: str = "en") -> bytes:
    """A page in UTF-8; without a body, the story under its headline."""
    body = body or f"<article><h1>{HEADLINE}</h1>{paragraphs()}</article>"
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{HEADLINE}</title>{head}</head><body>{body}</body></html>"
    ).encode()


def json_ld(text: str) -> str:
    """A script of JSON-LD."""
    return f'<script type="application/ld+json">{text}</script>'
