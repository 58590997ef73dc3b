"""The pages of a run held against those of a kept report: known, new, edited, gone.

A page is known by its address, or by its path where it has none, else by the digest of its bytes.
It is edited where its text is another one: of fetched pages the bytes change with every reading.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from checker.data import Page, last_number
from checker.memory import PageChange
from checker.text import words

SHORT_PAGE = 20  # words
SHORT_SHARE = 0.4  # of the words of a short page, for an edited one
LEAST_SHARE = 0.1  # of the runs of three words
TOLD = ("outlet", "title", "published", "url", "language")


@dataclass(frozen=True)
class Sorted:
    """The pages of a report as it goes on, and what became of each.

    ``pages`` are all: known ones under their old ids and in their old order, new ones after them.
    ``edited`` pairs the old and the new page. ``gone`` were not given this time, and stay as they
    were read; ``back`` were gone and are given again.
    """

    pages: tuple[Page, ...]
    new: tuple[Page, ...]
    edited: tuple[tuple[Page, Page], ...]
    gone: tuple[Page, ...]
    back: tuple[Page, ...]
    changes: tuple[PageChange, ...]

    @property
    def met(self) -> bool:
        """Whether any page given is one of the report."""
        return len(self.pages) - len(self.new) > len([p for p in self.pages if p.gone])


def sort_pages(known: Sequence[Page], given: Sequence[Page], run: int) -> Sorted:
    """Hold the pages given in run number ``run`` against the known ones."""
    found = _pair(known, given)
    rows: list[Page] = []
    edited, gone, back = [], [], []
    changes: list[PageChange] = []
    for page in known:
        now = found.get(page.id)
        if now is None:
            missing = page if page.gone else page.model_copy(update={"gone": run})
            rows.append(missing)
            gone += [missing] if not page.gone else []
            continue
        same = now.text == page.text
        kept = now.model_copy(update={"id": page.id, "run": page.run if same else run})
        rows.append(kept)
        back += [kept] if page.gone else []
        edited += [] if same else [(page, kept)]
        changes += _told_otherwise(page, kept)
    taken = {page.path for page in found.values()}
    last = last_number(page.id for page in known)
    fresh = [page for page in given if page.path not in taken]
    new = [
        page.model_copy(update={"id": f"p{n}", "run": run})
        for n, page in enumerate(fresh, start=last + 1)
    ]
    return Sorted(
        (*rows, *new), tuple(new), tuple(edited), tuple(gone), tuple(back), tuple(changes)
    )


def _pair(known: Sequence[Page], given: Sequence[Page]) -> dict[str, Page]:
    """The page given for each known page's id: by address, then path, then bytes; each once."""
    found: dict[str, Page] = {}
    taken: set[str] = set()

    def pair(one: Page, other: Page | None) -> None:
        if other is not None and one.id not in found and other.path not in taken:
            found[one.id] = other
            taken.add(other.path)

    for index, name_of in (
        ({page.url: page for page in given if page.url}, _url_of),
        ({page.path: page for page in given}, _path_of),
        ({page.sha256: page for page in given}, _digest_of),
    ):
        for page in known:
            name = name_of(page)
            other = index.get(name) if name else None
            if other and (page.url == other.url is not None or is_same_page(page, other)):
                pair(page, other)
    return found


def _url_of(page: Page) -> str | None:
    return page.url


def _path_of(page: Page) -> str | None:
    return page.path


def _digest_of(page: Page) -> str | None:
    return page.sha256


def is_same_page(old: Page, new: Page) -> bool:
    """Tell whether a file of the same name holds the same page, edited or not.

    Another story may number its files alike; an edited page shares runs of words with itself.
    """
    if old.text == new.text:
        return True
    one, other = words(old.text), words(new.text)
    if min(len(one), len(other)) < SHORT_PAGE:
        return _share(set(one), set(other)) >= SHORT_SHARE
    return _share(_runs(one), _runs(other)) >= LEAST_SHARE


def _runs(row: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(row, row[1:], row[2:], strict=False))


def _share(one: Collection[object], other: Collection[object]) -> float:
    smaller = min(len(one), len(other))
    return len({*one} & {*other}) / smaller if smaller else 0.0


def _told_otherwise(old: Page, new: Page) -> list[PageChange]:
    return [
        PageChange(page_id=new.id, field=name, old=getattr(old, name), new=getattr(new, name))
        for name in TOLD
        if getattr(old, name) != getattr(new, name)
    ]
