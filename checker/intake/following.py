"""A round over a case's addresses and feeds: what is new or edited there comes into its folder.

An address is asked for another version than the known one. What counts as another is another text:
pages whose bytes differ at every reading, by their menus or counters, are not edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from checker.errors import InputError
from checker.intake.case import CaseFile
from checker.intake.documents import Document, digest
from checker.intake.feeds import Entry, list_entries, looks_like_feed
from checker.intake.fetched import NO_VERSION, BusyError, Fetched, Validators
from checker.intake.fetching import Fetcher
from checker.intake.followed import (
    Changed,
    Followed,
    FollowedFeed,
    FollowedPage,
    folder_of,
    keep_page,
)
from checker.intake.reading import read_fetched
from checker.intake.records import problem_of
from checker.kept_report import Problem
from checker.text import fold

MOST_NEW = 100  # pages that one feed brings in one round; the others come in the next
# Pages that a feed named are read again this long: most are edited soon or never.
READ_AGAIN = timedelta(days=2)
BUSY_FOR = timedelta(minutes=10)  # where a host does not say how long
LONGEST_BUSY = timedelta(days=1)
LONGEST_NAME = 60


@dataclass
class Following:
    """One round, address after address: there is never more than one request under way.

    ``busy`` says until when a host wants to be left alone, and is kept from round to round.
    ``changed`` and ``problems`` tell what came of it, ``answered`` how many requests did.
    """

    case: Path
    fetcher: Fetcher
    now: datetime
    busy: dict[str, datetime] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answered: int = 0
    _pages: dict[str, FollowedPage] = field(default_factory=dict)

    def follow(self, named: CaseFile, before: Followed) -> Followed:
        """Read all addresses and feeds that a case names; gives what is known then.

        Raises:
            InputError: a page cannot be kept in the case's folder.
        """
        self._pages = {page.address: page for page in before.pages}
        for address in dict.fromkeys(named.addresses):
            self._read(address, None)
        for page in before.pages:
            if page.address not in named.addresses and self._is_read_again(page):
                self._read(page.address, page.feed)
        words = named.feed_words
        versions = {(feed.address, feed.words): feed.validators for feed in before.feeds}
        feeds = []
        for address in dict.fromkeys(named.feeds):
            version = self._read_feed(address, words, versions.get((address, words), NO_VERSION))
            feeds.append(FollowedFeed(address=address, words=words, validators=version))
        pages = tuple(self._pages.values())
        return Followed(pages=pages, feeds=tuple(feeds), reported=before.reported)

    def _is_read_again(self, page: FollowedPage) -> bool:
        there = page.file is not None and (folder_of(self.case) / page.file).is_file()
        return there and page.feed is not None and self.now - page.first_read < READ_AGAIN

    def _read_feed(self, address: str, words: Sequence[str], known: Validators) -> Validators:
        """Read what is new in a feed; gives the version of which nothing is left to be read."""
        try:
            fetched = self._ask(address, known)
            if fetched is None:
                return known
            entries = list_entries(fetched.raw, fetched.url)
        except InputError as error:
            self.problems.append(problem_of(address, str(error)))
            return known
        new = [each for each in _telling(entries, words) if each not in self._pages]
        read = [self._read(each, address) for each in new[:MOST_NEW]]
        if len(new) > MOST_NEW:
            left = f"has {len(new) - MOST_NEW:,} more new entries, which the next round reads"
            self.problems.append(problem_of(address, left))
        return fetched.validators if all(read) and len(new) == len(read) else NO_VERSION

    def _read(self, address: str, feed: str | None) -> bool:
        """Read a page; says whether there is no need to try it again before it changes."""
        known = self._pages.get(address)
        try:
            fetched = self._ask(address, known.validators if known else NO_VERSION)
            if fetched is None:
                return True
            document = _document(fetched)
        except InputError as error:
            self.problems.append(problem_of(address, str(error)))
            return False
        self._keep(fetched, document, known, feed)
        return True

    def _ask(self, address: str, known: Validators) -> Fetched | None:
        host = urlsplit(address).hostname or ""
        until = self.busy.get(host)
        if until and self.now < until:
            raise InputError(f"is not asked before {until:%Y-%m-%d %H:%M} UTC, as {host} wishes")
        try:
            fetched = self.fetcher.fetch_changed(address, known)
        except BusyError as error:
            wait = timedelta(seconds=error.wait_s) if error.wait_s is not None else BUSY_FOR
            self.busy[host] = self.now + min(max(wait, timedelta(minutes=1)), LONGEST_BUSY)
            raise
        self.answered += 1
        return fetched

    def _keep(
        self, fetched: Fetched, document: Document, known: FollowedPage | None, feed: str | None
    ) -> None:
        """Put a page into the folder, unless its text is the known one or another address's."""
        text = digest(document.text.encode())
        same = known is not None and known.text_sha256 == text
        file = known.file if known else self._new_name(fetched, text)
        page = FollowedPage(
            address=fetched.asked,
            file=file,
            form=known.form if known and same else fetched.form,
            text_sha256=text,
            first_read=known.first_read if known else self.now,
            changed=known.changed if known and same else self.now,
            validators=fetched.validators,
            feed=feed,
        )
        self._pages[fetched.asked] = page
        gone = known is not None and not (file and (folder_of(self.case) / file).is_file())
        if same or file is None or gone:
            return
        keep_page(self.case, file, fetched.raw)
        about = document.about
        self.changed.append(Changed("edited" if known else "new", page, about.outlet, about.title))

    def _new_name(self, fetched: Fetched, text: str) -> str | None:
        """A name for a new page's file; None where the page came from another address already."""
        for other in self._pages.values():
            if other.form.url == fetched.url and other.text_sha256 == text:
                return None
        parts = urlsplit(fetched.url)
        words = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname} {parts.path}".lower())
        suffix = ".txt" if fetched.content_type == "text/plain" else ".html"
        return f"{words[:LONGEST_NAME].strip('-')}-{digest(fetched.asked.encode())[:8]}{suffix}"


def _document(fetched: Fetched) -> Document:
    """The one text of a page. Raises InputError for a feed, and for what holds no article."""
    if looks_like_feed(fetched.raw):
        raise InputError("is a feed, not a page; name it under 'feeds' in case.toml")
    documents, problems = read_fetched(fetched.raw, fetched.asked, fetched.form)
    if not documents:
        raise InputError(problems[0].reason if problems else "holds no article")
    return documents[0]


def _telling(entries: Sequence[Entry], words: Sequence[str]) -> Iterator[str]:
    """The addresses of the entries that hold one of the words; of all, where there are none."""
    wanted = [_folded(word) for word in words]
    for entry in entries:
        told = _folded(entry.words)
        if not wanted or any(word in told for word in wanted):
            yield _plain_address(entry.address)


def _folded(text: str) -> str:
    return fold(text).text.casefold()


def _plain_address(address: str) -> str:
    """An address without what only says which feed it was taken from (``utm_…``)."""
    parts = urlsplit(address)
    if "utm_" not in parts.query:
        return address
    kept = [(k, v) for k, v in parse_qsl(parts.query, True) if not k.startswith("utm_")]
    return parts._replace(query=urlencode(kept)).geturl()
