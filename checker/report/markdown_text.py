"""Text of pages and answers as Markdown in which none of it is markup."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from checker.direction import show_hidden

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+.!|~>-])")
# What an address keeps as it is: the signs of its grammar, and escapes that it has.
URL_CHARACTERS = "%:/?#[]@!$&'()*+,;=~"


# Where these do no harm inside a line, a backslash would only make the file hard to read.
HARMLESS = re.compile(r"\\([().!+-])")


def plain(text: str) -> str:
    """Text as one line in which nothing is markup."""
    escaped = HARMLESS.sub(r"\1", SPECIAL.sub(r"\\\1", one_line(text)))
    # At the start of a line these would make a list or a ruler.
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", re.sub(r"^(?=[+-])", r"\\", escaped))


def one_line(text: str) -> str:
    """Text as one line that is safe inside HTML; signs of Markdown stay as they are."""
    return html.escape(" ".join(show_hidden(text).split()), quote=False)


def autolink(url: str) -> str:
    """An address in angle brackets, in which nothing ends it or is markup."""
    return f"<{quote(show_hidden(url), safe=URL_CHARACTERS)}>"
